"""A printer for practice: it keeps what it was given, and can be told to be out of paper."""

from __future__ import annotations

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.contract import Document
from deskapp.failures import DeviceTrouble


class PretendPrinter:
    """Holds `paper` sheets, one for each copy; None never runs out. What was printed lies in `tray`."""

    def __init__(self, *, paper: int | None = None, broken: PrinterCode | None = None) -> None:
        self.paper = paper
        self.broken = broken
        self.tray: list[Document] = []

    def print(self, document: Document) -> None:
        if self.broken is not None:
            raise DeviceTrouble(self.broken)
        if self.paper is not None:
            if self.paper < document.copies:
                raise DeviceTrouble(PrinterCode.OUT_OF_PAPER)
            self.paper -= document.copies
        self.tray.append(document)
