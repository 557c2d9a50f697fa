"""Reads the codes on a page, so that pages laid into the feeder behind separators find their material themselves.

Only our own codes are handed on: what stands in a stranger's barcode or QR code on a citizen's paper is nobody's
business here, and may be personal data.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp

from deskapp.rules import barcode
from deskapp.rules.barcode import Scanned, ScannedSeparator
from deskapp.scans.page import Grey, grey_of

_ENOUGH = 3600  # pixels of the longer edge: A4 at 300 dpi. More only costs time
_TURN_ENOUGH = 2000  # a square code of 25 mm has four dots to a module then
_ASKEW = 20  # degrees
_FORMATS = (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class PageCodes:
    """What was read: our own codes, each once, from the top of the page down; and how many others there were."""

    ours: tuple[Scanned, ...] = ()
    others: int = 0

    @property
    def separator(self) -> ScannedSeparator | None:
        """The separator this page is; None for a page of a material, and for one with two different separators on it,
        which are two sheets that the feeder drew in at once: see `doubled`."""
        found = self._separators()
        return found[0] if len(found) == 1 else None

    @property
    def doubled(self) -> bool:
        """Two separators lie on one page, so pages went through unseen between them. A person has to look."""
        return len(self._separators()) > 1

    def _separators(self) -> list[ScannedSeparator]:
        return [code for code in self.ours if isinstance(code, ScannedSeparator)]


def codes(data: bytes) -> PageCodes:
    """The codes on a page, whichever way it lies. ContentTrouble `page.truncated` when it does not unpack."""
    read = zxingcpp.read_barcodes(
        _fitted(grey_of(data)), formats=zxingcpp.BarcodeFormats(_FORMATS), text_mode=zxingcpp.TextMode.Plain
    )
    ours: list[Scanned] = []
    others = 0
    for code in sorted(read, key=lambda code: code.position.top_left.y):
        meant = barcode.read(code.text)
        if meant is None:
            others += 1
        elif meant not in ours:  # the same number stands on a separator twice, as bars and as a square
            ours.append(meant)
    return PageCodes(tuple(ours), others)


def turn_of(data: bytes) -> int:
    """By how many degrees clockwise a page has to be turned to stand upright: 0, 90, 180 or 270.

    A square code knows its own top. 0 as well where there is none on it, where it stands askew, and where two of them
    do not agree. ContentTrouble `page.truncated`.
    """
    grey = _fitted(grey_of(data), _TURN_ENOUGH)
    read = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,)))
    turns = {_quarter(code.orientation) for code in read}
    return turns.pop() or 0 if len(turns) == 1 else 0


def _quarter(orientation: int) -> int | None:
    quarter = round(orientation / 90) * 90
    return -quarter % 360 if abs(orientation - quarter) <= _ASKEW else None


def _fitted(grey: Grey, enough: int = _ENOUGH) -> Grey:
    factor = enough / max(grey.shape)
    if factor >= 1:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
