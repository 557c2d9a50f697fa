"""The manager's board, a real centre behind it: a call for help is there at once, the lock knows its manager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import calling_for_help, signing_in
from deskapp.desk import Desk
from deskapp.queries.help_sign import HelpSign
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.fakes.true_time import TrueTime
from tests.server.running import running_centre
from tests.ui.beat import nobody_asks
from ui.background import Background
from ui.demo.relay import Relay
from ui.hall.opening import HallWindow, open_board
from ui.hall.screen import HallScreen
from ui.keys import key_table


@dataclass
class Live:
    clerk: Desk
    window: HallWindow
    relay: Relay
    qtbot: QtBot

    @property
    def screen(self) -> HallScreen:
        return self.window.screen

    def rows(self) -> list[str]:
        return [row.text.text() for row in self.screen.alarms.rows if row.isVisible()]


@pytest.fixture
def live(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Live]:
    with running_centre(tmp_path / "centre") as centre:
        relay = Relay(int(centre.address.rpartition(":")[2]))
        lines = (HttpCentre(centre.address), HttpCentre(f"http://127.0.0.1:{relay.port}"))
        stations = [
            office.station(tmp_path / name, TrueTime(), centre=line, furnished=False)
            for name, line in zip(("clerk", "manager"), lines, strict=True)
        ]
        clerk = signing_in.sign_in(stations[0], "clerk5", "demo", "5")
        rounds.run(clerk)
        manager = signing_in.sign_in(stations[1], "manager", "demo", "")
        window = open_board(manager, background, HallScreen(key_table()))
        qtbot.addWidget(window.screen)
        window.screen.show()
        window.screen.activateWindow()
        session = window.session
        qtbot.waitUntil(lambda: session.board is not None and len(session.board.windows) == 8, timeout=15_000)
        qtbot.waitUntil(lambda: session.rounds.listening.open, timeout=15_000)
        yield Live(clerk, window, relay, qtbot)
        window.end()
        qtbot.waitUntil(lambda: background.idle, timeout=10_000)
        relay.close()
        for station, line in zip(stations, lines, strict=True):
            line.close()
            station.journal.engine.dispose()


def test_a_clerks_call_is_on_the_board_at_once_and_the_answer_with_the_clerk(live: Live) -> None:
    with nobody_asks(live.window.session.desk, live.qtbot):
        calling_for_help.call_for_help(live.clerk)
        rounds.send_at_once(live.clerk)
        live.qtbot.waitUntil(lambda: any("5 号窗紧急呼叫：clerk5" in words for words in live.rows()))
    QTest.keyClick(QApplication.focusWidget() or live.screen, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    live.qtbot.waitUntil(lambda: any("有人去了" in words for words in live.rows()))

    def answered() -> bool:
        rounds.run(live.clerk)
        return calling_for_help.sign(live.clerk) is HelpSign.COMING

    live.qtbot.waitUntil(answered)


def test_the_board_opens_to_its_managers_password_and_to_no_other(live: Live) -> None:
    screen, cover = live.screen, live.screen.cover
    for password, opens in (("wrong", False), ("demo", True)):
        if not cover.isVisible():
            QTest.keyClick(QApplication.focusWidget() or screen, Qt.Key.Key_F12)
        cover.password.set_text(password)
        cover.go.click()
        live.qtbot.waitUntil(lambda: cover.password.line.text() == "" or not cover.isVisible(), timeout=10_000)
        assert cover.isVisible() is not opens
    assert live.window.session.desk.clerk.token


def test_a_board_whose_line_is_cut_says_so_and_asks_again_when_it_is_back(live: Live) -> None:
    alarms = live.window.session.alarms
    live.qtbot.waitUntil(lambda: alarms.heard is not None)
    live.relay.cut()
    live.qtbot.waitUntil(lambda: live.screen.alarms.unknown.text().startswith("◐ 本台线路"), timeout=15_000)
    before = alarms.heard
    live.relay.restore()
    live.qtbot.waitUntil(lambda: live.screen.alarms.unknown.text() == "", timeout=30_000)
    live.qtbot.waitUntil(lambda: alarms.heard is not before, timeout=15_000)
