"""Where a driver's own process lays its pages and hears that nobody wants them: the standard library alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from deskapp.devices.errors import ScannerCode

PAGE, BEAT, STOP = "page", "beat", "stop"
LOOK = 0.02  # s between two looks whether something has happened
_UNREAD = 4  # pages that may lie in the folder unread: a fast feeder must not fill a small disk
_BEAT_EVERY = 1.0  # s
_COUNTED = frozenset({
    ScannerCode.JAMMED, ScannerCode.COVER_OPEN, ScannerCode.DOUBLE_FEED, ScannerCode.DISCONNECTED,
    ScannerCode.INCOMPLETE_PAGE, ScannerCode.CANCELLED_AT_DEVICE,
})  # fmt: skip

Say = Callable[..., None]


class DriverTrouble(Exception):
    """A device did not do as it was asked. `note` is what its driver said, for the log and never for the screen."""

    def __init__(self, code: ScannerCode, note: str = "", **values: object) -> None:
        super().__init__(f"{code}: {note}")
        self.code = code
        self.note = note
        self.values = values


class Tray:
    """Where a driver lays its pages, and where it hears that nobody wants them any more."""

    def __init__(self, folder: Path, say: Say) -> None:
        self.folder = folder
        self.came = 0
        self._say = say
        self._beaten = time.monotonic()

    @property
    def unwanted(self) -> bool:
        """Whether the device should be let rest."""
        return (self.folder / STOP).exists()

    def beat(self) -> None:
        """Say now and then that it is alive, while it waits for the device."""
        if time.monotonic() - self._beaten >= _BEAT_EVERY:
            self._beaten = time.monotonic()
            self._say(BEAT)

    def next_file(self) -> Path:
        """Where the next page is to be written."""
        return self.folder / f"{self.came + 1}.pnm"

    def keep(self, dpi: int) -> None:
        """The next page is whole. Waits while too many lie there that nobody has read."""
        file = self.next_file()
        self.came += 1
        self._say(PAGE, file=file.name, dpi=dpi)
        while len(list(self.folder.glob("*.pnm"))) >= _UNREAD and not self.unwanted:
            self.beat()
            time.sleep(LOOK)

    def trouble(self, code: ScannerCode, note: str = "", **values: object) -> DriverTrouble:
        """A trouble with the page that did not come."""
        return DriverTrouble(code, note, **({"page": self.came + 1} if code in _COUNTED else {}), **values)
