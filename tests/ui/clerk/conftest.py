"""A real desk behind a real screen, for the tests of the clerk's whole work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from tests.clerk import office
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.clerk.opening import ClerkWindow, open_window
from ui.clerk.screen import ClerkScreen
from ui.keys import key_table


@dataclass
class Hands:
    """A clerk's hands on a screen. Counts what they strike."""

    qtbot: QtBot
    window: ClerkWindow
    struck: int = 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.struck += 1
        QTest.keyClick(self._focus(), key, held)

    def type(self, text: str) -> None:
        for letter in text:
            self.struck += 1
            QTest.keyClicks(self._focus(), letter)

    def compose(self, text: str) -> None:
        """Write what an input method has composed."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._focus(), event)

    def primary(self) -> str:
        return self.window.screen.accept_bar.primary_button.text()

    def see(self, words: str) -> None:
        """Wait until the primary button says this, and its key is awake."""
        keys = self.window.screen.keys
        self.qtbot.waitUntil(lambda: words in self.primary() and not keys.resting)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window.screen


@pytest.fixture
def clock() -> office.FrozenClock:
    return office.FrozenClock()


@pytest.fixture
def tray() -> office.Tray:
    return office.Tray()


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray) -> Iterator[Desk]:
    """Window 3 with clerk3 at it, the line cut."""
    station = office.station(tmp_path / "desk", clock, printer=tray)
    yield office.desk(station)
    station.journal.engine.dispose()


def opened(desk: Desk, background: Background, app: QApplication, qtbot: QtBot) -> tuple[ClerkWindow, BarcodeKeys]:
    scanner = BarcodeKeys()
    app.installEventFilter(scanner)
    window = open_window(desk, background, app, scanner, ClerkScreen(key_table()))
    qtbot.addWidget(window.screen)
    window.screen.show()
    window.screen.activateWindow()
    window.screen.applicant.setFocus()
    qtbot.waitUntil(lambda: window.session.call is not None and window.line.sheet is not None)
    return window, scanner


@pytest.fixture
def window(desk: Desk, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[ClerkWindow]:
    made, scanner = opened(desk, background, dressed, qtbot)
    yield made
    made.end()
    dressed.removeEventFilter(scanner)
    qtbot.waitUntil(lambda: background.idle, timeout=10_000)


@pytest.fixture
def hands(qtbot: QtBot, window: ClerkWindow) -> Hands:
    return Hands(qtbot, window)
