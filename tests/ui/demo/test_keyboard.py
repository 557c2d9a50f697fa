"""The demo's hands: one key in each turn of the loop, in the order in which they were asked for, and counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.demo.keyboard import Keyboard


@pytest.fixture
def line(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_keys_letters_and_composed_words_come_in_their_order(qtbot: QtBot, line: QLineEdit) -> None:
    keys = Keyboard(line)
    keys.type("ab")
    keys.press(Qt.Key.Key_Backspace)
    keys.commit("李䶮")
    keys.type("9")
    assert line.text() == ""
    assert keys.struck == 0
    qtbot.waitUntil(lambda: line.text() == "a李䶮9")
    assert keys.struck == 6


def test_the_loop_turns_between_two_keys(qtbot: QtBot, line: QLineEdit) -> None:
    keys, seen = Keyboard(line), []
    timer = QTimer(line)
    timer.timeout.connect(lambda: seen.append(line.text()))
    timer.start(0)
    keys.type("12345")
    qtbot.waitUntil(lambda: line.text() == "12345")
    assert len(set(seen)) >= 5
