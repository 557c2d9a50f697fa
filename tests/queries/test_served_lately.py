"""How long services took: from the call to the end, without the time somebody was away for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.ids import TicketId
from deskapp.journal.journal import Journal
from deskapp.queries.served_lately import lately, windows_serving
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from tests.clerk.office import FrozenClock
from tests.queries.telling import FIVE, THREE, A, B, issue, open_window, reject, tell

# what is said of a ticket, and the minutes that go by before it
CALLED, ARRIVED, FINISHED = tickets.Called(THREE), tickets.Arrived(THREE), tickets.Finished(THREE)
Walk = tuple[tuple[int, tickets.TicketFact], ...]


def walk(kept: Journal, clock: FrozenClock, number: str, *steps: tuple[int, tickets.TicketFact]) -> TicketId:
    ticket = issue(kept, number)
    for minutes, fact in steps:
        clock.move(timedelta(minutes=minutes))
        tell(kept, ticket, fact)
    return ticket


def minutes(kept: Journal, queue: str = "A") -> tuple[float, ...]:
    with kept.reading() as reading:
        return lately(reading, A if queue == "A" else B)


def held(kept: Journal) -> tickets.Held:
    return tickets.Held(THREE, kept.terms.clock.now() + timedelta(hours=2))


def test_a_service_lasts_from_the_call_to_its_end(desk: Journal, clock: FrozenClock) -> None:
    walk(desk, clock, "A001", (20, CALLED), (1, ARRIVED), (8, FINISHED))
    assert minutes(desk) == (9.0,)
    assert minutes(desk, "B") == ()


def test_the_latest_comes_first(desk: Journal, clock: FrozenClock) -> None:
    for number, took in (("A001", 4), ("A002", 7), ("A003", 2)):
        walk(desk, clock, number, (1, CALLED), (0, ARRIVED), (took, FINISHED))
    assert minutes(desk) == (2.0, 7.0, 4.0)


def test_whoever_did_not_come_was_not_served(desk: Journal, clock: FrozenClock) -> None:
    walk(desk, clock, "A001", (1, CALLED), (5, tickets.NoShow(THREE)))
    walk(desk, clock, "A002", (1, CALLED), (0, ARRIVED))
    assert minutes(desk) == ()


def test_the_time_somebody_was_away_is_not_counted(desk: Journal, clock: FrozenClock) -> None:
    walk(
        desk, clock, "A001", (1, CALLED), (0, ARRIVED), (3, held(desk)), (40, tickets.TakenUp(THREE)), (5, FINISHED)
    )  # fmt: skip
    assert minutes(desk) == (8.0,)


def test_somebody_may_be_away_twice(desk: Journal, clock: FrozenClock) -> None:
    away = ((2, held(desk)), (30, tickets.TakenUp(THREE)))
    walk(desk, clock, "A001", (1, CALLED), (0, ARRIVED), *away, *away, (1, FINISHED))
    assert minutes(desk) == (5.0,)


def test_one_who_was_away_does_not_shorten_the_others(desk: Journal, clock: FrozenClock) -> None:
    walk(desk, clock, "A001", (1, CALLED), (0, ARRIVED), (6, FINISHED))
    walk(desk, clock, "A002", (1, CALLED), (0, ARRIVED), (3, held(desk)), (9, tickets.TakenUp(THREE)), (1, FINISHED))
    assert minutes(desk) == (4.0, 6.0)


@pytest.mark.parametrize(("days", "counted"), [(0, 1), (7, 1), (8, 0)])
def test_what_is_older_than_a_week_says_nothing_about_today(
    desk: Journal, clock: FrozenClock, days: int, counted: int
) -> None:
    walk(desk, clock, "A001", (1, CALLED), (0, ARRIVED), (6, FINISHED))
    clock.move(timedelta(days=days))
    assert len(minutes(desk)) == counted


def test_what_the_centre_rejected_did_not_hold_anybody(desk: Journal, clock: FrozenClock) -> None:
    ticket = walk(desk, clock, "A001", (1, CALLED), (0, ARRIVED))
    (event,) = tell(desk, ticket, held(desk))
    reject(desk, event, "ticket.wrong_state")
    clock.move(timedelta(minutes=12))
    tell(desk, ticket, FINISHED)
    assert minutes(desk) == (12.0,)


def test_a_window_counts_while_it_is_open_and_serves_the_queue(desk: Journal) -> None:
    open_window(desk, THREE, A, B)
    open_window(desk, FIVE, B)
    with desk.reading() as reading:
        assert (windows_serving(reading, A), windows_serving(reading, B)) == (1, 2)
    tell(desk, THREE, windows.WindowClosed())
    with desk.reading() as reading:
        assert (windows_serving(reading, A), windows_serving(reading, B)) == (0, 1)
