"""What every scanner can be asked, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from deskapp.devices.child import never


class Mode(StrEnum):
    COLOR = "color"
    GRAY = "gray"


class Paper(StrEnum):
    """Sizes of paper that come over a window's counter."""

    A4 = "A4"
    A3 = "A3"
    A5 = "A5"
    CARD = "card"  # an identity card: ISO/IEC 7810 ID-1

    @property
    def mm(self) -> tuple[float, float]:
        """Width and height in millimetres, as it lies in a feeder."""
        return _MM[self]


_MM = {Paper.A4: (210, 297), Paper.A3: (297, 420), Paper.A5: (148, 210), Paper.CARD: (85.6, 53.98)}


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What is wanted of one scan. `paper` is how much is read; what takes whole pictures (a folder) does not ask.

    `max_pages` counts sides that are yielded; None takes all that lie there. `stop` may be asked from the scanning
    thread at any time while it waits: a true answer ends the scan within a moment and without a trouble, because
    whoever stopped it knows.
    """

    dpi: int = 300
    mode: Mode = Mode.COLOR
    feeder: bool = False
    duplex: bool = False
    paper: Paper = Paper.A4
    max_pages: int | None = None
    stop: Callable[[], bool] = field(default=never, compare=False)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a scanner says of itself. `resolutions` are dots per inch: a range, or the only ones it knows."""

    glass: bool
    feeder: bool
    duplex: bool
    modes: frozenset[Mode]
    resolutions: tuple[int, ...] | range

    def nearest_dpi(self, wish: int) -> int:
        """The lowest resolution that is not below the wish, or the highest there is. Never below what was wished
        for if that can be helped: barcodes want 200 dpi."""
        return min((dpi for dpi in self.resolutions if dpi >= wish), default=max(self.resolutions))


@dataclass(frozen=True, slots=True)
class Page:
    """One side of one sheet, as it came. `width` and `height` are pixels; `dpi` is 0 when nobody knows it."""

    image: bytes
    media_type: str
    width: int
    height: int
    dpi: int


class Scanner(Protocol):
    """A scanner, or what stands in for one."""

    def abilities(self) -> Abilities:
        """What it can do. Raises DeviceTrouble."""

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        """Yield each page as it comes. A jam on page 4 raises after three pages were yielded.

        Closing the iterator cancels at once and leaves nothing running. Raises DeviceTrouble with a ScannerCode;
        "scanner.empty" when there was no page at all.
        """
