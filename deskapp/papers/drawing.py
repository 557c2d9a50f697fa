"""Marks to PDF. The same marks give the same bytes: no clock, no chance, no name of the machine stands in the file."""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from deskapp.papers import barcodes
from deskapp.papers.fonts import BOLD, BOXED, boxed, loaded, runs, width
from deskapp.papers.marks import Area, Digits, Frame, Ghost, Ink, Mark, Picture, Rule, Square, Text

_GHOST_SIZE = 84.0
_FIRST_FONT = "NotoSansSC-Regular"  # else the library begins every page with a font of its own, which is not embedded
_ONE_AT_A_TIME = threading.Lock()  # the library reads a font's outlines from a place that it keeps in the font


def pdf(
    pages: Sequence[Sequence[Mark]], *, title: str, subject: str, author: str, size: tuple[float, float] = A4
) -> bytes:
    """A PDF of pages of one size, in points. Any thread may ask."""
    with _ONE_AT_A_TIME:
        loaded(_FIRST_FONT)
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=size, invariant=1, pageCompression=1, initialFontName=_FIRST_FONT, lang="zh-CN")
        canvas.setTitle(title)
        canvas.setSubject(subject)
        canvas.setAuthor(author)
        canvas.setCreator("OneWindow")
        for page in pages:
            _page(canvas, page, size)
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def _page(canvas: Canvas, page: Sequence[Mark], size: tuple[float, float]) -> None:
    """Shades first, then seals, then lines and codes, then words, so that nothing hides a word."""
    for mark in page:
        if isinstance(mark, Ghost):
            _ghost(canvas, mark, size)
    for mark in page:
        if isinstance(mark, Area):
            canvas.setFillColorRGB(*mark.ink.value)
            canvas.rect(mark.x, mark.y, mark.wide, mark.high, stroke=0, fill=1)
    for mark in page:
        if isinstance(mark, Picture):
            _picture(canvas, mark)
    for mark in page:
        if isinstance(mark, Frame | Rule):
            _line(canvas, mark)
        elif isinstance(mark, Digits):
            _bars(canvas, barcodes.code128(mark.digits, mark.x, mark.y, mark.high))
        elif isinstance(mark, Square):
            _bars(canvas, barcodes.square(mark.text, mark.x, mark.y))
    _words(canvas, [mark for mark in page if isinstance(mark, Text)])


def _words(canvas: Canvas, texts: Sequence[Text]) -> None:
    if not texts:
        return
    block = canvas.beginText()
    boxes: list[tuple[float, Text]] = []
    ink = None
    for text in texts:
        if text.ink is not ink:
            ink = text.ink
            block.setFillColorRGB(*ink.value)
        block.setTextOrigin(text.x, text.y)
        x = text.x
        for name, run in runs(text.text, text.chain):
            if name == BOXED:
                for place, letter in enumerate(run):
                    boxes.append((x + place * text.size, text))
                    _code(block, x + place * text.size, text, letter)
                block.setTextOrigin(x + len(run) * text.size, text.y)
            else:
                block.setFont(name, text.size)  # where a run ends, the next one begins by itself
                block.textOut(run)
            x += width(run, text.size, text.chain)
    canvas.drawText(block)
    for x, text in boxes:
        canvas.setStrokeColorRGB(*text.ink.value)
        canvas.setLineWidth(text.size * 0.03)
        canvas.rect(x + text.size * 0.05, text.y - text.size * 0.1, text.size * 0.9, text.size * 0.94, stroke=1, fill=0)


def _code(block: PDFTextObject, x: float, text: Text, letter: str) -> None:
    """The code of a letter that no font has, in two lines inside its box of one em."""
    small = text.size * 0.4
    block.setFont(_FIRST_FONT, small)
    for line, up in zip(boxed(letter), (0.42, 0.0), strict=True):
        block.setTextOrigin(x + (text.size - width(line, small)) / 2, text.y + text.size * up)
        block.textOut(line)


def _line(canvas: Canvas, mark: Frame | Rule) -> None:
    canvas.setStrokeColorRGB(*mark.ink.value)
    canvas.setLineWidth(mark.weight)
    if isinstance(mark, Frame):
        canvas.rect(mark.x, mark.y, mark.wide, mark.high, stroke=1, fill=0)
    else:
        canvas.line(mark.x, mark.y, mark.to_x, mark.to_y)


def _bars(canvas: Canvas, bars: Iterable[barcodes.Bar]) -> None:
    """One path for a whole code: an edge shared by two rectangles must not show as a hair of white.

    Written by ourselves: a code has hundreds of rectangles, and the library takes most of a paper's time to say them.
    """
    canvas.setFillColorRGB(*Ink.BLACK.value)
    said = "".join(f"{x:.4f} {y:.4f} {wide:.4f} {high:.4f} re " for x, y, wide, high in bars)
    canvas.addLiteral(f"n {said}f")  # begun, laid, filled: ISO 32000-1, 8.5


def _picture(canvas: Canvas, mark: Picture) -> None:
    from deskapp.papers import picture_objects  # most papers bear none

    picture_objects.lay(canvas, mark.shown, (mark.x, mark.y, mark.wide, mark.high))


def _ghost(canvas: Canvas, mark: Ghost, size: tuple[float, float]) -> None:
    wide, high = size
    large = min(_GHOST_SIZE, _GHOST_SIZE * wide / A4[0])
    canvas.saveState()
    canvas.translate(wide / 2, high / 2)
    canvas.rotate(math.degrees(math.atan2(high, wide)) - 15)
    x = -width(mark.text, large, BOLD) / 2
    canvas.setFillColorRGB(*Ink.GHOST.value)
    for name, run in runs(mark.text, BOLD):
        canvas.setFont(name or _FIRST_FONT, large)
        canvas.drawString(x, -large / 3, run)
        x += width(run, large, BOLD)
    canvas.restoreState()
