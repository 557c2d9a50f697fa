"""The replay, worked by keys: it shows what was, changes nothing, and the loop is never held up."""

from __future__ import annotations

import threading
import time
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from deskapp.hall import replaying
from deskapp.journal.chain import moment_text
from deskapp.queries.hall_board import HallBoard
from deskapp.queries.replay_board import DayTape
from tests.clerk import office
from tests.ui.hall import days
from tests.ui.hall.conftest import Hall
from ui.hall.replay_page import SPEEDS, ReplayPage

CTRL = Qt.KeyboardModifier.ControlModifier
OPENS = office.MORNING


@pytest.fixture
def page(hall: Hall) -> ReplayPage:
    days.live(hall.desk, hall.clock, OPENS, OPENS + timedelta(hours=2))
    hall.press(Qt.Key.Key_R, CTRL)
    page = hall.screen.pages.replay
    hall.qtbot.waitUntil(lambda: page._board is not None)
    return page


def shown(page: ReplayPage) -> dict[str, tuple[str, ...]]:
    return {queue: box.tickets.numbers() for queue, box in page.columns.items()}


def at(hall: Hall, page: ReplayPage, moment: datetime) -> None:
    hall.qtbot.waitUntil(lambda: page._moment == moment)


def test_it_is_marked_as_what_it_is_and_begins_with_the_day(hall: Hall, page: ReplayPage) -> None:
    assert "回放" in page.mark.text()
    assert "不是现在" in page.mark.text()
    assert page._moment == OPENS
    assert page.time.text() == "11月23日 09:30:00"
    assert page.figures.text().startswith("等候 0 人 · 已办 0 件 · 开窗")


def test_the_slider_leads_to_any_moment(hall: Hall, page: ReplayPage) -> None:
    page.slider.setValue(75 * 60)
    moment = OPENS + timedelta(minutes=75)
    at(hall, page, moment)
    board = replaying.tape(hall.desk, hall.desk.clock.today()).board(moment)
    assert shown(page) == {one.queue: tuple(t.number for t in one.waiting) for one in board.queues}
    page.slider.setFocus()
    QTest.keyClick(page.slider, Qt.Key.Key_Left)
    at(hall, page, moment - timedelta(minutes=1))
    QTest.keyClick(page.slider, Qt.Key.Key_PageUp)
    at(hall, page, moment + timedelta(minutes=9))


def test_step_by_step_it_goes_to_what_happened_next_and_back(hall: Hall, page: ReplayPage) -> None:
    tape = replaying.tape(hall.desk, hall.desk.clock.today())
    first = tape.replay.next_after(tape.first)
    assert first is not None
    hall.press(Qt.Key.Key_Right, CTRL)
    at(hall, page, first)
    second = tape.replay.next_after(first)
    assert second is not None
    page.forward.click()
    at(hall, page, second)
    hall.press(Qt.Key.Key_Left, CTRL)
    at(hall, page, first)


def test_it_plays_as_fast_as_is_chosen_to_the_end_and_from_the_beginning_again(hall: Hall, page: ReplayPage) -> None:
    assert page.times == 60
    for _ in range(4):
        hall.press(Qt.Key.Key_Equal, CTRL)
    assert page.times == SPEEDS[-1]
    hall.press(Qt.Key.Key_F9)
    assert page.playing
    assert "暂停" in page.play.text()
    hall.qtbot.waitUntil(lambda: not page.playing, timeout=30_000)
    tape = replaying.tape(hall.desk, hall.desk.clock.today())
    at(hall, page, tape.last)
    hall.press(Qt.Key.Key_F9)
    hall.qtbot.waitUntil(lambda: page._moment is not None and page._moment < tape.last)
    page.play.click()
    hall.qtbot.waitUntil(lambda: not page.playing)
    for _ in range(5):
        hall.press(Qt.Key.Key_Minus, CTRL)
    assert page.times == 1


def test_frames_come_from_a_lane_and_the_screens_thread_only_shows_them(
    hall: Hall, page: ReplayPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by: set[str] = set()
    took: list[float] = []
    real_board, real_show = DayTape.board, page.show_board

    def board(tape: DayTape, moment: datetime) -> HallBoard:
        made_by.add(threading.current_thread().name)
        return real_board(tape, moment)

    def show(board: HallBoard, moment: datetime) -> None:
        begun = time.thread_time()
        real_show(board, moment)
        page.repaint()
        took.append((time.thread_time() - begun) * 1000)

    monkeypatch.setattr(DayTape, "board", board)
    monkeypatch.setattr(page, "show_board", show)
    page.speed.setCurrentIndex(len(SPEEDS) - 1)
    hall.press(Qt.Key.Key_F9)
    hall.qtbot.waitUntil(lambda: not page.playing, timeout=60_000)
    assert made_by == {"lane-replay"}
    assert len(took) > 20
    assert max(took) < 50, "milliseconds of the screen's own time"


def test_closing_it_stops_it_and_nothing_was_written(hall: Hall, page: ReplayPage) -> None:
    with hall.desk.journal.reading() as reading:
        before = len(reading.events_of(hall.sheet().windows[0].window))
    hall.press(Qt.Key.Key_F9)
    hall.press(Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert not page.playing
    with hall.desk.journal.reading() as reading:
        assert len(reading.events_of(hall.sheet().windows[0].window)) == before
    assert moment_text(hall.clock.moment) == moment_text(OPENS + timedelta(hours=2))


def test_people_in_it_cannot_be_dragged_and_nobody_is_dropped_on_it(page: ReplayPage) -> None:
    assert not page.windows.viewport().acceptDrops()
    for box in page.columns.values():
        assert not box.acceptDrops()
        assert not box.tickets.dragEnabled()


def test_a_day_on_which_nothing_happened_is_said_and_another_can_be_chosen(hall: Hall, page: ReplayPage) -> None:
    page.day.setDate(QDate(2026, 11, 1))
    hall.qtbot.waitUntil(lambda: page.messages.shown is not None)
    assert "2026-11-01 这一天没有记录" in page.messages.text.text()
    assert not page.play.isEnabled()
    page.day.setDate(QDate(2026, 11, 23))
    hall.qtbot.waitUntil(page.play.isEnabled)
    assert page.messages.shown is None
    assert date(2026, 11, 23) == hall.desk.clock.today()
