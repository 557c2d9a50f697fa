"""The next person: what was done for the one before is neither typed, nor said, nor shown of them."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import intake
from deskapp.desk import Desk
from deskapp.ids import MaterialCode
from deskapp.rules.ticket import TicketState
from tests.clerk import office
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import HOUSING, call, take_in

AGENT_NUMBER, AGENT = "990101199206150242", "周敏"


def call_before_another(hands: Hands, qtbot: QtBot, desk: Desk, clock: office.FrozenClock) -> None:
    """Somebody is called, and somebody else still waits."""
    call(hands, qtbot, desk)
    clock.move(timedelta(minutes=1))
    office.issue(desk, "A013", item=HOUSING)


def take_in_by_agent(hands: Hands, qtbot: QtBot) -> None:
    """Somebody came for the applicant: everything is entered by keys."""
    hands.type("990105198802293371")
    hands.press(Qt.Key.Key_Return)
    hands.compose("李䶮")
    hands.press(Qt.Key.Key_Return)
    hands.type("19900007221")
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Tab):
        hands.press(key)
    hands.type(AGENT_NUMBER)
    hands.press(Qt.Key.Key_Return)
    hands.compose(AGENT)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.session.case is not None)


def test_after_a_case_with_an_agent_the_next_has_only_been_called(
    qtbot: QtBot, desk: Desk, hands: Hands, clock: office.FrozenClock
) -> None:
    call_before_another(hands, qtbot, desk, clock)
    take_in_by_agent(hands, qtbot)
    session = hands.window.session
    assert session.case is not None
    assert session.case.by_agent
    hands.see("还差 3 项")
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
    hands.see("受理并打印回执")
    hands.press(Qt.Key.Key_F9)
    hands.see("办完，叫下一位")
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: session.call_number == "A013")
    clock.move(timedelta(seconds=30))
    hands.press(Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: session.call is not None and session.call.calls == 2)
    assert session.call is not None
    assert session.call.ticket_state is TicketState.CALLED, "to empty the form is not to type in it"
    hands.press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: session.call_number == "")


def test_what_is_said_to_be_owed_changes_with_each_tick(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    said = hands.window.screen.messages.text
    hands.press(Qt.Key.Key_F9)
    assert said.text() == "还有 3 项材料未收齐："
    hands.press(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: said.text() == "还有 2 项材料未收齐：")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_1)
    hands.see("还差 1 项")
    assert "未收齐" not in said.text(), "what was dismissed does not come again by itself"


def test_the_key_just_refused_is_answered_where_it_is_seen_and_only_as_long_as_it_is_so(
    qtbot: QtBot, desk: Desk, hands: Hands
) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    said = hands.window.screen.messages.text
    hands.press(Qt.Key.Key_F9)
    hands.press(Qt.Key.Key_C)  # a promise in its place, which this one does not allow
    assert "不能以承诺代替" in said.text()
    case = hands.window.session.case
    assert case is not None
    intake.receive(desk, case.case, MaterialCode("ID-CARD"))  # as a scan does
    qtbot.waitUntil(lambda: said.text() == "还有 2 项材料未收齐：")


def test_what_was_refused_to_one_person_is_not_said_to_the_next(
    qtbot: QtBot, desk: Desk, hands: Hands, clock: office.FrozenClock
) -> None:
    call_before_another(hands, qtbot, desk, clock)
    said = hands.window.screen.messages.text
    hands.press(Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)  # to extend what is not there
    assert "先打开一件" in said.text()
    hands.press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: hands.window.session.call_number == "")
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: hands.window.session.call_number == "A013")
    assert "先打开一件" not in said.text()
