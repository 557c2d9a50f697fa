"""Keeps the citizen's keys and touches apart from the clerk's, for whoever listens to the whole program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
NAME = "citizen"


class OwnKeys(QObject):
    """Installed on the program last, it hears first: a lock key or a burst of digits on the citizen's keypad goes to
    the citizen's screen and to nothing else.
    """

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen)
        self._screen = screen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the citizen's keys to their screen, and end them there."""
        if event.type() not in _KEYS or not isinstance(watched, QWidget) or watched.window() is not self._screen:
            return False
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._screen.keyPressEvent(event)
        event.accept()
        return True


def of_citizen(watched: QObject) -> bool:
    """Whether something happened on the citizen's screen: it says nothing of whether the clerk is there."""
    if isinstance(watched, QWidget):
        return watched.window().objectName() == NAME
    return watched.objectName() == f"{NAME}Window"  # as Qt calls the native window of such a screen
