"""A slip from a roll of 80 mm paper: what stands on it from top to bottom; it ends where that ends."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.papers import barcodes
from deskapp.papers.flow import LEADING, RISE
from deskapp.papers.fonts import REGULAR, Chain, width
from deskapp.papers.marks import Digits, Ink, Mark, Rule, Text
from deskapp.papers.wrapping import balanced

DOTS_PER_MM = 8  # 203 dpi, as every receipt printer of this width has
WIDE_DOTS = 576  # 72 mm: what an 80 mm printer reaches
WIDE = WIDE_DOTS / DOTS_PER_MM / 25.4 * 72  # points
_CODE = 40.0  # points


@dataclass(frozen=True, slots=True)
class Strip:
    """Marks on a strip WIDE points wide and `high` points high, from its lower left corner."""

    marks: tuple[Mark, ...]
    high: float


class Slip:
    """Takes lines from top to bottom, each in the middle."""

    def __init__(self) -> None:
        self._placed: list[tuple[float, Mark]] = []  # how far below the top edge each stands
        self._depth = 0.0

    def text(self, text: str, size: float, chain: Chain = REGULAR) -> None:
        """A text of any length, in lines of much the same length."""
        for line in balanced(text, size, WIDE, chain):
            x = max(0.0, (WIDE - width(line, size, chain)) / 2)
            self._put(size * RISE, Text(x, 0.0, size, line, chain, Ink.BLACK))
            self._depth += size * LEADING

    def number(self, text: str, size: float, chain: Chain) -> None:
        """One line in print as large as the paper lets it be, without the white that lines of text have between."""
        size = min(size, size * WIDE / width(text, size, chain))
        self._put(size * 0.9, Text((WIDE - width(text, size, chain)) / 2, 0.0, size, text, chain, Ink.BLACK))
        self._depth += size * 1.08

    def gap(self, points: float) -> None:
        """White."""
        self._depth += points

    def rule(self) -> None:
        """A line over the whole width."""
        self._depth += 3
        self._put(0.0, Rule(0.0, 0.0, WIDE, 0.0, 0.8, Ink.BLACK))
        self._depth += 4

    def barcode(self, digits: str) -> None:
        """Code 128 with its digits below. Raises ValueError as `barcodes.code128`."""
        x = (WIDE - barcodes.code128_width(digits)) / 2
        self._put(_CODE, Digits(x, 0.0, _CODE, digits))
        self._depth += _CODE + 1
        self.text(digits, 7.5)

    def finish(self) -> Strip:
        """The strip, as high as what stands on it."""
        return Strip(tuple(_lifted(mark, self._depth - depth) for depth, mark in self._placed), self._depth)

    def _put(self, below: float, mark: Mark) -> None:
        self._placed.append((self._depth + below, mark))


def _lifted(mark: Mark, y: float) -> Mark:
    if isinstance(mark, Text):
        return Text(mark.x, y, mark.size, mark.text, mark.chain, mark.ink)
    if isinstance(mark, Digits):
        return Digits(mark.x, y, mark.high, mark.digits)
    if isinstance(mark, Rule):
        return Rule(mark.x, y, mark.to_x, y, mark.weight, mark.ink)
    return mark
