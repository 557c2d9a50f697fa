"""What a forecast stands on, read from a hall that has worked for some days."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from deskapp.ids import DeviceId, QueueId, TicketId, new_id
from deskapp.journal import presence
from deskapp.journal.chain import moment_text
from deskapp.journal.journal import Journal
from deskapp.queries.forecast_sheet import line_now
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.calling import owner
from deskapp.rules.forecast import forecast
from deskapp.rules.forecast_line import QUARTERS, Basis, CallBefore, Cut, Line, WindowNow
from deskapp.rules.line_terms import APPOINTMENT, NORMAL
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


def test_who_stands_in_two_lines_is_one_person_wherever_they_are(kept: Journal, clock: FrozenClock) -> None:
    open_window(kept, THREE, A, B)
    first, third = issue(kept, "A001"), issue(kept, "A002")
    for ticket in (first, third):
        tell(kept, ticket, tickets.Joined())
    beside = [visited(kept, f"B00{n}", of) for n, of in ((3, first), (4, third))]
    tell(kept, first, CALLED)
    tell(kept, third, tickets.Called(FIVE), tickets.Held(FIVE, clock.moment + MINUTE * 12))
    line = now_of(kept)
    assert [(window.id, window.visit) for window in line.windows] == [(THREE, first)]
    assert {(ticket.id, ticket.visit) for ticket in line.waiting} == {(beside[0], first), (beside[1], third)}
    assert line.held == {third: 12.0}
    clock.move(MINUTE * 20)
    assert now_of(kept).held == {third: 0.0}


def visited(kept: Journal, number: str, of: TicketId) -> TicketId:
    """A second ticket of somebody who has one."""
    ticket, now = TicketId(new_id()), kept.terms.clock.now()
    tell(kept, ticket, tickets.Issued(number, QueueId(number[0]), NORMAL, now, now + MINUTE * 30, visit=of))
    return ticket


def test_how_early_people_with_an_appointment_come_is_remembered(kept: Journal, clock: FrozenClock) -> None:
    open_window(kept, THREE, A)
    for number, minutes in ((1, 20), (2, 0), (3, 30)):
        issue(kept, f"A00{number}", wait=minutes, sort=APPOINTMENT)
    issue(kept, "A004", wait=7)
    line = now_of(kept)
    assert sorted(line.early[A]) == [0.0, 20.0, 30.0]
    assert sorted(line.classes[A]) == [APPOINTMENT] * 3 + [NORMAL]


def test_a_silent_window_calls_its_own_alone(kept: Journal, clock: FrozenClock) -> None:
    open_window(kept, THREE, A)
    open_window(kept, FIVE, A)
    before = [issue(kept, f"A{n:03}") for n in range(1, 21)]
    with kept.writing() as facts:
        for window in (THREE, FIVE):
            presence.hear(facts, window, DeviceId(f"desk{window}"), moment_text(clock.moment))
    clock.move(timedelta(seconds=16))
    with kept.writing() as facts:
        presence.hear(facts, FIVE, DeviceId("desk5"), moment_text(clock.moment))
    after = [issue(kept, f"A{n:03}") for n in range(21, 41)]
    lease = timedelta(minutes=10)
    with kept.reading() as reading:
        three, five = line_now(reading, lease).windows
        assert line_now(reading).windows[0].cut is None, "a desk does not hear of the others"
    assert five.cut is None
    assert three.cut is not None
    theirs = {ticket for ticket in (*before, *after) if owner(ticket, (THREE, FIVE)) == THREE}
    assert (set(three.cut.own), set(three.cut.kept)) == (theirs & {*before}, theirs & {*after})
    assert three.cut.lease == pytest.approx(10 - 16 / 60)
    clock.move(lease)
    with kept.reading() as reading:
        three = line_now(reading, lease).windows[0]
    assert three.cut == Cut(frozenset(), 0.0, frozenset())
