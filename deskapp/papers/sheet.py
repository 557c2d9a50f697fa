"""An A4 sheet of the office: heading, grid, tables, paragraphs, and a foot that says whose paper this is.

A paper is laid out first and drawn after, because its foot says how many pages there are. The same paper always gives
the same bytes: no clock, no chance, no address of the machine stands in it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from deskapp.clock import OFFICE_TIME
from deskapp.papers import barcodes
from deskapp.papers.fonts import BOLD, REGULAR, runs, width, wrapped

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 51.0  # points: 18 mm
TOP = PAGE_HEIGHT - MARGIN
FOOT = 126.0  # what the foot takes from the page's lower edge
ROOM = PAGE_WIDTH - 2 * MARGIN
_INK, _QUIET, _RULE, _SHADE = (0.09, 0.10, 0.12), (0.38, 0.41, 0.45), (0.62, 0.65, 0.69), (0.955, 0.96, 0.97)
_TEXT, _SMALL, _LEADING = 10.5, 8.5, 1.5
Draw = Callable[[Canvas], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What every paper says. `number` is digits, and None for a paper that is about no case."""

    hall: str
    phone: str  # where to complain
    window: str
    clerk: str
    printed_at: datetime
    number: str | None = None
    track_url: str | None = None
    practice: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it stands in the middle."""

    heading: str
    share: float
    centred: bool = False


class Sheet:
    """Takes what stands on a paper from top to bottom, and turns pages when one is full."""

    def __init__(self, title: str, imprint: Imprint) -> None:
        self._title = title
        self._imprint = imprint
        self._pages: list[list[Draw]] = []
        self._y = 0.0
        self._turn()
        self._head()

    def grid(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and values in ruled rows."""
        name_width = 92.0
        for name, value in rows:
            lines = wrapped(value or "—", _TEXT, ROOM - name_width - 16)
            height = len(lines) * _TEXT * _LEADING + 8
            self._need(height)
            top = self._y
            self._box(MARGIN, top - height, name_width, height, shade=True)
            self._box(MARGIN + name_width, top - height, ROOM - name_width, height)
            self._line(name, MARGIN + 8, top - 4 - _TEXT * 1.12, _TEXT, colour=_QUIET)
            self._lines(lines, MARGIN + name_width + 8, top - 4 - _TEXT * 1.12)
            self._y -= height
        self._y -= 12

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table whose heading stands again on every page it reaches."""
        self._table_row(columns, [column.heading for column in columns], heading=True)
        for row in rows:
            height = self._row_height(columns, row)
            if self._y - height < FOOT:
                self._turn()
                self._table_row(columns, [column.heading for column in columns], heading=True)
            self._table_row(columns, row)
        self._y -= 12

    def heading(self, text: str) -> None:
        """A heading inside the paper. It never stands alone at a page's end."""
        self._need(52)
        self._line(text, MARGIN, self._y - 12, 11.5, chain=BOLD)
        self._y -= 22

    def paragraph(self, text: str, *, quiet: bool = False) -> None:
        """Running text over the whole width."""
        size = _SMALL + 0.5 if quiet else _TEXT
        for line in wrapped(text, size, ROOM):
            self._need(size * _LEADING)
            self._line(line, MARGIN, self._y - size * 1.12, size, colour=_QUIET if quiet else _INK)
            self._y -= size * _LEADING
        self._y -= 6

    def signatures(self, names: Sequence[str]) -> None:
        """Lines to sign on, side by side."""
        self._need(46)
        share = ROOM / len(names)
        for place, name in enumerate(names):
            left = MARGIN + place * share
            self._line(name, left, self._y - 28, _TEXT)
            begin = left + width(name, _TEXT) + 4
            self._rule(begin, self._y - 31, left + share - 14)
        self._y -= 46

    def finish(self) -> bytes:
        """The PDF."""
        out = io.BytesIO()
        first = next(runs(self._title))[0]  # else the library names a font of its own that is not embedded
        canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, initialFontName=first)
        canvas.setTitle(self._title)
        canvas.setAuthor(self._imprint.hall)
        canvas.setCreator("OneWindow")
        for place, page in enumerate(self._pages, start=1):
            for draw in page:
                draw(canvas)
            self._foot(canvas, place)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _head(self) -> None:
        middle = PAGE_WIDTH / 2
        self._centred(self._imprint.hall, middle, TOP - 12, 12, REGULAR)
        self._centred(self._title, middle, TOP - 42, 22, BOLD)
        self._y = TOP - 58
        marks = [word for word, on in (("练习 无效", self._imprint.practice), ("补打", self._imprint.again)) if on]
        for place, mark in enumerate(marks):
            self._stamp(mark, PAGE_WIDTH - MARGIN - 70 * (place + 1) + 6, TOP - 18)
        if self._imprint.number:
            self._line(f"编号 {self._imprint.number}", MARGIN, self._y - 6, _TEXT, colour=_QUIET)
        self._y -= 18

    def _turn(self) -> None:
        self._pages.append([])
        self._y = TOP

    def _need(self, height: float) -> None:
        if self._y - height < FOOT:
            self._turn()

    def _put(self, draw: Draw) -> None:
        self._pages[-1].append(draw)

    def _line(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        chain: tuple[str, ...] = REGULAR,
        colour: tuple[float, float, float] = _INK,
    ) -> None:
        self._put(lambda canvas: _set(canvas, text, x, y, size, chain=chain, colour=colour))

    def _lines(self, lines: Sequence[str], x: float, y: float) -> None:
        for place, line in enumerate(lines):
            self._line(line, x, y - place * _TEXT * _LEADING, _TEXT)

    def _centred(self, text: str, x: float, y: float, size: float, chain: tuple[str, ...]) -> None:
        fits = min(size, size * ROOM / max(width(text, size, chain), 1))
        self._line(text, x - width(text, fits, chain) / 2, y, fits, chain=chain)

    def _stamp(self, text: str, x: float, y: float) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setStrokeColorRGB(*_INK)
            canvas.setLineWidth(1)
            canvas.rect(x, y, 64, 20, stroke=1, fill=0)
            _set(canvas, text, x + 32 - width(text, 11, BOLD) / 2, y + 6, 11, chain=BOLD)

        self._put(draw)

    def _box(self, x: float, y: float, wide: float, high: float, *, shade: bool = False) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setStrokeColorRGB(*_RULE)
            canvas.setLineWidth(0.5)
            canvas.setFillColorRGB(*_SHADE)
            canvas.rect(x, y, wide, high, stroke=1, fill=1 if shade else 0)

        self._put(draw)

    def _rule(self, x: float, y: float, end: float) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setStrokeColorRGB(*_RULE)
            canvas.setLineWidth(0.5)
            canvas.line(x, y, end, y)

        self._put(draw)

    def _cells(self, columns: Sequence[Column], row: Sequence[str], chain: tuple[str, ...]) -> list[list[str]]:
        return [
            wrapped(text, _TEXT - 0.5, column.share * ROOM - 12, chain)
            for column, text in zip(columns, row, strict=True)
        ]

    def _row_height(self, columns: Sequence[Column], row: Sequence[str]) -> float:
        return max(len(lines) for lines in self._cells(columns, row, REGULAR)) * (_TEXT - 0.5) * _LEADING + 8

    def _table_row(self, columns: Sequence[Column], row: Sequence[str], *, heading: bool = False) -> None:
        chain = BOLD if heading else REGULAR
        size = _TEXT - 0.5
        cells = self._cells(columns, row, chain)
        height = max(len(lines) for lines in cells) * size * _LEADING + 8
        self._need(height)
        left = MARGIN
        for column, lines in zip(columns, cells, strict=True):
            wide = column.share * ROOM
            self._box(left, self._y - height, wide, height, shade=heading)
            for place, line in enumerate(lines):
                x = left + (wide - width(line, size, chain)) / 2 if column.centred else left + 6
                self._line(line, x, self._y - 4 - size * 1.12 - place * size * _LEADING, size, chain=chain)
            left += wide
        self._y -= height

    def _foot(self, canvas: Canvas, page: int) -> None:
        imprint = self._imprint
        canvas.setStrokeColorRGB(*_RULE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, FOOT - 12, PAGE_WIDTH - MARGIN, FOOT - 12)
        canvas.setFillColorRGB(0, 0, 0)
        left, right = MARGIN, PAGE_WIDTH - MARGIN
        if imprint.track_url:
            barcodes.qr(canvas, imprint.track_url, right - 72, FOOT - 88, 72)
            _set(canvas, "扫码查进度", right - 36 - width("扫码查进度", 7.5) / 2, FOOT - 94, 7.5, colour=_QUIET)
            right -= 84
        canvas.setFillColorRGB(0, 0, 0)
        if imprint.number:
            wide = barcodes.code128_width(imprint.number)
            barcodes.code128(canvas, imprint.number, right - wide, FOOT - 66, 34)
            _set(canvas, imprint.number, right - wide / 2 - width(imprint.number, 8.5) / 2, FOOT - 77, 8.5)
            right -= wide + 12
        moment = imprint.printed_at.astimezone(OFFICE_TIME)
        told = [
            f"{imprint.window} 号窗口  {imprint.clerk}",
            moment.strftime("%Y-%m-%d %H:%M"),
            f"咨询投诉 {imprint.phone}",
            f"第 {page} 页 共 {len(self._pages)} 页",
        ]
        y = FOOT - 28
        for text in told:
            for line in wrapped(text, _SMALL, max(right - left, 60)):
                _set(canvas, line, left, y, _SMALL, colour=_QUIET)
                y -= _SMALL * 1.55


def _set(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    chain: tuple[str, ...] = REGULAR,
    colour: tuple[float, float, float] = _INK,
) -> None:
    canvas.setFillColorRGB(*colour)
    for name, run in runs(text, chain):
        canvas.setFont(name, size)
        canvas.drawString(x, y, run)
        x += width(run, size, (name,))
