"""Those who wait: held and taken up, called by name, sent on with a remark, given a number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import sheets
from deskapp.desk import Desk
from deskapp.ids import ClerkId, DeviceId, QueueId, TicketId, WindowId
from deskapp.queries.taking_turns import line_of
from deskapp.rules.ticket import Ticket, TicketState, Transferred
from deskapp.rules.window import WindowOpened
from tests.clerk import office
from tests.ui.clerk.conftest import Hands, Live
from ui.parts.find_box import FindBox
from ui.parts.story_panel import StoryPanel

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def three(desk: Desk, clock: office.FrozenClock) -> list[TicketId]:
    """Three people wait, one minute apart."""
    tickets = []
    for number in ("A001", "A002", "A003"):
        tickets.append(office.issue(desk, number, item="ZJ-0201"))
        clock.move(timedelta(minutes=1))
    return tickets


def ticket_of(desk: Desk, ticket: TicketId) -> Ticket:
    with desk.journal.reading() as reading:
        return reading.ticket(ticket)


def in_hand(hands: Hands) -> str:
    return hands.window.session.call_number


def call(hands: Hands, qtbot: QtBot, number: str) -> None:
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: in_hand(hands) == number)
    hands.window.screen.accept_bar.undo_strip.withdraw()  # ten seconds later


def names(box: FindBox) -> list[str]:
    return [choice.name for choice in box.found.choices]


def shown(qtbot: QtBot, box: FindBox, *begin: str) -> None:
    qtbot.waitUntil(lambda: box.isVisible() and names(box)[: len(begin)] == list(begin))


def open_line(hands: Hands, qtbot: QtBot, *begin: str) -> FindBox:
    box = hands.window.screen.line
    hands.press(Qt.Key.Key_L, CTRL)
    shown(qtbot, box, *begin)
    return box


def hold(hands: Hands, qtbot: QtBot) -> None:
    hands.press(Qt.Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: in_hand(hands) == "")


def message(hands: Hands) -> str:
    return hands.window.screen.messages.text.text()


@pytest.mark.usefixtures("three")
def test_who_is_held_stands_on_the_bar_with_the_minutes_and_is_taken_up_by_three_keys(
    qtbot: QtBot, desk: Desk, clock: office.FrozenClock, hands: Hands
) -> None:
    bar = hands.window.screen.calling_bar
    call(hands, qtbot, "A001")
    hold(hands, qtbot)
    qtbot.waitUntil(lambda: bar.next_up.text() == "挂起 A001（16 分钟） · 下面 A002 A003")
    assert "A001 已挂起" in message(hands)
    call(hands, qtbot, "A002")
    open_line(hands, qtbot, "A001 挂起中", "A003")
    hands.press(ENTER)
    shown(qtbot, hands.window.screen.sure, "A001 回来了，接着办", "A001 没有回来，过号", "再等等")
    assert hands.window.screen.sure.found.choices[0].detail == "手上的 A002 同时办完"
    hands.press(ENTER)
    qtbot.waitUntil(lambda: in_hand(hands) == "A001")
    assert sheets.call(desk).ticket_state is TicketState.SERVING


def test_holding_is_taken_back(qtbot: QtBot, three: list[TicketId], desk: Desk, hands: Hands) -> None:
    call(hands, qtbot, "A001")
    hands.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: ticket_of(desk, three[0]).state is TicketState.SERVING)
    qtbot.waitUntil(lambda: hands.window.session.call is not None and hands.window.session.call.calls == 1)
    qtbot.waitUntil(
        lambda: hands.window.session.call is not None and hands.window.session.call.ticket_state is TicketState.SERVING
    )
    hold(hands, qtbot)
    strip = hands.window.screen.accept_bar.undo_strip
    qtbot.waitUntil(lambda: strip.offered and strip.text.text() == "A001 已挂起")
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: in_hand(hands) == "A001")


def test_who_does_not_come_back_in_time_is_said_once_and_passed(
    qtbot: QtBot, three: list[TicketId], desk: Desk, clock: office.FrozenClock, hands: Hands
) -> None:
    call(hands, qtbot, "A001")
    hold(hands, qtbot)
    screen = hands.window.screen
    clock.move(timedelta(minutes=16))
    screen.calling_bar.pass_time(clock.moment)
    hands.window.session.call_shown.emit()
    assert message(hands) == "A001 挂起的时间已到：Ctrl+L 接回或过号。"
    assert screen.calling_bar.next_up.property("tone") == "owed"
    screen.messages.dismiss()
    hands.window.session.call_shown.emit()
    assert "时间已到" not in message(hands)
    open_line(hands, qtbot, "A001 挂起中")
    hands.press(ENTER)
    shown(qtbot, screen.sure, "A001 回来了，接着办")
    hands.press(Qt.Key.Key_Down)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: ticket_of(desk, three[0]).state is TicketState.NO_SHOW)


@pytest.mark.usefixtures("three")
def test_one_of_them_is_called_out_of_turn_by_the_number(qtbot: QtBot, hands: Hands) -> None:
    box = open_line(hands, qtbot, "A001", "A002", "A003")
    assert [choice.detail.split(" · ")[0] == "最先到时" for choice in box.found.choices[:2]] == [True, False]
    assert [choice.hint for choice in box.found.choices[:3]] == ["等了 3 分钟", "等了 2 分钟", "等了 1 分钟"]
    hands.type("3")
    qtbot.waitUntil(lambda: names(box) == ["A003"])
    hands.press(ENTER)
    qtbot.waitUntil(lambda: in_hand(hands) == "A003")


def test_a_misclick_does_not_end_the_service_in_hand(
    qtbot: QtBot, three: list[TicketId], desk: Desk, hands: Hands
) -> None:
    call(hands, qtbot, "A001")
    open_line(hands, qtbot, "A002", "A003")
    hands.press(ENTER)
    sure = hands.window.screen.sure
    shown(qtbot, sure, "留下，继续办 A001", "办完 A001，叫 A002")
    assert sure.title.text() == "叫 A002？"
    hands.press(ENTER)
    qtbot.waitUntil(lambda: not sure.isVisible())
    assert in_hand(hands) == "A001"
    open_line(hands, qtbot, "A002", "A003")
    hands.press(Qt.Key.Key_Down)
    hands.press(ENTER)
    shown(qtbot, sure, "留下，继续办 A001", "办完 A001，叫 A003")
    hands.press(Qt.Key.Key_Down)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: in_hand(hands) == "A003")
    assert ticket_of(desk, three[0]).state is TicketState.FINISHED
    assert ticket_of(desk, three[1]).state is TicketState.WAITING


def test_a_person_is_sent_to_one_window_with_a_remark(
    qtbot: QtBot, three: list[TicketId], desk: Desk, hands: Hands
) -> None:
    call(hands, qtbot, "A001")
    with desk.journal.writing() as facts:
        facts.add(ClerkId("clerk5"), WindowOpened(ClerkId("clerk5"), DeviceId("other")), of="5")
    box = hands.window.screen.queues
    hands.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: box.isVisible() and "5 号窗" in names(box))
    assert "3 号窗" not in names(box), "not to itself"
    hands.type("5")
    qtbot.waitUntil(lambda: names(box) == ["5 号窗"])
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Tab)
    qtbot.waitUntil(box.remark.line.hasFocus)
    hands.compose("复核原件")
    hands.press(ENTER)
    qtbot.waitUntil(lambda: in_hand(hands) == "")
    sent = ticket_of(desk, three[0])
    assert (sent.state, sent.sent_to, sent.remark) == (TicketState.WAITING, "5", "复核原件")
    assert hands.window.screen.accept_bar.undo_strip.text.text() == "A001 已转到 5 号窗"


def test_the_remark_is_shown_to_whoever_receives_them(
    qtbot: QtBot, three: list[TicketId], desk: Desk, hands: Hands
) -> None:
    with desk.journal.writing() as facts:
        facts.add(ClerkId("clerk5"), Transferred(QueueId("A"), "已收押金条", WindowId("3")), of=three[0])
    box = open_line(hands, qtbot, "A001", "A002")
    assert "转来本窗" in box.found.choices[0].detail
    assert "留言：已收押金条" in box.found.choices[0].detail
    hands.press(Qt.Key.Key_Escape)
    call(hands, qtbot, "A001")
    qtbot.waitUntil(lambda: message(hands) == "A001 的留言：已收押金条")
    call(hands, qtbot, "A002")
    qtbot.waitUntil(lambda: "留言" not in message(hands))


@pytest.mark.usefixtures("three")
def test_a_click_on_those_who_wait_opens_the_list(qtbot: QtBot, hands: Hands) -> None:
    hands.window.screen.calling_bar.waiting.click()
    shown(qtbot, hands.window.screen.line, "A001", "A002", "A003", "取号…")


def test_without_the_line_no_number_is_given_and_the_clerk_is_told(qtbot: QtBot, hands: Hands) -> None:
    box = hands.window.screen.issue
    hands.press(Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: box.isVisible() and len(box.found.choices) > 4)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: bool(hands.window.screen.messages.shown))
    assert "取不了号" in message(hands)


@pytest.mark.parametrize(
    ("words", "number", "sort"), [("", "A001", "normal"), ("b 新来", "B001", "normal"), ("c 残疾", "C001", "disabled")]
)
def test_a_number_is_given_to_somebody_new(live: Live, words: str, number: str, sort: str) -> None:
    hands, box = Hands(live.qtbot, live.window), live.window.screen.issue
    find_ticket(live, hands, words)
    hands.press(ENTER)
    live.qtbot.waitUntil(lambda: message(hands) == f"已取号 {number}，前面 0 人。")
    assert not box.isVisible()
    with live.desk.journal.reading() as reading:
        (waiting,) = line_of(reading, reading.window(WindowId("3")))
    assert (waiting.number, waiting.ticket_class) == (number, sort)


def test_who_is_here_gets_a_second_number_that_keeps_their_place(live: Live) -> None:
    hands = Hands(live.qtbot, live.window)
    live.issue()
    live.see(1)
    call(hands, live.qtbot, "A001")
    find_ticket(live, hands, "C 再办")
    assert live.window.screen.issue.found.choices[0].detail == "按 A001 取号的时间排"
    hands.press(ENTER)
    live.qtbot.waitUntil(lambda: message(hands).startswith("已取号 C001"))
    with live.desk.journal.reading() as reading:
        (second,) = line_of(reading, reading.window(WindowId("3")))
        first = reading.ticket(second.visit or TicketId(""))
    assert (first.number, second.due_at) == ("A001", first.due_at)


def find_ticket(live: Live, hands: Hands, words: str) -> None:
    """Open the box for tickets and type until one is left."""
    box = live.window.screen.issue
    hands.press(Qt.Key.Key_T, CTRL)
    live.qtbot.waitUntil(lambda: box.isVisible() and len(box.found.choices) > 4)
    if words:
        hands.compose(words)
        box.search.textEdited.emit(words)
        live.qtbot.waitUntil(lambda: len(box.found.choices) == 1)


def test_a_tickets_story_is_told_at_the_window(hands: Hands, qtbot: QtBot, three: list[TicketId]) -> None:
    call(hands, qtbot, "A001")
    hands.press(Qt.Key.Key_G, CTRL)
    screen = hands.window.screen
    box = next(panel for panel in screen._overlays if isinstance(panel, FindBox) and panel.isVisible())
    box.search.setText("A001")
    box.search.textEdited.emit("A001")
    qtbot.waitUntil(lambda: names(box) == ["A001"])
    hands.press(ENTER)
    qtbot.waitUntil(lambda: any(isinstance(panel, StoryPanel) for panel in screen._overlays))
    panel = next(panel for panel in screen._overlays if isinstance(panel, StoryPanel))
    qtbot.waitUntil(panel.isVisible)
    assert [row.name for row in panel.moments.choices] == ["取号，A 队列", "3 号窗 叫号"]
    assert in_hand(hands) == "A001", "nothing happens to anybody"
