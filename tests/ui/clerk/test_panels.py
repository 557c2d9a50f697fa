"""The panels: outbox, remarks, finding, help, lock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.journal.kinds import BY_NAME
from tests.ui import sheets
from ui.clerk.help_panel import HelpPanel
from ui.clerk.remark_panel import Question, RemarkPanel
from ui.keys import DEFAULTS
from ui.parts.choices import Choice
from ui.parts.find_box import FindBox, matching
from ui.parts.lock_cover import LockCover
from ui.parts.outbox_panel import OutboxPanel, step_words


@pytest.fixture
def screen(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_outbox_says_what_waits_in_plain_words(screen: QWidget) -> None:
    panel = OutboxPanel(screen)
    panel.show_sheet(sheets.cut_line())
    assert panel.summary.text().startswith("4 步等待中心确认")
    assert "其中 1 步是本机其他人员的" in panel.summary.text()
    assert [choice.name for choice in panel.steps.choices][:2] == ["受理 330000012026112300300013", "叫号 A012"]
    assert panel.steps.choices[2].detail == "先传 3 页"


def test_what_was_sent_back_is_settled_here_and_giving_up_needs_a_reason(screen: QWidget) -> None:
    panel = OutboxPanel(screen)
    asked: list[tuple[str, ...]] = []
    panel.send_again_asked.connect(lambda event: asked.append((event,)))
    panel.give_up_asked.connect(lambda event, why: asked.append((event, why)))
    step = sheets.unsent("A012", rejected="ticket.taken")
    panel.show_sheet(sheets.line(rejected=1, steps=(step,)))
    panel.open_panel(panel.steps)
    assert panel.steps.choices[0].detail.startswith("⚠")
    assert not panel.give_up.isEnabled()
    panel.again.click()
    QTest.keyClicks(panel.remark.line, "done")
    panel.give_up.click()
    assert asked == [(step.event,), (step.event, "done")]


def test_when_nothing_waits_the_outbox_says_so(screen: QWidget) -> None:
    panel = OutboxPanel(screen)
    panel.show_sheet(sheets.line())
    assert panel.summary.text() == "中心已确认全部步骤。"
    assert not panel.again.isVisible()
    panel.show_sheet(sheets.line(notice="upgrade_required"))
    assert "升级" in panel.summary.text()


def test_the_mark_stays_on_its_step_while_others_are_sent(screen: QWidget) -> None:
    panel = OutboxPanel(screen)
    panel.show_sheet(sheets.cut_line())
    panel.steps.setCurrentIndex(panel.steps.model().index(1, 0))
    panel.show_sheet(sheets.line(pending=1, oldest=sheets.NOW, steps=sheets.cut_line().steps[1:]))
    assert panel.steps.currentIndex().row() == 0


def test_a_step_leads_to_its_case(screen: QWidget) -> None:
    panel = OutboxPanel(screen)
    chosen: list[str] = []
    panel.case_chosen.connect(chosen.append)
    panel.show_sheet(sheets.cut_line())
    panel.steps.enter()
    assert chosen == ["330000012026112300300013"]


@pytest.mark.parametrize("kind", [kind for kind in BY_NAME if kind.split(".")[0] in ("ticket", "window", "clerk")])
def test_most_steps_have_words(kind: str) -> None:
    made_elsewhere = {
        "ticket.issued", "window.defined", "ticket.joined", "ticket.shown", "ticket.spoken", "ticket.carried_over",
        "window.code_made", "window.code_revoked", "window.desk_enrolled", "window.desk_dismissed",
        "window.help_called",  # which is never listed
    }  # fmt: skip
    assert (step_words(kind) != kind) is (kind not in made_elsewhere)


def question(**changes: object) -> Question:
    values: dict[str, object] = {
        "step": "decline",
        "title": lambda: "不予受理",
        "explained": lambda: "理由会印在通知书上",
        "listed": ("健康证明",),
        "asks": (lambda: "理由", lambda: "依据"),
        "go": lambda: "不予受理",
    }
    return Question(**{**values, **changes})  # type: ignore[arg-type]


def test_a_step_that_ends_a_case_needs_its_reason_and_its_ground(screen: QWidget) -> None:
    panel = RemarkPanel(screen, "F9")
    told: list[tuple[str, list[str]]] = []
    panel.answered.connect(lambda step, typed: told.append((step, typed)))
    panel.ask(question())
    assert not panel.go.isEnabled()
    QTest.keyClicks(panel.first.line, "no")
    QTest.keyClick(panel.first.line, Qt.Key.Key_Return)
    assert panel.second.line.hasFocus()
    QTest.keyClick(panel.second.line, Qt.Key.Key_Return)
    assert told == []
    QTest.keyClicks(panel.second.line, "art. 32")
    QTest.keyClick(panel.second.line, Qt.Key.Key_Return)
    assert told == [("decline", ["no", "art. 32"])]
    assert not panel.isVisible()


def test_the_notice_lists_what_is_missing_and_may_go_without_a_remark(screen: QWidget) -> None:
    panel = RemarkPanel(screen, "F9")
    told: list[str] = []
    panel.answered.connect(lambda step, _: told.append(step))
    panel.ask(question(step="notice", asks=(lambda: "补充意见",), needed=False))
    assert panel.listed.text() == "1. 健康证明"
    assert panel.go.text().endswith("F9")
    panel.answer()
    assert told == ["notice"]


def test_what_was_typed_for_one_question_is_gone_at_the_next(screen: QWidget) -> None:
    panel = RemarkPanel(screen, "F9")
    panel.ask(question())
    QTest.keyClicks(panel.first.line, "no")
    panel.close_panel()
    panel.ask(question())
    assert panel.first.text() == ""


def test_finding_shows_only_the_answer_to_what_stands_there(screen: QWidget) -> None:
    box = FindBox(screen, lambda: "找办件", lambda: "编号")
    chosen: list[str] = []
    box.chosen.connect(chosen.append)
    box.start()
    QTest.keyClicks(box.search, "3300")
    box.show_found("33", (Choice("old", "旧"),))
    assert box.found.choices == ()
    box.show_found("3300", (Choice("c-1", "欧阳*"),))
    QTest.keyClick(box.search, Qt.Key.Key_Return)
    assert chosen == ["c-1"]
    assert not box.isVisible()


def test_words_narrow_a_list_down() -> None:
    choices = [Choice("A", "A 个人事项"), Choice("B", "B 企业事项")]
    assert [c.key for c in matching(choices, "b")] == ["B"]
    assert matching(choices, "") == choices


def test_help_lists_every_key(screen: QWidget) -> None:
    panel = HelpPanel(screen, DEFAULTS)
    panel.start()
    shown = {key.text(): words.text() for key, words in panel._lines.values()}
    assert shown["F9"] == "主操作：右下角的按钮"
    assert all(shown.values())
    assert len(shown) == len(DEFAULTS)


def test_the_lock_covers_everything_and_keeps_the_focus(screen: QWidget) -> None:
    cover = LockCover(screen)
    asked: list[str] = []
    cover.unlock_asked.connect(asked.append)
    cover.lock("周敏")
    assert cover.geometry() == screen.rect()
    screen.resize(900, 600)
    assert cover.geometry() == screen.rect()
    QTest.keyClick(cover.password.line, Qt.Key.Key_Return)
    QTest.keyClicks(cover.password.line, "demo")
    QTest.keyClick(cover.password.line, Qt.Key.Key_Tab)
    assert cover.go.hasFocus()
    QTest.keyClick(cover.go, Qt.Key.Key_Tab)
    assert cover.password.line.hasFocus()
    QTest.keyClick(cover.password.line, Qt.Key.Key_Return)
    assert asked == ["demo"]
    cover.say_wrong("用户名或密码不对。")
    assert (cover.password.line.text(), cover.password.wrong.text()) == ("", "⚠ 用户名或密码不对。")
