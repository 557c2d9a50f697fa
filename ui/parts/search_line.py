"""A line to search by, whose arrow keys move the mark in the list below it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from ui.parts.field import Line

THROTTLE_MS = 40


class Marked(Protocol):
    """A list with a mark that can be moved from elsewhere."""

    def step(self, rows: int) -> None:
        """Move the mark."""

    def enter(self) -> None:
        """Choose what is marked."""


class SearchLine(Line):
    """`searched` tells the words: at once, and while an answer is awaited, a moment after the last key.

    Enter chooses what is marked.
    """

    searched = Signal(str)

    def __init__(self, results: Marked, *, chinese: bool = True) -> None:
        super().__init__(chinese=chinese)
        self._results = results
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(THROTTLE_MS)
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(self._edited)
        self._unanswered = False
        self._enter_waits = False
        self._awaited = False  # an answer is on its way: to these words or to those before

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, down and Enter go to the list. An Enter that is faster than the search waits for its answer."""
        if event.key() == Qt.Key.Key_Down:
            self._results.step(1)
        elif event.key() == Qt.Key.Key_Up:
            self._results.step(-1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._unanswered:
                self._enter_waits = True
            else:
                self._results.enter()
        else:
            self._enter_waits = False
            super().keyPressEvent(event)

    def answered(self, words: str) -> None:
        """The answer to these words is shown. Chooses, when Enter has been pressed already and no key since."""
        self._awaited = False
        if words != self.text().strip():
            if self._pause.isActive():
                self._search()  # what was typed since need not wait any longer
            return
        self._pause.stop()
        self._unanswered = False
        if self._enter_waits:
            self._enter_waits = False
            self._results.enter()

    @property
    def is_answered(self) -> bool:
        """Whether what stands below is the answer to what stands in the line."""
        return not self._unanswered

    def _edited(self) -> None:
        self._unanswered = True
        if self._awaited:
            self._pause.start()
        else:
            self._search()

    def _search(self) -> None:
        self._pause.stop()
        self._awaited = True
        self.searched.emit(self.text().strip())
