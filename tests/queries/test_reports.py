"""The hall's figures as they are read from the journal: whose day a wait is of, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.tables import events
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, QueueId
from deskapp.journal.journal import Journal
from deskapp.queries.reports import MOST_DAYS, Report, report
from deskapp.queries.tickets_told import told
from deskapp.rules import ticket as tickets
from deskapp.rules.figures import By
from tests.builders import MORNING
from tests.clerk.office import FrozenClock
from tests.queries.telling import COLLEAGUE, FIVE, THREE, B, issue, publish, reject, tell

TODAY = date(2026, 11, 23)
A_DAY = timedelta(days=1)
CALLED, HERE, DONE = tickets.Called(THREE), tickets.Arrived(THREE), tickets.Finished(THREE)


@pytest.fixture
def kept(centre: Journal) -> Journal:
    return centre


def after(clock: FrozenClock, minutes: float) -> None:
    clock.move(timedelta(minutes=minutes))


def lives(kept: Journal, clock: FrozenClock, number: str, waits: float, served: float) -> None:
    """Somebody comes, waits and is served."""
    ticket = issue(kept, number)
    after(clock, waits)
    tell(kept, ticket, CALLED, tickets.Shown("board1", 1), HERE)
    after(clock, served)
    tell(kept, ticket, DONE)


def figures_of(kept: Journal, first: date = TODAY, last: date | None = None, *by: By) -> Report:
    with kept.reading() as reading:
        return report(reading, first, last or first, by)


@contextmanager
def questions(kept: Journal) -> Iterator[list[str]]:
    """What is asked of the database until the block ends."""
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    sa.event.listen(kept.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(kept.engine, "before_cursor_execute", note)


def test_a_day_is_told_by_whatever_is_asked(kept: Journal, clock: FrozenClock) -> None:
    lives(kept, clock, "A001", 10, 5)
    lives(kept, clock, "A002", 40, 7)
    other = issue(kept, "B001", item="GA-1")
    after(clock, 3)
    tell(kept, other, tickets.Called(FIVE), tickets.NoShow(FIVE), by=COLLEAGUE)
    issue(kept, "B002")
    found = figures_of(kept, TODAY, None, By.QUEUE)
    assert [(row.key, row.legs, row.served, row.no_shows, row.waiting) for row in found.rows] == [
        (("A",), 2, 2, 0, 0),
        (("B",), 2, 0, 1, 1),
    ]
    assert (found.rows[0].waits.longest, found.rows[0].services.longest) == (40, 7)
    assert (found.everybody.legs, found.everybody.people) == (4, 4)
    by_clerk = figures_of(kept, TODAY, None, By.CLERK, By.WINDOW)
    assert [row.key for row in by_clerk.rows] == [("clerk3", "3"), ("clerk5", "5"), ("", "")]
    assert [row.key for row in figures_of(kept, TODAY, None, By.HOUR).rows] == [("09",), ("10",)]
    assert [row.key for row in figures_of(kept, TODAY, None, By.ITEM).rows] == [("GA-1",), ("",)]


def test_queues_and_items_have_names_where_the_catalogue_knows_them(kept: Journal, clock: FrozenClock) -> None:
    assert figures_of(kept, TODAY, None, By.QUEUE).names == {}
    publish(kept)
    names = figures_of(kept, TODAY, None, By.ITEM).names
    assert names[QueueId("A")]
    assert names["GA-1"]
    assert figures_of(kept, TODAY, None, By.WINDOW).names == {}


def test_each_day_has_its_own_people(kept: Journal, clock: FrozenClock) -> None:
    lives(kept, clock, "A001", 10, 5)
    clock.move(A_DAY)
    lives(kept, clock, "A001", 20, 5)
    lives(kept, clock, "A002", 20, 5)
    assert [figures_of(kept, TODAY + A_DAY * n).everybody.served for n in (-1, 0, 1, 2)] == [0, 1, 2, 0]
    assert figures_of(kept, TODAY, TODAY + A_DAY).everybody.served == 3


def test_who_was_carried_over_is_counted_on_both_days_and_is_one_person(kept: Journal, clock: FrozenClock) -> None:
    ticket = issue(kept, "A001")
    after(clock, 200)
    tell(kept, ticket, tickets.CarriedOver(TODAY + A_DAY))
    clock.moment = MORNING + A_DAY
    assert figures_of(kept, TODAY + A_DAY).everybody.waiting == 1
    tell(kept, ticket, CALLED)
    after(clock, 5)
    tell(kept, ticket, DONE)
    first, second, both = (figures_of(kept, *days).everybody for days in (
        (TODAY, TODAY), (TODAY + A_DAY, TODAY + A_DAY), (TODAY, TODAY + A_DAY)
    ))  # fmt: skip
    assert (first.carried_over, first.served) == (1, 0)
    assert (second.carried_over, second.served) == (0, 1)
    assert (both.legs, both.people, both.waits.samples, both.services.longest) == (2, 1, 0, 5)


def test_what_the_centre_rejected_did_not_happen(desk: Journal, clock: FrozenClock) -> None:
    ticket = issue(desk, "A001")
    (called,) = tell(desk, ticket, CALLED)
    reject(desk, called, "ticket.taken")
    assert figures_of(desk).everybody.waiting == 1


def test_an_event_that_this_program_cannot_read_is_passed_over(kept: Journal, clock: FrozenClock) -> None:
    lives(kept, clock, "A001", 10, 5)
    with kept.engine.begin() as connection:
        connection.execute(sa.update(events).where(events.c.kind == "ticket.arrived").values(payload='{"no": 1}'))
    assert figures_of(kept).everybody.services.longest == 5
    with kept.engine.begin() as connection:
        connection.execute(sa.update(events).where(events.c.kind == "ticket.finished").values(schema=99))
    assert figures_of(kept).everybody.at_window == 1


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (MOST_DAYS - 1, True), (MOST_DAYS, False)])
def test_days_that_no_report_has_are_refused(kept: Journal, days: int, fits: bool) -> None:
    if fits:
        assert figures_of(kept, TODAY, TODAY + A_DAY * days).everybody.legs == 0
        return
    with pytest.raises(Refusal) as refusal:
        figures_of(kept, TODAY, TODAY + A_DAY * days)
    assert (refusal.value.code, refusal.value.values) == ("figures.wrong_days", {"most": MOST_DAYS})


def test_many_people_are_read_in_as_few_questions_as_one(kept: Journal, clock: FrozenClock) -> None:
    lives(kept, clock, "A001", 1, 1)
    with questions(kept) as of_one:
        figures_of(kept, TODAY, None, By.QUEUE)
    for number in range(2, 40):
        lives(kept, clock, f"A{number:03}", 1, 1)
    with questions(kept) as of_many:
        figures_of(kept, TODAY, None, By.QUEUE)
    assert len(of_many) == len(of_one)


def test_the_moments_of_a_ticket_are_told_with_who_did_it(kept: Journal, clock: FrozenClock) -> None:
    ticket = issue(kept, "B001")
    after(clock, 2)
    tell(kept, ticket, tickets.Called(FIVE), tickets.Spoken("voice1", 1), by=COLLEAGUE)
    with kept.reading() as reading:
        moments = told(reading, TODAY, TODAY)[ticket]
    assert [(m.at - MORNING, m.who, type(m.fact)) for m in moments] == [
        (timedelta(0), ClerkId("clerk3"), tickets.Issued),
        (timedelta(minutes=2), COLLEAGUE, tickets.Called),
    ]
    assert isinstance(moments[0].fact, tickets.Issued)
    assert moments[0].fact.queue == B
