"""Finds the paper in a scan that shows more than the paper: a card on the glass, a slip on a black roller, a feeder
that read on behind the end of the sheet.

What the scanner shows beside the paper (its ground) is one even grey that begins at the corners of the picture; paper
is what stands out from it with straight sides and another tone. Where paper and ground are equally white nobody can
know where the sheet ends, and the page stays whole; and so it does whenever anything else lies on the ground. On
white without any shade, as drawn pages have it, a picture looks like a card: only what has a card's size is taken for
one. All that stands out lies within the measures that are given: writing, holes and seals at the edge of a sheet are
never cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.rules.page_making import WHOLE, Box, Corner, Craft, LaidSheet, Making
from deskapp.scans.page import Colour, Grey, shrunk

_SEEN_AT = 877  # pixels of the longer side: three to a millimetre of A4
_SEAM = 0.004  # of the longer side: feeders leave a seam there that says nothing
_CORNER = 6  # pixels of a corner that have to be alike
_EVEN = 12.0  # grey levels within which a corner is
_DARK = 60.0  # grey of a black lid or roller, at most
_NEAR_DARK, _NEAR_LIGHT = 30.0, 10.0  # grey levels within which something is ground
_APART_DARK, _APART_LIGHT = 60.0, 14.0  # and those by which paper is another tone, just within its edge
_MOSTLY = 0.8  # of its edge
_COLOURLESS = 24.0  # levels between the colours of a ground: a cover of red or blue cloth is no lid
_SPECK = 3  # pixels: what lies beside the sheet and is larger is not left away by anybody but a person
_EDGE = 2 * 4 + 1  # pixels: what is within a millimetre of a sheet is its own frayed edge or the line of its shadow
_SQUARE, SQUARE_CUT = 0.97, 0.99  # of its four sides' area a sheet fills; one that runs out of the picture
_LEAST_SHEET = 0.02  # of the picture: a card on A4 is 0.07
_MOST_ON_WHITE = 0.6  # of the picture: a larger panel on white is print on a sheet, and not a sheet
_PURE = 250.0  # grey of what is white without a shade: a drawn page is, and a lid that a scanner set to white
_CARD, _CARD_OFF = (53.98, 85.6), 2.5  # mm; ISO/IEC 7810, ID-1. Its shadow makes it larger
LEAST_MARGIN = 0.02  # of a side: for less nobody wants a copy
_ASKEW, _MOST_ASKEW = 0.4, 20.0  # degrees
ROOM = 2  # pixels that are left around a sheet: its edge is never sharper
_PER_INCH = 2540  # hundredths of a millimetre

Mask = NDArray[np.uint8]
Outline = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class View:
    """How the page is looked at: high and wide in pixels, the seam around that is left off, and how many hundredths of
    a millimetre a pixel is, 0 where nobody knows.
    """

    high: int
    wide: int
    seam: int
    hundredths: float


@dataclass(frozen=True, slots=True)
class Ground:
    """What is not paper: its mask, its grey, and whether it is a black one."""

    mask: Mask
    level: float
    dark: bool


@dataclass(frozen=True, slots=True)
class Lying:
    """A sheet as it lies on its ground."""

    outline: Outline
    view: View
    ground: Ground

    def colourless(self, colour: Colour) -> bool:
        """Whether the ground is grey in this picture, which shows the same in colour: a cover of cloth is no lid."""
        around = np.pad(self.ground.mask, self.view.seam)
        there = cv2.resize(around, (colour.shape[1], colour.shape[0]), interpolation=cv2.INTER_NEAREST) > 0
        if not there.any():
            return False
        levels = np.median(colour[there].reshape(-1, 3), axis=0)
        return float(np.ptp(levels)) <= _COLOURLESS


def without(found: Iterable[Lying], colour: Callable[[], Colour]) -> Making | None:
    """How a page is made of a picture, whose `sheets` were found, that has no margin of the scanner's: a crop, or,
    where the sheet lies askew, the sheet laid flat, which sets it straight as well. None where there is no such margin,
    or where nobody can be sure of it.

    `colour` gives the same picture in colour, of any size; it is asked for only where a margin was found.
    """
    for lying in found:
        making = _making(lying.outline, lying.view)
        if making is not None and lying.colourless(colour()):
            return making
    return None


def sheets(grey: Grey, dpi: float = 0) -> Iterator[Lying]:
    """The one sheet that lies on the ground, for each grey that may be ground: none of a page that is all paper.

    `dpi` of 0: nobody knows.
    """
    small = shrunk(grey, _SEEN_AT)
    seam = max(2, round(max(small.shape) * _SEAM))
    if min(small.shape) < 16 * seam:
        return
    calm = np.asarray(cv2.GaussianBlur(small, (3, 3), 0)[seam:-seam, seam:-seam], np.uint8)
    hundredths = grey.shape[1] / small.shape[1] * _PER_INCH / dpi if dpi else 0.0
    view = View(calm.shape[0], calm.shape[1], seam, hundredths)
    for ground in _grounds(calm):
        outline = _sheet(calm, ground, view)
        if outline is not None and (ground.level <= _PURE or _a_card(outline, view)):
            yield Lying(outline, view, ground)


def _grounds(calm: Grey) -> Iterator[Ground]:
    """What may be ground, one for each grey that a corner of the picture shows: the darkest first."""
    height, width = calm.shape
    corners = [(y, x) for y in (0, height - _CORNER) for x in (0, width - _CORNER)]
    patches = [calm[y : y + _CORNER, x : x + _CORNER] for y, x in corners]
    even = [(float(np.median(one)), at) for one, at in zip(patches, corners, strict=True) if np.ptp(one) <= _EVEN]
    seen: list[float] = []
    for level, _ in sorted(even):
        dark = level <= _DARK
        near = _NEAR_DARK if dark else _NEAR_LIGHT
        if any(abs(level - other) <= near for other in seen):
            continue
        seen.append(level)
        alike = cv2.inRange(calm, 0 if dark else level - near, level + near)
        for other, (y, x) in even:
            inside = (x + _CORNER // 2, y + _CORNER // 2)
            if abs(other - level) <= near and alike[inside[1], inside[0]] == 255:
                cv2.floodFill(alike, None, inside, 128)
        yield Ground(np.asarray(alike == 128, np.uint8), level, dark)


def _sheet(calm: Grey, ground: Ground, view: View) -> Outline | None:
    """The outline of the one sheet that lies on it."""
    paper = np.asarray(1 - ground.mask, np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(paper, connectivity=8)
    if count < 2:
        return None
    sizes = stats[1:, cv2.CC_STAT_AREA]
    largest = int(np.argmax(sizes))
    share = sizes[largest] / paper.size
    if share < _LEAST_SHEET:  # so it is with every page of print
        return None
    sheet = np.asarray(labels == largest + 1, np.uint8)
    if _lies_beside(paper, sheet):
        return None
    outlines, _ = cv2.findContours(sheet, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = np.asarray(outlines[0], np.int32)
    touched = _touched(outline, view)
    if not ground.dark and not (touched == (True, True, True, False) or (not any(touched) and share <= _MOST_ON_WHITE)):
        return None  # on a white ground: a sheet that is seen whole, or what a feeder read behind its end
    return outline if _another_tone(calm, sheet, ground) else None


def _lies_beside(paper: Mask, sheet: Mask) -> bool:
    """Whether anything but the sheet, its edge and dust stands out from the ground."""
    beside = cv2.subtract(paper, cv2.dilate(sheet, np.ones((_EDGE, _EDGE), np.uint8)))
    if cv2.countNonZero(beside) < _SPECK:
        return False
    *_, stats, _ = cv2.connectedComponentsWithStats(beside, connectivity=8)
    return bool((stats[1:, cv2.CC_STAT_AREA] >= _SPECK).any())


def _touched(outline: Outline, view: View) -> tuple[bool, bool, bool, bool]:
    """Which sides of the picture it reaches: left, top, right, bottom."""
    left, top, width, height = cv2.boundingRect(outline)
    return left == 0, top == 0, left + width == view.wide, top + height == view.high


def _another_tone(calm: Grey, sheet: Mask, ground: Ground) -> bool:
    """Whether paper begins where its edge is. Behind the line of a printed frame is what was before it."""
    inner, outer = (cv2.erode(sheet, np.ones((size, size), np.uint8)) for size in (15, 7))
    ring = cv2.subtract(outer, inner) > 0
    if not ring.any():
        return False
    apart = calm[ring].astype(np.float32) - ground.level
    differing = apart >= _APART_DARK if ground.dark else np.abs(apart) >= _APART_LIGHT
    return float(np.mean(differing)) >= _MOSTLY


def _a_card(outline: Outline, view: View) -> bool:
    """Whether it has the size of a card."""
    sides = sorted(side * view.hundredths / 100 for side in cv2.minAreaRect(outline)[1])
    return all(abs(side - card) <= _CARD_OFF for side, card in zip(sides, _CARD, strict=True))


def _making(outline: Outline, view: View) -> Making | None:
    left, top, wide, high = cv2.boundingRect(outline)
    filled = cv2.contourArea(outline)
    (x, y), (across, down), angle = cv2.minAreaRect(outline)
    if abs(angle) > 45:  # any of its sides may have been taken for the upper one
        across, down, angle = down, across, angle - float(np.copysign(90, angle))
    if abs(angle) < _ASKEW or filled >= 0.995 * (wide - 1) * (high - 1):
        room = left / view.wide, top / view.high, 1 - (left + wide) / view.wide, 1 - (top + high) / view.high
        square = SQUARE_CUT if any(_touched(outline, view)) else _SQUARE
        if filled < square * (wide - 1) * (high - 1) or max(room) < LEAST_MARGIN:
            return None
        return Making(Craft.CROP, boxes=(_box(outline, view),))
    if abs(angle) > _MOST_ASKEW or filled < _SQUARE * across * down or any(_touched(outline, view)):
        return None
    sides = np.array([across, down], np.float64) + 1 + 2 * ROOM
    turn = np.radians(angle)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    lies = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * sides / 2 @ spin.T + (x, y)
    return Making(Craft.FLATTEN, sheets=(_laid(lies, sides, view),))


def _box(outline: Outline, view: View) -> Box:
    """Around it, a little wider than it was seen; up to the side of the page where it reaches that."""
    left, top, wide, high = cv2.boundingRect(outline)
    at_left, at_top, at_right, at_bottom = _touched(outline, view)
    off, height, width = view.seam, view.high + 2 * view.seam, view.wide + 2 * view.seam
    return Box(
        0 if at_left else max(0, (left + off - ROOM) * WHOLE // width),
        0 if at_top else max(0, (top + off - ROOM) * WHOLE // height),
        WHOLE if at_right else min(WHOLE, -(-(left + wide + off + ROOM) * WHOLE // width)),
        WHOLE if at_bottom else min(WHOLE, -(-(top + high + off + ROOM) * WHOLE // height)),
    )


def _laid(lies: NDArray[np.float64], sides: NDArray[np.float64], view: View) -> LaidSheet:
    """The sheet by its corners, clockwise from the upper left one, and its size where the dots tell it."""
    size = (view.wide + 2 * view.seam, view.high + 2 * view.seam)
    places = lies + view.seam + 0.5  # the middle of a pixel is half a one behind its edge
    shares = np.clip(np.rint(places / size * WHOLE), 0, WHOLE).astype(int)
    across, down = (round(float(side) * view.hundredths) for side in sides)
    return LaidSheet(tuple(Corner(int(x), int(y)) for x, y in shares), across, down)
