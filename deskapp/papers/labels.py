"""卷宗标签: a case's number as a barcode to stick on its file; a sheet of 24 on A4, or one at a time from a roll."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deskapp.papers import barcodes
from deskapp.papers.flow import LEADING, PAGE_HEIGHT, PAGE_WIDTH, RISE
from deskapp.papers.fonts import BOLD, REGULAR, Chain, printable, width
from deskapp.papers.marks import Digits, Mark, Page, Text
from deskapp.papers.wrapping import wrapped

KIND = "labels"
SINGLE = "label"
TITLE = "卷宗标签"
MM = 72 / 25.4  # points
_ACROSS, _DOWN = 3, 8
_WIDE, _HIGH = PAGE_WIDTH / _ACROSS, PAGE_HEIGHT / _DOWN  # 70 × 37.125 mm: sheets of 24 are sold in this size
_PAD = 3.2 * MM
_EDGE = 4.6 * MM  # what an office printer leaves white at the edge of the sheet
_CODE = 26.0
_LARGEST, _SMALLEST = 9.0, 5.5
SINGLES = {"80": (72 * MM, 40 * MM), "62": (58 * MM, 38 * MM)}  # what a printer reaches of a roll of so many mm
_ROLLS = {"80": 80 * MM, "62": 62 * MM}


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label. `applicant` is masked: a file lies about. `number` is an even count of digits."""

    number: str
    item: str
    applicant: str
    department: str
    hall: str
    practice: bool = False


def draw(labels: Sequence[Label], *, begin: int = 1) -> bytes:
    """A PDF of sheets of 24; `begin` is the first place that is free on a sheet used before, counted from 1."""
    from deskapp.papers import drawing  # see the package: only a paper needs the library

    return drawing.pdf(lay_out(labels, begin=begin), title=TITLE, subject="", author=_hall(labels))


def lay_out(labels: Sequence[Label], *, begin: int = 1) -> list[Page]:
    """The labels as they stand on their sheets. ValueError when a sheet has no such place."""
    each = _ACROSS * _DOWN
    if not 1 <= begin <= each:
        raise ValueError(f"a sheet has places 1 to {each}")
    pages: list[Page] = [[]]
    for place, label in enumerate(labels, start=begin - 1):
        if place // each == len(pages):
            pages.append([])
        column, row = place % _ACROSS, place % each // _ACROSS
        x, top = column * _WIDE, PAGE_HEIGHT - row * _HIGH
        left = x + max(_PAD, _EDGE if column == 0 else 0.0)
        right = x + _WIDE - max(_PAD, _EDGE if column == _ACROSS - 1 else 0.0)
        above = top - max(_PAD, _EDGE if row == 0 else 0.0)
        below = top - _HIGH + max(_PAD, _EDGE if row == _DOWN - 1 else 0.0)
        pages[-1].extend(_label(label, left, below, right - left, above - below))
    return pages


def draw_single(label: Label, roll: str) -> bytes:
    """A PDF of one label for a roll of so many mm (see `SINGLES`)."""
    from deskapp.papers import drawing

    size = (_ROLLS[roll], SINGLES[roll][1])
    return drawing.pdf([lay_out_single(label, roll)], title=TITLE, subject=label.number, author=label.hall, size=size)


def lay_out_single(label: Label, roll: str) -> Page:
    """One label as it stands on a roll. KeyError for a roll that nobody makes."""
    wide, high = SINGLES[roll]
    margin = (_ROLLS[roll] - wide) / 2
    return list(_label(label, margin, 5.0, wide, high - 10.0))


def _hall(labels: Sequence[Label]) -> str:
    return labels[0].hall if labels else ""


def _label(label: Label, x: float, y: float, wide: float, high: float) -> Iterator[Mark]:
    """Words above, the code below; the words as large as the place lets them be."""
    code = barcodes.code128_width(label.number)
    digits = 7.5
    yield Digits(x + (wide - code) / 2, y + digits * LEADING, _CODE, label.number)
    spaced = " ".join(label.number[at : at + 4] for at in range(0, len(label.number), 4))
    yield Text(x + (wide - width(spaced, digits)) / 2, y + digits * 0.35, digits, spaced)
    top = y + high
    room = high - _CODE - digits * LEADING - 5
    said = [(label.item, BOLD), (label.applicant, REGULAR), (_where(label), REGULAR)]
    size, lines = _fitted(said, wide, room)
    for line, chain in lines:
        yield Text(x, top - size * RISE, size, line, chain)
        top -= size * 1.25


def _where(label: Label) -> str:
    where = f"{label.department}　{label.hall}"
    return f"练习 无效　{where}" if label.practice else where


def _fitted(said: Sequence[tuple[str, Chain]], wide: float, room: float) -> tuple[float, list[tuple[str, Chain]]]:
    """The largest size in which all lines stand, and the lines; in the smallest, each text ends with an ellipsis."""
    size = _LARGEST
    while size > _SMALLEST:
        lines = [(line, chain) for text, chain in said for line in wrapped(text, size, wide, chain)]
        if len(lines) * size * 1.25 <= room:
            return size, lines
        size -= 0.5
    most = max(1, int(room / (_SMALLEST * 1.25)) // len(said))
    return _SMALLEST, [(line, chain) for text, chain in said for line in _shortened(text, _SMALLEST, wide, chain, most)]


def _shortened(text: str, size: float, wide: float, chain: Chain, most: int) -> list[str]:
    lines = wrapped(text, size, wide, chain)
    if len(lines) <= most:
        return lines
    last = printable(lines[most - 1])
    while last and width(f"{last}…", size, chain) > wide:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]
