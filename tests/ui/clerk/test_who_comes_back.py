"""Somebody comes back: their number brings up what waits for them, and one key goes on with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import accepting, deciding, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, ItemCode
from deskapp.rules.case_state import State
from tests.clerk import office
from tests.ui.clerk.conftest import Hands

NUMBER, NAME = "990105198802293371", "李䶮"
LICENCE, AT_ONCE = ItemCode("JY-0101"), ItemCode("SCJG-0102")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def taken_in(desk: Desk, item: ItemCode) -> CaseId:
    return intake.open_case(desk, Application(item, NAME, NUMBER))


def decided(desk: Desk) -> tuple[CaseId, str]:
    case = taken_in(desk, AT_ONCE)
    for line in sheets.case(desk, case).owed:
        intake.receive(desk, case, line.code)
    number = accepting.accept(desk, case).number
    deciding.grant(desk, case)
    return case, number


def corrected(desk: Desk) -> CaseId:
    case = taken_in(desk, LICENCE)
    accepting.ask_for_correction(desk, case, "")
    return case


def type_number(hands: Hands) -> None:
    hands.window.screen.applicant.fields["id_number"].line.setFocus()
    hands.compose(NUMBER)
    hands.press(Qt.Key.Key_Return)


def test_their_number_says_what_waits_and_ctrl_f_opens_it(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    case = corrected(desk)
    type_number(hands)
    messages = hands.window.screen.messages
    qtbot.waitUntil(lambda: "待续办：教师资格认定（待补正）" in messages.text.text(), timeout=10_000)
    hands.press(Qt.Key.Key_F, CTRL)
    box = hands.window.screen.find_case
    qtbot.waitUntil(lambda: any(choice.open for choice in box.found.choices))
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.session.case_id == case)


def test_the_message_itself_leads_there(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    case = corrected(desk)
    type_number(hands)
    messages = hands.window.screen.messages
    qtbot.waitUntil(lambda: "待续办" in messages.text.text(), timeout=10_000)
    messages.chosen.emit("case.to_continue", f"open:{case}")
    qtbot.waitUntil(lambda: hands.window.session.case is not None)
    assert hands.window.session.case_id == case


def test_somebody_of_whom_nothing_waits_is_not_told_anything(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    case = taken_in(desk, LICENCE)
    accepting.withdraw(desk, case, "不办了")
    assert sheets.cases_to_continue(desk, NUMBER) == ()
    type_number(hands)
    qtbot.waitUntil(hands.window.screen.applicant.fields["name"].line.hasFocus)
    assert "待续办" not in hands.window.screen.messages.text.text()


def test_a_receipt_scanned_on_the_hand_out_page_brings_its_result(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    case, number = decided(desk)
    hands.press(Qt.Key.Key_F2, SHIFT)
    panel = hands.window.screen.hand_out
    assert panel.isVisible()
    hands.type(number)  # as fast as a scanner
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [line.case for line in panel.marked] == [case], timeout=10_000)
    qtbot.waitUntil(lambda: panel.go.isEnabled() and not hands.window.screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: sheets.case(desk, case).state is State.DELIVERED, timeout=10_000)
    qtbot.waitUntil(panel.isHidden)
