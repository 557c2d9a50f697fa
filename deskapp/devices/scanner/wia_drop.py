"""The folder into which Windows writes the pages of a scan, each as a bitmap."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import dib
from deskapp.devices.scanner.tray import Tray

_HEAD = 1200  # bytes of a bitmap in which its header and its colours lie


class Drop:
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
