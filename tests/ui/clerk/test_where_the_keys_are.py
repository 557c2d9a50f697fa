"""Whichever way a case comes into hand, the keys are in its checklist: a digit ticks, and no list that nobody sees."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import intake
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import ItemCode
from tests.ui.clerk.conftest import Hands, opened
from tests.ui.clerk.test_a_case import HOUSING, NAME, NUMBER, PHONE, call, take_in
from ui.background import Background

CTRL = Qt.KeyboardModifier.ControlModifier


def filled_in(hands: Hands) -> None:
    """Who applies is typed, and nothing entered: the focus is in the last field."""
    hands.type(NUMBER)
    hands.press(Qt.Key.Key_Return)
    hands.compose(NAME)
    hands.press(Qt.Key.Key_Return)
    hands.type(PHONE)


def test_f5_straight_from_the_form_leaves_the_keys_in_the_checklist(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call(hands, qtbot, desk)
    filled_in(hands)
    hands.press(Qt.Key.Key_F5)
    hands.see("还差 3 项")
    assert hands.window.screen.checklist.list.hasFocus()
    hands.press(Qt.Key.Key_2)
    hands.see("还差 2 项")


def test_after_signing_in_again_with_work_open_the_list_has_the_keys(
    qtbot: QtBot, desk: Desk, hands: Hands, background: Background, dressed: QApplication
) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    again, scanner = opened(desk, background, dressed, qtbot)
    qtbot.waitUntil(lambda: again.session.case is not None)
    later = Hands(qtbot, again)
    qtbot.waitUntil(again.screen.checklist.list.hasFocus)
    later.press(Qt.Key.Key_Space)  # two screens would hold a digit back from each other, as a scan
    later.see("还差 2 项")
    again.end()
    dressed.removeEventFilter(scanner)


def test_a_screen_that_is_shown_late_gives_the_keys_to_where_the_work_is(
    qtbot: QtBot, desk: Desk, hands: Hands
) -> None:
    screen = hands.window.screen
    screen.take_keys()
    assert screen.applicant.fields["id_number"].line.hasFocus()
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    screen.calling_bar.setFocus()
    screen.take_keys()
    assert screen.checklist.list.hasFocus()


def test_a_case_that_was_looked_up_has_the_keys_too(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    intake.open_case(desk, Application(ItemCode(HOUSING), NAME, NUMBER, PHONE))
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type(PHONE)
    box = hands.window.screen.find_case
    qtbot.waitUntil(lambda: any(one.key.startswith("case:") for one in box.found.choices))
    hands.press(Qt.Key.Key_Return)
    hands.see("还差 3 项")
    assert hands.window.screen.checklist.list.hasFocus()
    hands.press(Qt.Key.Key_1)
    hands.see("还差 2 项")


def test_a_panel_that_lies_open_keeps_the_keys_while_a_case_comes(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    case = intake.open_case(desk, Application(ItemCode(HOUSING), NAME, NUMBER, PHONE))
    hands.press(Qt.Key.Key_K, CTRL)
    search = hands.window.screen.commands.search
    qtbot.waitUntil(search.hasFocus)
    hands.window.session.take_case(case)
    hands.see("还差 3 项")
    assert search.hasFocus()
