"""Plays a story through a real screen: keys go in as events, and each stage waits for what a clerk would see.

Nothing is called behind the screen's back. A stage that does not come to its end in time fails with its name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.watchdog import LoopWatchdog

_LOOK_EVERY = 15  # ms
_SETTLE = 2  # looks in a row that must agree, so that a picture is not taken half-way


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what is done, and what must be seen before the next. `seconds` is how long that may take."""

    name: str
    do: Callable[[], None]
    until: Callable[[], bool]
    seconds: float = 20


@dataclass(frozen=True, slots=True)
class Played:
    """How a stage went. `ms` from the first key to the awaited sight."""

    name: str
    ms: int
    screenshot: str


class Player(QObject):
    """Plays stages one after the other on the screen's own thread."""

    ended = Signal(str)  # the name of the stage that failed, "" when all went well

    def __init__(self, screen: QWidget, stages: Sequence[Stage], out: Path, watchdog: LoopWatchdog) -> None:
        super().__init__()
        self._watchdog = watchdog
        self.played: list[Played] = []
        self._screen = screen
        self._left = list(stages)
        self._out = out
        self._begun = 0.0
        self._seen = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    def play(self) -> None:
        """Begin."""
        self._begin()
        self._timer.start()

    def _begin(self) -> None:
        self._begun = time.perf_counter()
        self._seen = 0
        self._left[0].do()

    def _look(self) -> None:
        stage = self._left[0]
        took = time.perf_counter() - self._begun
        if not stage.until():
            self._seen = 0
            if took > stage.seconds:
                self._end(stage.name)
            return
        self._seen += 1
        if self._seen == _SETTLE:
            file = self._picture(f"{len(self.played) + 1:02d}-{stage.name}.png")
            self.played.append(Played(stage.name, round(took * 1000), file))
            self._left.pop(0)
            self._begin() if self._left else self._end("")

    def _picture(self, file: str) -> str:
        self._watchdog.pause()  # taking a picture takes longer than anything a clerk asks for
        self._screen.grab().save(str(self._out / file))
        self._watchdog.go_on()
        return file

    def _end(self, failed: str) -> None:
        self._timer.stop()
        if failed:
            self._picture(f"failed-{failed}.png")
        self.ended.emit(failed)
