"""What is told to a journal in one line each, for the tests of the queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from deskapp.ids import CaseId, ClerkId, ItemCode, QueueId, TicketId, WindowId, new_id
from deskapp.journal import outbox
from deskapp.journal.journal import Journal
from deskapp.journal.kinds import Fact
from deskapp.protocol.messages import Event, Status, Verdict
from deskapp.rules import case as cases
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.catalog_text import read, to_plain
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.line_terms import NORMAL
from tests.builders import CLERK, PERSON
from tests.rules.sample import SMALL

COLLEAGUE = ClerkId("clerk5")
A, B = QueueId("A"), QueueId("B")
THREE, FIVE = WindowId("3"), WindowId("5")


def tell(kept: Journal, of: str, *facts: Fact, by: ClerkId = CLERK) -> list[Event]:
    """Add facts to one stream, all in one transaction."""
    with kept.writing() as writing:
        return [writing.add(by, fact, of=of) for fact in facts]


def publish(kept: Journal, text: str = SMALL) -> None:
    """Publish a catalogue; without a text the smallest one, of which GA-1 asks for ID-CARD and PHOTO."""
    catalog = read(text)
    tell(kept, catalog.version, CatalogPublished(catalog.version, catalog.valid_from.isoformat(), to_plain(catalog)))


def take_in(
    kept: Journal,
    *,
    item: str = "GA-1",
    catalog: str = "1",
    person: cases.Person | None = PERSON,
    agent: cases.Person | None = None,
    answers: Mapping[str, str] | None = None,
    ticket: TicketId | None = None,
    track: str = "",
    by: ClerkId = CLERK,
) -> CaseId:
    """A case that was taken in and nothing more."""
    case_id = CaseId(new_id())
    fact = cases.Opened(ItemCode(item), catalog, THREE, track or new_id(), person, agent, answers or {}, ticket)
    tell(kept, case_id, fact, by=by)
    return case_id


def issue(
    kept: Journal,
    number: str,
    *,
    wait: int = 30,
    item: str | None = None,
    sort: str = NORMAL,
    person: str | None = None,
) -> TicketId:
    """A ticket of the queue its number begins with, due in so many minutes."""
    ticket, now = TicketId(new_id()), kept.terms.clock.now()
    fact = tickets.Issued(
        number, QueueId(number[0]), sort, now, now + timedelta(minutes=wait), ItemCode(item) if item else None,
        person=person,
    )  # fmt: skip
    tell(kept, ticket, fact)
    return ticket


def open_window(kept: Journal, window: WindowId = THREE, *queues: QueueId) -> None:
    """A window that serves these queues, A when none is said, with a clerk at it."""
    opened = windows.WindowOpened(CLERK, kept.terms.author.device)
    tell(kept, window, windows.WindowDefined(windows.WindowKind.INTAKE, queues or (A,)), opened)


def reject(kept: Journal, event: Event, code: str) -> None:
    """The centre says no to a step of this desk."""
    with kept.writing() as writing:
        assert outbox.judged(writing, [Verdict(id=event.id, status=Status.REJECTED, reason=code)]) == 1


def accept_all(kept: Journal) -> None:
    """The centre accepts whatever this desk has not sent yet."""
    with kept.writing() as writing:
        sent = outbox.unsent(writing).events
        last = max((event.seq or 0 for event in writing.numbered(0, 10_000)), default=0)
        verdicts = [Verdict(id=event.id, status=Status.ACCEPTED, seq=last + n) for n, event in enumerate(sent, 1)]
        assert outbox.judged(writing, verdicts) == len(sent)
