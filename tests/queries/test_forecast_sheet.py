"""What a forecast stands on, read from a hall that has worked for some days."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from deskapp.ids import QueueId, TicketId
from deskapp.journal.journal import Journal
from deskapp.queries.forecast_sheet import line_now
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.forecast import forecast
from deskapp.rules.forecast_line import QUARTERS, Basis, CallBefore, Line, WindowNow
from deskapp.rules.turns import Plan, Turn
from tests.builders import MORNING
from tests.clerk.office import FrozenClock
from tests.queries.telling import FIVE, THREE, A, B, issue, open_window, publish, tell

MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
CALLED, DONE = tickets.Called(THREE), tickets.Finished(THREE)


@pytest.fixture
def kept(centre: Journal) -> Journal:
    return centre


def now_of(kept: Journal) -> Line:
    with kept.reading() as reading:
        return line_now(reading)


def serve(kept: Journal, clock: FrozenClock, number: str, minutes: float, end: tickets.TicketFact = DONE) -> TicketId:
    """Somebody is called as they come and keeps window 3 busy for so long."""
    ticket = issue(kept, number)
    tell(kept, ticket, CALLED)
    clock.move(MINUTE * minutes)
    tell(kept, ticket, end)
    return ticket


def test_a_hall_without_a_past_has_nothing_to_stand_on(kept: Journal) -> None:
    line = now_of(kept)
    assert (line.now, line.queues, line.waiting, line.windows, line.arrivals) == (MORNING, (), [], (), {})
    publish(kept)
    assert now_of(kept).queues == (A,)
    assert not [q for one in forecast(now_of(kept), random.Random(1)).queues for q in one.quarters]


def test_who_waits_and_who_is_where(kept: Journal, clock: FrozenClock) -> None:
    open_window(kept, THREE, A, B)
    open_window(kept, FIVE, B)
    tell(kept, THREE, windows.QueuesChanged((B, A), Turn.SHARE, (2, 1)))
    serve(kept, clock, "B001", 2)
    in_hand, waits = issue(kept, "A001"), issue(kept, "B002")
    sent = issue(kept, "A002")
    tell(kept, in_hand, CALLED)
    tell(kept, sent, tickets.Transferred(B, "", FIVE))
    clock.move(MINUTE * 4)
    line = now_of(kept)
    assert line.windows == (
        WindowNow(THREE, Plan((B, A), Turn.SHARE, (2, 1)), 4.0, A, {B: 1, A: 1}),
        WindowNow(FIVE, Plan((B,))),
    )
    assert {(ticket.id, ticket.sent_to) for ticket in line.waiting} == {(waits, None), (sent, FIVE)}
    due = timedelta(minutes=30)
    assert sorted(line.called, key=lambda call: call.at) == [
        CallBefore(B, MORNING, MORNING + due), CallBefore(A, MORNING + MINUTE * 2, MORNING + MINUTE * 2 + due),
    ]  # fmt: skip


@pytest.mark.parametrize("step", [windows.WindowPaused(), windows.WindowClosed()])
def test_a_window_that_calls_nobody_is_not_counted_on(kept: Journal, step: windows.WindowFact) -> None:
    open_window(kept)
    tell(kept, THREE, step)
    assert now_of(kept).windows == ()


def test_a_window_whose_person_is_held_is_free(kept: Journal) -> None:
    open_window(kept)
    tell(kept, issue(kept, "A001"), CALLED, tickets.Held(THREE, MORNING))
    assert now_of(kept).windows[0].busy is None


def test_times_are_those_of_the_last_seven_days_with_who_did_not_come(kept: Journal, clock: FrozenClock) -> None:
    for day, minutes in ((0, 99), (3, 6), (9, 8)):
        clock.moment = MORNING + A_DAY * day
        serve(kept, clock, "A001", minutes)
    serve(kept, clock, "A002", 2, tickets.NoShow(THREE))
    tell(kept, issue(kept, "A003"), tickets.Cancelled())
    line = now_of(kept)
    assert line.services == {A: [2, 8, 6]}
    assert line.classes == {A: ["normal"] * 4}


def test_a_clock_set_back_during_a_service_makes_no_time_negative(kept: Journal, clock: FrozenClock) -> None:
    serve(kept, clock, "A001", -30)
    assert now_of(kept).services == {A: [0.0]}


def test_people_are_expected_as_on_other_days_at_this_hour(kept: Journal, clock: FrozenClock) -> None:
    for day in (0, 1):
        clock.moment = MORNING + A_DAY * day
        issue(kept, "A001")
        clock.move(MINUTE * 20)
        issue(kept, "A002")
        issue(kept, "B001")
    clock.moment = MORNING + A_DAY * 3 + MINUTE
    issue(kept, "A001")
    clock.move(MINUTE)
    line = now_of(kept)
    none = [0.0] * (QUARTERS - 2)
    assert line.arrivals[A] == pytest.approx([2 * 15 / 37.5, 15 / 37.5, *none]), "with 11 minutes to both sides"
    assert line.arrivals[B] == pytest.approx([15 / 37.5, 15 / 37.5, *none])
    assert line.arrivals_by == {A: 2, B: 2}


def test_a_forecast_stands_on_what_was_read(kept: Journal, clock: FrozenClock) -> None:
    open_window(kept, THREE, A)
    for number in range(1, 9):
        serve(kept, clock, f"A{number:03}", 5)
    clock.move(A_DAY)
    for number in range(1, 4):
        issue(kept, f"A{number:03}")
    issue(kept, "Z001")
    said = {one.queue: one for one in forecast(now_of(kept), random.Random(1)).queues}
    assert (said[A].basis, said[A].samples, said[A].windows) == (Basis.QUEUE, 8, 1)
    assert (said[A].quarters[0].least, said[A].quarters[0].likely) == (15, 15)
    assert (said[QueueId("Z")].windows, said[QueueId("Z")].quarters) == (0, ())
