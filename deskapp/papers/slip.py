"""A slip from a roll of 80 mm paper: what stands on it from top to bottom; it ends where that ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskapp.papers import barcodes
from deskapp.papers.flow import LEADING, RISE
from deskapp.papers.fonts import BOLD, REGULAR, Chain, width
from deskapp.papers.marks import Digits, Ghost, Ink, Mark, Picture, Rule, Square, Text
from deskapp.papers.pixels import Pixels
from deskapp.papers.wrapping import balanced, wrapped

DOTS_PER_MM = 8  # 203 dpi, as every receipt printer of this width has
WIDE_DOTS = 576  # 72 mm: what an 80 mm printer reaches
WIDE = WIDE_DOTS / DOTS_PER_MM / 25.4 * 72  # points
PAPER = 80 / 25.4 * 72  # points: the roll itself
_CODE = 40.0  # points
_SIGNED = 42.0  # points: room to sign in


@dataclass(frozen=True, slots=True)
class Strip:
    """Marks on a strip WIDE points wide and `high` points high, from its lower left corner."""

    marks: tuple[Mark, ...]
    high: float


class Slip:
    """Takes lines from top to bottom, each in the middle unless it is said otherwise."""

    def __init__(self) -> None:
        self._placed: list[tuple[float, Mark]] = []  # how far below the top edge each stands
        self._depth = 0.0

    def text(self, text: str, size: float, chain: Chain = REGULAR) -> None:
        """A text of any length, in lines of much the same length."""
        for line in balanced(text, size, WIDE, chain):
            x = max(0.0, (WIDE - width(line, size, chain)) / 2)
            self._put(size * RISE, Text(x, 0.0, size, line, chain, Ink.BLACK))
            self._depth += size * LEADING

    def line(self, text: str, size: float, chain: Chain = REGULAR, *, inset: float = 0.0) -> None:
        """A text of any length from the left edge on, or from `inset` points beside it."""
        for said in wrapped(text, size, WIDE - inset, chain):
            self._put(size * RISE, Text(inset, 0.0, size, said, chain, Ink.BLACK))
            self._depth += size * LEADING

    def fact(self, name: str, value: str, size: float) -> None:
        """A name, and its value beside it."""
        inset = width(f"{name}　", size)
        self._put(size * RISE, Text(0.0, 0.0, size, name, REGULAR, Ink.BLACK))
        self.line(value or "—", size, BOLD, inset=inset)

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

    def square(self, text: str) -> None:
        """A QR code. Raises ValueError for too much."""
        side = barcodes.square_width(text)
        self._put(side, Square((WIDE - side) / 2, 0.0, text))
        self._depth += side

    def signed(self, who: str, size: float, signature: Pixels | None = None) -> None:
        """Room for a signature, or what was signed there."""
        left = width(f"{who}　", size)
        if signature is not None:
            scale = min((WIDE - left) / signature.wide, _SIGNED / signature.high)
            wide, high = signature.wide * scale, signature.high * scale
            self._put(_SIGNED, Picture(left, 0.0, wide, high, signature))
        self._put(_SIGNED - 2, Text(0.0, 0.0, size, who, REGULAR, Ink.BLACK))
        self._put(_SIGNED + 2, Rule(left, 0.0, WIDE, 0.0, 0.6, Ink.BLACK))
        self._depth += _SIGNED + 8

    def finish(self) -> Strip:
        """The strip, as high as what stands on it."""
        return Strip(tuple(_lifted(mark, self._depth - depth) for depth, mark in self._placed), self._depth)

    def _put(self, below: float, mark: Mark) -> None:
        self._placed.append((self._depth + below, mark))


def _lifted(mark: Mark, y: float) -> Mark:
    if isinstance(mark, Rule):
        return replace(mark, y=y, to_y=y)
    return mark if isinstance(mark, Ghost) else replace(mark, y=y)


def pdf(strip: Strip, *, title: str, subject: str, author: str) -> bytes:
    """The strip as a PDF as wide as the roll, for a receipt printer that the system drives."""
    from deskapp.papers import drawing  # see the package: only a paper needs the library

    margin = (PAPER - WIDE) / 2
    marks = [_beside(mark, margin) for mark in strip.marks]
    size = (PAPER, strip.high)
    return drawing.pdf([marks], title=title, subject=subject, author=author, size=size)


def _beside(mark: Mark, x: float) -> Mark:
    if isinstance(mark, Rule):
        return replace(mark, x=mark.x + x, to_x=mark.to_x + x)
    return mark if isinstance(mark, Ghost) else replace(mark, x=mark.x + x)
