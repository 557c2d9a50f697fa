"""The process around WIA's scanners: their drivers are other makers' code. Each question has a process of its own.

Windows writes each page as a bitmap into a folder of its own; from there it goes to whoever reads, when it is whole.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import dib, wia_winrt
from deskapp.devices.scanner.wia_winrt import Windows
from deskapp.devices.scanner.worker_words import LOOK, Able, DriverTrouble, Tray, Wish, serve

_HEAD = 1200  # bytes of a bitmap in which its header and its colours lie
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
            drop = _Drop(Path(place), tray, dpi, wish.most)
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


class _Drop:
    """The folder into which Windows writes."""

    def __init__(self, folder: Path, tray: Tray, dpi: Callable[[], int], most: int | None) -> None:
        self._folder = folder
        self._tray = tray
        self._dpi = dpi
        self._most = most

    def give(self, *, all_but_last: bool) -> None:
        """Lay what is whole into the tray, in order; the first that is not holds up those after it."""
        lying = self._lying()
        for file in lying[:-1] if all_but_last else lying:
            if self._tray.came == self._most or not _whole(file):
                return
            try:
                made = dib.write_file(file, self._tray.next_file())
                file.unlink()
            except PermissionError:
                return  # Windows has not let go of it yet
            except dib.NoBitmap as error:
                raise self._tray.trouble(ScannerCode.INCOMPLETE_PAGE, str(error)) from error
            self._tray.keep(made.dpi or self._dpi())

    def must_be_empty(self) -> None:
        """What still lies there is no whole page."""
        if self._tray.came != self._most and self._lying():
            raise self._tray.trouble(ScannerCode.INCOMPLETE_PAGE)

    def _lying(self) -> list[Path]:
        def order(file: Path) -> tuple[int, list[int], str]:
            return file.stat().st_mtime_ns, [int(part) for part in re.findall(r"[0-9]+", file.stem)], file.name

        return sorted((file for file in self._folder.iterdir() if file.is_file()), key=order)


def _whole(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
        return file.stat().st_size >= dib.file_size(head)
    except (OSError, dib.NoBitmap):
        return False


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
