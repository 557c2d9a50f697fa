"""Ten seconds to take a step back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.parts.undo_strip import SECONDS, UndoStrip


@pytest.fixture
def strip(qtbot: QtBot, dressed: QApplication) -> UndoStrip:
    made = UndoStrip("Ctrl+Z")
    qtbot.addWidget(made)
    return made


def test_what_was_done_can_be_taken_back_once(strip: UndoStrip) -> None:
    asked: list[int] = []
    strip.offer(lambda: "已叫 A012", lambda: asked.append(1))
    assert strip.text.text() == "已叫 A012"
    assert "Ctrl+Z" in strip.undo_button.text()
    strip.undo()
    strip.undo()
    assert asked == [1]
    assert not strip.isVisible()


def test_after_ten_seconds_it_is_too_late(strip: UndoStrip) -> None:
    asked: list[int] = []
    strip.offer(lambda: "已受理", lambda: asked.append(1))
    for _ in range(SECONDS * 4):
        assert strip.offered
        strip._step()
    assert not strip.offered
    strip.undo()
    assert asked == []


def test_a_new_offer_takes_the_place_of_the_old_one(strip: UndoStrip) -> None:
    asked: list[str] = []
    strip.offer(lambda: "已叫 A012", lambda: asked.append("A012"))
    strip.offer(lambda: "已叫 A013", lambda: asked.append("A013"))
    assert strip.text.text() == "已叫 A013"
    strip.undo()
    assert asked == ["A013"]


def test_its_button_takes_back_as_the_key_does(strip: UndoStrip) -> None:
    asked: list[int] = []
    strip.offer(lambda: "已叫 A012", lambda: asked.append(1))
    strip.undo_button.click()
    strip.undo_button.click()
    assert asked == [1]
