"""Calls for help are answered by a manager, with their name; an answer by mistake is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.hall import board, help  # noqa: A004 - the room's word
from deskapp.ids import ClerkId, WindowId
from deskapp.rules.alarms import Step
from deskapp.rules.window import CallForHelp, HelpCalled
from tests.clerk import office

SEVEN = WindowId("7")
CLERK = ClerkId("clerk7")


@pytest.fixture
def called(manager: Desk) -> Desk:
    with manager.journal.writing() as facts:
        facts.add(CLERK, HelpCalled(), of=SEVEN)
    return manager


def of_seven(desk: Desk) -> CallForHelp:
    with desk.journal.reading() as reading:
        found = reading.window(SEVEN).help
    assert found is not None
    return found


def steps(desk: Desk) -> list[tuple[str, Step]]:
    return [(alarm.window, alarm.step) for alarm in board.board(desk).alarms]


def test_who_answers_and_when_stands_in_the_journal(called: Desk, clock: office.FrozenClock) -> None:
    assert steps(called) == [("7", Step.COME)]
    clock.move(timedelta(minutes=1))
    help.coming(called, SEVEN)
    assert (of_seven(called).coming, of_seven(called).coming_at) == ("manager", clock.moment)
    assert steps(called) == [("7", Step.SETTLE)]
    clock.move(timedelta(minutes=4))
    help.settle(called, SEVEN)
    assert (of_seven(called).settled, of_seven(called).settled_at) == ("manager", clock.moment)
    assert steps(called) == []
    with called.journal.reading() as reading:
        said = [(event.kind, event.actor) for event in reading.events_of(SEVEN)][-3:]
    assert said == [
        ("window.help_called", "clerk7"), ("window.help_coming", "manager"), ("window.help_settled", "manager"),
    ]  # fmt: skip


def test_settled_by_mistake_it_is_as_loud_as_before(called: Desk) -> None:
    help.settle(called, SEVEN)
    help.call_again(called, SEVEN)
    assert of_seven(called).loud
    assert steps(called) == [("7", Step.COME)]


def test_where_nobody_called_nothing_is_answered(manager: Desk) -> None:
    for step in (help.coming, help.settle, help.call_again):
        with pytest.raises(Refusal) as refusal:
            step(manager, SEVEN)
        assert refusal.value.code == "window.no_help_called"


@pytest.mark.parametrize("role", ["clerk", "greeter", "department"])
def test_only_a_manager_answers(called: Desk, role: str) -> None:
    other = replace(called, clerk=replace(called.clerk, roles=(role,)))
    with pytest.raises(Refusal) as refusal:
        help.settle(other, SEVEN)
    assert refusal.value.code == "access.denied"
    assert of_seven(called).loud
