"""Whether all on a page stands inside its margins, and nothing on anything else: from the widths it is set with."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.papers import barcodes
from deskapp.papers.fonts import width
from deskapp.papers.marks import Digits, Page, Picture, Square, Text

MARGIN = 50.9  # points
WIDTH, HEIGHT = 595.28, 841.89


@dataclass(frozen=True)
class Bounds:
    """Inside of which everything has to stand, in points from the lower left corner."""

    left: float = MARGIN
    low: float = 20.0
    right: float = WIDTH - MARGIN
    high: float = HEIGHT - 22.0


@dataclass(frozen=True)
class Box:
    """What a mark covers. A seal or a signature may lie under words, but on no code."""

    what: str
    left: float
    low: float
    right: float
    high: float
    below_words: bool = False
    code: bool = False


def stands_well(page: Page, bounds: Bounds | None = None) -> None:
    """Every line inside the bounds, and none on another or on a code; exact, from the widths the page is set with."""
    inside = bounds or Bounds()
    boxes = [box(mark) for mark in page if isinstance(mark, Text | Digits | Square | Picture)]
    for one in boxes:
        assert one.left >= inside.left - 0.01, one
        assert one.right <= inside.right + 0.01, one
        assert one.low >= inside.low - 0.01, one
        assert one.high <= inside.high + 0.01, one
    ordered = sorted(boxes, key=lambda one: one.low)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.low >= one.high - 0.01:
                break
            if (one.below_words and not other.code) or (other.below_words and not one.code):
                continue
            apart = min(one.right, other.right) - max(one.left, other.left)
            assert apart <= 0.01, f"{one.what!r} stands on {other.what!r}"


def box(mark: Text | Digits | Square | Picture) -> Box:
    """What a mark covers: a Chinese character reaches from 0.12 of its size below the line to 0.88 above it."""
    if isinstance(mark, Text):
        end = mark.x + width(mark.text, mark.size, mark.chain)
        return Box(mark.text, mark.x, mark.y - 0.12 * mark.size, end, mark.y + 0.88 * mark.size)
    if isinstance(mark, Digits):
        wide = barcodes.code128_width(mark.digits)
        return Box(mark.digits, mark.x, mark.y, mark.x + wide, mark.y + mark.high, code=True)
    if isinstance(mark, Picture):
        return Box("a picture", mark.x, mark.y, mark.x + mark.wide, mark.y + mark.high, below_words=True)
    side = barcodes.square_width(mark.text)
    return Box(mark.text, mark.x, mark.y, mark.x + side, mark.y + side, code=True)
