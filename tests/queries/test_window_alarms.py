"""The hall's board says what at the windows asks for the manager's eye, from what was really done there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from deskapp.ids import DeviceId, EventId, WindowId
from deskapp.journal.journal import Journal
from deskapp.queries.hall_board import HallBoard, hall_board
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.alarms import Alarm, Silence, Sort, Step
from tests.builders import CLERK, MORNING
from tests.clerk.office import FrozenClock
from tests.queries import telling
from tests.queries.telling import COLLEAGUE, FIVE, THREE, A, issue, take_in, tell
from tests.rules.sample import SMALL

TODAY = date(2026, 11, 23)
MINUTE = timedelta(minutes=1)


def look(desk: Journal, silences: dict[WindowId, Silence] | None = None) -> HallBoard:
    with desk.reading() as reading:
        return hall_board(reading, TODAY, {} if silences is None else silences)


def seen(desk: Journal) -> list[tuple[str, str, str]]:
    return [(alarm.window, alarm.sort.value, alarm.step.value) for alarm in look(desk).alarms]


@pytest.fixture
def open_three(desk: Journal) -> Journal:
    """Window 3, at a desk of its own, opened at half past nine."""
    telling.publish(desk)
    defined = windows.WindowDefined(windows.WindowKind.INTAKE, (A,))
    tell(desk, THREE, defined, windows.WindowOpened(CLERK, DeviceId("desk3")))
    return desk


def served(desk: Journal, clock: FrozenClock, minutes: int, times: int = 20) -> None:
    """So many services of so many minutes at window 3, in the days before."""
    for number in range(900, 900 + times):
        ticket = issue(desk, f"A{number}")
        tell(desk, ticket, tickets.Called(THREE), tickets.Arrived(THREE))
        clock.move(MINUTE * minutes)
        tell(desk, ticket, tickets.Finished(THREE))


def test_a_window_that_calls_nobody_while_people_wait_is_seen_after_ten_minutes(
    open_three: Journal, clock: FrozenClock
) -> None:
    clock.move(MINUTE * 5)
    issue(open_three, "A001")
    issue(open_three, "A002")
    clock.move(MINUTE * 9)
    assert seen(open_three) == []
    clock.move(MINUTE)
    (alarm,) = look(open_three).alarms
    assert alarm == Alarm(THREE, Sort.IDLE, MORNING + 5 * MINUTE, Step.PAUSE, waiting=2)
    assert look(open_three).windows[0].help is None


def test_who_was_sent_to_another_window_does_not_wait_for_this_one(open_three: Journal, clock: FrozenClock) -> None:
    tell(open_three, issue(open_three, "A001"), tickets.Transferred(A, "", FIVE))
    clock.move(MINUTE * 30)
    assert seen(open_three) == []
    tell(open_three, issue(open_three, "A002"), tickets.Transferred(A, "", THREE))
    clock.move(MINUTE * 30)
    assert seen(open_three) == [("3", "idle", "close")], "they would wait for a window that is paused"


@pytest.mark.parametrize("step", ["service ended", "missed", "case", "resumed", "queues changed"])
def test_what_is_done_at_a_window_counts_though_it_calls_nobody(
    open_three: Journal, clock: FrozenClock, step: str
) -> None:
    first = issue(open_three, "A001")
    issue(open_three, "A002")
    tell(open_three, first, tickets.Called(THREE))
    clock.move(MINUTE * 15)
    if step == "service ended":
        tell(open_three, first, tickets.Finished(THREE))
    else:
        tell(open_three, first, tickets.NoShow(THREE))
    if step == "case":  # for somebody without a ticket, at this very desk
        tell(open_three, THREE, windows.WindowOpened(CLERK, open_three.terms.author.device))
        clock.move(MINUTE * 9)
        take_in(open_three)
    elif step == "resumed":
        tell(open_three, THREE, windows.WindowPaused())
        clock.move(MINUTE * 60)
        assert seen(open_three) == [], "a paused window is not idle"
        tell(open_three, THREE, windows.WindowResumed())
    elif step == "queues changed":
        clock.move(MINUTE * 5)
        tell(open_three, THREE, windows.QueuesChanged((A,)), by=COLLEAGUE)
    clock.move(MINUTE * 9)
    assert seen(open_three) == []
    clock.move(MINUTE * 2)
    assert [window for window, _, _ in seen(open_three)] == ["3"]


def test_a_ticket_far_beyond_the_usual_is_told_with_its_number(open_three: Journal, clock: FrozenClock) -> None:
    served(open_three, clock, 10)
    ticket = issue(open_three, "A001")
    tell(open_three, ticket, tickets.Called(THREE), tickets.Arrived(THREE))
    called = clock.moment
    clock.move(MINUTE * 20)
    assert seen(open_three) == []
    clock.move(MINUTE)
    assert look(open_three).alarms == (Alarm(THREE, Sort.OVERLONG, called, Step.PAUSE, number="A001", usual=10),)


def test_before_a_day_of_services_nobody_takes_too_long(open_three: Journal, clock: FrozenClock) -> None:
    served(open_three, clock, 10, times=19)
    tell(open_three, issue(open_three, "A001"), tickets.Called(THREE))
    clock.move(MINUTE * 300)
    assert seen(open_three) == []


def test_who_was_held_was_not_served_meanwhile(open_three: Journal, clock: FrozenClock) -> None:
    """Or a queue from which many are sent for copies would seem to be slow, and its waits be told as twice as long."""
    ticket = issue(open_three, "A001")
    tell(open_three, ticket, tickets.Called(THREE), tickets.Arrived(THREE))
    clock.move(MINUTE * 4)
    tell(open_three, ticket, tickets.Held(THREE, clock.moment + MINUTE * 15))
    clock.move(MINUTE * 40)
    tell(open_three, ticket, tickets.TakenUp(THREE))
    clock.move(MINUTE * 3)
    tell(open_three, ticket, tickets.Held(THREE, clock.moment + MINUTE * 15))
    clock.move(MINUTE * 5)
    tell(open_three, ticket, tickets.Finished(THREE))
    assert look(open_three).queues[0].services == (7.0,)


def test_who_came_back_in_line_is_served_from_the_last_call(open_three: Journal, clock: FrozenClock) -> None:
    ticket = issue(open_three, "A001")
    tell(open_three, ticket, tickets.Called(THREE), tickets.Held(THREE, clock.moment + MINUTE * 15))
    clock.move(MINUTE * 40)
    tell(open_three, ticket, tickets.BackInLine(clock.moment), tickets.Called(THREE), tickets.Arrived(THREE))
    clock.move(MINUTE * 6)
    tell(open_three, ticket, tickets.Finished(THREE))
    assert look(open_three).queues[0].services == (6.0,)


def test_a_window_that_is_unheard_of_is_told_as_the_centre_says(open_three: Journal, clock: FrozenClock) -> None:
    since = clock.moment
    clock.move(MINUTE * 3)
    silences = {THREE: Silence(since, clock.moment + MINUTE * 7)}
    assert look(open_three, silences).alarms == (Alarm(THREE, Sort.UNHEARD, since, Step.RELEASE),)
    with open_three.reading() as reading:
        assert hall_board(reading, TODAY).alarms == (), "while that is not known here"


def test_the_hall_sets_the_limits(desk: Journal, clock: FrozenClock) -> None:
    telling.publish(desk, SMALL + "line: {idle: 0, unheard: 30}\n")
    telling.open_window(desk, THREE, A)
    issue(desk, "A001")
    clock.move(MINUTE * 29)
    assert look(desk, {THREE: Silence(MORNING, MORNING)}).alarms == ()
    assert look(desk).alarms == ()
    clock.move(MINUTE)
    assert [alarm.sort for alarm in look(desk, {THREE: Silence(MORNING, MORNING)}).alarms] == [Sort.UNHEARD]


def test_a_call_for_help_stands_on_its_card_until_it_is_settled(open_three: Journal, clock: FrozenClock) -> None:
    clock.move(MINUTE)
    tell(open_three, THREE, windows.HelpCalled())
    called = windows.CallForHelp(CLERK, clock.moment)
    assert look(open_three).windows[0].help == called
    assert look(open_three).alarms[0].loud
    tell(open_three, THREE, windows.HelpComing(), by=COLLEAGUE)
    assert look(open_three).alarms[0].coming == COLLEAGUE
    tell(open_three, THREE, windows.HelpSettled(), by=COLLEAGUE)
    assert look(open_three).windows[0].help is None
    assert look(open_three).alarms == ()


def test_what_was_said_of_no_window_makes_none(desk: Journal) -> None:
    telling.publish(desk)
    telling.open_window(desk, THREE, A)
    with desk.writing() as facts:  # as a program of another version may have told it
        event = facts.add(CLERK, windows.WindowPaused(), of=THREE)
        stray = replace(event, id=EventId("e-9"), stream_id="9", device=DeviceId("desk9"))
        facts.record(stray, verdict="accepted")
    assert [card.window for card in look(desk).windows] == ["3"]
