"""Joins the alarms of the board to what a manager does about them; what can be taken back can be for ten seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from deskapp.desk import Desk
from deskapp.failures import Failure, LineTrouble
from deskapp.hall import board, help, windows  # noqa: A004 - the room's word
from deskapp.ids import WindowId
from deskapp.queries.hall_board import HallBoard
from deskapp.queries.line_sheet import LineSheet
from deskapp.rules.alarms import Alarm, Sort, Step
from ui import texts
from ui.background import Background
from ui.hall import alarms_bar
from ui.hall.screen import HallScreen
from ui.keys import Ask
from ui.parts.messages import Tone
from ui.refresh import Refresh

LANE = "presence"
ASK_MS = 5000
RING_MS = 10_000


class Board(Protocol):
    """What the wires of the board do for those of its alarms."""

    desk: Desk
    screen: HallScreen
    background: Background
    refresh: Refresh

    def do(self, work: Callable[[], None], then: Callable[[None], None]) -> None: ...
    def say(self, code: str, tone: Tone, words: Callable[[], str]) -> None: ...
    def offer_undo(self, words: Callable[[], str], take_back: Callable[[], None]) -> None: ...
    def close(self, name: WindowId) -> None: ...
    def release(self, name: WindowId, then: Callable[[], object]) -> None: ...


class AlarmWires(QObject):
    """Asks the centre which windows it hears of, shows what is wrong, and does what is asked about it."""

    def __init__(self, wires: Board, parent: QObject) -> None:
        super().__init__(parent)
        self._w = wires
        self._screen = wires.screen
        self.heard: board.Heard | None = None
        self._asking = False
        self._nameless = False  # whoever signed in while the line was cut is not known to the centre
        self._cut: LineSheet | None = None
        self._sheet: HallBoard | None = None
        self._seen: set[tuple[WindowId, Sort]] = set()
        self._rung: set[tuple[WindowId, object]] = set()
        self._rings = True
        self._ask = QTimer(self)
        self._ask.setInterval(ASK_MS)
        self._ask.timeout.connect(self.ask)
        self._ask.start()
        self._ring = QTimer(self)
        self._ring.setInterval(RING_MS)
        self._ring.timeout.connect(self._ring_again)
        bar = self._screen.alarms
        bar.asked.connect(self.do)
        bar.seen.connect(self.dismiss)
        self._screen.when(Ask.ALARM, self._first)
        self._screen.offer_command("ring", self._ring_words, self._turn_ring)
        self.ask()

    def end(self) -> None:
        """Ask and ring no more."""
        self._ask.stop()
        self._ring.stop()

    def ask(self) -> None:
        """Ask the centre once, unless the answer to the last time is still awaited."""
        if not self._asking:
            self._asking = True
            self._w.background.run(
                LANE, lambda: board.ask_heard(self._w.desk), owner=self, then=self._heard, failed=self._not_heard
            )

    def show(self, sheet: HallBoard) -> None:
        """Show the alarms of a board that was just read; what was dismissed stays so until it has ended."""
        self._sheet = sheet
        there = {(alarm.window, alarm.sort) for alarm in sheet.alarms}
        if self._knows():
            self._seen &= there
        shown = [alarm for alarm in sheet.alarms if (alarm.window, alarm.sort) not in self._seen]
        before, now = self._screen.alarms.first(), self._w.desk.clock.now()
        self._screen.alarms.show_alarms(shown, now)
        self._screen.windows.show_alarms(shown)
        first = self._screen.alarms.first()
        if before is not None and first is not None and (before.window, before.step) != (first.window, first.step):
            self._screen.keys.rest(Ask.ALARM)
        self._tell_loud([alarm for alarm in sheet.alarms if alarm.loud])

    def show_line(self, sheet: LineSheet) -> None:
        """Say it when nothing is known of the windows here: that is no alarm of theirs."""
        was_cut, self._cut = self._cut is not None, None if sheet.online else sheet
        if was_cut and self._cut is None:
            self.ask()
        if was_cut != (self._cut is not None):
            self._w.refresh.stale("board")  # at once: what is not known any more is not shown until the next look
        self._say_unknown()

    def dismiss(self, alarm: Alarm) -> None:
        """It was seen: say no more of it until it has ended and begun again."""
        self._seen.add((alarm.window, alarm.sort))
        if self._sheet is not None:
            self.show(self._sheet)

    def do(self, alarm: Alarm, step: Step) -> None:
        """Do what is proposed about an alarm."""
        name, desk = alarm.window, self._w.desk
        if step is Step.COME:
            said = self.tr("{window} 号窗：已记下有人去了")
            self._undoably(name, said, partial(help.coming, desk, name), partial(help.call_again, desk, name))
        elif step is Step.SETTLE:
            said = self.tr("{window} 号窗的紧急呼叫已处理")
            self._undoably(name, said, partial(help.settle, desk, name), partial(help.call_again, desk, name))
        elif step is Step.PAUSE:
            said = self.tr("{window} 号窗已暂停")
            self._undoably(name, said, partial(windows.pause, desk, name), partial(windows.resume, desk, name))
        elif step is Step.CLOSE:
            self._w.close(name)
        else:
            self._w.release(name, self.ask)

    def _undoably(self, window: WindowId, said: str, step: partial[None], back: partial[None]) -> None:
        words = said.format(window=window)
        self._w.do(step, lambda _: self._w.offer_undo(lambda: words, back))

    def _first(self) -> None:
        alarm = self._screen.alarms.first()
        if alarm is not None:
            self.do(alarm, alarm.step)

    def _knows(self) -> bool:
        return self._cut is None and self.heard is not None

    def _heard(self, heard: board.Heard) -> None:
        self._asking = self._nameless = False
        self.heard = heard
        self._say_unknown()
        self._w.refresh.stale("board")

    def _not_heard(self, failure: Failure) -> None:
        """A line that is cut is shown by its lamp."""
        self._asking = False
        if not isinstance(failure, LineTrouble):
            self.heard = None
            self._nameless = failure.code == "access.not_signed_in"
            self._say_unknown()

    def _say_unknown(self) -> None:
        words = ""
        if self._cut is not None and self._cut.since is not None:  # before the first answer it is not known to be cut
            words = self.tr("◐ 本台线路 {time} 中断：各窗口的情形现在不知道，不报警；紧急呼叫要接通后才到。")
            words = words.format(time=texts.clock_time(self._cut.since))
        elif self._nameless:
            words = self.tr("◐ 您是离线登录的：哪些窗口没有消息，现在看不到。退出后重新登录即可。")
        self._screen.alarms.show_unknown(words)

    def _tell_loud(self, loud: list[Alarm]) -> None:
        """Colour and words stay; the sound comes with each new one, and again while nobody has answered."""
        keys: set[tuple[WindowId, object]] = {(alarm.window, alarm.since) for alarm in loud}
        now = self._w.desk.clock.now()
        self._screen.cover.say_urgent("\n".join(f"⚠ {alarms_bar.cover_words(alarm, now)}" for alarm in loud))
        if keys - self._rung:
            self._sound()
            QApplication.alert(self._screen.window())
        self._rung = keys
        if keys and not self._ring.isActive():
            self._ring.start()
        elif not keys:
            self._ring.stop()

    def _ring_again(self) -> None:
        if self._rung:
            self._sound()

    def _sound(self) -> None:
        if self._rings:
            QApplication.beep()

    def _ring_words(self) -> str:
        return self.tr("紧急呼叫：关掉响声") if self._rings else self.tr("紧急呼叫：打开响声")

    def _turn_ring(self) -> None:
        self._rings = not self._rings
        words = self.tr("紧急呼叫会响。") if self._rings else self.tr("紧急呼叫不响了，颜色和文字照旧。")
        self._w.say("hall.ring", Tone.GOOD, lambda: words)
