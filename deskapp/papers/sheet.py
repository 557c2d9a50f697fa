"""An A4 sheet of the office: a paper says what stands on it, from top to bottom, and gets its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from deskapp.papers import barcodes, grid, imprint, words
from deskapp.papers.flow import LEADING, MARGIN, RISE, ROOM, Flow
from deskapp.papers.fonts import BOLD, REGULAR, loaded, width
from deskapp.papers.grid import Column
from deskapp.papers.imprint import Imprint
from deskapp.papers.marks import Area, Frame, Ghost, Ink, Mark, Page, Picture, Rule, Text
from deskapp.papers.pixels import Pixels
from deskapp.papers.wrapping import wrapped

__all__ = ["Column", "Highlight", "Imprint", "Sheet", "get_ready"]
_TEXT, _QUIET = 10.5, 8.8
_BODY_LEADING = 1.7
_BAND_VALUE = 14.0
_SEAL_ROOM = 34.0  # left white above the office's name, where its round seal reaches
_SEAL = 107.7  # points: 38 mm, the size of an office's seal for one kind of business
_SIGNED = 34.0  # points: how high a signature stands
_BOX = 9.0  # points: a box to tick


@dataclass(frozen=True, slots=True)
class Highlight:
    """What a reader looks for first: its name, its value in large print, and a word about it."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """Marks whose upper edge is at 0, and how far they reach down."""

    marks: Sequence[Mark]
    height: float


class Sheet:
    """One paper. Text may be of any length: it is wrapped, and pages are turned."""

    def __init__(self, title: str, english: str, imprinted: Imprint) -> None:
        self._title = title
        self._imprint = imprinted
        self._flow = Flow(imprint.foot_height(imprinted))
        imprint.head(self._flow, imprinted, title, english)

    def paragraph(self, text: str) -> None:
        """Running text over the whole width."""
        for line in wrapped(text, _TEXT, ROOM):
            self._flow.need(_TEXT * _BODY_LEADING)
            self._flow.put(Text(MARGIN, self._flow.y - _TEXT * RISE, _TEXT, line))
            self._flow.y -= _TEXT * _BODY_LEADING
        self._flow.y -= 5

    def heading(self, text: str) -> None:
        """A heading inside the paper. It never stands alone at a page's end."""
        lines = wrapped(text, 11.5, ROOM - 9, BOLD)
        self._flow.y -= 4
        self._flow.need(len(lines) * 11.5 * LEADING + 48)
        height = len(lines) * 11.5 * LEADING
        self._flow.put(Area(MARGIN, self._flow.y - height + 3, 3, height - 5, Ink.TEXT))
        for line in lines:
            self._flow.put(Text(MARGIN + 9, self._flow.y - 11.5 * RISE, 11.5, line, BOLD))
            self._flow.y -= 11.5 * LEADING
        self._flow.y -= 4

    def facts(self, *rows: Sequence[tuple[str, str]]) -> None:
        """Names and values, one or two of them in a row; rows without any are left out."""
        grid.facts(self._flow, [row for row in rows if row])

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table whose heading stands again on every page it reaches."""
        grid.table(self._flow, columns, rows)

    def band(self, highlights: Sequence[Highlight]) -> None:
        """What a reader looks for first, side by side in large print."""
        flow, each = self._flow, ROOM / len(highlights)
        cells = [
            [
                *((line, 8.5, REGULAR, Ink.QUIET) for line in wrapped(one.name, 8.5, each - 22)),
                *((line, _BAND_VALUE, BOLD, Ink.TEXT) for line in wrapped(one.value, _BAND_VALUE, each - 22, BOLD)),
                *((line, 8.5, REGULAR, Ink.QUIET) for line in (wrapped(one.note, 8.5, each - 22) if one.note else [])),
            ]
            for one in highlights
        ]
        height = max(sum(size * LEADING for _, size, _, _ in cell) for cell in cells) + 15
        flow.need(height)
        flow.put(Area(MARGIN, flow.y - height, ROOM, height))
        for place, cell in enumerate(cells):
            x, y = MARGIN + place * each, flow.y - 7
            if place:
                flow.put(Rule(x, flow.y - 9, x, flow.y - height + 9))
            for line, size, chain, ink in cell:
                flow.put(Text(x + 11, y - size * RISE, size, line, chain, ink))
                y -= size * LEADING
        flow.y -= height + 11

    def boxes(self, options: Sequence[tuple[bool, str]], *, across: int = 1) -> None:
        """Boxes, ticked or not, each with what it stands for; as many beside each other as is said, if they fit."""
        each = ROOM / across
        if across > 1 and any(width(text, _TEXT, BOLD) > each - 22 for _, text in options):
            across, each = 1, ROOM
        flow, step = self._flow, _TEXT * _BODY_LEADING
        for at in range(0, len(options), across):
            row = [
                (ticked, wrapped(text, _TEXT, each - 20, BOLD if ticked else REGULAR))
                for ticked, text in options[at : at + across]
            ]
            deepest = max(len(lines) for _, lines in row)
            flow.need(min(deepest * step, flow.whole))
            for place, (ticked, _) in enumerate(row):
                self._box(MARGIN + place * each + 1, flow.y - _TEXT * RISE - 1, ticked)
            for number in range(deepest):
                flow.need(step)
                base = flow.y - _TEXT * RISE
                for place, (ticked, lines) in enumerate(row):
                    if number < len(lines):
                        x = MARGIN + place * each + 20
                        flow.put(Text(x, base, _TEXT, lines[number], BOLD if ticked else REGULAR))
                flow.y -= step
        flow.y -= 5

    def _box(self, x: float, y: float, ticked: bool) -> None:
        self._flow.put(Frame(x, y, _BOX, _BOX, 0.8, Ink.TEXT))
        if ticked:
            size = _BOX + 2
            self._flow.put(Text(x + (_BOX - width("✓", size, BOLD)) / 2, y + 0.8, size, "✓", BOLD))

    def closing(
        self, small_print: str, signs: str, office: str, day: date, *, clerk_is: str, signature: Pixels | None = None
    ) -> None:
        """The law and what follows from it; where the applicant signs, who served; the office's name and day.

        The office's seal lies on name and day. They never stand on a page without a word of the paper.
        """
        left = self._signing(signs, clerk_is, signature)
        right = self._office(office, day)
        height = max(left.height, right.height) + 14
        said = wrapped(small_print, _QUIET, ROOM)
        self._flow.need(min(len(said) * _QUIET * LEADING + height, self._flow.whole))
        self._flow.lines(said, _QUIET, ink=Ink.QUIET)
        self._flow.need(height)
        for part in (left, right):
            self._flow.put(*(_lowered(mark, self._flow.y - 12) for mark in part.marks))
        self._flow.y -= height

    def _signing(self, signs: str, clerk_is: str, signature: Pixels | None) -> _Part:
        """Where the applicant signs, or what was signed, the day, and who served."""
        half = ROOM / 2
        names = wrapped(signs, _TEXT, half - 84)  # a line of 60 points to write on is left beside it
        line = MARGIN + max(width(name, _TEXT) for name in names) + 8
        marks: list[Mark] = []
        y = 0.0
        if signature is not None:
            wide, high = _fitted(signature, half - 24 - (line - MARGIN), _SIGNED)
            y -= max(0.0, high - _TEXT * RISE)
            marks.append(Picture(line + 2, y - _TEXT * RISE - 3, wide, high, signature))
        for said in (names, ["日期"]):
            for name in said:
                marks.append(Text(MARGIN, y - _TEXT * RISE, _TEXT, name))
                y -= _TEXT * _BODY_LEADING
            base = y + _TEXT * _BODY_LEADING - _TEXT * RISE - 3
            marks.append(Rule(line, base, MARGIN + half - 24, base, 0.5, Ink.QUIET))
            y -= _TEXT * (2.1 - _BODY_LEADING)
        for said_line in wrapped(f"{clerk_is}　{self._imprint.clerk}", _TEXT, half - 24):
            marks.append(Text(MARGIN, y - _TEXT * RISE, _TEXT, said_line))
            y -= _TEXT * _BODY_LEADING
        return _Part(marks, -y)

    def _office(self, office: str, day: date) -> _Part:
        """The office's name and the day, and its seal over both."""
        half, seal = ROOM / 2, self._imprint.seal
        names = wrapped(office, _TEXT, half - 24)
        high = (len(names) + 1) * _TEXT * _BODY_LEADING
        over = max(0.0, (_SEAL - high) / 2) if seal is not None else 0.0  # how far it reaches above and below
        y = -max(_SEAL_ROOM, over)
        marks: list[Mark] = []
        if seal is not None:
            wide, tall = _fitted(seal, _SEAL, _SEAL)
            marks.append(Picture(MARGIN + half + (half - wide) / 2, y - high / 2 - tall / 2, wide, tall, seal))
        for line in (*names, words.day(day)):
            x = MARGIN + half + (half - width(line, _TEXT)) / 2
            marks.append(Text(x, y - _TEXT * RISE, _TEXT, line))
            y -= _TEXT * _BODY_LEADING
        return _Part(marks, -y + over)

    def pages(self) -> list[Page]:
        """Everything that stands on every page. Nothing can be added after it."""
        imprint.around(self._flow, self._imprint, self._title)
        return self._flow.pages

    def finish(self) -> bytes:
        """The PDF."""
        from deskapp.papers import drawing  # see the package: only a paper needs the library

        number = self._imprint.number or ""
        return drawing.pdf(self.pages(), title=self._title, subject=number, author=self._imprint.hall)


def _fitted(shown: Pixels, wide: float, high: float) -> tuple[float, float]:
    """As large as the picture can be in such a place, its sides as they are."""
    scale = min(wide / shown.wide, high / shown.high)
    return shown.wide * scale, shown.high * scale


def _lowered(mark: Mark, y: float) -> Mark:
    """The same mark with its origin at that height."""
    if isinstance(mark, Rule):
        return replace(mark, y=mark.y + y, to_y=mark.to_y + y)
    return mark if isinstance(mark, Ghost) else replace(mark, y=mark.y + y)


def get_ready() -> None:
    """Read what the first paper would wait for: the library, the everyday fonts, the codes. Takes 0.3 s once."""
    from deskapp.papers import drawing

    for name in (REGULAR[0], BOLD[0]):
        loaded(name)
    barcodes.code128_width("00")
    barcodes.square_width("0")
    drawing.pdf([[Text(MARGIN, MARGIN, _TEXT, "一窗")]], title="", subject="", author="")
