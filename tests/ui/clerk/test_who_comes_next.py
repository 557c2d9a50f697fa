"""The next person: what was done for the one before is neither typed, nor said, nor shown of them."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.rules.ticket import TicketState
from tests.clerk import office
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import HOUSING, call

AGENT_NUMBER, AGENT = "990101199206150242", "周敏"


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
    call(hands, qtbot, desk)
    clock.move(timedelta(minutes=1))
    office.issue(desk, "A013", item=HOUSING)
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
