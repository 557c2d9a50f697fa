"""How a driver's process is told that nobody wants its pages any more, and the time it has to let its device rest."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from pathlib import Path

from deskapp.devices.scanner.tray import STOP

REST = 3.0  # s a device gets to be let rest after nobody wants its pages, before its driver is ended


class Unwanted:
    """Asked by the child while it waits. Once nobody wants the pages the driver is told, and has REST to obey."""

    def __init__(self, stop: Callable[[], bool], folder: Path) -> None:
        self._stop = stop
        self._folder = folder
        self._until = math.inf

    @property
    def asked(self) -> bool:
        return self._until < math.inf

    def ask(self) -> None:
        if not self.asked:
            self._until = time.monotonic() + REST
            with contextlib.suppress(OSError):
                (self._folder / STOP).touch()

    def __call__(self) -> bool:
        if not self.asked and self._stop():
            self.ask()
        return time.monotonic() >= self._until
