"""Questions in the flow of a whole case: through the real screen by keys, into a real encrypted cache."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Standing
from tests.clerk import office
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import take_in

BIRTH = "GA-0101"  # asks whether the parents are married, and perhaps whether the father is to be entered


def call_for(hands: Hands, qtbot: QtBot, desk: Desk, item: str = BIRTH) -> None:
    office.issue(desk, "A012", item=item)
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: hands.window.session.call_number == "A012")
    qtbot.waitUntil(lambda: hands.window.screen.items.name.text() != "")


def standing(hands: Hands, code: str) -> Standing | None:
    case = hands.window.session.case
    lines = case.lines if case is not None else ()
    return next((line.standing for line in lines if line.code == code), None)


def test_questions_are_answered_on_the_way_and_the_list_changes_at_once(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    call_for(hands, qtbot, desk)
    take_in(hands, qtbot)
    page, checklist = hands.window.screen.questions, hands.window.screen.checklist
    qtbot.waitUntil(lambda: "married" in page.rows and page.rows["married"].hasFocus())
    guide = hands.window.screen.messages.text
    qtbot.waitUntil(lambda: "先问一问" in guide.text())  # a number answers now, and ticks nothing
    hands.see("还差 3 项、2 问")
    hands.press(Qt.Key.Key_N)
    qtbot.waitUntil(page.rows["father_enters"].hasFocus)
    hands.press(Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: standing(hands, "PATERNITY") is Standing.OWED)
    assert standing(hands, "MARRIAGE") is Standing.NOT_NEEDED
    qtbot.waitUntil(checklist.list.hasFocus)
    qtbot.waitUntil(lambda: "按 F5 扫描" in guide.text())
    hands.press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)  # the answer was wrong
    qtbot.waitUntil(page.rows["married"].hasFocus)
    hands.press(Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: standing(hands, "MARRIAGE") is Standing.OWED)
    qtbot.waitUntil(lambda: "father_enters" not in page.rows)
    qtbot.waitUntil(checklist.list.hasFocus)
    hands.see("还差 4 项")
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_5):
        hands.press(digit)
    hands.see("受理并打印回执")
    hands.press(Qt.Key.Key_F9)
    hands.see("准予，办结")
    qtbot.waitUntil(lambda: "已受理" in guide.text())
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "按 F9 准予" in guide.text())
    case = hands.window.session.case
    assert case is not None
    assert case.state is State.ACCEPTED
    assert page.told.text() == "父母是否已婚：是"
    assert len(tray.papers) == 2


def test_f9_before_the_answers_says_which_questions_are_open_and_goes_there(
    qtbot: QtBot, desk: Desk, hands: Hands
) -> None:
    call_for(hands, qtbot, desk)
    take_in(hands, qtbot)
    screen = hands.window.screen
    qtbot.waitUntil(lambda: "married" in screen.questions.rows)
    screen.checklist.list.setFocus()
    hands.see("还差")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(screen.questions.rows["married"].hasFocus)
    hands.press(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)  # nobody can name what is missing yet
    assert not screen.remark.isVisible()
    hands.press(Qt.Key.Key_Y)
    hands.press(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: standing(hands, "MARRIAGE") is Standing.OWED)


def test_a_number_that_cannot_be_is_refused_beside_its_question(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call_for(hands, qtbot, desk, "ZJJ-0101")
    take_in(hands, qtbot)
    page = hands.window.screen.questions
    qtbot.waitUntil(lambda: "contract_amount" in page.rows and page.rows["contract_amount"].line.hasFocus())
    row = page.rows["contract_amount"]
    hands.type("many")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "请填数字" in row.wrong.text())
    qtbot.waitUntil(row.line.hasFocus)
    row.line.clear()
    hands.type("300")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: standing(hands, "SUPERVISION") is Standing.OWED)
    assert not row.wrong.isVisible()


def test_an_item_that_asks_nothing_needs_no_key_more(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call_for(hands, qtbot, desk, "ZJ-0201")
    take_in(hands, qtbot)
    assert not hands.window.screen.questions.isVisible()
    qtbot.waitUntil(hands.window.screen.checklist.list.hasFocus)


def test_a_cancelled_proof_is_told_with_its_reason(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    page = hands.window.screen.items
    hands.press(Qt.Key.Key_F7)
    qtbot.waitUntil(page.search.hasFocus)
    hands.type("ydjyzm")
    qtbot.waitUntil(page.told.isVisible)
    assert page.told.text() == "⚠ 异地就医证明：2024年6月1日 起取消，不得再向群众要。原因：凭社会保障卡直接结算"
