"""The process around WIA's scanners: their drivers are other makers' code. Each question has a process of its own.

Windows writes each page as a bitmap into a folder of its own; from there it goes to whoever reads, when it is whole.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import wia_winrt
from deskapp.devices.scanner.driver import Able, Wish
from deskapp.devices.scanner.tray import LOOK, DriverTrouble, Tray
from deskapp.devices.scanner.wia_drop import Drop
from deskapp.devices.scanner.wia_winrt import Windows
from deskapp.devices.scanner.worker_words import serve

_REST = 2.0  # s the device gets to come to rest after a stop
_GONE = 0x80070015, 0x80070490, 0x80070002  # of Windows itself: not ready, no such element, no such file

_CODES = {
    0x80210002: ScannerCode.JAMMED,
    0x80210003: ScannerCode.EMPTY,
    0x80210004: ScannerCode.JAMMED,  # "a problem with the paper"
    0x80210005: ScannerCode.DISCONNECTED,
    0x80210006: ScannerCode.BUSY,
    0x80210007: ScannerCode.BUSY,  # warming up
    0x80210009: ScannerCode.DISCONNECTED,
    0x8021000A: ScannerCode.DISCONNECTED,
    0x8021000D: ScannerCode.BUSY,  # locked
    0x80210016: ScannerCode.COVER_OPEN,
    0x80210020: ScannerCode.DOUBLE_FEED,
    0x80070005: ScannerCode.ACCESS_DENIED,
    **dict.fromkeys(_GONE, ScannerCode.DISCONNECTED),
}


class WiaDriver:
    """The scanners of Windows."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    def sources(self) -> list[tuple[str, str]]:
        """Id and name of each."""
        with _told():
            return self._windows.devices()

    def abilities(self, name: str) -> Able:
        """What it says of itself."""
        with _told():
            return self._windows.abilities(self._scanner(name))

    def scan(self, name: str, wish: Wish, tray: Tray) -> None:
        """Its pages, each when the next has begun: only then is it sure to be whole."""
        with TemporaryDirectory(dir=tray.folder, ignore_cleanup_errors=True) as place, _told(tray):
            scanner = self._scanner(name)
            dpi = self._windows.choose(scanner, wish)
            operation = self._windows.begin(scanner, Path(place), feeder=wish.feeder)
            drop = Drop(Path(place), tray, dpi, wish.most)
            while wia_winrt.running(operation):
                if tray.unwanted:
                    _cancel(operation)
                    return
                drop.give(all_but_last=True)
                tray.beat()
                time.sleep(LOOK)
            try:
                whole = wia_winrt.outcome(operation)
            except OSError:
                drop.give(all_but_last=False)  # those before a jam are kept
                raise
            drop.give(all_but_last=False)
            drop.must_be_empty()
            if not whole:
                raise tray.trouble(ScannerCode.CANCELLED_AT_DEVICE)

    def _scanner(self, name: str) -> Any:
        if name not in {one for one, _ in self._windows.devices()}:
            raise DriverTrouble(ScannerCode.NO_SUCH_SOURCE, source="wia:…")
        return self._windows.scanner(name)


def _cancel(operation: Any) -> None:
    operation.cancel()
    until = time.monotonic() + _REST
    while wia_winrt.running(operation) and time.monotonic() < until:
        time.sleep(LOOK)


@contextmanager
def _told(tray: Tray | None = None) -> Iterator[None]:
    """Whatever Windows says of a device, in our words."""
    try:
        yield
    except BrokenPipeError:  # not of a device: whoever started this hears no more
        raise
    except OSError as error:
        status = int(getattr(error, "winerror", 0) or 0) & 0xFFFFFFFF
        code = _CODES.get(status, ScannerCode.FAILED)
        values = {"status": f"0x{status:08X}"} if code == ScannerCode.FAILED else {}
        if tray is not None:
            raise tray.trouble(code, str(error), **values) from error
        counted = code in (ScannerCode.DISCONNECTED, ScannerCode.COVER_OPEN, ScannerCode.JAMMED)
        raise DriverTrouble(code, str(error), **({"page": 1} if counted else {}), **values) from error


def main(words: Sequence[str]) -> int:
    """Answer one question. Returns the exit code."""

    def driver(_: argparse.Namespace) -> WiaDriver:
        return WiaDriver(Windows())

    return serve(words, driver)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
