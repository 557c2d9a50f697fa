"""What asks for the manager's eye, when, in which order, and what is proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import ClerkId, WindowId
from deskapp.rules.alarms import Alarm, Silence, Sort, Step, WindowNow, alarms
from deskapp.rules.line_terms import LineTerms
from deskapp.rules.window import CallForHelp, WindowState
from tests.builders import MORNING as NOW

TERMS = LineTerms(unheard=2, idle=10, overlong=2)
NEVER = LineTerms(unheard=0, idle=0, overlong=0)
SEVEN, EIGHT = WindowId("7"), WindowId("8")
CLERK, MANAGER = ClerkId("clerk7"), ClerkId("manager")


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def silent(minutes: float, *, left: float = 0) -> dict[WindowId, Silence]:
    return {SEVEN: Silence(ago(minutes), NOW + timedelta(minutes=left))}


def seven(**values: object) -> WindowNow:
    return replace(WindowNow(SEVEN, WindowState.OPEN), **values)  # type: ignore[arg-type]


def idle(**values: object) -> WindowNow:
    """Nobody in hand, two who wait, the first of them for 40 minutes; nothing done for 12."""
    said = {"waiting": 2, "waits_since": ago(40), "acted_at": ago(12)}
    return seven(**said | values)


def busy(minutes: float, **values: object) -> WindowNow:
    said = {"number": "A012", "in_hand_since": ago(minutes), "usual": 20.0}
    return seven(**said | values)


def only(window: WindowNow, silences: dict[WindowId, Silence] | None, terms: LineTerms = TERMS) -> Alarm | None:
    found = alarms([window], terms, NOW, silences)
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(
    ("silence", "sent_here", "step"),
    [
        (silent(2, left=8), 0, Step.RELEASE),
        (silent(2, left=8), 3, Step.RELEASE),
        (silent(12), 0, Step.PAUSE),
        (silent(12), 3, Step.CLOSE),
        (silent(1.9, left=8), 0, None),
        (silent(0), 0, None),
        ({}, 0, None),
    ],
)
def test_a_window_is_unheard_of_for_longer_than_the_hall_allows(
    silence: dict[WindowId, Silence], sent_here: int, step: Step | None
) -> None:
    """Its tickets are released as long as any are left to it; then it is not counted on, or sends people back."""
    found = only(seven(sent_here=sent_here), silence)
    assert (found and (found.sort, found.step)) == (None if step is None else (Sort.UNHEARD, step))
    if found is not None:
        assert found.since == silence[SEVEN].since


@pytest.mark.parametrize(
    "window",
    [
        idle(acted_at=ago(9.9)),
        idle(waits_since=ago(9.9)),
        idle(waiting=0, waits_since=None),
        idle(in_hand_since=ago(1)),
        idle(acted_at=None),
        idle(state=WindowState.PAUSED),
        idle(state=WindowState.CLOSED),
    ],
)
def test_a_window_that_has_a_reason_is_not_idle(window: WindowNow) -> None:
    assert only(window, {}) is None


def test_an_open_window_that_calls_nobody_while_people_wait_is_to_be_paused() -> None:
    assert only(idle(), {}) == Alarm(SEVEN, Sort.IDLE, ago(12), Step.PAUSE, waiting=2)
    assert only(idle(waits_since=ago(11)), {}) == Alarm(SEVEN, Sort.IDLE, ago(11), Step.PAUSE, waiting=2)


def test_an_idle_window_to_which_people_were_sent_is_to_be_closed() -> None:
    found = only(idle(sent_here=1), {})
    assert found is not None
    assert found.step is Step.CLOSE, "paused, it would keep them"


@pytest.mark.parametrize(("minutes", "usual", "alarm"), [(40.1, 20.0, True), (40, 20.0, False), (500, None, False)])
def test_a_ticket_is_in_hand_far_beyond_the_usual(minutes: float, usual: float | None, alarm: bool) -> None:
    found = only(busy(minutes, usual=usual), {})
    expected = Alarm(SEVEN, Sort.OVERLONG, ago(minutes), Step.PAUSE, number="A012", usual=20)
    assert found == (expected if alarm else None)


def test_of_a_silent_window_nothing_else_is_said() -> None:
    """What it has done meanwhile has not come: a call it made with its line cut is not known here."""
    for window in (idle(), busy(300)):
        assert only(window, silent(0.25)) is None
        found = only(window, silent(3))
        assert found is not None
        assert found.sort is Sort.UNHEARD


def test_while_it_is_not_known_who_is_heard_of_nothing_is_said_but_calls_for_help() -> None:
    assert only(idle(), None) is None
    assert only(busy(300), None) is None
    found = only(idle(help=CallForHelp(CLERK, ago(1))), None)
    assert found is not None
    assert found.sort is Sort.HELP


def test_a_hall_that_does_not_want_them_hears_none_but_calls_for_help() -> None:
    window = busy(300, help=CallForHelp(CLERK, ago(1)))
    found = only(window, {}, NEVER)
    assert found == Alarm(SEVEN, Sort.HELP, ago(1), Step.COME, clerk=CLERK)
    assert only(seven(), silent(400), NEVER) is None
    assert only(idle(), {}, NEVER) is None


@pytest.mark.parametrize("state", list(WindowState))
def test_a_call_for_help_is_heard_from_any_window(state: WindowState) -> None:
    found = alarms([seven(state=state, help=CallForHelp(CLERK, ago(1)))], TERMS, NOW, {})
    assert [(alarm.sort, alarm.step, alarm.loud) for alarm in found] == [(Sort.HELP, Step.COME, True)]


def test_a_call_that_was_answered_is_to_be_settled_and_one_that_was_settled_is_gone() -> None:
    answered = CallForHelp(CLERK, ago(5), coming=MANAGER, coming_at=ago(4))
    found = only(seven(help=answered), {})
    assert found == Alarm(SEVEN, Sort.HELP, ago(5), Step.SETTLE, clerk=CLERK, coming=MANAGER)
    assert not found.loud
    assert only(seven(help=CallForHelp(CLERK, ago(5), settled=MANAGER, settled_at=ago(1))), {}) is None


def test_the_most_urgent_stands_first_and_of_equal_ones_the_oldest() -> None:
    windows = [
        replace(busy(200), window=WindowId("1")),
        replace(idle(), window=WindowId("2")),
        replace(idle(acted_at=ago(30)), window=WindowId("3")),
        replace(seven(), window=WindowId("4")),
        replace(seven(), window=WindowId("5"), help=CallForHelp(CLERK, ago(9), coming=MANAGER)),
        replace(seven(), window=WindowId("6"), help=CallForHelp(CLERK, ago(1))),
    ]
    silences = {WindowId("4"): Silence(ago(3), ago(1))}
    found = alarms(windows, TERMS, NOW, silences)
    assert [alarm.window for alarm in found] == ["6", "5", "4", "3", "2", "1"]


def test_a_window_in_need_may_have_more_than_one_alarm() -> None:
    found = alarms([seven(help=CallForHelp(CLERK, ago(1)))], TERMS, NOW, silent(3))
    assert [alarm.sort for alarm in found] == [Sort.HELP, Sort.UNHEARD]


PAST = st.floats(0, 600).map(ago)
WINDOWS = st.builds(
    WindowNow, window=st.just(SEVEN), state=st.sampled_from(list(WindowState)), usual=st.none() | st.floats(0, 600),
    waiting=st.integers(0, 3), waits_since=st.none() | PAST, sent_here=st.integers(0, 2), acted_at=st.none() | PAST,
    in_hand_since=st.none() | PAST, help=st.none(), number=st.just("A012"),
)  # fmt: skip


@given(WINDOWS, st.floats(0, 600))
def test_an_alarm_is_of_an_open_window_and_never_about_what_lies_ahead(window: WindowNow, silence: float) -> None:
    for alarm in alarms([window, replace(window, window=EIGHT)], TERMS, NOW, silent(silence)):
        assert alarm.since <= NOW
        assert window.state is WindowState.OPEN
        assert not alarm.loud
