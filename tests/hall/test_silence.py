"""What the centre hears of the windows, and when the manager's board may speak of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from deskapp.desk import Desk
from deskapp.failures import LineTrouble, Refusal
from deskapp.hall import board
from deskapp.ids import WindowId
from deskapp.protocol.messages import HallPresence, WindowPresence
from deskapp.rules.alarms import Sort, Step
from tests.clerk import office
from tests.fakes.no_line import NoLine

FIVE = WindowId("5")
MINUTE = timedelta(minutes=1)


@dataclass
class Hearing(NoLine):
    """A centre that says how long window 5 has been silent, and how long its tickets are left to it."""

    silent: int = 0
    left: int = 600

    def presence(self, *, token: str) -> HallPresence:
        assert token == "t"
        return HallPresence(windows=[WindowPresence(window=FIVE, silent=self.silent, left=self.left)])


@pytest.fixture
def online(manager: Desk, clock: office.FrozenClock) -> Desk:
    """The manager's line has been up for a while."""
    manager.line.answered()
    clock.move(board.SETTLES_IN)
    return replace(manager, clerk=replace(manager.clerk, token="t"), centre=Hearing(silent=150, left=450))


def seen(desk: Desk, heard: board.Heard | None) -> list[tuple[str, Sort, Step]]:
    return [(alarm.window, alarm.sort, alarm.step) for alarm in board.board(desk, heard).alarms]


def test_a_silent_window_is_told_by_the_centres_clock(online: Desk, clock: office.FrozenClock) -> None:
    heard = board.ask_heard(online)
    assert heard == board.Heard(clock.moment, {FIVE: (timedelta(seconds=150), timedelta(seconds=450))})
    assert seen(online, heard) == [("5", Sort.UNHEARD, Step.RELEASE)]
    (alarm,) = board.board(online, heard).alarms
    assert alarm.since == clock.moment - timedelta(seconds=150)


def test_what_the_centre_said_ages_and_is_then_no_word_any_more(online: Desk, clock: office.FrozenClock) -> None:
    heard = board.ask_heard(online)
    clock.move(board.HOLDS_FOR)
    assert seen(online, heard) == [("5", Sort.UNHEARD, Step.RELEASE)]
    clock.move(timedelta(seconds=1))
    assert seen(online, heard) == []


def test_nothing_is_said_while_our_own_line_is_cut_nor_just_after(online: Desk, clock: office.FrozenClock) -> None:
    """All windows were cut off with us: each comes back within half a minute, and they are given that long."""
    online.line.failed("line.down")
    assert seen(online, board.ask_heard(online)) == []
    clock.move(MINUTE)
    assert seen(online, board.ask_heard(online)) == []
    online.line.answered()
    assert seen(online, board.ask_heard(online)) == []
    clock.move(board.SETTLES_IN - timedelta(seconds=1))
    assert seen(online, board.ask_heard(online)) == []
    clock.move(timedelta(seconds=1))
    assert seen(online, board.ask_heard(online)) == [("5", Sort.UNHEARD, Step.RELEASE)]


def test_before_the_centre_has_said_anything_nothing_is_said(online: Desk) -> None:
    assert seen(online, None) == []


def test_a_clock_that_was_set_back_makes_no_alarm(online: Desk, clock: office.FrozenClock) -> None:
    heard = board.ask_heard(online)
    clock.move(-MINUTE)
    assert seen(online, heard) == []


def test_who_signed_in_without_the_line_is_told_that_they_are_not_known(online: Desk) -> None:
    nameless = replace(online, clerk=replace(online.clerk, token=""))
    with pytest.raises(Refusal) as refusal:
        board.ask_heard(nameless)
    assert refusal.value.code == "access.not_signed_in"


def test_without_the_line_nobody_answers(online: Desk) -> None:
    with pytest.raises(LineTrouble):
        board.ask_heard(replace(online, centre=NoLine()))
