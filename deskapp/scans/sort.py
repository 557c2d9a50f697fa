"""Reads the codes on a page, so that pages laid into the feeder behind separators find their material themselves.

Only our own codes are handed on: what stands in a stranger's barcode or QR code on a citizen's paper is nobody's
business here, and may be personal data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from deskapp.rules import barcode
from deskapp.rules.barcode import Scanned, ScannedSeparator
from deskapp.scans.page import Grey, grey_of, halved, shrunk

_ENOUGH = 3600  # pixels of the longer edge: A4 at 300 dpi. More only costs time
_TURN_ENOUGH = 2000  # a square code of 25 mm has four dots to a module then
_ASKEW = 20  # degrees
_FRAME_ENOUGH = 877  # three dots to a millimetre, and a quarter of A4 at 300 dpi, which costs nothing to make
_LEAST_FRAME = 0.5  # of the page
_FRAME = (0.945, 0.891, 0.839)  # what the edges of `papers.separators`' two frames enclose, of the outermost
_FRAME_OFF = 0.02
_MOST_OUTLINES = 20_000  # a page of noise has no frame
_SQUARE_ENOUGH = 1754  # half of A4 at 300 dpi: a separator's square of 40 mm has six dots to a module then
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

    @property
    def separators(self) -> tuple[ScannedSeparator, ...]:
        """Every separator that was read on the page."""
        return tuple(self._separators())

    def _separators(self) -> list[ScannedSeparator]:
        return [code for code in self.ours if isinstance(code, ScannedSeparator)]


def codes(data: bytes) -> PageCodes:
    """The codes on a page, whichever way it lies. ContentTrouble `page.truncated` when it does not unpack."""
    return _codes(_read(grey_of(data), _ENOUGH, _FORMATS))


def _read(
    grey: Grey, enough: int, formats: Sequence[zxingcpp.BarcodeFormat], *, hard: bool = True, turned: bool = True
) -> list[zxingcpp.Barcode]:
    """`hard`: also looked for in smaller copies, and white on black, which a scan of our own paper does not need.
    `turned`: also along the columns.
    """
    return list(
        zxingcpp.read_barcodes(
            shrunk(grey, enough),
            formats=zxingcpp.BarcodeFormats(formats),
            text_mode=zxingcpp.TextMode.Plain,
            try_downscale=hard,
            try_rotate=turned,
            try_invert=hard,
        )
    )


def _codes(read: Sequence[zxingcpp.Barcode]) -> PageCodes:
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
    do not agree. ContentTrouble as of `page.unpacked`.
    """
    return _turn(_read(grey_of(data), _TURN_ENOUGH, (zxingcpp.BarcodeFormat.QRCode,)))


def _turn(read: Sequence[zxingcpp.Barcode]) -> int:
    turns = {_quarter(code.orientation) for code in read}
    return turns.pop() or 0 if len(turns) == 1 else 0


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a stack wants to know of a page: its codes, by how much it has to be turned, and whether it is a separator
    by its frame.
    """

    codes: PageCodes
    turn: int
    framed: bool


def look(grey: Grey, half: Grey | None = None) -> Sorted:
    """Look at a page as it comes, at a price that every page can pay. `half` is the same page in fewer pixels,
    where whoever asks has it.

    The square is read from few pixels, and tells which way is up. The bars are looked for along the page's own rows,
    and in few pixels along its columns, where looking costs five times as much; and whatever has a separator's frame is
    read with all there is, because one that is missed would send what lies behind it to the wrong place.
    """
    half = halved(grey, _SQUARE_ENOUGH) if half is None else half
    squares = _read(half, _SQUARE_ENOUGH, (zxingcpp.BarcodeFormat.QRCode,))
    codes, edged = _codes(squares), framed(half)
    if edged and not codes.separators:
        codes = _codes([*squares, *_read(grey, _ENOUGH, _FORMATS)])
    elif not codes.separators:
        bars = (zxingcpp.BarcodeFormat.Code128,)
        upright = _read(grey, _ENOUGH, bars, hard=False, turned=False)
        codes = _codes([*squares, *(upright or _read(half, _ENOUGH, bars, hard=False))])
    return Sorted(codes, _turn(squares), edged)


def framed(grey: Grey) -> bool:
    """Whether two frames stand around the page, one in the other, as around our separators and nothing else.

    Seen by the shares of the page that they enclose, so that neither tilt nor a page upside down changes it.
    """
    small = shrunk(grey, _FRAME_ENOUGH)
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    outlines, tree = cv2.findContours(ink, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    if tree is None or len(outlines) > _MOST_OUTLINES:
        return False
    areas = [cv2.contourArea(one) for one in outlines]
    for outer, (_, _, child, _) in enumerate(tree[0]):
        if areas[outer] < _LEAST_FRAME * small.size:
            continue
        shares: list[float] = []
        inside = int(child)
        while inside >= 0 and len(shares) < len(_FRAME):
            inner = max(_siblings(tree[0], inside), key=lambda one: areas[one])
            shares.append(areas[inner] / areas[outer])
            inside = tree[0][inner][2]
        if len(shares) == len(_FRAME) and all(
            abs(seen - meant) <= _FRAME_OFF for seen, meant in zip(shares, _FRAME, strict=True)
        ):
            return True
    return False


def _siblings(tree: NDArray[np.int32], first: int) -> Iterator[int]:
    while first >= 0:
        yield first
        first = int(tree[first][0])


def _quarter(orientation: int) -> int | None:
    quarter = round(orientation / 90) * 90
    return -quarter % 360 if abs(orientation - quarter) <= _ASKEW else None
