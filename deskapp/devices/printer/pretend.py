"""A printer that keeps its papers in memory and can be out of paper: for practice and tests."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.contract import Document
from deskapp.failures import DeviceTrouble


@dataclass
class PretendPrinter:
    """`paper` sheets lie in the tray."""

    paper: int = 500
    printed: list[Document] = field(default_factory=list)

    def print(self, document: Document) -> None:
        if self.paper < document.copies:
            raise DeviceTrouble(PrinterCode.OUT_OF_PAPER)
        self.paper -= document.copies
        self.printed.append(document)
