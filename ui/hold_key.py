"""A key that does one thing when it is tapped and another while it is held."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent

HOLD_MS = 350


class HoldKey(QObject):
    """An event filter for the application. `tapped` when let go soon; `held` after 350 ms, then `let_go`."""

    tapped = Signal()
    held = Signal()
    let_go = Signal()

    def __init__(self, key: Qt.Key, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._down = False
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(HOLD_MS)
        self._long.timeout.connect(self._is_held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch this one key; all others pass."""
        kind = event.type()
        if kind is QEvent.Type.ApplicationDeactivate or kind is QEvent.Type.WindowDeactivate:
            self._release(lost=True)
            return False
        if kind is not QEvent.Type.KeyPress and kind is not QEvent.Type.KeyRelease:
            return False
        if not isinstance(event, QKeyEvent) or event.key() != self._key or event.modifiers():
            return False
        if not event.isAutoRepeat():
            if kind is QEvent.Type.KeyRelease:
                self._release(lost=False)
            elif not self._down:
                self._down = True
                self._long.start()
        return True

    @Slot()
    def _is_held(self) -> None:
        self.held.emit()

    def _release(self, *, lost: bool) -> None:
        if not self._down:
            return
        self._down = False
        if self._long.isActive():
            self._long.stop()
            if not lost:
                self.tapped.emit()
        else:
            self.let_go.emit()
