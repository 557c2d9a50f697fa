"""The page panel and the marked row speak of one material; a bundle's list speaks of what is in hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from deskapp.clerk import accepting, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Standing
from tests.clerk import office
from tests.ui.clerk.conftest import Hands
from ui.clerk.bundle_list import WHOLE
from ui.parts.choices import Choices

DIGITS = (Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_7)


@pytest.fixture
def bundle(desk: Desk, hands: Hands) -> CaseId:
    """A person was called who opens a restaurant; nothing of it is here yet."""
    ticket = office.issue(desk, "A012", item="SCJG-0102")
    hands.press(Qt.Key.Key_F2)
    hands.qtbot.waitUntil(lambda: hands.window.session.call_number == "A012")
    case_id = intake.open_case(
        desk, Application(ItemCode(""), "李䶮", "990105198802293371", "19900007221", ticket=ticket, theme="T-FOOD")
    )
    hands.qtbot.waitUntil(lambda: hands.window.session.case is not None)
    hands.window.screen.checklist.setFocus()
    return case_id


def shown(hands: Hands) -> CaseSheet:
    found = hands.window.session.case
    assert found is not None
    return found


def marked(hands: Hands) -> str:
    """The name of the material to which F5 scans."""
    return next(line.name for line in shown(hands).lines if line.code == hands.window.screen.checklist.current)


def in_hand(parts: Choices) -> str:
    return parts.choices[parts.currentIndex().row()].key


def test_behind_digits_the_panel_is_that_of_the_row_where_the_next_scan_goes(hands: Hands, bundle: CaseId) -> None:
    screen, before = hands.window.screen, len(shown(hands).owed)
    for key in DIGITS:
        hands.press(key)
    hands.qtbot.waitUntil(lambda: len(shown(hands).owed) == before - len(DIGITS))
    hands.qtbot.waitUntil(lambda: screen.checklist.current in {line.code for line in shown(hands).owed})
    assert screen.pages.title.text() == marked(hands)
    hands.press(Qt.Key.Key_Down)
    assert screen.pages.title.text() == marked(hands)


def test_the_mark_stays_with_its_material_when_the_list_becomes_another(
    hands: Hands, bundle: CaseId, desk: Desk
) -> None:
    screen = hands.window.screen
    intake.receive(desk, bundle, MaterialCode("ID-CARD"))
    sign = next(line for line in shown(hands).lines if line.name == "招牌效果图")
    screen.checklist.jump(sign.code)
    one = next(line for line in sheets.case(desk, bundle).bundle.lines if line.item_name == "户外招牌设置")  # type: ignore[union-attr]
    accepting.withdraw(desk, one.case, "不挂招牌", alone=True)
    hands.qtbot.waitUntil(lambda: sign.code not in {line.code for line in shown(hands).lines})
    assert screen.pages.title.text() == marked(hands)


def test_a_bundle_that_was_withdrawn_shows_all_that_it_was_about(hands: Hands, bundle: CaseId, desk: Desk) -> None:
    before = [line.code for line in shown(hands).lines]
    accepting.withdraw(desk, bundle, "不开了")
    hands.qtbot.waitUntil(lambda: shown(hands).state is State.WITHDRAWN)
    assert [line.code for line in shown(hands).lines] == before


def test_the_line_of_what_is_in_hand_is_marked_and_digits_behind_a_choice_take_materials(
    hands: Hands, bundle: CaseId
) -> None:
    screen = hands.window.screen
    parts = screen.items.parts
    assert in_hand(parts) == WHOLE
    hands.press(Qt.Key.Key_F7)
    assert parts.hasFocus()
    hands.press(Qt.Key.Key_2)
    hands.qtbot.waitUntil(lambda: shown(hands).alone and screen.checklist.list.hasFocus())
    chosen = shown(hands).case
    assert shown(hands).item == "SCJG-0201"
    assert in_hand(parts) == chosen
    row = next(row for row, line in enumerate(shown(hands).lines) if line.standing is Standing.OWED)
    hands.press(Qt.Key(Qt.Key.Key_1.value + row))
    hands.qtbot.waitUntil(lambda: shown(hands).lines[row].standing is Standing.RECEIVED)
    assert shown(hands).case == chosen
    hands.press(Qt.Key.Key_F7)
    hands.press(Qt.Key.Key_0)
    hands.qtbot.waitUntil(lambda: not shown(hands).alone and screen.checklist.list.hasFocus())
    assert in_hand(parts) == WHOLE


def test_escape_leaves_the_list_and_what_is_in_hand_is_marked_again(hands: Hands, bundle: CaseId) -> None:
    screen = hands.window.screen
    parts = screen.items.parts
    hands.press(Qt.Key.Key_F7)
    hands.press(Qt.Key.Key_Down)
    assert in_hand(parts) != WHOLE
    hands.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is screen.checklist.list
    assert in_hand(parts) == WHOLE
    hands.press(Qt.Key.Key_F7)
    hands.press(Qt.Key.Key_0)  # it is in hand already: there is nothing to read, only the list to leave
    hands.qtbot.waitUntil(screen.checklist.list.hasFocus)


def test_the_notice_that_is_read_before_is_the_one_that_is_given(hands: Hands, bundle: CaseId, desk: Desk) -> None:
    """Everything is here but one picture: that alone is asked for, and that alone is owed behind it."""
    screen = hands.window.screen
    for line in shown(hands).owed:
        if line.name != "招牌效果图":
            intake.receive(desk, bundle, line.code)
    hands.see("还差 1 项")
    hands.press(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    hands.qtbot.waitUntil(screen.remark.isVisible)
    said = screen.remark.preview.text()
    assert "1. 招牌效果图" in said
    assert "退还" not in said
    hands.qtbot.waitUntil(lambda: not screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    hands.qtbot.waitUntil(lambda: shown(hands).state is State.CORRECTION_REQUESTED)
    assert [line.name for line in shown(hands).owed] == ["招牌效果图"]
    assert "待补正" in screen.items.terms.text()
