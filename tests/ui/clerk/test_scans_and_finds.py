"""A scan goes where it belongs, by what it is; a case is found by its number; transfers go by a letter."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import accepting, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, HallId, ItemCode, QueueId
from deskapp.rules import barcode
from deskapp.rules.ticket import TicketState
from tests.clerk import office
from tests.ui.clerk.conftest import Hands

TICKET = barcode.ticket_digits(HallId("H1"), date(2026, 11, 23), QueueId("A"), 12)


def a_case(desk: Desk, name: str = "李䶮") -> CaseId:
    return intake.open_case(desk, Application(ItemCode("ZJ-0201"), name, "990105198802293371"))


def called(hands: Hands, desk: Desk, qtbot: QtBot) -> None:
    office.issue(desk, "A012", item="ZJ-0201")
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: hands.window.session.call_number == "A012")


def state(hands: Hands) -> TicketState | None:
    return hands.window.session.call.ticket_state if hands.window.session.call is not None else None


def test_the_ticket_in_hand_scanned_into_any_field_says_that_the_person_is_here(
    qtbot: QtBot, desk: Desk, hands: Hands
) -> None:
    called(hands, desk, qtbot)
    hands.type(TICKET)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: state(hands) is TicketState.SERVING)
    assert hands.window.screen.applicant.typed.id_number == ""


def test_another_ticket_is_said_to_be_another(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    called(hands, desk, qtbot)
    hands.type(barcode.ticket_digits(HallId("H1"), date(2026, 11, 23), QueueId("B"), 7))
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "B007" in hands.window.screen.messages.text.text())
    assert state(hands) is TicketState.CALLED


def test_a_separator_opens_its_case_and_marks_its_material(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    case = a_case(desk)
    for _ in range(2):  # the first brings the case to the screen, the second finds it there
        hands.type(barcode.separator_digits(case, 3))
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: hands.window.session.case is not None)
    assert hands.window.screen.checklist.current == "BANK-CARD"


def test_the_receipt_of_a_bundle_opens_all_of_it_and_a_separator_one_of_its_cases(
    qtbot: QtBot, desk: Desk, hands: Hands
) -> None:
    answers = {"special_work": "no"}
    application = Application(ItemCode(""), "李䶮", "990105198802293371", theme="T-RETIRE", answers=answers)
    first = intake.open_case(desk, application)
    for line in sheets.case(desk, first).owed:
        intake.receive(desk, first, line.code)
    hands.type(accepting.accept(desk, first).number)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.session.case is not None)
    shown = hands.window.session.case
    assert shown is not None
    assert shown.bundle is not None
    assert (shown.case, shown.item_name, len(shown.bundle.lines)) == (first, "退休一件事", 4)
    fund = shown.bundle.lines[3].case
    hands.window.session.take_case(fund)
    qtbot.waitUntil(lambda: hands.window.session.case is not None and hands.window.session.case.case == fund)
    for _ in range(2):  # the first shows the case by itself, the second marks its material
        hands.type(barcode.separator_digits(fund, 2))
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: hands.window.session.case is not None and hands.window.session.case.alone)
    qtbot.waitUntil(lambda: hands.window.screen.checklist.current == "APP-HOUSING")


def test_an_unknown_receipt_is_said_to_be_unknown(qtbot: QtBot, hands: Hands) -> None:
    hands.type("330000012026112300300019")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "本机没有" in hands.window.screen.messages.text.text())


def test_an_id_number_from_a_wedge_goes_to_its_field_when_nobody_types(qtbot: QtBot, hands: Hands) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    focus.clearFocus()
    hands.window.screen.setFocus()
    hands.type("990105198802293371")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.screen.applicant.typed.id_number == "990105198802293371")


def test_a_case_is_found_by_the_beginning_of_the_name(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    case = a_case(desk, "欧阳𫖯")
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.compose("欧阳")
    box = hands.window.screen.find_case
    box.search.textEdited.emit("欧阳")
    qtbot.waitUntil(lambda: len(box.found.choices) == 1)
    assert box.found.choices[0].name.startswith("欧阳*")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.session.case_id == case)


def test_a_person_is_transferred_by_the_letter_of_the_queue(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    called(hands, desk, qtbot)
    hands.press(Qt.Key.Key_F6)
    queues = hands.window.screen.queues
    qtbot.waitUntil(lambda: queues.isVisible() and len(queues.found.choices) == 4)
    hands.type("c")
    qtbot.waitUntil(lambda: queues.found.choices[0].key == "C")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.session.call_number == "")


def test_every_command_can_be_found_in_words(qtbot: QtBot, hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = hands.window.screen.commands
    qtbot.waitUntil(lambda: len(box.found.choices) > 15)
    hands.compose("撤回")
    box.search.textEdited.emit("撤回")
    qtbot.waitUntil(lambda: [choice.key for choice in box.found.choices if choice.open] == ["withdraw"])


def test_a_withdrawn_case_ends_with_its_reason(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    called(hands, desk, qtbot)
    hands.window.session.take_case(a_case(desk))
    qtbot.waitUntil(lambda: hands.window.session.case is not None)
    hands.window.screen.command("withdraw")
    hands.compose("不办了")
    hands.window.screen.remark.first.typed.emit("")
    qtbot.waitUntil(lambda: not hands.window.screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    hands.see("办完，叫下一位")
