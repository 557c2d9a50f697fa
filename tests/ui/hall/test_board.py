"""The manager's board, worked by keys and by dragging, over a real journal."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from deskapp.hall import windows
from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.queries.hall_board import WindowCard
from deskapp.rules.ticket import Arrived, Called, Finished
from deskapp.rules.turns import Plan, Turn
from deskapp.rules.window import WindowState
from tests.clerk import office
from tests.ui import sheets
from tests.ui.hall.conftest import Hall
from ui.hall.tickets_list import TICKETS_MIME, dragged
from ui.parts.find_box import FindBox
from ui.parts.story_panel import StoryPanel

CTRL = Qt.KeyboardModifier.ControlModifier
A, B, C = QueueId("A"), QueueId("B"), QueueId("C")
ENTER = Qt.Key.Key_Return


def choose(hall: Hall, queue: QueueId, *rows: int) -> None:
    """Choose people in a queue by the keys of a list."""
    tickets = hall.screen.columns[queue].tickets
    tickets.setFocus()
    if not rows:
        QTest.keyClick(tickets, Qt.Key.Key_A, CTRL)
        return
    for row in rows:
        place = tickets.visualRect(tickets.model().index(row, 0)).center()
        QTest.mouseClick(tickets.viewport(), Qt.MouseButton.LeftButton, CTRL, place)


def move_to(hall: Hall, typed: str, remark: str = "") -> None:
    hall.press(Qt.Key.Key_F6)
    box = hall.screen.places
    hall.qtbot.waitUntil(lambda: box.isVisible() and len(box.found.choices) > 1)
    QTest.keyClicks(box.search, typed)
    hall.qtbot.waitUntil(lambda: len(box.found.choices) == 1)
    box.remark.set_text(remark)
    QTest.keyClick(box.search, ENTER)


def served(hall: Hall, queue: QueueId, minutes: int, times: int = 8) -> None:
    """So many services of so many minutes, so that waits can be told."""
    three = WindowId("3")
    for number in range(900, 900 + times):
        ticket = office.issue(hall.desk, f"{queue}{number}")
        with hall.desk.journal.writing() as facts:
            facts.add(ClerkId("clerk3"), Called(three), of=ticket)
            facts.add(ClerkId("clerk3"), Arrived(three), of=ticket)
        hall.clock.move(timedelta(minutes=minutes))
        with hall.desk.journal.writing() as facts:
            facts.add(ClerkId("clerk3"), Finished(three), of=ticket)


def test_the_board_shows_every_queue_and_every_window(hall: Hall) -> None:
    hall.waiting("A001", "A002", "C001")
    columns = hall.screen.columns
    assert list(columns) == ["A", "B", "C", "D"]
    hall.qtbot.waitUntil(lambda: columns[A].tickets.numbers() == ("A001", "A002"))
    assert columns[B].waiting.text() == "无人等候"
    assert columns[A].served_by.text() == "3、5、7 号窗在办"
    assert columns[QueueId("D")].served_by.text() == "⚠ 没有窗口在办"
    assert hall.screen.figures.text() == "等候 3 人 · 最久 0 分钟 · 今日已办 0 件"
    assert hall.screen.windows_open.text() == "开窗 3/8"


def test_a_whole_queue_is_moved_by_four_keys_and_moved_back(hall: Hall) -> None:
    tickets = hall.waiting("A001", "A002", "A003")
    choose(hall, A)
    move_to(hall, "C", "分流")
    hall.qtbot.waitUntil(lambda: hall.screen.columns[C].tickets.numbers() == ("A001", "A002", "A003"))
    assert hall.screen.undo_strip.text.text() == "3 人已移到 C 队列"
    assert hall.ticket(tickets[0]).remark == "分流"
    hall.press(Qt.Key.Key_Z, CTRL)
    hall.qtbot.waitUntil(lambda: hall.screen.columns[A].tickets.numbers() == ("A001", "A002", "A003"))
    assert hall.ticket(tickets[0]).remark == ""


def test_two_of_them_are_sent_to_one_window(hall: Hall) -> None:
    tickets = hall.waiting("A001", "A002", "A003")
    choose(hall, A, 0, 2)
    move_to(hall, "7")
    hall.qtbot.waitUntil(lambda: hall.ticket(tickets[2]).sent_to == "7")
    assert [hall.ticket(ticket).sent_to for ticket in tickets] == ["7", None, "7"]


def test_nothing_is_moved_when_nobody_is_chosen(hall: Hall) -> None:
    hall.waiting("A001")
    hall.press(Qt.Key.Key_F6)
    assert "先选中要移动的人" in hall.message()
    assert not hall.screen.places.isVisible()


def test_who_was_called_meanwhile_is_named_and_left(hall: Hall) -> None:
    first, second = hall.waiting("A001", "A002")
    with hall.desk.journal.writing() as facts:
        facts.add(ClerkId("clerk3"), Called(WindowId("3")), of=first)
    hall.screen.move_asked.emit((first, second), "queue C")
    hall.qtbot.waitUntil(lambda: hall.message() == "A001 已被叫走，没有移动。")
    assert (hall.ticket(first).queue, hall.ticket(second).queue) == ("A", "C")


def test_what_is_chosen_stays_chosen_while_others_come_and_go(hall: Hall) -> None:
    _, second = hall.waiting("A001", "A002")
    choose(hall, A, 1)
    assert hall.screen.chosen() == (second,)
    hall.waiting("A003")
    hall.qtbot.waitUntil(lambda: len(hall.screen.columns[A].tickets.numbers()) == 3)
    assert hall.screen.chosen() == (second,)


def drop(target: QWidget, place: QPoint, tickets: tuple[TicketId, ...]) -> None:
    """Let people go over a widget, as the end of a drag."""
    data = QMimeData()
    data.setData(TICKETS_MIME, "\n".join(tickets).encode())
    buttons, held, action = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    enter = QDragEnterEvent(place, action, data, buttons, held)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(place), action, data, buttons, held))


def test_people_are_dropped_on_a_queue_and_the_waits_are_told_before(hall: Hall) -> None:
    served(hall, A, 10)
    served(hall, B, 10)
    first, second = hall.waiting("A001", "A002")
    hall.qtbot.waitUntil(lambda: len(hall.sheet().queues[1].services) == 8)
    column = hall.screen.columns[B]
    data = QMimeData()
    data.setData(TICKETS_MIME, f"{first}\n{second}".encode())
    buttons, held, action = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    QApplication.sendEvent(column, QDragEnterEvent(QPoint(5, 5), action, data, buttons, held))
    before, after = hall.sheet().queues[1].wait(), hall.sheet().queues[1].wait(people=2)
    assert before is not None
    assert after is not None
    told = f"B 队列：{before.least}–{before.most} 分钟 → {after.least}–{after.most} 分钟"
    assert told in hall.message()
    drop(column, QPoint(5, 5), (first, second))
    hall.qtbot.waitUntil(lambda: hall.ticket(second).queue == "B")


def test_people_are_dropped_on_a_window(hall: Hall) -> None:
    (first,) = hall.waiting("A001")
    view = hall.screen.windows
    row = [card.window for card in hall.sheet().windows].index(WindowId("5"))
    place = view.visualRect(view.model().index(row, 0)).center()
    drop(view.viewport(), place, (first,))
    hall.qtbot.waitUntil(lambda: hall.ticket(first).sent_to == "5")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-other"])
def test_what_is_not_ours_is_not_taken(kind: str) -> None:
    data = QMimeData()
    data.setData(kind, b"A001")
    assert dragged(data) == ()


def card_of(hall: Hall, window: str) -> WindowCard:
    return next(card for card in hall.sheet().windows if card.window == window)


def ask_of(hall: Hall, window: str, *downs: int) -> None:
    """Open what can be asked of a window, and take the entry so many lines down."""
    view, box = hall.screen.windows, hall.screen.window_asks
    hall.press(Qt.Key.Key_L, CTRL)
    row = [card.window for card in hall.sheet().windows].index(WindowId(window))
    view.setCurrentIndex(view.model().index(row, 0))
    QTest.keyClick(view, ENTER)
    hall.qtbot.waitUntil(lambda: box.isVisible() and len(box.found.choices) > 0)
    for _ in range(sum(downs)):
        QTest.keyClick(box.search, Qt.Key.Key_Down)
    QTest.keyClick(box.search, ENTER)


def test_a_window_is_given_other_queues_for_an_hour_and_they_are_taken_back(hall: Hall) -> None:
    usual = hall.at("7").plan
    ask_of(hall, "7")
    panel = hall.screen.arrange
    hall.qtbot.waitUntil(panel.isVisible)
    for queue in (A, B, C):
        panel.boxes[queue].setChecked(False)
    assert not panel.go.isEnabled(), "a window serves something"
    panel.boxes[C].click()
    panel.boxes[A].click()
    panel.turn.setCurrentIndex(list(Turn).index(Turn.ORDER))
    panel.until.setCurrentIndex(2)
    panel.why.set_text("社保排长队")
    hall.press(Qt.Key.Key_F9)
    hall.qtbot.waitUntil(lambda: hall.at("7").plan == Plan((C, A), Turn.ORDER))
    assert hall.at("7").until == hall.clock.moment + timedelta(minutes=60)
    hall.qtbot.waitUntil(lambda: hall.screen.undo_strip.text.text() == "7 号窗改办 C A")
    hall.screen.undo_strip.undo_button.click()
    hall.qtbot.waitUntil(lambda: hall.at("7").plan == usual)


def test_shares_are_set_for_each_queue(hall: Hall) -> None:
    ask_of(hall, "7")
    panel = hall.screen.arrange
    hall.qtbot.waitUntil(panel.isVisible)
    panel.turn.setCurrentIndex(list(Turn).index(Turn.SHARE))
    panel.shares[A].setValue(3)
    panel.boxes[C].setChecked(False)
    panel.go.click()
    hall.qtbot.waitUntil(lambda: card_of(hall, "7").plan == Plan((A, B), Turn.SHARE, (3, 1)))
    ask_of(hall, "7")
    hall.qtbot.waitUntil(panel.isVisible)
    assert (panel.plan().turn, panel.shares[A].value()) == (Turn.SHARE, 3)


def test_a_window_is_paused_and_resumed_by_a_key(hall: Hall) -> None:
    view = hall.screen.windows
    row = [card.window for card in hall.sheet().windows].index(WindowId("5"))
    view.setCurrentIndex(view.model().index(row, 0))
    hall.press(Qt.Key.Key_F8)
    hall.qtbot.waitUntil(lambda: hall.at("5").state is WindowState.PAUSED)
    hall.qtbot.waitUntil(lambda: view.words(WindowId("5")) == "暂停")
    hall.press(Qt.Key.Key_F8)
    hall.qtbot.waitUntil(lambda: hall.at("5").state is WindowState.OPEN)


def test_a_window_whose_clerk_has_left_is_closed(hall: Hall) -> None:
    ask_of(hall, "5", 2)
    hall.qtbot.waitUntil(lambda: hall.at("5").state is WindowState.CLOSED)
    hall.qtbot.waitUntil(lambda: hall.message() == "5 号窗已关。")


def test_without_the_line_nothing_is_released_and_the_manager_is_told(hall: Hall) -> None:
    ask_of(hall, "5", 3)
    hall.qtbot.waitUntil(lambda: hall.screen.messages.shown is not None)
    assert hall.screen.messages.shown is not None
    assert hall.screen.messages.shown.code == "line.down"


def test_what_the_centre_did_not_take_is_said_with_its_reason_and_lies_behind_the_lamp(hall: Hall) -> None:
    session, lamp = hall.window.session, hall.screen.lamp.lamp
    step = sheets.unsent("A012", rejected="ticket.wrong_state")
    session._show_line(sheets.line(rejected=1, steps=(step,)))
    assert "中心没有采纳 1 步" in hall.message()
    assert "A012" in hall.message()
    hall.screen.messages.dismiss()
    session._show_line(sheets.line(rejected=1, steps=(step,)))
    assert "没有采纳" not in hall.message(), "said once"
    lamp.click()
    outbox = hall.screen.outbox
    assert outbox.isVisible()
    assert [(choice.name.split()[-1], choice.detail[0]) for choice in outbox.steps.choices] == [("A012", "⚠")]
    outbox.steps.setCurrentIndex(outbox.steps.model().index(0, 0))
    assert not outbox.again.isVisible(), "people are not moved twice"
    assert not outbox.remark.isVisible()
    assert (outbox.give_up.text(), outbox.give_up.isEnabled()) == ("知道了，以中心为准", True)


def test_what_is_proposed_is_done_by_one_key_for_an_hour(hall: Hall) -> None:
    served(hall, C, 10)
    for name in "57":
        windows.change_queues(hall.desk, WindowId(name), Plan((B,)))
    hall.waiting("C001", "C002", "C003", "C004", "C005")
    hall.qtbot.waitUntil(lambda: bool(hall.sheet().proposals))
    screen = hall.screen
    hall.qtbot.waitUntil(lambda: "让 5 号窗帮一小时" in screen.proposal.text())
    assert re.match(r"C \S+ \d\d:\d\d 将等过 30 分钟：让 5 号窗帮一小时？ ", screen.proposal.text())
    hall.press(Qt.Key.Key_F9)
    hall.qtbot.waitUntil(lambda: hall.at("5").queues == (B, C))
    assert hall.at("5").until == hall.clock.moment + timedelta(hours=1)
    hall.qtbot.waitUntil(screen.adopt.isHidden)
    hall.qtbot.waitUntil(lambda: screen.undo_strip.offered)
    hall.press(Qt.Key.Key_Z, CTRL)
    hall.qtbot.waitUntil(lambda: hall.at("5").queues == (B,))


def test_a_tickets_story_is_told_at_the_board(hall: Hall) -> None:
    (ticket,) = hall.waiting("A012")
    hall.clock.move(timedelta(minutes=32, seconds=11))
    with hall.desk.journal.writing() as facts:
        facts.add(ClerkId("clerk3"), Called(WindowId("3")), of=ticket)
    hall.press(Qt.Key.Key_G, CTRL)
    box = next(panel for panel in hall.screen._overlays if isinstance(panel, FindBox) and panel.isVisible())
    QTest.keyClicks(box.search, "12")
    hall.qtbot.waitUntil(lambda: len(box.found.choices) == 1)
    QTest.keyClick(box.search, ENTER)
    hall.qtbot.waitUntil(lambda: any(isinstance(panel, StoryPanel) for panel in hall.screen._overlays))
    panel = next(panel for panel in hall.screen._overlays if isinstance(panel, StoryPanel))
    hall.qtbot.waitUntil(panel.isVisible)
    assert panel.standing.text() == "已叫号 · 3 号窗"
    assert [(row.name, row.hint) for row in panel.moments.choices] == [
        ("取号，A 队列", "09:30:00"), ("3 号窗 叫号", "10:02:11"),
    ]  # fmt: skip
    hall.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
