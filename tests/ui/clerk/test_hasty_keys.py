"""Keys struck in haste: nobody is sent away, and nothing that was typed is lost, by one key too many."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import sheets
from deskapp.desk import Desk
from deskapp.ids import TicketId
from deskapp.rules.case_state import State
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState
from tests.clerk import office
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_paper_panel import served
from ui.clerk import items_wires
from ui.keys import Ask

SERVING = TicketState.SERVING
CTRL = Qt.KeyboardModifier.ControlModifier


def said(hands: Hands) -> str:
    return hands.window.screen.messages.text.text()


def in_hand(hands: Hands) -> str:
    return hands.window.session.call_number


def two_wait(desk: Desk, clock: office.FrozenClock) -> None:
    office.issue(desk, "A001", item="ZJ-0201")
    clock.move(timedelta(minutes=1))
    office.issue(desk, "A002", item="ZJ-0201")


def called(hands: Hands, qtbot: QtBot, number: str = "A001") -> None:
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: in_hand(hands) == number)


def test_a_second_f2_does_not_send_away_who_was_just_called(
    qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands
) -> None:
    two_wait(desk, clock)
    called(hands, qtbot)
    qtbot.waitUntil(lambda: hands.window.screen.accept_bar.undo_strip.offered)
    hands.press(Qt.Key.Key_F2)
    assert "A001 还没有到" in said(hands)
    assert sheets.call(desk).number == "A001"
    hands.window.screen.accept_bar.undo_strip.withdraw()  # ten seconds later the key does what it says
    called(hands, qtbot, "A002")
    qtbot.waitUntil(lambda: "还没有到" not in said(hands))


def test_what_is_half_typed_goes_only_when_f2_is_hit_again(
    qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands
) -> None:
    two_wait(desk, clock)
    called(hands, qtbot)
    hands.type("99010619")
    qtbot.waitUntil(lambda: hands.window.session.call is not None and hands.window.session.call.ticket_state is SERVING)
    hands.press(Qt.Key.Key_F2)
    assert "再按一次 F2" in said(hands)
    assert sheets.call(desk).number == "A001"
    assert hands.window.screen.applicant.typed.id_number == "99010619"
    called(hands, qtbot, "A002")
    qtbot.waitUntil(lambda: hands.window.screen.applicant.typed.id_number == "")
    assert "再按一次 F2" not in said(hands)


def test_a_paused_window_calls_nobody(qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands) -> None:
    two_wait(desk, clock)
    hands.press(Qt.Key.Key_F8)
    qtbot.waitUntil(
        lambda: hands.window.session.call is not None and hands.window.session.call.window_state is WindowState.PAUSED
    )
    hands.press(Qt.Key.Key_F2)
    assert "先按 F8" in said(hands)
    assert sheets.call(desk).ticket is None
    hands.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "先按 F8" not in said(hands))


def test_a_no_show_is_taken_back_and_the_person_keeps_their_place(
    qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands
) -> None:
    two_wait(desk, clock)
    called(hands, qtbot)
    strip = hands.window.screen.accept_bar.undo_strip
    hands.press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: strip.text.text() == "A001 已过号")
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: [one.number for one in sheets.call(desk).next_numbers] == ["A001", "A002"])
    assert not strip.offered


def test_a_transfer_is_taken_back(qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands) -> None:
    two_wait(desk, clock)
    called(hands, qtbot)
    ticket = sheets.call(desk).ticket
    assert ticket is not None
    box, strip = hands.window.screen.queues, hands.window.screen.accept_bar.undo_strip
    hands.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: box.isVisible() and len(box.found.choices) > 1)
    hands.type("D")
    qtbot.waitUntil(lambda: [choice.key for choice in box.found.choices] == ["D"])
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: strip.text.text() == "A001 已转到 D 队列")
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: queue_of(desk, ticket) == "A")


def test_the_button_takes_back_as_the_key_does(
    qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands
) -> None:
    two_wait(desk, clock)
    called(hands, qtbot)
    strip = hands.window.screen.accept_bar.undo_strip
    qtbot.waitUntil(lambda: strip.offered)
    strip.undo_button.click()
    qtbot.waitUntil(lambda: in_hand(hands) == "")
    assert [one.number for one in sheets.call(desk).next_numbers] == ["A001", "A002"]


def queue_of(desk: Desk, ticket: TicketId) -> str | None:
    with desk.journal.reading() as reading:
        return reading.ticket(ticket).queue


def test_a_case_that_nobody_finds_is_said_and_one_letter_of_a_surname_is_enough(qtbot: QtBot, hands: Hands) -> None:
    box = hands.window.screen.find_case
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("9")
    qtbot.waitUntil(lambda: [choice.name for choice in box.found.choices] == ["请再输入几位"])
    hands.press(Qt.Key.Key_Backspace)
    hands.compose("张")
    box.search.searched.emit("张")
    qtbot.waitUntil(lambda: [choice.name for choice in box.found.choices] == ["没有找到“张”"])
    hands.press(Qt.Key.Key_Return)
    assert box.isVisible()


def test_enter_struck_before_the_tickets_item_is_there_takes_the_case_in_when_it_is(
    qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly, there = items_wires.read_item, Event()
    monkeypatch.setattr(items_wires, "read_item", lambda *asked: (there.wait(30), slowly(*asked))[1])
    two_wait(desk, clock)
    called(hands, qtbot)
    hands.type("990105198802293371")
    hands.press(Qt.Key.Key_Return)
    hands.compose("张伟")
    hands.press(Qt.Key.Key_Return)
    hands.type("19900009569")
    hands.press(Qt.Key.Key_Return)
    assert not hands.window.screen.items.search.hasFocus()
    there.set()
    hands.see("还差 3 项")


def test_enter_stays_once_at_a_number_that_is_wrong_and_goes_on_when_struck_again(
    qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands
) -> None:
    two_wait(desk, clock)
    called(hands, qtbot)
    fields = hands.window.screen.applicant.fields
    hands.type("990105198802293372")
    hands.press(Qt.Key.Key_Return)
    assert fields["id_number"].line.hasFocus()
    assert "校验" in fields["id_number"].wrong.text()
    hands.type("990105198802293371")  # over the wrong one, which is chosen
    hands.press(Qt.Key.Key_Return)
    assert fields["name"].line.hasFocus()
    hands.type("5")
    hands.press(Qt.Key.Key_Return)
    assert "数字" in fields["name"].wrong.text()
    assert fields["name"].line.hasFocus()
    hands.press(Qt.Key.Key_Return)
    assert fields["phone"].line.hasFocus()
    assert hands.window.screen.applicant.typed.id_number == "990105198802293371"


def test_after_a_withdrawal_the_strip_says_what_comes_next(
    qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands
) -> None:
    two_wait(desk, clock)
    called(hands, qtbot)
    for words in ("990105198802293371", "张伟", "19900009569"):
        if words == "张伟":
            hands.compose(words)
        else:
            hands.type(words)
        hands.press(Qt.Key.Key_Return)
    hands.see("还差 3 项")
    hands.press(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "已打印" in said(hands))
    hands.window.screen.messages.dismiss()
    qtbot.waitUntil(lambda: "已一次性告知" in said(hands))
    hands.see("叫下一位")
    hands.window.screen.commands.chosen.emit("withdraw")
    qtbot.waitUntil(hands.window.screen.remark.isVisible)
    hands.compose("不办了")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "已撤回" in said(hands))


def test_while_a_step_is_on_its_way_undo_does_not_take_back_the_one_before(
    qtbot: QtBot, desk: Desk, hands: Hands, tray: office.Tray
) -> None:
    """The papers of a withdrawal print slowly, and Ctrl+Z is quick: the acceptance before it is over and done."""
    served(hands, qtbot, desk)
    hands.press(Qt.Key.Key_F9)
    screen, session = hands.window.screen, hands.window.session
    undo = screen.accept_bar.undo_strip
    qtbot.waitUntil(lambda: undo.offered)
    gate = Event()
    tray.print = lambda document: gate.wait(10)  # type: ignore[assignment, method-assign]
    screen.command(Ask.WITHDRAW.value)
    qtbot.waitUntil(screen.remark.isVisible)
    hands.type("later")
    qtbot.waitUntil(lambda: screen.remark.go.isEnabled() and not screen.keys.resting)
    hands.press(Qt.Key.Key_F9)
    assert not undo.offered
    hands.press(Qt.Key.Key_Z, CTRL)
    gate.set()
    qtbot.waitUntil(lambda: undo.offered and session.case is not None and session.case.state is State.WITHDRAWN)
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: session.case is not None and session.case.state is State.ACCEPTED)
