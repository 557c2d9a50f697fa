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
def slow(qtbot: QtBot, dressed: QApplication, chosen: list[str]) -> SearchLine:
    """A line whose questions nobody has answered yet."""
    results = Choices()
    line = SearchLine(results)
    qtbot.addWidget(results)
    qtbot.addWidget(line)
    results.chosen.connect(chosen.append)
    results.show_choices(FOUND)
    return line


@pytest.fixture
def search(slow: SearchLine) -> SearchLine:
    """One whose questions are answered at once."""
    slow.searched.connect(slow.answered)
    return slow


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


def test_four_letters_and_enter_in_one_go_wait_for_their_answer(slow: SearchLine, chosen: list[str]) -> None:
    QTest.keyClicks(slow, "gtgs")
    QTest.keyClick(slow, Qt.Key.Key_Return)
    slow.answered("g")
    assert chosen == []
    slow.answered("gtgs")
    assert chosen == ["SCJG-0101"]


def test_a_key_is_told_at_once_and_the_next_ones_together_while_its_answer_is_awaited(
    qtbot: QtBot, slow: SearchLine
) -> None:
    told: list[str] = []
    slow.searched.connect(told.append)
    QTest.keyClicks(slow, "gtgs")
    assert told == ["g"]
    qtbot.waitUntil(lambda: told == ["g", "gtgs"])


def test_an_answer_that_comes_too_late_asks_anew_without_waiting(slow: SearchLine) -> None:
    told: list[str] = []
    slow.searched.connect(told.append)
    QTest.keyClicks(slow, "gt")
    slow.answered("g")
    assert told == ["g", "gt"]
    slow.answered("gt")
    assert told == ["g", "gt"], "what is answered is not asked again"


def test_after_an_answer_the_next_key_is_told_at_once(search: SearchLine) -> None:
    told: list[str] = []
    search.searched.connect(told.append)
    QTest.keyClicks(search, "gtgs")
    assert told == ["g", "gt", "gtg", "gtgs"]


def test_a_question_that_nobody_answers_holds_up_the_next_for_a_moment_only(qtbot: QtBot, slow: SearchLine) -> None:
    QTest.keyClicks(slow, "g")
    with qtbot.waitSignal(slow.searched) as heard:
        QTest.keyClicks(slow, "t")
    assert heard.args == ["gt"]
