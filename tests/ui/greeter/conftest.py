"""The greeter's desk on the screen, over a real line to a real centre."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.greeter.conftest import AtTheDoor, clock, door
from tests.ui import wedge
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.greeter.opening import GreeterDesk, open_greeter
from ui.greeter.screen import GreeterScreen
from ui.keys import key_table

__all__ = ["clock", "door"]


@dataclass
class Hands:
    """A greeter's hands at the desk, and what stands behind it."""

    door: AtTheDoor
    opened: GreeterDesk
    qtbot: QtBot

    @property
    def screen(self) -> GreeterScreen:
        return self.opened.screen

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus: QWidget = QApplication.focusWidget() or self.screen
        QTest.keyClick(focus, key, held)

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.screen, words)

    def scan(self, digits: str) -> None:
        """As a reader types it, whatever has the focus."""
        wedge.scan(digits, lambda: QApplication.focusWidget() or self.screen)

    def until(self, condition: Any) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def given(self) -> str:
        return self.screen.given.number.text()

    def message(self) -> str:
        return self.screen.messages.text.text()

    def waiting(self) -> list[str]:
        told = self.door.person("greeter").get("/tickets/waiting").json()["tickets"]
        return [f"{each['number']} {each['ticket_class']}" for each in told]


@pytest.fixture
def hands(door: AtTheDoor, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Hands]:
    scanner = BarcodeKeys()
    opened = open_greeter(door.sign_in(), background, dressed, scanner, GreeterScreen(key_table()))
    screen = opened.screen
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    screen.setFocus()
    qtbot.waitUntil(lambda: len(screen.queues) == 4, timeout=10_000)
    yield Hands(door, opened, qtbot)
    dressed.removeEventFilter(scanner)
    opened.end()
    qtbot.waitUntil(lambda: background.idle, timeout=10_000)
