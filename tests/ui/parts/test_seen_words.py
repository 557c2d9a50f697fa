"""Full words are painted while they are shown; whatever asks the label for its words hears the masked ones."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.parts.seen_words import SeenWords

MASKED, FULL = "王** 990102********0248", "王秀英 990102194902030248\n19900003003"


@pytest.fixture
def words(qtbot: QtBot, dressed: QApplication) -> SeenWords:
    made = SeenWords(1.05)
    made.setText(MASKED)
    made.resize(320, 60)
    qtbot.addWidget(made)
    return made


def test_the_full_words_are_seen_and_gone_again(words: SeenWords) -> None:
    masked = words.grab().toImage()
    words.show_in_full(FULL)
    assert words.full == FULL
    assert words.grab().toImage() != masked
    words.show_in_full("")
    words.resize(320, 60)
    assert words.grab().toImage() == masked


def test_nobody_but_the_eyes_is_told_them(words: SeenWords) -> None:
    words.show_in_full(FULL)
    interface = QAccessible.queryAccessibleInterface(words)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == MASKED
    assert words.text() == MASKED
    assert words.toolTip() == ""


def test_there_is_room_for_every_line_of_them(words: SeenWords) -> None:
    words.show_in_full(FULL)
    assert words.minimumHeight() >= 2 * words.fontMetrics().lineSpacing()
    words.show_in_full("")
    assert words.minimumHeight() == 0
