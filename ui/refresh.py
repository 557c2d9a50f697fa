""" "The journal grew" → which sheets are stale → read them again, at most every 50 ms.

A sheet that is read while the journal grows again is out of date when it comes: it is shown, because it is newer than
what stands there, and read once more. One lane reads them all, so what comes later is never older. What the clerk looks
at is read at once, and the others a moment later: they would only take the interpreter from what is being painted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from deskapp.failures import Failure
from ui.background import Background

T = TypeVar("T")

THROTTLE_MS = 50
LANE = "reading"
CASE = "case"  # the sheet of the case in hand
STEPS = "lane-journal"  # the thread that takes the clerk's steps, and draws their papers behind them
BREATH = 0.05  # s


@dataclass(slots=True)
class _Watched:
    read: Callable[[], Any]
    show: Callable[[Any], None]
    first: bool
    stale: bool = True
    reading: bool = False


class Refresh(QObject):
    """Keeps the sheets on the screen true. `grew` may be called from any thread."""

    _grown = Signal()

    def __init__(
        self, background: Background, failed: Callable[[Failure], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._failed = failed
        self._watched: dict[str, _Watched] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(THROTTLE_MS)
        self._pause.timeout.connect(self._read_stale)
        self._grown.connect(self.all_stale, Qt.ConnectionType.QueuedConnection)
        self._steps_are_seen = False  # a case is in hand
        self._seen = threading.Event()  # what the clerk looks at is as the journal was when it last grew

    def watch(self, name: str, read: Callable[[], T], show: Callable[[T], None], *, first: bool = False) -> None:
        """Name a sheet, how it is read (in the reading lane) and who shows it. It is read for the first time at once;
        `first`: the others wait a moment for it when several are stale.
        """
        self._watched[name] = sheet = _Watched(read, show, first)
        self._read(name, sheet)
        self._steps_are_seen = CASE in self._watched

    def forget(self, name: str) -> None:
        """Read this sheet no more; an answer still under way is dropped."""
        self._watched.pop(name, None)
        self._steps_are_seen = CASE in self._watched

    def grew(self) -> None:
        """The journal grew: everything that is shown may be stale. From any thread.

        Whoever takes the steps of a case in hand draws breath until this one is seen: the paper that is drawn next
        would share the interpreter with the screen.
        """
        self._seen.clear()
        self._grown.emit()
        if self._steps_are_seen and threading.current_thread().name == STEPS:
            self._seen.wait(BREATH)

    @Slot()
    def all_stale(self) -> None:
        """Read every watched sheet again."""
        self.stale(*self._watched)
        self._tell_seen()

    def stale(self, *names: str) -> None:
        """These sheets are out of date. The first is read at once, later ones at most every 50 ms."""
        for name in names:
            if name in self._watched:
                self._watched[name].stale = True
        if not self._pause.isActive():
            self._read_all([one for one in self._due() if one[1].first] or self._due())

    @Slot()
    def _read_stale(self) -> None:
        self._read_all(self._due())

    def _due(self) -> list[tuple[str, _Watched]]:
        """What is to be read, what the clerk looks at before the rest."""
        due = [(name, sheet) for name, sheet in self._watched.items() if sheet.stale and not sheet.reading]
        return sorted(due, key=lambda one: not one[1].first)

    def _read_all(self, due: list[tuple[str, _Watched]]) -> None:
        for name, sheet in due:
            self._read(name, sheet)
        if due:
            self._pause.start()

    def _read(self, name: str, sheet: _Watched) -> None:
        sheet.stale, sheet.reading = False, True

        def came(value: Any) -> None:
            if self._over(name, sheet):
                sheet.show(value)
                QTimer.singleShot(0, self, self._tell_seen)  # once it is painted

        def did_not(failure: Failure) -> None:
            if self._over(name, sheet):
                self._failed(failure)

        self._background.run(LANE, sheet.read, owner=self, then=came, failed=did_not)

    @Slot()
    def _tell_seen(self) -> None:
        if not any(sheet.first and (sheet.stale or sheet.reading) for sheet in self._watched.values()):
            self._seen.set()

    def _over(self, name: str, sheet: _Watched) -> bool:
        """One reading is over. False when the sheet has been forgotten or replaced meanwhile."""
        sheet.reading = False
        known = self._watched.get(name) is sheet
        if known and sheet.stale and not self._pause.isActive():
            self._pause.start()
        return known
