"""Who applies: Enter leads through, faults stand beside their field, what was taken in is masked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import sheets
from ui.clerk.applicant_page import ApplicantPage, Typed


@pytest.fixture
def page(qtbot: QtBot, dressed: QApplication) -> ApplicantPage:
    made = ApplicantPage("Ctrl+E")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.fields["id_number"].line.hasFocus)
    return made


def enter(page: ApplicantPage, name: str, text: str) -> None:
    line = page.fields[name].line
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_enter_leads_from_number_to_name_to_telephone_and_then_it_is_entered(page: ApplicantPage) -> None:
    entered: list[int] = []
    page.entered.connect(lambda: entered.append(1))
    enter(page, "id_number", "990105198802293371")
    assert page.fields["name"].line.hasFocus()
    enter(page, "name", "Li")
    assert page.fields["phone"].line.hasFocus()
    assert entered == []
    enter(page, "phone", "19900007221")
    assert entered == [1]
    assert page.typed == Typed("990105198802293371", "Li", "19900007221")


def test_a_form_that_a_card_has_filled_needs_one_enter(page: ApplicantPage) -> None:
    entered: list[int] = []
    page.entered.connect(lambda: entered.append(1))
    page.show_typed(Typed("990105198802293371", "李䶮", "19900007221"))
    enter(page, "id_number", "")
    assert entered == [1]


def test_with_an_agent_two_more_fields_are_asked_and_forgotten_when_nobody_came(page: ApplicantPage) -> None:
    assert not page.fields["agent_id"].isVisible()
    page.by_agent.click()
    assert page.fields["agent_id"].isVisible()
    page.fields["agent_name"].set_text("周敏")
    assert page.typed.by_agent
    page.by_agent.click()
    assert page.typed == Typed()


def test_every_key_is_told_with_all_that_stands_in_the_fields(page: ApplicantPage) -> None:
    told: list[Typed] = []
    page.changed.connect(told.append)
    QTest.keyClicks(page.fields["phone"].line, "19")
    assert told == [Typed(phone="1"), Typed(phone="19")]


def test_filling_in_a_draft_is_not_typing(page: ApplicantPage) -> None:
    told: list[Typed] = []
    page.changed.connect(told.append)
    page.show_typed(Typed(name="欧阳𫖯"))
    assert told == []
    assert page.typed.begun


def test_showing_that_somebody_came_for_the_applicant_is_not_typing_either(page: ApplicantPage) -> None:
    told: list[Typed] = []
    page.changed.connect(told.append)
    page.show_typed(Typed("990105198802293371", "李䶮", agent_name="周敏", by_agent=True))
    assert page.fields["agent_name"].isVisible()
    page.show_typed(Typed())
    assert not page.fields["agent_name"].isVisible()
    assert told == []
    assert not page.typed.begun


def test_each_fault_stands_beside_its_own_field(page: ApplicantPage) -> None:
    page.show_refusals({"id_number": "校验位不对"})
    assert page.fields["id_number"].wrong.text() == "⚠ 校验位不对"
    assert page.fields["phone"].wrong.text() == ""
    page.show_refusals({})
    assert page.fields["id_number"].wrong.text() == ""


def test_a_person_taken_in_is_shown_masked(page: ApplicantPage) -> None:
    page.show_sheet(sheets.case(agent="周*"))
    assert not page.editing
    assert page.shown_name.text() == "欧阳*"
    assert page.shown_values.text() == "990109********0794\n199****3967\n代办 周*"


def test_the_full_number_shows_only_while_the_key_is_held(page: ApplicantPage) -> None:
    page.show_sheet(sheets.case())
    page.show_in_full("990109196306300794")
    assert page.shown_values.full == "990109196306300794"
    assert "********" in page.shown_values.text(), "what a screen reader says"
    page.show_in_full("")
    assert page.shown_values.full == ""


def test_the_next_case_never_shows_the_numbers_of_the_one_before(page: ApplicantPage) -> None:
    page.show_sheet(sheets.case())
    page.show_in_full("990109196306300794")
    page.show_sheet(sheets.case(case="c-2", id_number="990102********0248"))
    assert "990109196306300794" not in page.shown_values.text() + page.shown_values.full


def test_destroyed_data_is_said_to_be_destroyed(page: ApplicantPage) -> None:
    page.show_sheet(sheets.case(erased=True, applicant="", id_number="", phone=""))
    assert page.shown_name.text() == "信息已销毁"


def test_input_methods_are_on_for_names_and_the_address_alone(page: ApplicantPage) -> None:
    attribute = Qt.WidgetAttribute.WA_InputMethodEnabled
    on = {name for name, field in page.fields.items() if field.line.testAttribute(attribute)}
    assert on == {"name", "address", "agent_name"}


def test_tab_order_is_reading_order(page: ApplicantPage) -> None:
    page.by_agent.click()
    page.setFocus()
    visited = []
    for _ in range(7):
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(next((n for n, f in page.fields.items() if f.line is focus), "box"))
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert visited == ["id_number", "name", "phone", "address", "box", "agent_id", "agent_name"]
