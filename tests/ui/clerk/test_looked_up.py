"""A case that was only looked up is put away again, and whoever was called is served from their empty form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import accepting, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.queries.case_sheet import NextStep
from deskapp.rules.case_state import State
from tests.clerk import office
from tests.ui import sheets as drawn
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import HOUSING, NAME, NUMBER, call, take_in
from ui.clerk.looked_up import looked_up

CTRL = Qt.KeyboardModifier.ControlModifier
OTHER, OTHER_NAME, OTHER_PHONE = "990101199206150242", "周敏", "19900009569"


def an_old_case(desk: Desk, *, accepted: bool = True) -> CaseId:
    """Somebody else's, taken in before today's ticket."""
    case = intake.open_case(desk, Application(ItemCode(HOUSING), OTHER_NAME, OTHER, OTHER_PHONE))
    if accepted:
        for line in sheets.case(desk, case).owed:
            intake.receive(desk, case, MaterialCode(line.code))
        accepting.accept(desk, case)
    return case


def find(hands: Hands, case: CaseId) -> None:
    """Ctrl+F and the telephone."""
    box = hands.window.screen.find_case
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type(OTHER_PHONE)
    hands.qtbot.waitUntil(lambda: any(one.key == f"case:{case}" for one in box.found.choices))
    hands.press(Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: hands.window.session.case is not None and hands.window.session.case.case == case)
    hands.window.screen.messages.dismiss()  # that the call was made with the line cut


@pytest.fixture
def looking(qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray) -> CaseId:
    """A012 was called, and a case that is over has been looked up."""
    case = an_old_case(desk)
    call(hands, qtbot, desk)
    find(hands, case)
    return case


def on_the_form(hands: Hands) -> None:
    """The empty form of the ticket, with the item it brings."""
    screen, session = hands.window.screen, hands.window.session
    hands.qtbot.waitUntil(lambda: session.case is None and "退休提取" in screen.items.name.text())
    assert session.call_number == "A012"
    assert screen.applicant.fields["id_number"].line.hasFocus()
    assert not screen.applicant.typed.begun


def test_esc_puts_it_away_and_whoever_was_called_is_served(
    qtbot: QtBot, desk: Desk, hands: Hands, looking: CaseId
) -> None:
    guide = hands.window.screen.messages.text
    qtbot.waitUntil(lambda: "看完按 F9 或 Esc 收起，接着办 A012" in guide.text())
    hands.press(Qt.Key.Key_Escape)
    on_the_form(hands)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    assert hands.window.session.case_id != looking
    with desk.journal.reading() as reading:
        assert reading.people(hands.window.session.case_id)[0].name == NAME  # type: ignore[arg-type, union-attr]


def test_f9_puts_it_away_too_and_ends_nobodys_visit(qtbot: QtBot, desk: Desk, hands: Hands, looking: CaseId) -> None:
    hands.see("收起，接着办叫到的号")
    hands.press(Qt.Key.Key_F9)
    on_the_form(hands)
    with desk.journal.reading() as reading:
        assert reading.case(looking).state is State.ACCEPTED


def test_what_was_done_with_a_case_that_was_looked_up_is_what_the_person_came_for(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    case = an_old_case(desk, accepted=False)
    call(hands, qtbot, desk)
    find(hands, case)
    for line in sheets.case(desk, case).owed:
        intake.receive(desk, case, MaterialCode(line.code))
    hands.see("受理")
    accepting.accept(desk, case)
    hands.see("办完，叫下一位")


def test_what_was_put_away_can_be_had_back(qtbot: QtBot, hands: Hands, looking: CaseId) -> None:
    hands.press(Qt.Key.Key_Escape)
    on_the_form(hands)
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: hands.window.session.case_id == looking)


def test_a_command_does_the_same_and_says_when_there_is_nothing_to_put_away(
    qtbot: QtBot, hands: Hands, looking: CaseId
) -> None:
    screen = hands.window.screen
    for _ in range(2):
        hands.press(Qt.Key.Key_K, CTRL)
        hands.compose("收起查到")
        qtbot.waitUntil(lambda: any(one.key == "put_away" for one in screen.commands.found.choices))
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: hands.window.session.case is None and not screen.commands.isVisible())
    on_the_form(hands)
    qtbot.waitUntil(lambda: "没有查出来的办件" in screen.messages.text.text())


def test_f7_puts_it_away_to_look_for_the_item_of_whoever_is_here(qtbot: QtBot, hands: Hands, looking: CaseId) -> None:
    screen = hands.window.screen
    hands.press(Qt.Key.Key_F7)
    assert screen.items.search.hasFocus()
    hands.type("gtgs")
    qtbot.waitUntil(lambda: bool(screen.items.found.choices))
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "个体工商户" in screen.items.name.text())
    assert hands.window.session.case is None


def test_f7_says_why_not_while_somebodys_case_is_in_hand(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    hands.see("还差 3 项")
    hands.press(Qt.Key.Key_F7)
    assert "事项已经定了" in hands.window.screen.messages.text.text()
    hands.press(Qt.Key.Key_Escape)  # the message
    hands.press(Qt.Key.Key_Escape)  # and no more than that
    assert hands.window.session.case is not None


def test_the_case_of_the_ticket_comes_back_and_is_not_put_away_itself(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    old = an_old_case(desk)
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    own = hands.window.session.case_id
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hands.press(digit)
    hands.see("受理并打印回执")
    hands.press(Qt.Key.Key_F9)
    hands.see("办完")
    find(hands, old)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: hands.window.session.case_id == own and hands.window.session.case is not None)
    hands.press(Qt.Key.Key_Escape)
    assert hands.window.session.case_id == own


def test_what_was_half_typed_before_it_was_looked_up_stands_in_the_form_again(
    qtbot: QtBot, desk: Desk, hands: Hands, clock: office.FrozenClock
) -> None:
    case = an_old_case(desk)
    clock.move(timedelta(minutes=1))
    call(hands, qtbot, desk)
    hands.type(NUMBER[:12])
    page = hands.window.screen.applicant
    qtbot.waitUntil(lambda: page.typed.id_number == NUMBER[:12])
    find(hands, case)  # the strip says that it was kept
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: hands.window.session.case is None and page.typed.id_number == NUMBER[:12])


def test_which_cases_are_only_looked_up() -> None:
    """Whose it is, how it came, and whether anything is left to be done."""
    mine = CaseId("c-1")
    called, served = drawn.called(case=None), drawn.called(case=mine)
    nobody = drawn.idle_call()
    over = drawn.case(case="c-1", state=State.DELIVERED)
    open_ = drawn.case(case="c-1", state=State.OPENED)
    assert looked_up(called, over, None)
    assert not looked_up(served, over, None)
    assert looked_up(called, open_, None), "by mistake: whoever was called waits"
    assert not looked_up(called, open_, mine), "the ticket does not know its case yet"
    assert not looked_up(nobody, open_, None), "somebody without a ticket is being served"
    assert looked_up(nobody, over, mine)
    assert over.next_step in (NextStep.DONE, NextStep.ARCHIVE)
