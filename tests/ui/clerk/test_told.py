"""What the manager did with a window is on its clerk's screen at once, once, and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.clerk import signing_in
from deskapp.desk import Desk
from deskapp.hall import windows
from deskapp.ids import QueueId, WindowId
from deskapp.rules.turns import Plan
from deskapp.rules.window import WindowState
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.fakes.true_time import TrueTime
from tests.ui.clerk.conftest import Live
from ui.parts.messages import Tone

A, C, THREE = QueueId("A"), QueueId("C"), WindowId("3")


@pytest.fixture
def manager(live: Live) -> Iterator[Desk]:
    """The manager at a board of their own, at the same centre."""
    http = HttpCentre(live.centre.address)
    station = office.station(live.desk.settings.home.parent / "manager", TrueTime(), centre=http, furnished=False)
    desk = signing_in.sign_in(station, "manager", "demo", "")
    rounds.run(desk)
    yield desk
    http.close()
    station.journal.engine.dispose()


def do(manager: Desk, step: Callable[[], object]) -> None:
    step()
    rounds.run(manager)


def see(live: Live, *words: str) -> None:
    """Within the second in which everything in the hall is on the screens."""
    text = live.window.screen.messages.text
    live.qtbot.waitUntil(lambda: all(word in text.text() for word in words), timeout=1_500)


def test_other_queues_are_told_by_name_with_their_hour_and_reason(live: Live, manager: Desk) -> None:
    until = manager.clock.now() + timedelta(hours=1)
    do(manager, lambda: windows.change_queues(manager, THREE, Plan((C, A)), until, "社保排长队"))
    see(live, "值班长让本窗改办 C ", "、A ", "下一次叫号起，到 ", "原因：社保排长队")
    shown = live.window.screen.messages.shown
    assert shown is not None
    assert shown.tone is Tone.OWED, "it stays until it has been read"


def test_put_back_it_is_told_in_place_of_what_was_said_before(live: Live, manager: Desk) -> None:
    changed = windows.change_queues(manager, THREE, Plan((C,)))
    rounds.run(manager)
    see(live, "改办 C ")
    do(manager, lambda: windows.put_back(manager, changed))
    see(live, "改办 A ", "、B ")
    assert live.window.screen.messages._waiting == []


def test_a_pause_is_told_with_the_key_that_ends_it(live: Live, manager: Desk) -> None:
    do(manager, lambda: windows.pause(manager, THREE))
    see(live, "值班长暂停了本窗", "F8 可以恢复")
    live.qtbot.waitUntil(lambda: live.window.screen.calling_bar.state.text() == "窗口暂停")
    QTest.keyClick(QApplication.focusWidget() or live.window.screen, Qt.Key.Key_F8)
    live.qtbot.waitUntil(lambda: _state(live) is WindowState.OPEN)


def test_an_end_is_told_with_the_way_back_and_no_more_people_are_called(live: Live, manager: Desk) -> None:
    do(manager, lambda: windows.close(manager, THREE))
    see(live, "值班长关了本窗", "重新登录")
    live.issue()
    live.qtbot.waitUntil(lambda: live.waiting() == 1)
    QTest.keyClick(QApplication.focusWidget() or live.window.screen, Qt.Key.Key_F2)
    live.qtbot.waitUntil(lambda: len(live.window.screen.messages._waiting) == 1)
    assert live.window.session.call is not None
    assert live.window.session.call.ticket is None


def test_what_was_read_and_dismissed_is_not_said_again(live: Live, manager: Desk) -> None:
    do(manager, lambda: windows.change_queues(manager, THREE, Plan((A,))))
    see(live, "改办 A ")
    live.window.screen.messages.dismiss()
    for number in (1, 2):  # the journal grows, and everything is read again
        live.issue()
        live.see(number)
    assert live.window.screen.messages.shown is None


def _state(live: Live) -> WindowState:
    with live.desk.journal.reading() as reading:
        return reading.window(THREE).state
