"""A watched folder as a scanner: whatever another program puts there as pictures."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Mode, Page, ScanRequest
from deskapp.failures import ContentTrouble, DeviceTrouble

_PICTURES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff", ".tiff": "image/tiff",
    ".bmp": "image/bmp", ".webp": "image/webp",
}  # fmt: skip
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_STEADY = 0.2  # seconds for which a file must not grow before it is taken
_PATIENCE = 10.0  # seconds to wait for one that still grows


class FolderScanner:
    """Takes the files of a folder in the order of their names.

    A file is moved to `taken` once the next page is asked for: a crash in between offers it again, and loses none. What
    is no picture is moved to `refused` and told after the good ones.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def abilities(self) -> Abilities:
        return Abilities(glass=False, feeder=True, duplex=False, modes=frozenset(Mode), resolutions=range(50, 1201))

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        refused = 0
        came = 0
        for file in self._waiting():
            if request.stop() or came == request.max_pages:
                break
            data = self._whole(file)
            if not data.startswith(_BEGINNINGS):
                self._move(file, "refused")
                refused += 1
                continue
            came += 1
            yield Page(data, _PICTURES[file.suffix.lower()], 0, 0, 0)
            self._move(file, "taken")
        if refused:
            raise ContentTrouble(ScannerCode.FILES_REFUSED, count=refused)
        if not came and not request.stop():
            raise DeviceTrouble(ScannerCode.EMPTY)

    def _waiting(self) -> list[Path]:
        try:
            files = [file for file in self._folder.iterdir() if file.is_file() and not file.name.startswith(".")]
        except FileNotFoundError as error:
            raise DeviceTrouble(ScannerCode.NO_SUCH_SOURCE, source=f"folder:{self._folder}") from error
        except PermissionError as error:
            raise DeviceTrouble(ScannerCode.ACCESS_DENIED) from error
        return sorted(file for file in files if file.suffix.lower() in _PICTURES)

    def _whole(self, file: Path) -> bytes:
        """The file's bytes, once nobody writes to it any more."""
        end = time.monotonic() + _PATIENCE
        try:
            size = file.stat().st_size
            while time.time() - file.stat().st_mtime < _STEADY and time.monotonic() < end:
                time.sleep(_STEADY)
                now = file.stat().st_size
                if now == size:
                    break
                size = now
            return file.read_bytes()
        except PermissionError as error:
            raise DeviceTrouble(ScannerCode.ACCESS_DENIED) from error
        except OSError as error:
            raise DeviceTrouble(ScannerCode.DISCONNECTED, page=1) from error

    def _move(self, file: Path, where: str) -> None:
        target = self._folder / where
        try:
            target.mkdir(exist_ok=True)
            os.replace(file, target / file.name)
        except OSError as error:
            with suppress(FileNotFoundError):
                file.stat()
                raise DeviceTrouble(ScannerCode.ACCESS_DENIED) from error
