"""Searching with the keyboard alone: arrows, Enter, and an Enter that is faster than the answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.parts.choices import Choice, Choices
from ui.parts.search_line import SearchLine

FOUND = (
    Choice("", "异地就医证明", "2024-06-01 起取消", barred=True),
    Choice("SCJG-0101", "公司设立登记"),
    Choice("SCJG-0102", "个体工商户注册登记"),
)


@pytest.fixture
def chosen() -> list[str]:
    return []


@pytest.fixture
def search(qtbot: QtBot, dressed: QApplication, chosen: list[str]) -> SearchLine:
    results = Choices()
    line = SearchLine(results)
    qtbot.addWidget(results)
    qtbot.addWidget(line)
    results.chosen.connect(chosen.append)
    results.show_choices(FOUND)
    line.searched.connect(line.answered)
    return line


def test_enter_takes_the_first_that_may_be_chosen(search: SearchLine, chosen: list[str]) -> None:
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert chosen == ["SCJG-0101"]


def test_arrows_move_the_mark_while_the_focus_stays_in_the_line(search: SearchLine, chosen: list[str]) -> None:
    QTest.keyClick(search, Qt.Key.Key_Down)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert chosen == ["SCJG-0102"]


def test_a_cancelled_proof_cannot_be_chosen(search: SearchLine, chosen: list[str]) -> None:
    QTest.keyClick(search, Qt.Key.Key_Up)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert chosen == []


def test_four_letters_and_enter_in_one_go_wait_for_their_answer(
    qtbot: QtBot, search: SearchLine, chosen: list[str]
) -> None:
    QTest.keyClicks(search, "gtgs")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert chosen == []
    qtbot.waitUntil(lambda: chosen == ["SCJG-0101"])


def test_typing_is_told_once_after_a_pause(qtbot: QtBot, search: SearchLine) -> None:
    told: list[str] = []
    search.searched.connect(told.append)
    QTest.keyClicks(search, "gtgs")
    qtbot.waitUntil(lambda: told == ["gtgs"])
