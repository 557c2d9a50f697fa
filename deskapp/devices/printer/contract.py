"""What every printer can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture: rows from the top, `wide / 8` bytes each, the leftmost dot in the highest bit; 1 is black."""

    wide: int  # dots, a multiple of 8
    rows: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A paper ready to print. `name` is what the printer's queue shows: never a person's name. `strip`: the same in the
    dots of a receipt printer, where it is a ticket.
    """

    name: str
    pdf: bytes
    copies: int = 1
    strip: Raster | None = None


class Printer(Protocol):
    """A printer, or what stands in for one."""

    def print(self, document: Document) -> None:
        """Hand the paper over: to the system's queue, or as a whole file to the disk.

        Raises DeviceTrouble with a PrinterCode. Where the code says that nothing was sent, printing again prints
        once; after FAILED or SILENT a copy may be on its way.
        """
