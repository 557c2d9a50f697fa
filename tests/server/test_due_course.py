"""What happens in a hall by nobody's hand: a new day, and people who were sent to a window that has closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

import resources
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.queries.ticket_timeline import timeline
from deskapp.rules.catalog_text import read, to_plain
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.ticket import Called, CarriedOver, Held, Ticket, TicketState, Transferred
from deskapp.server import changes_of_queues, leftovers
from tests.fakes.faults import swapped
from tests.guards import Listening
from tests.server.hall import Hall, Person
from tests.waiting import eventually

FIVE = WindowId("5")
CLERK = ClerkId("clerk5")


@pytest.fixture
def greeter(any_hall: Hall) -> Person:
    return any_hall.sign_in("greeter")


def ticket_of(hall: Hall, ticket: str) -> Ticket:
    with hall.parts.journal.reading() as reading:
        return reading.ticket(TicketId(ticket))


def tell(hall: Hall, ticket: str, fact: Called | Held | Transferred) -> None:
    hall.parts.writer.write_now(lambda facts: facts.add(CLERK, fact, of=TicketId(ticket)))


def end_queue_each_day(hall: Hall, letter: str) -> None:
    """Publish a newer catalogue in which this queue is not carried over."""
    text = resources.path("catalog/sample.yaml").read_text(encoding="utf-8")
    name = read(text).queues[QueueId(letter)].name
    text = text.replace(f"{{name: {name},", f"{{name: {name}, ends_each_day: true,").replace('"2026.11"', '"2026.12"')
    catalog = read(text)
    fact = CatalogPublished(catalog.version, catalog.valid_from.isoformat(), to_plain(catalog))
    hall.parts.writer.write_now(lambda facts: facts.add(ClerkId("admin"), fact, of=catalog.version))


def test_on_a_new_day_each_queue_keeps_its_people_or_sends_them_home(any_hall: Hall, greeter: Person) -> None:
    end_queue_each_day(any_hall, "C")
    kept, called, held, sent_home = (any_hall.issue(greeter, queue)["id"] for queue in "AAAC")
    tell(any_hall, called, Called(FIVE))
    tell(any_hall, held, Called(FIVE))
    tell(any_hall, held, Held(FIVE, any_hall.clock.moment + timedelta(minutes=15)))
    any_hall.clock.move(timedelta(days=1))
    eventually(lambda: ticket_of(any_hall, sent_home).state is TicketState.CANCELLED, "the end of the day")
    eventually(lambda: ticket_of(any_hall, held).carried is not None, "the end of the day")
    today = any_hall.parts.clock.today()
    assert [ticket_of(any_hall, one).state for one in (kept, called, held)] == [
        TicketState.WAITING, TicketState.NO_SHOW, TicketState.WAITING,
    ]  # fmt: skip
    assert ticket_of(any_hall, kept).carried == today
    clerk = any_hall.sign_in("clerk5", "5")
    assert clerk.call().json()["id"] == kept, "yesterday's first is today's first"


def test_the_end_of_a_day_is_said_once_however_many_processes_look(any_hall: Hall, greeter: Person) -> None:
    ticket = any_hall.issue(greeter)["id"]
    any_hall.clock.move(timedelta(days=1))
    for _ in range(3):
        any_hall.parts.writer.write_now(lambda facts: leftovers.end_day(facts, [TicketId(ticket)]))
    with any_hall.parts.journal.reading() as reading:
        told = timeline(reading, TicketId(ticket))
    assert sum(isinstance(moment.fact, CarriedOver) for moment in told) == 1


def test_whoever_was_sent_to_a_window_that_closes_waits_in_the_queue_again(any_hall: Hall, greeter: Person) -> None:
    clerk = any_hall.sign_in("clerk5", "5")
    ticket = any_hall.issue(greeter)["id"]
    due = ticket_of(any_hall, ticket).due_at
    tell(any_hall, ticket, Transferred(QueueId("A"), "复核原件", FIVE))
    assert any_hall.parts.writer.write_now(lambda facts: leftovers.send_back(facts, [TicketId(ticket)])) == 0
    assert clerk.post("/sign-out").status_code in (200, 204)
    eventually(lambda: ticket_of(any_hall, ticket).sent_to is None, "the way back")
    back = ticket_of(any_hall, ticket)
    assert (back.queue, back.due_at, back.remark, back.state) == ("A", due, "复核原件", TicketState.WAITING)
    assert any_hall.sign_in("clerk3", "3").call().json()["id"] == ticket


def test_what_cannot_be_said_holds_up_nothing_else_and_is_said_later(hall: Hall, expect_log: Listening) -> None:
    clerk, greeter = hall.sign_in("clerk5", "5"), hall.sign_in("greeter")
    sent, kept = hall.issue(greeter)["id"], hall.issue(greeter)["id"]
    tell(hall, sent, Transferred(QueueId("A"), "", FIVE))

    def refuse(*_: object) -> int:
        raise Refusal("catalog.none")

    with swapped(leftovers, "send_back", refuse):
        assert clerk.post("/sign-out").status_code in (200, 204)
        hall.clock.move(timedelta(days=1))
        eventually(lambda: ticket_of(hall, kept).carried is not None, "the end of the day")
        assert ticket_of(hall, sent).sent_to == FIVE
    eventually(lambda: ticket_of(hall, sent).sent_to is None, "the way back")
    assert expect_log.said().count("what was due could not be said: catalog.none") == 1, "logged once, however often"


@pytest.mark.parametrize(
    ("fault", "written"),
    [
        (partial(TypeError, "naive and aware"), "TypeError"),
        (partial(sa.exc.TimeoutError, "QueuePool limit of size 8"), "journal.not_read"),
    ],
)
def test_what_breaks_holds_up_nothing_else_and_is_said_later(
    hall: Hall, expect_log: Listening, fault: Callable[[], Exception], written: str
) -> None:
    """Looking for changed windows comes first: it broke, and no day ended any more."""
    clerk, greeter = hall.sign_in("clerk5", "5"), hall.sign_in("greeter")
    sent, kept = hall.issue(greeter)["id"], hall.issue(greeter)["id"]
    tell(hall, sent, Transferred(QueueId("A"), "", FIVE))
    looks: list[int] = []

    def broken(*_: object, **__: object) -> list[WindowId]:
        looks.append(1)
        raise fault()

    with swapped(changes_of_queues, "over", broken), swapped(leftovers, "send_back", broken):
        assert clerk.post("/sign-out").status_code in (200, 204)
        hall.clock.move(timedelta(days=1))
        eventually(lambda: ticket_of(hall, kept).carried is not None, "the end of the day")
        seen = len(looks)
        eventually(lambda: len(looks) > seen + 2, "further looks")
        assert ticket_of(hall, sent).sent_to == FIVE
    eventually(lambda: ticket_of(hall, sent).sent_to is None, "the way back")
    said = expect_log.said()
    assert f"what was due could not be said: {written}" in said
    assert said.count("what was due could not be said") <= 3, "once for each place, however often"
    assert "naive and aware" not in said
    assert "QueuePool" not in said


def test_what_nobody_answered_counts_as_accepted_by_the_clock_alone(any_hall: Hall) -> None:
    """A licence that was filed on a Monday: five working days, one day for desks whose line is cut, and no hand."""
    portal = any_hall.sign_in("portal")
    body = {
        "reference": "W-1", "item": "JY-0101",
        "applicant": {"name": "李䶮", "id_number": "990105198802293371"},
    }  # fmt: skip
    assert portal.post("/applications", body).json()["state"] == "filed"
    any_hall.clock.move(timedelta(days=7))
    silent = portal.post("/applications", body | {"reference": "W-2"}).json()
    any_hall.clock.move(timedelta(days=2))
    told = eventually(lambda: (found := portal.get("/applications/W-1").json())["state"] == "accepted" and found)
    assert told["promised_day"] == "2026-12-07", "counted from the day of receipt"
    assert portal.get("/applications/W-2").json()["state"] == "filed", "its day has not come"
    assert silent["answer_by"] == "2026-12-07"
