"""The hand-out page: what is marked, who takes it, what a scan does while it is open."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.ids import CaseId
from deskapp.queries.to_hand_out import HandOut
from deskapp.rules.case import Handed
from deskapp.rules.case_state import State
from ui import texts
from ui.clerk.hand_out_panel import HandOutPanel, Handover


def result(name: str, *, granted: bool = True, named: bool = False) -> HandOut:
    return HandOut(
        case=CaseId(name), number=f"3300000120261123003{name}", state=State.DECIDED, item_name=f"事项{name}",
        applicant="欧阳**", id_number="990109********0795", agent="", granted=granted, result="许可证",
        deliver_by=date(2026, 12, 7), named=named,
    )  # fmt: skip


THREE = (result("1", named=True), result("2"), result("3", granted=False))


@pytest.fixture
def screen(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def panel(screen: QWidget) -> HandOutPanel:
    made = HandOutPanel(screen, "F9")
    made.start()
    made.show_found(THREE)
    return made


@pytest.fixture
def handed(panel: HandOutPanel) -> list[Handover]:
    told: list[Handover] = []
    panel.handed.connect(told.append)
    return told


def marks(panel: HandOutPanel) -> list[str]:
    return [line.case for line in panel.marked]


def test_what_was_asked_for_by_number_is_marked_and_the_rest_is_offered(panel: HandOutPanel) -> None:
    assert marks(panel) == ["1"]
    assert [choice.name[0] for choice in panel.ready.choices] == ["☑", "☐", "☐"]
    assert panel.who.text() == "欧阳**  990109********0795"
    assert "发 1 件" in panel.go.text()


def test_digits_space_and_clicks_mark_and_unmark(panel: HandOutPanel) -> None:
    panel.ready.setFocus()
    QTest.keyClick(panel.ready, Qt.Key.Key_2)
    assert marks(panel) == ["1", "2"]
    QTest.keyClick(panel.ready, Qt.Key.Key_1)
    assert marks(panel) == ["2"]
    panel.ready.setCurrentIndex(panel.ready.model().index(2, 0))
    QTest.keyClick(panel.ready, Qt.Key.Key_Space)
    assert marks(panel) == ["2", "3"]
    QTest.keyClick(panel.ready, Qt.Key.Key_9)
    assert marks(panel) == ["2", "3"]
    assert "发 2 件" in panel.go.text()


def test_nothing_marked_is_not_handed_out(panel: HandOutPanel, handed: list[Handover]) -> None:
    panel.ready.setFocus()
    QTest.keyClick(panel.ready, Qt.Key.Key_1)
    assert not panel.go.isEnabled()
    panel.answer()
    assert handed == []


def test_everything_marked_goes_out_by_one_key(panel: HandOutPanel, handed: list[Handover]) -> None:
    panel.ready.setFocus()
    QTest.keyClick(panel.ready, Qt.Key.Key_3)
    panel.ways[Handed.POST].click()
    panel.remark.line.setText("EMS 1")
    panel.answer()
    assert handed == [Handover(("1", "3"), Handed.POST, "", "", False, "EMS 1")]


def test_an_agent_is_asked_for_and_has_to_be_checked(panel: HandOutPanel, handed: list[Handover]) -> None:
    assert panel.agent_name.isHidden()
    panel.by_agent.click()
    assert panel.agent_name.isVisible()
    assert panel.agent_name.line.hasFocus()
    panel.agent_name.line.setText("王秀英")
    panel.agent_id.line.setText("990102194902030248")
    panel.agent_id.typed.emit("")
    assert not panel.go.isEnabled()
    panel.checked.click()
    panel.answer()
    assert handed == [Handover(("1",), Handed.WINDOW, "王秀英", "990102194902030248", True, "")]


def test_an_agent_who_went_away_again_is_not_told(panel: HandOutPanel, handed: list[Handover]) -> None:
    panel.by_agent.click()
    panel.agent_name.line.setText("王秀英")
    panel.by_agent.click()
    panel.answer()
    assert handed[0].agent_name == ""


def test_a_scan_finds_and_an_agents_card_goes_to_its_field(panel: HandOutPanel) -> None:
    words: list[str] = []
    panel.words_typed.connect(words.append)
    panel.take_scan("330000012026112300300014", of_agent=False)
    panel.take_scan("990105198802293371", of_agent=True)
    assert words == ["330000012026112300300014", "990105198802293371"], "nobody said that an agent is here"
    panel.by_agent.click()
    panel.take_scan("990102194902030248", of_agent=True)
    assert panel.agent_id.text() == "990102194902030248"
    assert len(words) == 2


def test_an_answer_to_older_words_is_not_shown(panel: HandOutPanel) -> None:
    panel.search.setText("张")
    panel.show_found((result("9"),), "李")
    assert [choice.key for choice in panel.ready.choices] == ["1", "2", "3"]
    panel.show_found((result("9"),), "张")
    assert [choice.key for choice in panel.ready.choices] == ["9"]
    assert marks(panel) == ["9"]


def test_nothing_found_is_said_only_after_something_was_asked(panel: HandOutPanel) -> None:
    panel.start()
    assert panel.nothing.text() == ""
    panel.search.setText("张")
    panel.show_found((), "张")
    assert panel.nothing.text() == "没有待领的结果。"


def test_the_next_person_begins_with_an_empty_page(panel: HandOutPanel) -> None:
    panel.by_agent.click()
    panel.agent_name.line.setText("王秀英")
    panel.ways[Handed.POST].click()
    panel.start()
    assert not panel.by_agent.isChecked()
    assert panel.agent_name.text() == ""
    assert panel.ways[Handed.WINDOW].isChecked()
    assert marks(panel) == []


def test_what_is_wrong_with_the_agent_is_said_beside_the_field(panel: HandOutPanel) -> None:
    panel.by_agent.click()
    panel.show_refusals({"agent_id": "校验位不对"})
    assert "校验位不对" in panel.agent_id.wrong.text()
    assert panel.agent_name.wrong.text() == ""
    panel.show_refusals({})
    assert panel.agent_id.wrong.text() == ""


def test_it_speaks_english(panel: HandOutPanel, dressed: QApplication) -> None:
    texts.speak(dressed, "en")
    panel.say()
    assert panel.title.text() == "Hand out results"
    assert panel.go.text() == "Hand out 1, print slip  F9"
    assert "granted" in panel.ready.choices[0].detail
    assert "refused" in panel.ready.choices[2].detail


def test_whom_it_was_about_is_gone_when_it_is_closed(panel: HandOutPanel) -> None:
    assert marks(panel)
    panel.close_panel()
    assert (marks(panel), panel.ready.choices) == ([], ())


def test_the_key_of_the_step_says_what_is_missing_one_thing_after_the_other(
    panel: HandOutPanel, handed: list[Handover]
) -> None:
    panel.by_agent.setChecked(True)
    panel.answer()
    assert "请填写" in panel.agent_name.wrong.text()
    panel.agent_name.set_text("李䶮")
    panel.agent_id.set_text("")
    panel.answer()
    assert "请填写" in panel.agent_id.wrong.text()
    assert panel.agent_name.wrong.text() == ""
    panel.agent_id.set_text("990105198802293371")
    panel.answer()
    assert "委托书" in panel.lacks.text()
    assert handed == []
    panel.checked.setChecked(True)
    assert panel.lacks.text() == ""
    panel.answer()
    assert len(handed) == 1


def test_without_anything_marked_the_key_of_the_step_says_so(panel: HandOutPanel, handed: list[Handover]) -> None:
    for line in panel.marked:
        QTest.keyClick(panel.ready, Qt.Key(Qt.Key.Key_0.value + int(line.case)))
    assert panel.marked == ()
    panel.answer()
    assert "没有选中" in panel.lacks.text()
    assert handed == []
