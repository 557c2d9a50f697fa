"""分隔页: a sheet to lay before the pages of one material, so that a whole stack goes through the feeder at once.

It is read back whichever way it lies: the same code stands on it four times, as squares and as bars, at the head and at
the foot. Two frames around it say what it is even where none of them reads (`scans.sort.framed`), because a separator
that is missed would send what lies behind it to the material before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deskapp.papers import barcodes
from deskapp.papers.flow import LEADING, PAGE_HEIGHT, PAGE_WIDTH, RISE
from deskapp.papers.fonts import BOLD, REGULAR, Chain, width
from deskapp.papers.marks import Area, Digits, Ghost, Ink, Mark, Page, Square, Text
from deskapp.papers.wrapping import balanced

__all__ = ["KIND", "TITLE", "Separator", "draw", "lay_out"]
KIND = "separators"
TITLE = "分隔页"
_MM = 72 / 25.4  # points
EDGE, THICK, GAP = 15.0, 3.0, 3.0  # mm: where the outer frame begins, how thick both are, and what is white between
_IN = (EDGE + 2 * THICK + GAP + 4) * _MM  # where words may begin
_ROOM = PAGE_WIDTH - 2 * _IN
_LARGE, _SMALL, _QUIET = 34.0, 13.0, 9.5
_BARS = 40.0
_MOST_LINES = 5  # of one text, in the middle of the sheet


@dataclass(frozen=True, slots=True)
class Separator:
    """One sheet. `digits` is its code; `applicant` is masked: the sheet lies about and is used again."""

    digits: str
    place: int
    material: str
    item: str
    applicant: str
    hall: str
    window: str
    practice: bool = False


def draw(sheets: Sequence[Separator]) -> bytes:
    """A PDF of one page for each."""
    from deskapp.papers import drawing  # see the package: only a paper needs the library

    return drawing.pdf(lay_out(sheets), title=TITLE, subject="", author=sheets[0].hall if sheets else "")


def lay_out(sheets: Sequence[Separator]) -> list[Page]:
    """The sheets as they stand."""
    return [[*_frames(), *_codes(one), *_words(one)] for one in sheets]


def _frames() -> Iterator[Mark]:
    for inset in (EDGE * _MM, (EDGE + THICK + GAP) * _MM):
        wide, high, thick = PAGE_WIDTH - 2 * inset, PAGE_HEIGHT - 2 * inset, THICK * _MM
        yield Area(inset, inset, wide, thick, Ink.BLACK)
        yield Area(inset, inset + high - thick, wide, thick, Ink.BLACK)
        yield Area(inset, inset, thick, high, Ink.BLACK)
        yield Area(inset + wide - thick, inset, thick, high, Ink.BLACK)


def _codes(one: Separator) -> Iterator[Mark]:
    side = barcodes.square_width(one.digits)
    bars = barcodes.code128_width(one.digits)
    top, foot = PAGE_HEIGHT - _IN, _IN
    for y in (top - side, foot):
        yield Square(_IN, y, one.digits)
        yield Square(PAGE_WIDTH - _IN - side, y, one.digits)
    for y in (top - side - 20 - _BARS, foot + side + 20):
        yield Digits((PAGE_WIDTH - bars) / 2, y, _BARS, one.digits)


def _words(one: Separator) -> Iterator[Mark]:
    if one.practice:
        yield Ghost("练习 无效")
    said: list[tuple[str, float, Chain, Ink]] = [
        (f"{TITLE}　{one.place}", 22.0, BOLD, Ink.TEXT),
        (one.material, _LARGE, BOLD, Ink.TEXT),
        (one.item, _SMALL, REGULAR, Ink.TEXT),
        (one.applicant, _SMALL, REGULAR, Ink.TEXT),
        ("放在这项材料的前面，一叠放进进纸器，一次扫完。字朝上，倒放、横放都可以。", _QUIET, REGULAR, Ink.QUIET),
        (
            "Lay it before the pages of this material, print side like theirs; any way round will do.",
            _QUIET,
            REGULAR,
            Ink.QUIET,
        ),
        (f"{one.hall}　{one.window} 号窗口", _QUIET, REGULAR, Ink.QUIET),
    ]
    lines = [
        (line, size, chain, ink)
        for text, size, chain, ink in said
        for line in balanced(text, size, _ROOM, chain)[:_MOST_LINES]
    ]
    high = sum(size * LEADING for _, size, _, _ in lines)
    y = (PAGE_HEIGHT + high) / 2
    for line, size, chain, ink in lines:
        yield Text((PAGE_WIDTH - width(line, size, chain)) / 2, y - size * RISE, size, line, chain, ink)
        y -= size * LEADING
