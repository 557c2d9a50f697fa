"""A hall with many windows open and many people waiting, made in one go."""

from __future__ import annotations

from datetime import timedelta

from deskapp.ids import ClerkId, DeviceId, QueueId, TicketId, WindowId, new_id
from deskapp.journal import people
from deskapp.journal.chain import moment_text
from deskapp.journal.people import Token, User
from deskapp.journal.writing import Writing
from deskapp.rules.calling import due_at
from deskapp.rules.line_terms import NORMAL, LineTerms
from deskapp.rules.numbering import ticket_number
from deskapp.rules.ticket import Issued
from deskapp.rules.window import WindowDefined, WindowKind, WindowOpened
from deskapp.server.parts import CentreParts
from deskapp.server.passes import digest_of

QUEUE = QueueId("A")
_AT_ONCE = 2000


def many_windows(parts: CentreParts, count: int) -> list[str]:
    """Open so many windows, a clerk and a token for each; returns the tokens."""
    tokens = [new_id() for _ in range(count)]
    until = moment_text(parts.clock.now() + timedelta(hours=12))

    def open_all(facts: Writing) -> None:
        for serial, token in enumerate(tokens, start=1):
            window, user, device = WindowId(str(serial)), ClerkId(f"caller{serial}"), DeviceId(f"desk-{serial}")
            people.put_user(facts, User(user, f"窗口{serial}", ("clerk",), "!"))
            people.note_device(facts, people.Computer(device), user, window)
            people.keep_token(facts, Token(digest_of(token), user, window, device, False, until))
            facts.add(user, WindowDefined(WindowKind.INTAKE, (QUEUE,)), of=window)
            facts.add(user, WindowOpened(user, device), of=window)

    parts.writer.write_now(open_all)
    return tokens


def waiting_line(parts: CentreParts, count: int, *, first: int = 1) -> list[TicketId]:
    """Let so many people wait in queue A, numbered from `first`."""
    tickets = [TicketId(new_id()) for _ in range(count)]

    def issue(facts: Writing, some: range) -> None:
        now = parts.clock.now()
        facts.standings("ticket", [tickets[place] for place in some])  # one question for all
        for place in some:
            fact = Issued(
                number=ticket_number(QUEUE, first + place),
                queue=QUEUE,
                ticket_class=NORMAL,
                issued_at=now,
                due_at=due_at(LineTerms(), NORMAL, now),
            )
            facts.add(ClerkId("greeter"), fact, of=tickets[place])

    for start in range(0, count, _AT_ONCE):
        some = range(start, min(start + _AT_ONCE, count))
        parts.writer.write_now(lambda facts, some=some: issue(facts, some))  # type: ignore[misc]
    return tickets
