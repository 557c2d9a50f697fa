"""What every printer can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to print: a file name that says what it is, and the PDF."""

    name: str
    pdf: bytes
    copies: int = 1


class Printer(Protocol):
    """A printer, or what stands in for one."""

    def print(self, document: Document) -> None:
        """Return when the printing system has the whole paper. Raises DeviceTrouble with a PrinterCode."""
