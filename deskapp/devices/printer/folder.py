"""A folder as a printer: "save instead of print", and what the demo uses."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.contract import Document
from deskapp.failures import DeviceTrouble, StoreTrouble

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # device names on Windows
_LONGEST_NAME = 80  # characters: 240 bytes of Chinese, within every file system's 255


class FolderPrinter:
    """Writes each paper into a folder, whole or not at all, over nothing that lies there. Copies are one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def print(self, document: Document) -> None:
        """Raises StoreTrouble "printer.folder_full", DeviceTrouble FAILED."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number, part = tempfile.mkstemp(suffix=".part", dir=self._folder)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(document.pdf)
                    file.flush()
                    os.fsync(file.fileno())
                self._place(Path(part), _file_name(document.name))
            finally:
                with suppress(FileNotFoundError):
                    Path(part).unlink()
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
                raise StoreTrouble(PrinterCode.FOLDER_FULL) from error
            raise DeviceTrouble(PrinterCode.FAILED, status=errno.errorcode.get(error.errno or 0, "?")) from error

    def _place(self, part: Path, stem: str) -> None:
        for number in range(1, 10_000):
            target = self._folder / (f"{stem}.pdf" if number == 1 else f"{stem}-{number}.pdf")
            try:
                # Taking the name first, then putting the paper under it: two desks may write into one folder.
                os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            except FileExistsError:
                continue
            part.replace(target)
            return
        raise OSError(errno.EEXIST, "no free name")


def _file_name(name: str) -> str:
    plain = _NOT_IN_NAMES.sub("_", name).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    plain = plain.removesuffix(".pdf")
    return f"_{plain}" if not plain or _RESERVED.fullmatch(plain.partition(".")[0]) else plain
