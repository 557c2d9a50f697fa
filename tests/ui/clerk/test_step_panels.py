"""The panels before a step: reasons by their numbers, what they write, and the paper beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.queries.case_sheet import CaseSheet
from deskapp.queries.notice_sheet import NoticeSheet
from deskapp.rules.case import Procedure, Usual
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Regime
from tests.ui import sheets
from ui.clerk.remark_panel import RemarkPanel
from ui.clerk.step_questions import StepQuestions

HALL = "示例县政务服务大厅"


def case(regime: Regime = Regime.LICENCE, **changes: Any) -> CaseSheet:
    made = sheets.case(hall=HALL, regime=regime, correct_by=date(2026, 11, 30), **changes)
    back = ("居民身份证",) if regime is Regime.REGISTRATION else ()
    return replace(made, notice=NoticeSheet(tuple(line.name for line in made.owed), back, regime))


@pytest.fixture
def panel(qtbot: QtBot, dressed: QApplication) -> Iterator[RemarkPanel]:
    screen = QWidget()
    screen.resize(1366, 768)
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    yield RemarkPanel(screen, "F9")
    screen.hide()


@pytest.fixture
def questions(panel: RemarkPanel) -> StepQuestions:
    return StepQuestions(panel)


@pytest.fixture
def told(panel: RemarkPanel) -> list[tuple[str, list[str]]]:
    said: list[tuple[str, list[str]]] = []
    panel.answered.connect(lambda step, typed: said.append((step, typed)))
    return said


def test_the_notice_is_read_before_it_is_printed_and_follows_what_is_typed(
    panel: RemarkPanel, questions: StepQuestions, told: list[tuple[str, list[str]]]
) -> None:
    panel.ask(questions.notice(case()))
    assert "1. 经营场所布局、操作流程图" in panel.preview.text()
    assert "2026年11月30日" in panel.preview.text()
    panel.first.line.setText("")
    QTest.keyClicks(panel.first.line, "abc")
    assert "意见：abc" in panel.preview.text()
    panel.answer()
    assert told == [("notice", ["abc"])]


@pytest.mark.parametrize(
    ("regime", "words"),
    [(Regime.REGISTRATION, "材料退还申请人"), (Regime.SERVICE, "当场一次告知"), (Regime.LICENCE, "不得再要求补充")],
)
def test_the_notice_says_what_its_regime_means(
    panel: RemarkPanel, questions: StepQuestions, regime: Regime, words: str
) -> None:
    panel.ask(questions.notice(case(regime)))
    assert words in panel.explained.text()


def test_a_complete_case_needs_a_remark_for_its_notice(panel: RemarkPanel, questions: StepQuestions) -> None:
    panel.ask(questions.notice(sheets.complete(hall=HALL)))
    assert not panel.go.isEnabled()
    QTest.keyClicks(panel.first.line, "a")
    assert panel.go.isEnabled()


def test_a_reason_is_chosen_by_its_number_and_writes_both_lines(
    panel: RemarkPanel, questions: StepQuestions, told: list[tuple[str, list[str]]]
) -> None:
    panel.ask(questions.decline(case()))
    assert panel.reasons.hasFocus()
    QTest.keyClick(panel.reasons, Qt.Key.Key_2)
    assert "职权范围" in panel.first.text()
    assert "第三十二条" in panel.second.text()
    assert panel.first.text() in panel.preview.text()
    panel.answer()
    assert told[0][0] == "decline"
    assert told[0][1][2] == Usual.NOT_COMPETENT.value


def test_another_reason_replaces_what_the_first_wrote_but_nothing_that_was_typed(
    panel: RemarkPanel, questions: StepQuestions
) -> None:
    panel.ask(questions.decline(case()))
    QTest.keyClick(panel.reasons, Qt.Key.Key_1)
    panel.first.line.setText("自己写的理由")
    before = panel.second.text()
    panel.reasons.setFocus()
    QTest.keyClick(panel.reasons, Qt.Key.Key_2)
    assert panel.first.text() == "自己写的理由"
    assert panel.second.text() != before


def test_the_last_reason_has_to_be_written(panel: RemarkPanel, questions: StepQuestions) -> None:
    panel.ask(questions.decline(case()))
    last = len(panel.reasons.choices)
    QTest.keyClick(panel.reasons, Qt.Key(Qt.Key.Key_0.value + last))
    assert not panel.go.isEnabled()
    assert panel.first.line.hasFocus()


@pytest.mark.parametrize(
    ("sheet", "offered"),
    [
        (case(), False),
        (case(state=State.CORRECTION_REQUESTED), True),
        (case(Regime.REAL_ESTATE), True),
    ],
)
def test_what_is_missing_is_offered_as_a_reason_only_when_it_may_be_one(
    panel: RemarkPanel, questions: StepQuestions, sheet: CaseSheet, offered: bool
) -> None:
    panel.ask(questions.decline(sheet))
    assert (Usual.NOT_COMPLETE.value in [choice.key for choice in panel.reasons.choices]) is offered


def test_real_estate_names_everything_that_is_missing_in_the_refusal(
    panel: RemarkPanel, questions: StepQuestions
) -> None:
    panel.ask(questions.decline(case(Regime.REAL_ESTATE)))
    row = [choice.key for choice in panel.reasons.choices].index(Usual.NOT_COMPLETE.value)
    panel.reasons.setCurrentIndex(panel.reasons.model().index(row, 0))
    assert "不动产登记暂行条例" in panel.second.text()
    assert "1. 经营场所布局、操作流程图" in panel.preview.text()


def test_a_procedure_and_its_days_are_needed_and_a_remark_is_not(
    panel: RemarkPanel, questions: StepQuestions, told: list[tuple[str, list[str]]]
) -> None:
    panel.ask(questions.pause(sheets.accepted(hall=HALL)))
    assert len(panel.reasons.choices) == len(Procedure)
    QTest.keyClick(panel.reasons, Qt.Key.Key_8)
    assert panel.first.line.hasFocus()
    assert not panel.go.isEnabled()
    QTest.keyClicks(panel.first.line, "15")
    assert "专家评审" in panel.preview.text()
    assert "15 个工作日" in panel.preview.text()
    panel.answer()
    assert told == [("pause", ["15", "", Procedure.EXPERT_REVIEW.value])]


def test_an_extension_asks_who_approved_it(panel: RemarkPanel, questions: StepQuestions) -> None:
    panel.ask(questions.extend(sheets.accepted(hall=HALL)))
    assert panel.first.name.text() == "批准人"
    QTest.keyClicks(panel.first.line, "Li")
    assert not panel.go.isEnabled()
    panel.second.setFocus()
    QTest.keyClicks(panel.second.line, "x")
    assert panel.go.isEnabled()
    assert "经Li批准" in panel.preview.text()


def test_a_panel_without_a_second_line_shows_none_and_keeps_nothing_of_the_last_one(
    panel: RemarkPanel, questions: StepQuestions
) -> None:
    panel.ask(questions.decline(case()))
    QTest.keyClick(panel.reasons, Qt.Key.Key_2)
    panel.ask(questions.withdraw(case()))
    assert panel.second.isHidden()
    assert panel.reasons.isHidden()
    assert panel.first.text() == ""
    assert "撤回" in panel.preview.text()


def test_a_refusal_reads_as_its_decision(panel: RemarkPanel, questions: StepQuestions) -> None:
    panel.ask(questions.refuse(sheets.accepted(hall=HALL)))
    assert "【不予许可决定书】" in panel.preview.text()
    assert HALL in panel.preview.text()


def test_the_key_of_the_step_says_which_field_is_empty_and_goes_there(
    panel: RemarkPanel, questions: StepQuestions, told: list[tuple[str, list[str]]]
) -> None:
    panel.ask(questions.withdraw(case()))
    panel.answer()
    assert told == []
    assert "请填写" in panel.first.wrong.text()
    QTest.keyClicks(panel.first.line, "a")
    assert panel.first.wrong.text() == ""
    panel.answer()
    assert told == [("withdraw", ["a"])]
    panel.ask(questions.withdraw(case()))
    assert panel.first.wrong.text() == "", "a question begins without a fault"


def test_what_is_handed_back_is_read_before_it_is(panel: RemarkPanel, questions: StepQuestions) -> None:
    panel.ask(questions.notice(case(Regime.REGISTRATION)))
    assert "补正后请一并重新提交：居民身份证。" in panel.preview.text()
    panel.ask(questions.notice(case()))
    assert "退还" not in panel.preview.text()
