"""A clerk's hands: key events into whatever has the focus, and Chinese through an input method's commit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


class Keyboard:
    """Counts what it strikes: the speed of a window is measured in keys."""

    def __init__(self, screen: QWidget) -> None:
        self.struck = 0
        self._screen = screen

    def press(self, key: Qt.Key, *, shift: bool = False, ctrl: bool = False) -> None:
        """Strike one key."""
        held = Qt.KeyboardModifier.NoModifier
        held |= Qt.KeyboardModifier.ShiftModifier if shift else held
        held |= Qt.KeyboardModifier.ControlModifier if ctrl else held
        self.struck += 1
        QTest.keyClick(self._focus(), key, held)

    def type(self, text: str) -> None:
        """Type Latin letters and digits."""
        for letter in text:
            self.struck += 1
            QTest.keyClicks(self._focus(), letter)

    def commit(self, text: str) -> None:
        """Write what an input method has composed."""
        self.struck += len(text)
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._focus(), event)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._screen
