"""Lets Python look for garbage on the screen's thread alone.

Python's collector runs on whatever thread happens to allocate. In a lane it may find a widget that is no longer used
and destroy it there, which crashes the program: Qt's objects may be destroyed only on their own thread. So the
collector is switched off, and asked from a timer of the screen's thread, where it also cannot hold up a lane.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MS = 1000


class Garbage(QObject):
    """Collects a little every second, as much as the collector's own thresholds ask for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """From now on only here, and not before all is loaded: loading leaves little garbage and much to look at."""
        gc.disable()

    @Slot()
    def settle(self) -> None:
        """What is loaded by now stays for good: it is not looked through again and again."""
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Let Python do it by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _look(self) -> None:
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
