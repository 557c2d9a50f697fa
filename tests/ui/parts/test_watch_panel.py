"""The list of what is late: what a clerk is shown, what a supervisor may do, and what each line says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.ids import CaseId, ClerkId, WindowId
from deskapp.queries.watch_list import WatchLine
from deskapp.rules.case_clock import Late, lamp_of
from deskapp.rules.case_state import State
from deskapp.rules.deadline import Lamp
from ui import texts
from ui.parts.watch_panel import WatchPanel, next_words


def line(name: str, *lates: Late, **changes: object) -> WatchLine:
    made = WatchLine(
        case=CaseId(name), number="3" * 24, item_name=f"事项{name}", department="SCJG",
        department_name="市场监督管理局", department_en="Market Supervision", window=WindowId("3"),
        clerk=ClerkId("clerk3"), applicant="张*", state=State.ACCEPTED, lates=lates, lamp=lamp_of(lates),
        day=date(2026, 11, 30), days_left=-3, deferred=("健康证明",), urged=0, followed_up="",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


RED = line("a", Late.STATUTORY)
OTHER = line("b", Late.PROMISED, department="JY", department_name="教育局", department_en="Education",
             window=WindowId("10"))  # fmt: skip
WAITING = line("c", Late.CORRECTION, state=State.CORRECTION_REQUESTED, window=WindowId("5"), days_left=None)


@pytest.fixture
def screen(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def panel(screen: QWidget) -> WatchPanel:
    made = WatchPanel(screen, ("F9", "F6"))
    made.show_lines((RED, OTHER, WAITING))
    made.start()
    return made


def mark(panel: WatchPanel, row: int) -> None:
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))


@pytest.mark.parametrize("late", list(Late))
def test_every_reason_says_what_to_do_next_in_both_languages(late: Late, dressed: QApplication) -> None:
    said = []
    for language in ("zh", "en"):
        texts.speak(dressed, language)
        said.append(next_words(line("a", late)))
        assert texts.late(late)
    assert said[0] != said[1]
    assert all("{" not in words and words for words in said)
    texts.speak(dressed, "zh")


def test_the_lamp_is_a_sign_and_a_word_and_never_colour_alone(panel: WatchPanel) -> None:
    names = [choice.name for choice in panel.list.choices]
    assert names[0].startswith("■ 超法定期限")
    assert names[1].startswith("▲ 超承诺期限")
    assert panel.summary.text() == "共 3 件，其中红牌 1 件"


def test_departments_and_windows_are_those_of_the_list_in_their_order(panel: WatchPanel) -> None:
    assert [panel.department.itemData(n) for n in range(panel.department.count())] == [None, "JY", "SCJG"]
    assert [panel.window_box.itemData(n) for n in range(panel.window_box.count())] == [None, "3", "5", "10"]


def test_a_filter_stays_while_the_list_is_read_again(panel: WatchPanel) -> None:
    panel.window_box.setCurrentIndex(panel.window_box.findData("5"))
    panel.show_lines((RED, OTHER, WAITING))
    assert [one.case for one in panel.shown] == ["c"]
    panel.show_lines((RED, OTHER))
    assert [one.case for one in panel.shown] == ["a", "b"], "nothing is late at that window any more"


def test_the_mark_stays_on_its_case(panel: WatchPanel) -> None:
    mark(panel, 1)
    panel.show_lines((line("new", Late.STATUTORY), RED, OTHER, WAITING))
    assert panel.marked is not None
    assert panel.marked.case == "b"


def test_only_what_is_with_a_department_is_urged(panel: WatchPanel) -> None:
    told: list[tuple[str, str]] = []
    panel.urged.connect(lambda case, remark: told.append((case, remark)))
    mark(panel, 2)
    assert not panel.urge.isEnabled()
    panel.ask_to_hurry()
    assert told == []
    mark(panel, 0)
    panel.remark.line.setText("今天办结")
    panel.ask_to_hurry()
    assert told == [("a", "今天办结")]
    assert panel.remark.text() == ""


def test_what_was_done_has_to_be_written(panel: WatchPanel) -> None:
    told: list[tuple[str, str]] = []
    panel.followed_up.connect(lambda case, remark: told.append((case, remark)))
    panel.answer()
    assert told == []
    mark(panel, 2)
    panel.remark.line.setText("已联系")
    panel.answer()
    assert told == [("c", "已联系")]


def test_a_clerk_sees_and_opens_and_supervises_nothing(screen: QWidget) -> None:
    panel = WatchPanel(screen)
    panel.show_lines((RED, OTHER))
    panel.start()
    opened: list[str] = []
    panel.chosen.connect(opened.append)
    assert not panel.note.isVisible()
    assert not panel.urge.isVisible()
    assert not panel.department.isVisible()
    panel.remark.line.setText("x")
    panel.answer()
    panel.ask_to_hurry()
    panel.list.enter()
    assert opened == ["a"]
    assert not panel.isVisible()


def test_an_empty_list_says_so(screen: QWidget) -> None:
    panel = WatchPanel(screen, ("F9", "F6"))
    panel.start()
    assert panel.summary.text() == "没有快到期或者超期的件。"
    assert panel.marked is None
    panel.answer()


def test_what_has_been_done_stands_on_its_line(panel: WatchPanel) -> None:
    panel.show_lines((replace(RED, urged=2, followed_up="科长答应今天办"),))
    assert "已催办 2 次" in panel.list.choices[0].detail
    assert "处理：科长答应今天办" in panel.list.choices[0].detail
    assert panel.shown[0].lamp is Lamp.RED
