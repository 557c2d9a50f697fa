"""Finding in a panel: what is typed narrows the list down, a late answer is not shown, and what is typed stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.choices import Choice
from ui.parts.find_box import FindBox, matching

A, B, C = (
    Choice("A", "A 个人事项", "等候 3 人"),
    Choice("B", "B 企业事项", "无人等候"),
    Choice("C", "C 不动产", "等候 1 人"),
)


@pytest.fixture
def screen(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    QVBoxLayout(made).addWidget(QLineEdit())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def chosen() -> list[str]:
    return []


@pytest.fixture
def box(screen: QWidget, chosen: list[str]) -> FindBox:
    made = FindBox(screen, lambda: "转到哪里", lambda: "队列", remark=lambda: "留言")
    made.chosen.connect(chosen.append)
    return made


def names(box: FindBox) -> list[str]:
    return [choice.key for choice in box.found.choices]


def type_words(qtbot: QtBot, box: FindBox, words: str) -> None:
    with qtbot.waitSignal(box.search.searched):
        QTest.keyClicks(box.search, words)


def test_all_there_is_stands_there_and_one_key_takes_the_first(box: FindBox, chosen: list[str]) -> None:
    box.offer((A, B, C))
    assert names(box) == ["A", "B", "C"]
    QTest.keyClick(box.search, Qt.Key.Key_Return)
    assert chosen == ["A"]
    assert not box.isVisible()


def test_what_is_typed_narrows_it_down_and_enter_need_not_wait(qtbot: QtBot, box: FindBox, chosen: list[str]) -> None:
    box.offer((A, B, C))
    QTest.keyClicks(box.search, "c")
    QTest.keyClick(box.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chosen == ["C"])


def test_nothing_found_is_said_with_the_words_and_cannot_be_chosen(
    qtbot: QtBot, box: FindBox, chosen: list[str]
) -> None:
    box.offer((A, B))
    type_words(qtbot, box, "zz")
    (only,) = box.found.choices
    assert "zz" in only.name
    QTest.keyClick(box.search, Qt.Key.Key_Return)
    assert chosen == []
    assert box.isVisible()


def test_an_answer_to_words_that_were_changed_since_is_not_shown(qtbot: QtBot, box: FindBox) -> None:
    box.start()
    type_words(qtbot, box, "ab")
    box.show_found("a", (A, B))
    assert names(box) == []
    box.show_found("ab", (B,))
    assert names(box) == ["B"]


def test_the_next_time_it_opens_empty(qtbot: QtBot, box: FindBox) -> None:
    box.offer((A, B, C))
    type_words(qtbot, box, "b")
    box.remark.set_text("请先看房产证")
    box.close_panel()
    box.start()
    assert (box.search.text(), box.remark.line.text(), names(box)) == ("", "", [])


def test_news_of_the_same_choices_moves_neither_what_is_typed_nor_the_mark(qtbot: QtBot, box: FindBox) -> None:
    box.offer((A, B, C))
    QTest.keyClick(box.search, Qt.Key.Key_Down)
    box.refine([Choice(one.key, one.name, "等候 9 人") for one in (A, B, C)])
    assert box.found.currentIndex().row() == 1
    assert {one.detail for one in box.found.choices} == {"等候 9 人"}
    type_words(qtbot, box, "c")
    box.refine([Choice(one.key, one.name, "等候 8 人") for one in (A, B, C)])
    assert names(box) == ["C"]
    assert box.search.text() == "c"


@pytest.mark.parametrize("others", [(A, B), (B, A, C), (A, B, C, A)])
def test_news_of_other_choices_is_none(box: FindBox, others: tuple[Choice, ...]) -> None:
    """Under a finger that is about to press Enter nothing may change its place."""
    box.offer((A, B, C))
    box.refine(others)
    assert names(box) == ["A", "B", "C"]
    box.close_panel()
    box.refine((A, B, C))
    assert not box.isVisible()


def test_a_remark_is_typed_below_and_enter_there_chooses_too(qtbot: QtBot, box: FindBox, chosen: list[str]) -> None:
    box.offer((A, B))
    box.remark.line.setFocus()
    QTest.keyClicks(box.remark.line, "ask")
    QTest.keyClick(box.remark.line, Qt.Key.Key_Return)
    assert chosen == ["A"]
    assert box.remark.line.text() == "ask", "whoever is told of the choice reads it"


def test_esc_chooses_nothing_and_gives_the_focus_back(
    qtbot: QtBot, screen: QWidget, box: FindBox, chosen: list[str]
) -> None:
    line = screen.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    box.offer((A, B))
    QTest.keyClick(box.search, Qt.Key.Key_Escape)
    assert chosen == []
    qtbot.waitUntil(line.hasFocus)


WORDS = st.text("ab c", max_size=6)
CHOICES = st.lists(st.builds(Choice, key=st.text("abk", max_size=3), name=WORDS, detail=WORDS), max_size=6)


@given(CHOICES, WORDS, st.booleans())
def test_more_words_never_find_more_and_their_order_does_not_matter(
    choices: list[Choice], words: str, keys: bool
) -> None:
    found = matching(choices, words, keys=keys)
    assert [choice for choice in choices if choice in found] == found, "in the order they stood in"
    assert matching(choices, f"{words} zz", keys=keys) == []
    assert matching(choices, " ".join(reversed(words.split())), keys=keys) == found
    assert matching(choices, words.upper(), keys=keys) == found
    assert set(matching(choices, words)) <= set(matching(choices, words, keys=True))
    assert matching(choices, " ") == choices


def test_what_is_foreseen_of_another_line_finds_no_place_by_its_name() -> None:
    places = [Choice("queue C", "C 社保医保", "A 队列：3 分钟"), Choice("queue D", "D 出件领证", "C 队列：8 分钟")]
    assert [place.key for place in matching(places, "c")] == ["queue C", "queue D"]
    assert [place.key for place in matching(places, "c", details=False)] == ["queue C"]
