"""Papers as files: for the demo, for practice, and for "save" in place of "print"."""

from __future__ import annotations

import os
from pathlib import Path

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.contract import Document
from deskapp.failures import DeviceTrouble


class FolderPrinter:
    """Writes each paper into a folder, whole or not at all; a second copy of a name gets a number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def print(self, document: Document) -> None:
        part = self._folder / f".{document.name}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(document.pdf)
            os.replace(part, self._free(document.name))
        except OSError as error:
            raise DeviceTrouble(PrinterCode.FAILED, status=error.errno) from error

    def _free(self, name: str) -> Path:
        whole = self._folder / Path(name).name
        number = 2
        while whole.exists():
            whole = self._folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
            number += 1
        return whole
