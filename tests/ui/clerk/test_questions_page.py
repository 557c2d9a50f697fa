"""What has to be asked: one key an answer, then the next question by itself; changed until the case is accepted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.rules.questions import Asked
from tests.ui import sheets
from ui import texts
from ui.clerk.questions_page import QuestionsPage


@pytest.fixture
def page(qtbot: QtBot, dressed: QApplication) -> QuestionsPage:
    made = QuestionsPage("Ctrl+4")
    qtbot.addWidget(made)
    made.resize(520, 300)
    made.show_sheet(sheets.asking())
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def answers_of(page: QuestionsPage) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    page.answered.connect(lambda question, answer: found.append((question, answer)))
    return found


def here(page: QuestionsPage) -> str:
    """The question that keys answer now."""
    for code, row in page.rows.items():
        if row.hasFocus() or row.line.hasFocus():
            return code
    return ""


def strike(key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)


def test_a_case_without_questions_shows_none(page: QuestionsPage) -> None:
    assert page.isVisible()
    page.show_sheet(sheets.case())
    assert not page.isVisible()
    page.show_sheet(None)
    assert not page.isVisible()


def test_what_was_answered_is_shown_and_the_first_open_one_is_next(page: QuestionsPage) -> None:
    assert page.rows["married"].buttons["no"].isChecked()
    assert not page.rows["married"].buttons["yes"].isChecked()
    assert page.next_open() == "why"
    assert page.next_open("why") == "amount"
    assert page.next_open("amount") == "why"


def test_one_key_answers_and_leads_to_the_next_open_question(page: QuestionsPage) -> None:
    found = answers_of(page)
    page.go_to("why")
    strike(Qt.Key.Key_3)
    assert found == [("why", "referred")]
    assert page.rows["why"].buttons["referred"].isChecked()
    assert here(page) == "amount"


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (Qt.Key.Key_Y, "yes"),
        (Qt.Key.Key_N, "no"),
        (Qt.Key.Key_1, "yes"),
        (Qt.Key.Key_2, "no"),
    ],
)
def test_a_yes_or_no_is_answered_by_letter_or_by_digit(page: QuestionsPage, key: Qt.Key, answer: str) -> None:
    found = answers_of(page)
    page.go_to("married")
    strike(key)
    assert found == [("married", answer)]
    assert here(page) == "why"


@pytest.mark.parametrize("key", [Qt.Key.Key_9, Qt.Key.Key_0, Qt.Key.Key_X, Qt.Key.Key_Space])
def test_a_key_that_is_no_answer_answers_nothing(page: QuestionsPage, key: Qt.Key) -> None:
    found = answers_of(page)
    page.go_to("why")
    strike(key)
    assert found == []
    assert here(page) == "why"


def test_a_number_is_answered_by_enter(page: QuestionsPage) -> None:
    found = answers_of(page)
    page.go_to("amount")
    QTest.keyClicks(page.rows["amount"].line, "300.5")
    assert found == []
    strike(Qt.Key.Key_Return)
    assert found == [("amount", "300.5")]
    assert page.rows["amount"].unit.text() == "万元"


def test_a_number_counts_when_its_line_is_left_too(page: QuestionsPage) -> None:
    found = answers_of(page)
    page.go_to("amount")
    QTest.keyClicks(page.rows["amount"].line, "12")
    page.go_to("married")
    assert found == [("amount", "12")]


def test_when_the_last_is_answered_the_materials_are_next(page: QuestionsPage) -> None:
    gone: list[int] = []
    page.gone_on.connect(lambda: gone.append(1))
    page.go_to("why")
    strike(Qt.Key.Key_1)
    assert gone == []
    QTest.keyClicks(page.rows["amount"].line, "7")
    strike(Qt.Key.Key_Return)
    assert gone == [1]


def test_an_answer_is_taken_back_by_backspace_and_the_keys_stay(page: QuestionsPage) -> None:
    found = answers_of(page)
    page.go_to("married")
    strike(Qt.Key.Key_Backspace)
    assert found == [("married", None)]
    assert here(page) == "married"
    assert not any(one.isChecked() for one in page.rows["married"].buttons.values())


def test_arrows_lead_up_and_down_and_out_to_the_materials(page: QuestionsPage) -> None:
    gone: list[int] = []
    page.gone_on.connect(lambda: gone.append(1))
    page.go_to("married")
    strike(Qt.Key.Key_Up)
    assert here(page) == "married"
    strike(Qt.Key.Key_Down)
    assert here(page) == "why"
    strike(Qt.Key.Key_Up)
    assert here(page) == "married"
    page.rows["amount"].left.emit(1)
    assert gone == [1]


def test_a_click_answers_as_a_key_does(page: QuestionsPage) -> None:
    found = answers_of(page)
    page.rows["why"].buttons["works"].click()
    page.rows["married"].buttons["yes"].click()
    assert found == [("why", "works"), ("married", "yes")]


def test_a_question_that_comes_or_goes_leaves_the_others_as_they_are(page: QuestionsPage) -> None:
    kept = page.rows["amount"]
    page.show_sheet(replace(sheets.asking(), questions=sheets.questions()[1:]))
    assert list(page.rows) == ["why", "amount"]
    assert page.rows["amount"] is kept
    page.show_sheet(sheets.asking())
    assert list(page.rows) == ["married", "why", "amount"]
    assert page.rows["amount"] is kept


def test_a_sheet_that_comes_while_a_number_is_typed_changes_no_letter(page: QuestionsPage) -> None:
    page.go_to("amount")
    QTest.keyClicks(page.rows["amount"].line, "30")
    page.show_sheet(sheets.asking())
    assert page.rows["amount"].line.text() == "30"


def test_what_is_wrong_with_an_answer_is_said_beside_it(page: QuestionsPage) -> None:
    page.say_wrong("amount", "请填数字")
    assert page.rows["amount"].wrong.text() == "⚠ 请填数字"
    assert page.rows["amount"].wrong.isVisible()
    page.say_wrong("amount", "")
    assert not page.rows["amount"].wrong.isVisible()
    page.say_wrong("nobody asked", "x")


def test_once_accepted_the_answers_are_only_told(page: QuestionsPage) -> None:
    answered = tuple(Asked(one.question, one.answer or "works") for one in sheets.questions()[:2])
    page.show_sheet(sheets.accepted(questions=answered))
    assert page.rows == {}
    assert page.told.text() == "父母是否已婚：否\n异地就医原因：常驻异地工作"
    assert not page.hint.isVisible()


def test_questions_are_asked_in_the_language_of_the_screen(page: QuestionsPage, dressed: QApplication) -> None:
    texts.speak(dressed, "en")
    page.say()
    assert page.rows["why"].words.text() == "Why in another province"
    assert page.rows["why"].buttons["urgent"].text() == "Emergency 4"
    assert page.rows["married"].buttons["yes"].text() == "Yes Y"
    assert page.rows["amount"].unit.text() == "yuan"


def test_a_screen_reader_hears_the_question_with_its_answer(page: QuestionsPage) -> None:
    assert page.rows["married"].accessibleName() == "父母是否已婚 否"
    assert page.rows["why"].accessibleName() == "异地就医原因"
    assert page.rows["why"].buttons["works"].accessibleName() == "异地就医原因 常驻异地工作"
    assert page.rows["amount"].line.accessibleName() == "施工合同金额 万元"
