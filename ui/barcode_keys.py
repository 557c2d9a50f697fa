"""Recognises a wedge scanner among the keys, whatever has the focus.

A scanner types digits faster than a person can: at most 35 ms from one to the next. So a digit waits 35 ms before it
is given to whatever has the focus; if enough others follow fast enough, none of them is given there and the number is
told by `scanned`. What turns out to be ordinary typing is replayed in its order: so is a fast number that is no code of
ours, where somebody types (an ID number or a telephone number may well come from a wedge, too).

The QR of a paper holds an address, which a wedge types as well: letters are held back so long as they are, at that
speed, the beginning of one.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

GAP_MS = 35
LEAST_DIGITS = 6
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HEARD = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
_LARGE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class BarcodeKeys(QObject):
    """An event filter for the whole application. `scanned` carries the digits."""

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.known: Callable[[str], bool] = _nothing_known  # whether a number is a code that belongs elsewhere
        self._clock = clock
        self._held: list[QKeyEvent] = []
        self._last_ms = 0.0
        self._heard_ms = 0.0
        self._replaying = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.timeout.connect(self._paused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold digits back until it is clear who types them."""
        kind = event.type()
        if kind not in _HEARD or self._replaying or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or not _first_to_hear(watched):
            return False
        if kind is QEvent.Type.ShortcutOverride:
            # a key of the screen may move the focus: what was typed before it goes where it was typed
            if self._held and not self._goes_on(event) and event.key() not in _ENDS and not self._enlarges(event):
                self._settle()
            return False
        return self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        now = float(event.timestamp()) or self._clock() * 1000
        fast = bool(self._held) and now - self._last_ms <= GAP_MS
        if self._held and not fast:
            self._settle()
        if self._enlarges(event):
            return False
        if not self._goes_on(event):
            if event.key() in _ENDS and fast and len(self._held) >= LEAST_DIGITS:
                return self._tell()
            self._settle()
        if not self._goes_on(event):
            return False
        self._held.append(event.clone())
        self._last_ms = now
        self._heard_ms = self._clock() * 1000
        self._pause.start(GAP_MS)
        return True

    @Slot()
    def _paused(self) -> None:
        # When the loop itself was held up, keys that came meanwhile are still in its queue behind this timer.
        if self._held and self._clock() * 1000 - self._heard_ms > 2 * GAP_MS:
            self._heard_ms = self._clock() * 1000
            self._pause.start(GAP_MS)
            return
        self._settle()

    def _settle(self) -> None:
        """The burst is over: a number, if it was long enough; else typing, given where it belongs."""
        self._pause.stop()
        if len(self._held) >= LEAST_DIGITS and (self._text.isdecimal() or self.known(self._text)):
            self._tell()
        else:
            self._replay()

    def _replay(self) -> None:
        held, self._held = self._held, []
        self._replaying = True
        try:
            for event in held:
                receiver = QApplication.focusWidget() or QApplication.activeWindow()
                if receiver is not None:
                    QApplication.sendEvent(receiver, event)
        finally:
            self._replaying = False

    @property
    def _text(self) -> str:
        return "".join(event.text() for event in self._held)

    def _goes_on(self, event: QKeyEvent) -> bool:
        """Whether this key makes one number or one address with those that are held."""
        if _is_digit(event) and (not self._held or self._text.isdecimal()):
            return True
        text = event.text()
        plain = len(text) == 1 and text.isascii() and text.isprintable() and not event.isAutoRepeat()
        if not plain or event.modifiers() not in _LARGE:
            return False
        from deskapp.rules.barcode import may_become_address  # the first page waits for whatever is loaded before it

        return may_become_address(self._text + text)

    def _enlarges(self, event: QKeyEvent) -> bool:
        """Whether this is the key that makes the next sign of an address: a colon is a large semicolon."""
        return bool(self._held) and not self._text.isdecimal() and event.key() == Qt.Key.Key_Shift

    def _tell(self) -> bool:
        """Tell the number. False when it was replayed instead, because it is being typed where it belongs."""
        self._pause.stop()
        digits = self._text
        if isinstance(QApplication.focusWidget(), QLineEdit) and not self.known(digits):
            self._replay()
            return False
        self._held = []
        self.scanned.emit(digits)
        return True


def _nothing_known(_: str) -> bool:
    return False


def _is_digit(event: QKeyEvent) -> bool:
    text = event.text()
    return len(text) == 1 and text in "0123456789" and event.modifiers() in _PLAIN and not event.isAutoRepeat()


def _first_to_hear(widget: QWidget) -> bool:
    """A key that its widget does not want is offered to every parent; it is looked at only once."""
    focus = QApplication.focusWidget()
    return widget is focus if focus is not None else widget.isWindow()
