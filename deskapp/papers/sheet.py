"""An A4 sheet of the office: a paper says what stands on it, from top to bottom, and gets its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.papers import barcodes, grid, imprint, words
from deskapp.papers.flow import LEADING, MARGIN, RISE, ROOM, Flow
from deskapp.papers.fonts import BOLD, REGULAR, loaded, width
from deskapp.papers.grid import Column
from deskapp.papers.imprint import Imprint
from deskapp.papers.marks import Area, Ink, Page, Rule, Text
from deskapp.papers.wrapping import wrapped

__all__ = ["Column", "Highlight", "Imprint", "Sheet", "get_ready"]
_TEXT, _QUIET = 10.5, 8.8
_BODY_LEADING = 1.7
_BAND_VALUE = 14.0
_SEAL_ROOM = 34.0  # left white above the office's name, where its round seal reaches


@dataclass(frozen=True, slots=True)
class Highlight:
    """What a reader looks for first: its name, its value in large print, and a word about it."""

    name: str
    value: str
    note: str = ""


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
                *((line, 8.5, REGULAR, Ink.QUIET) for line in wrapped(one.note, 8.5, each - 22)),
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

    def closing(self, small_print: str, signs: str, office: str, day: date, *, clerk_is: str) -> None:
        """The law and what follows from it; where the applicant signs, who served; the office's name and day.

        The office sets its seal on name and day. They never stand on a page without a word of the paper.
        """
        half = ROOM / 2
        names = wrapped(office, _TEXT, half - 24)
        step = _TEXT * 2.1
        served = wrapped(f"{clerk_is}　{self._imprint.clerk}", _TEXT, half - 24)
        left = 2 * step + len(served) * _TEXT * _BODY_LEADING
        height = max(left, _SEAL_ROOM + (len(names) + 1) * _TEXT * _BODY_LEADING) + 14
        said = wrapped(small_print, _QUIET, ROOM)
        self._flow.need(min(len(said) * _QUIET * LEADING + height, self._flow.whole))
        self._flow.lines(said, _QUIET, ink=Ink.QUIET)
        self._flow.need(height)
        y = self._flow.y - 12
        for place, name in enumerate((signs, "日期")):
            base = y - _TEXT * RISE - place * step
            self._flow.put(Text(MARGIN, base, _TEXT, name))
            self._flow.put(
                Rule(MARGIN + width(signs, _TEXT) + 8, base - 3, MARGIN + half - 24, base - 3, 0.5, Ink.QUIET)
            )
        for place, line in enumerate(served):
            base = y - _TEXT * RISE - 2 * step - place * _TEXT * _BODY_LEADING
            self._flow.put(Text(MARGIN, base, _TEXT, line))
        y -= _SEAL_ROOM
        for line in (*names, words.day(day)):
            x = MARGIN + half + (half - width(line, _TEXT)) / 2
            self._flow.put(Text(x, y - _TEXT * RISE, _TEXT, line))
            y -= _TEXT * _BODY_LEADING
        self._flow.y -= height

    def pages(self) -> list[Page]:
        """Everything that stands on every page. Nothing can be added after it."""
        imprint.around(self._flow, self._imprint, self._title)
        return self._flow.pages

    def finish(self) -> bytes:
        """The PDF."""
        from deskapp.papers import drawing  # see the package: only a paper needs the library

        number = self._imprint.number or ""
        return drawing.pdf(self.pages(), title=self._title, subject=number, author=self._imprint.hall)


def get_ready() -> None:
    """Read what the first paper would wait for: the library, the everyday fonts, the codes. Takes 0.3 s once."""
    from deskapp.papers import drawing

    for name in (REGULAR[0], BOLD[0]):
        loaded(name)
    barcodes.code128_width("00")
    barcodes.square_width("0")
    drawing.pdf([[Text(MARGIN, MARGIN, _TEXT, "一窗")]], title="", subject="", author="")
