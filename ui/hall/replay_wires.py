"""Plays a day: a clock on the screen, and frames that come from a lane, one at a time, the newest moment first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.hall import replaying
from deskapp.queries.hall_board import HallBoard
from deskapp.queries.replay_board import DayTape
from ui.background import Background
from ui.hall.figures_wires import say_failure
from ui.hall.replay_page import ReplayPage

LANE = "replay"
TICK_MS = 100
_LEAST = timedelta(seconds=1)  # of the day between two frames: nobody sees less on a board of minutes


class ReplayWires(QObject):
    """Holds the day that is looked at, and where in it."""

    def __init__(self, desk: Desk, page: ReplayPage, background: Background) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._background = background
        self._tape: DayTape | None = None
        self._day: date | None = None
        self._at: datetime | None = None  # where the clock stands
        self._shown: datetime | None = None
        self._under_way = False
        self._since = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._go_on)
        page.day_asked.connect(self._read)
        page.moment_asked.connect(self.go_to)
        page.step_asked.connect(self._step)
        page.play_asked.connect(self._play)

    def open(self) -> None:
        """Show the page, on today."""
        self._page.open_on(self._desk.clock.today())

    def go_to(self, moment: datetime) -> None:
        """Stand at a moment of the day, and show it."""
        tape = self._tape
        if tape is not None:
            self._at = min(max(moment, tape.first), tape.last)
            self._want_frame()

    def _read(self, day: date) -> None:
        desk = self._desk
        self._play(playing=False)
        self._day = day
        self._do(lambda: replaying.tape(desk, day), self._show_day)

    def _show_day(self, tape: DayTape) -> None:
        if tape.day != self._day:
            return
        self._page.messages.withdraw("replay.nothing")
        self._tape, self._shown = tape, None
        self._page.show_span(tape.first, tape.last)
        self.go_to(tape.first)

    def _play(self, playing: bool) -> None:
        tape = self._tape
        if playing and tape is not None and self._at is not None:
            if self._at >= tape.last:
                self._at = tape.first
            self._since.start()
            self._tick.start()
        else:
            self._tick.stop()
            playing = False
        self._page.show_playing(playing)

    def _go_on(self) -> None:
        tape, at = self._tape, self._at
        if tape is None or at is None:
            return
        self._at = min(tape.last, at + timedelta(milliseconds=self._since.restart() * self._page.times))
        if self._shown is None or abs(self._at - self._shown) >= _LEAST or self._at >= tape.last:
            self._want_frame()
        if self._at >= tape.last:
            self._play(playing=False)

    def _step(self, forward: bool) -> None:
        tape, at = self._tape, self._at
        if tape is None or at is None:
            return
        found = tape.replay.next_after(at) if forward else tape.replay.last_before(at)
        if found is not None and tape.first <= found <= tape.last:
            self.go_to(found)

    def _want_frame(self) -> None:
        """Ask for what is to be seen now, unless a frame is on its way: it asks again when it has come."""
        tape, at = self._tape, self._at
        if self._under_way or tape is None or at is None or at == self._shown:
            return
        self._under_way = True
        self._background.run(
            LANE,
            lambda: tape.board(at),
            owner=self,
            then=lambda board: self._frame_came(tape, at, board),
            failed=self._say,
        )

    def _frame_came(self, tape: DayTape, at: datetime, board: HallBoard) -> None:
        self._under_way = False
        if tape is self._tape:
            self._shown = at
            self._page.show_board(board, at)
        self._want_frame()

    def _do(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._background.run(LANE, work, owner=self, then=then, failed=self._say)

    def _say(self, failure: Failure) -> None:
        self._tape = self._at = None
        self._page.show_nothing()
        say_failure(self._page, failure)
