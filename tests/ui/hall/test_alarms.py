"""Alarms on the manager's board: seen, dealt with by one key, taken back; and silent while nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.hall import board
from deskapp.ids import ClerkId, WindowId
from deskapp.protocol.messages import HallPresence, WindowPresence
from deskapp.rules.alarms import Sort
from deskapp.rules.window import HelpCalled, WindowState
from tests.fakes.no_line import NoLine
from tests.queries import telling
from tests.ui.hall.conftest import Hall
from ui import texts
from ui.keys import Ask

CTRL = Qt.KeyboardModifier.ControlModifier
FIVE, SEVEN = WindowId("5"), WindowId("7")


@dataclass
class Hearing(NoLine):
    """A centre that hears of windows as it is told to, and notes what is released."""

    silent: dict[WindowId, tuple[int, int]] = field(default_factory=dict)
    released: list[WindowId] = field(default_factory=list)

    def presence(self, *, token: str) -> HallPresence:
        told = [WindowPresence(window=w, silent=silent, left=left) for w, (silent, left) in self.silent.items()]
        return HallPresence(windows=told)

    def release(self, window: WindowId, *, token: str) -> None:
        self.released.append(window)
        self.silent[window] = (self.silent[window][0], 0)


@dataclass
class Watched:
    hall: Hall
    centre: Hearing

    def until(self, holds: Callable[[], bool]) -> None:
        self.hall.qtbot.waitUntil(holds)

    def ask(self) -> None:
        """The centre is asked again, as it is every few seconds."""
        alarms = self.hall.window.session.alarms
        self.until(lambda: not alarms._asking)  # or what is asked already is not asked anew
        alarms.ask()

    def silent(self, window: WindowId, seconds: int, left: int = 0) -> None:
        self.centre.silent[window] = (seconds, left)
        self.ask()

    def rows(self) -> list[str]:
        return [row.text.text() for row in self.hall.screen.alarms.rows if row.isVisible()]

    def card(self, window: WindowId) -> str:
        return self.hall.screen.windows.words(window)


@pytest.fixture
def watched(hall: Hall) -> Watched:
    """A board whose line is up and whose centre answers."""
    centre, session = Hearing(), hall.window.session
    session.desk = replace(hall.desk, centre=centre, clerk=replace(hall.desk.clerk, token="t"))
    hall.desk.line.answered()
    hall.clock.move(board.SETTLES_IN)
    made = Watched(hall, centre)
    hall.qtbot.waitUntil(lambda: not session.alarms._asking)
    made.ask()
    hall.qtbot.waitUntil(lambda: session.alarms.heard is not None)
    return made


def call_for_help(hall: Hall, window: WindowId = SEVEN) -> None:
    with hall.desk.journal.writing() as facts:
        facts.add(ClerkId(f"clerk{window}"), HelpCalled(), of=window)


def test_a_quiet_hall_has_no_alarms_and_no_room_for_them(watched: Watched) -> None:
    assert watched.rows() == []
    assert not watched.hall.screen.alarms.isVisible()


def test_a_silent_window_is_released_then_paused_and_the_pause_taken_back(watched: Watched) -> None:
    hall = watched.hall
    watched.silent(FIVE, 180, left=420)
    watched.until(lambda: watched.rows() == ["⚠ 5 号窗 3 分钟没有消息：留给它的号让别的窗口叫？"])
    assert watched.card(FIVE) == "⚠ 没有消息 3 分钟"
    row = hall.screen.alarms.rows[0]
    assert row.go.text() == "放开它的号 Ctrl+J"
    hall.press(Qt.Key.Key_J, CTRL)
    watched.until(lambda: watched.centre.released == [FIVE])
    watched.until(lambda: row.go.text() == "暂停 Ctrl+J" and not hall.screen.keys.resting)
    hall.press(Qt.Key.Key_J, CTRL)
    watched.until(lambda: hall.at("5").state is WindowState.PAUSED and watched.rows() == [])
    assert hall.screen.undo_strip.text.text() == "5 号窗已暂停"
    hall.press(Qt.Key.Key_Z, CTRL)
    watched.until(lambda: hall.at("5").state is WindowState.OPEN)
    watched.until(lambda: len(watched.rows()) == 1)


def test_a_window_with_people_of_its_own_is_closed_by_the_button(watched: Watched) -> None:
    hall = watched.hall
    (ticket,) = hall.waiting("A001")
    hall.screen.move_asked.emit((ticket,), "window 5")
    watched.silent(FIVE, 900)
    row = hall.screen.alarms.rows[0]
    watched.until(lambda: row.go.text() == "关窗 Ctrl+J")
    row.go.click()
    watched.until(lambda: hall.at("5").state is WindowState.CLOSED and watched.rows() == [])


def test_a_window_that_calls_nobody_is_seen_from_the_journal_alone(watched: Watched) -> None:
    hall = watched.hall
    hall.waiting("C001", "C002")
    hall.clock.move(timedelta(minutes=11))
    watched.ask()
    watched.until(lambda: "⚠ 3 号窗 11 分钟没有叫号，2 人在等：暂停，先不指望它叫号？" in watched.rows())
    assert len(watched.rows()) == 1, "one at a time"
    assert hall.screen.alarms.rows[0].more.text() == "还有 2 条"


def test_what_was_seen_is_not_shown_again_before_it_has_ended_and_begun_anew(watched: Watched) -> None:
    hall = watched.hall
    watched.silent(FIVE, 180, left=420)
    watched.until(lambda: len(watched.rows()) == 1)
    hall.screen.alarms.rows[0].dismiss.click()
    assert watched.rows() == []
    assert watched.card(FIVE) == "空闲"
    watched.silent(FIVE, 240, left=360)
    alarms = hall.window.session.alarms
    watched.until(lambda: not alarms._asking and [a.sort for a in hall.sheet().alarms] == [Sort.UNHEARD])
    assert watched.rows() == []
    watched.silent(FIVE, 0, left=600)
    watched.until(lambda: hall.sheet().alarms == ())
    watched.silent(FIVE, 180, left=420)
    watched.until(lambda: len(watched.rows()) == 1)


def test_with_our_own_line_cut_nothing_is_said_of_the_windows_but_that(watched: Watched) -> None:
    hall = watched.hall
    call_for_help(hall)
    watched.silent(FIVE, 180, left=420)
    watched.until(lambda: len(watched.rows()) == 2)
    hall.desk.line.failed("line.down")
    bar = hall.screen.alarms
    watched.until(lambda: bar.unknown.text().startswith("◐ 本台线路 09:30 中断：各窗口的情形现在不知道"))
    watched.until(lambda: len(watched.rows()) == 1)
    assert "7 号窗紧急呼叫" in watched.rows()[0], "a call that has come does not become untrue"
    hall.desk.line.answered()
    watched.until(lambda: bar.unknown.text() == "")
    assert len(watched.rows()) == 1, "each window has as long to come back as we had"
    watched.until(lambda: not hall.window.session.alarms._asking)
    hall.clock.move(board.SETTLES_IN)
    watched.ask()
    watched.until(lambda: len(watched.rows()) == 2)


def test_who_signed_in_without_the_line_is_told_what_they_cannot_see(hall: Hall) -> None:
    hall.desk.line.answered()
    hall.qtbot.waitUntil(lambda: hall.screen.alarms.unknown.text().startswith("◐ 您是离线登录的"))


@dataclass
class Bell:
    rung: int = 0


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Bell:
    made = Bell()

    def beep() -> None:
        made.rung += 1

    monkeypatch.setattr(QApplication, "beep", beep)
    return made


def test_a_call_for_help_is_loud_until_somebody_says_they_come(watched: Watched, bell: Bell) -> None:
    hall = watched.hall
    call_for_help(hall)
    row = hall.screen.alarms.rows[0]
    watched.until(lambda: watched.rows() == ["⚠ 7 号窗紧急呼叫：clerk7，09:30 起 0 分钟。请马上去人"])
    assert (row.property("tone"), row.dismiss.isVisible(), row.settle.isVisible()) == ("loud", False, True)
    assert watched.card(SEVEN) == "⚠ 紧急呼叫"
    assert bell.rung == 1
    hall.window.session.alarms._ring_again()
    assert bell.rung == 2
    hall.press(Qt.Key.Key_J, CTRL)
    watched.until(lambda: watched.rows() == ["⚠ 7 号窗紧急呼叫（09:30 起）：manager 已应答，有人去了"])
    assert (row.property("tone"), row.go.text()) == ("bad", "已处理 Ctrl+J")
    hall.window.session.alarms._ring_again()
    assert bell.rung == 2, "it is answered"
    hall.press(Qt.Key.Key_Z, CTRL)
    watched.until(lambda: row.property("tone") == "loud" and bell.rung == 3)
    row.settle.click()
    watched.until(lambda: watched.rows() == [])
    called = hall.at("7").help
    assert called is not None
    assert called.settled == "manager"


def test_a_second_finger_on_the_key_does_not_settle_what_was_just_answered(watched: Watched) -> None:
    hall = watched.hall
    call_for_help(hall)
    watched.until(lambda: len(watched.rows()) == 1)
    hall.press(Qt.Key.Key_J, CTRL)
    watched.until(lambda: hall.screen.alarms.rows[0].go.text().startswith("已处理"))
    hall.press(Qt.Key.Key_J, CTRL)
    called = hall.at("7").help
    assert called is not None
    assert called.stands


def test_the_sound_can_be_turned_off_and_colour_and_words_stay(watched: Watched, bell: Bell) -> None:
    hall = watched.hall
    hall.screen.command("ring")
    call_for_help(hall)
    watched.until(lambda: len(watched.rows()) == 1)
    assert bell.rung == 0
    assert hall.screen.alarms.rows[0].property("tone") == "loud"
    hall.screen.command("ring")
    hall.window.session.alarms._ring_again()
    assert bell.rung == 1


def test_three_calls_are_shown_above_the_first_of_the_others(watched: Watched) -> None:
    hall = watched.hall
    watched.silent(FIVE, 180, left=420)
    for window in "3578":
        call_for_help(hall, WindowId(window))
    watched.until(lambda: len(watched.rows()) == 4)
    assert ["紧急呼叫" in words for words in watched.rows()] == [True, True, True, False]
    assert hall.screen.alarms.rows[3].more.text() == "还有 1 条"


def test_a_locked_board_shows_where_help_is_called_and_no_name(watched: Watched) -> None:
    hall = watched.hall
    hall.press(Qt.Key.Key_F12)
    cover = hall.screen.cover
    assert cover.isVisible()
    assert not cover.urgent.isVisible()
    call_for_help(hall)
    watched.until(cover.urgent.isVisible)
    assert cover.urgent.text() == "⚠ 7 号窗紧急呼叫，09:30 起 0 分钟。请马上去人"
    hall.press(Qt.Key.Key_J, CTRL)
    called = hall.at("7").help
    assert called is not None
    assert called.loud, "whoever passes by answers nothing"


def test_locking_keeps_what_is_half_done_and_no_key_acts_below(hall: Hall) -> None:
    hall.window.session.ask_window("7")
    hall.window.session._window_asked("arrange")
    panel = hall.screen.arrange
    hall.qtbot.waitUntil(panel.isVisible)
    panel.why.set_text("社保排长队")
    panel.why.line.setFocus()
    hall.press(Qt.Key.Key_F12)
    assert hall.screen.cover.isVisible()
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_F9):
        hall.press(key)
    assert hall.at("7").queues == ("A", "B", "C")
    assert not hall.screen.places.isVisible()
    hall.screen.unlock()
    assert panel.isVisible()
    assert panel.why.text() == "社保排长队"
    assert panel.why.line.hasFocus()


def test_a_board_at_which_nobody_is_locks_itself(hall: Hall) -> None:
    lock = hall.window.lock
    assert lock.idle.interval() == 600_000
    lock.idle.timeout.emit()
    assert lock.locked


def test_who_presses_a_key_has_the_line_before_pages_do(hall: Hall) -> None:
    pace = hall.window.lock._desk().pace
    assert not pace.at_work
    QTest.keyClick(hall.screen, Qt.Key.Key_Shift)
    assert pace.at_work


def test_a_held_key_locks_the_board_too_where_nothing_is_masked(hall: Hall) -> None:
    hall.window.key.held.emit()
    assert hall.window.lock.locked


def test_a_wrong_password_opens_nothing(hall: Hall) -> None:
    hall.press(Qt.Key.Key_F12)
    cover = hall.screen.cover
    cover.password.set_text("nothing")
    cover.go.click()
    hall.qtbot.waitUntil(lambda: cover.password.wrong.text() != "")
    assert cover.isVisible()
    assert cover.password.line.text() == ""


def test_what_was_sent_back_is_let_go_by_one_button(hall: Hall) -> None:
    (ticket,) = hall.waiting("A001")
    telling.accept_all(hall.desk.journal)
    hall.screen.move_asked.emit((ticket,), "queue C")
    hall.qtbot.waitUntil(lambda: hall.ticket(ticket).queue == "C")
    with hall.desk.journal.reading() as reading:
        moved = reading.events_of(ticket)[-1]
    telling.reject(hall.desk.journal, moved, "ticket.wrong_state")
    hall.qtbot.waitUntil(lambda: "中心没有采纳 1 步" in hall.message())
    assert hall.ticket(ticket).queue == "A"
    way = hall.screen.messages.findChildren(type(hall.screen.adopt))
    next(button for button in way if button.text() == "知道了，以中心为准").click()
    hall.qtbot.waitUntil(lambda: "没有采纳" not in hall.message())
    line = board.line(hall.desk)
    assert line.rejected == 0
    assert [step.kind for step in line.steps] == ["case.steps_given_up"]


def test_the_words_follow_the_language(watched: Watched, dressed: QApplication) -> None:
    watched.silent(FIVE, 180, left=420)
    watched.until(lambda: len(watched.rows()) == 1)
    texts.speak(dressed, "en")
    said = "⚠ Window 5 has not been heard of for 3 min: let others call the tickets left to it?"
    watched.until(lambda: watched.rows() == [said])
    assert watched.card(FIVE) == "⚠ silent 3 min"
    assert (
        watched.hall.screen.alarms.rows[0].go.text()
        == f"Release its tickets {watched.hall.screen.keys.text(Ask.ALARM)}"
    )
