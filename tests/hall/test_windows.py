"""What a window serves is changed at the next call, for a while or for good, and is put back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deskapp.desk import Desk
from deskapp.failures import Failure, Refusal
from deskapp.hall import windows
from deskapp.ids import QueueId, WindowId
from deskapp.rules.turns import Plan, Turn
from deskapp.rules.window import Window, WindowState
from tests.clerk import office

A, B, C = QueueId("A"), QueueId("B"), QueueId("C")
SEVEN = WindowId("7")
ORDERED = Plan((C, A), Turn.ORDER)


def seven(desk: Desk) -> Window:
    with desk.journal.reading() as reading:
        return reading.window(SEVEN)


def refused(refusal: pytest.ExceptionInfo[Failure]) -> str:
    return refusal.value.code


def test_a_change_holds_at_once_says_who_and_why_and_is_put_back(manager: Desk, clock: office.FrozenClock) -> None:
    usual = seven(manager).plan
    until = clock.moment + timedelta(hours=1)
    changed = windows.change_queues(manager, SEVEN, ORDERED, until, "社保排长队")
    assert (seven(manager).plan, seven(manager).until, seven(manager).afterwards) == (ORDERED, until, usual)
    with manager.journal.reading() as reading:
        (event,) = [event for event in reading.events_of(SEVEN) if event.kind == "window.queues_changed"]
    assert (event.actor, event.payload["why"]) == ("manager", "社保排长队")
    windows.put_back(manager, changed)
    assert (seven(manager).plan, seven(manager).until) == (usual, None)


def test_what_was_to_end_is_put_back_with_its_end(manager: Desk, clock: office.FrozenClock) -> None:
    usual, until = seven(manager).plan, clock.moment + timedelta(hours=1)
    windows.change_queues(manager, SEVEN, ORDERED, until)
    changed = windows.change_queues(manager, SEVEN, Plan((B,)))
    windows.put_back(manager, changed)
    assert (seven(manager).plan, seven(manager).until, seven(manager).afterwards) == (ORDERED, until, usual)


def test_what_would_have_ended_meanwhile_is_not_put_back(manager: Desk, clock: office.FrozenClock) -> None:
    usual = seven(manager).plan
    windows.change_queues(manager, SEVEN, ORDERED, clock.moment + timedelta(minutes=1))
    changed = windows.change_queues(manager, SEVEN, Plan((B,)))
    clock.move(timedelta(minutes=2))
    windows.put_back(manager, changed)
    assert (seven(manager).plan, seven(manager).until, seven(manager).afterwards) == (usual, None, None)


@pytest.mark.parametrize(
    ("plan", "minutes", "code"),
    [
        (Plan(()), None, "window.no_queue"),
        (Plan((QueueId("Z"),)), None, "queue.unknown"),
        (Plan((A,)), 0, "window.hour_past"),
        (Plan((A,)), -5, "window.hour_past"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    manager: Desk, clock: office.FrozenClock, plan: Plan, minutes: int | None, code: str
) -> None:
    before = seven(manager)
    until = None if minutes is None else clock.moment + timedelta(minutes=minutes)
    with pytest.raises(Refusal) as refusal:
        windows.change_queues(manager, SEVEN, plan, until)
    assert refused(refusal) == code
    assert seven(manager) == before


def test_a_window_is_paused_goes_on_and_is_closed(manager: Desk) -> None:
    windows.pause(manager, SEVEN)
    assert seven(manager).state is WindowState.PAUSED
    with pytest.raises(Refusal):
        windows.pause(manager, SEVEN)
    windows.resume(manager, SEVEN)
    assert seven(manager).state is WindowState.OPEN
    windows.close(manager, SEVEN)
    assert (seven(manager).state, seven(manager).clerk) == (WindowState.CLOSED, None)


@pytest.mark.parametrize("role", ["clerk", "greeter", "department"])
def test_only_a_manager_arranges_windows(manager: Desk, role: str) -> None:
    other = replace(manager, clerk=replace(manager.clerk, roles=(role,)))
    for step in (
        lambda: windows.change_queues(other, SEVEN, ORDERED),
        lambda: windows.put_back(other, windows.Changed(SEVEN, ORDERED, None)),
        lambda: windows.release(other, SEVEN),
    ):
        with pytest.raises(Refusal) as refusal:
            step()
        assert refused(refusal) == "access.denied"


def test_without_the_line_nothing_is_released(manager: Desk) -> None:
    with pytest.raises(Failure) as trouble:
        windows.release(manager, SEVEN)
    assert refused(trouble) == "line.down"
