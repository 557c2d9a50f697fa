"""Watches the screen's event loop: how long could nothing be painted, at worst?"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot

BEAT_MS = 10


class LoopWatchdog(QObject):
    """A timer that notices how late it is. What it was late by, the person at the screen waited too."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worst = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Forget what was, and watch from now."""
        self._worst = 0.0
        self._last = time.perf_counter()
        self._timer.start()

    def pause(self) -> None:
        """What follows is not the screen's own work, such as taking a picture of it."""
        self._timer.stop()

    def go_on(self) -> None:
        """Watch again; what lay between is not counted."""
        self._last = time.perf_counter()
        self._timer.start()

    @property
    def worst_ms(self) -> float:
        """The longest time the loop was blocked since `start`, in milliseconds."""
        return self._worst

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        late = (now - self._last) * 1000 - BEAT_MS
        self._last = now
        self._worst = max(self._worst, late)
