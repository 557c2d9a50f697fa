"""A clerk's hands: key events into whatever has the focus, and Chinese through an input method's commit.

One key after the other, each in a turn of the loop of its own, as no person strikes twenty at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_BETWEEN = 3  # ms


class Keyboard(QObject):
    """Counts what it strikes: the speed of a window is measured in keys."""

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen)
        self.struck = 0
        self._screen = screen
        self._left: deque[Callable[[], None]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(_BETWEEN)
        self._timer.timeout.connect(self._next)

    def press(self, key: Qt.Key, *, shift: bool = False, ctrl: bool = False) -> None:
        """Strike one key."""
        held = Qt.KeyboardModifier.NoModifier
        held |= Qt.KeyboardModifier.ShiftModifier if shift else held
        held |= Qt.KeyboardModifier.ControlModifier if ctrl else held
        self._queue(1, lambda: QTest.keyClick(self._focus(), key, held))

    def type(self, text: str) -> None:
        """Type Latin letters and digits."""
        for letter in text:
            self._queue(1, partial(self._letter, letter))

    def commit(self, text: str) -> None:
        """Write what an input method has composed."""
        self._queue(len(text), lambda: self._compose(text))

    def _queue(self, keys: int, strike: Callable[[], None]) -> None:
        self._left.append(partial(self._strike, keys, strike))
        self._timer.start()

    def _next(self) -> None:
        if self._left:
            self._left.popleft()()
        else:
            self._timer.stop()

    def _strike(self, keys: int, strike: Callable[[], None]) -> None:
        self.struck += keys
        strike()

    def _letter(self, letter: str) -> None:
        QTest.keyClicks(self._focus(), letter)

    def _compose(self, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._focus(), event)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._screen
