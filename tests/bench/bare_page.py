"""A page that is known down to the last mark, drawn with nothing but the PDF library.

What a careful author would write who has to print this very page and nothing else: every place is known before, the
fonts are registered once, all text is one block, the barcodes come from the same two libraries as ours.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
from barcode.codex import Code128
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

import resources
from deskapp.papers import barcodes
from deskapp.papers.fonts import runs
from deskapp.papers.marks import Area, Digits, Mark, Rule, Square, Text

_FONTS = ("NotoSansSC-Regular", "NotoSansSC-Bold")
_Ink = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Known:
    """One page as plain numbers and strings."""

    areas: tuple[tuple[_Ink, float, float, float, float], ...]
    rules: tuple[tuple[_Ink, float, float, float, float, float], ...]
    texts: tuple[tuple[_Ink, str, float, float, float, str], ...]  # ink, font, size, x, y, words
    digits: str
    digits_at: tuple[float, float, float, float]  # x, y, height, module
    square: str
    square_at: tuple[float, float, float]  # x of the first module, y of the upper edge, module


def register_fonts() -> None:
    """Read the everyday fonts; once in a process."""
    for name in _FONTS:
        pdfmetrics.registerFont(TTFont(f"Bare{name}", str(resources.path(f"fonts/{name}.ttf")), asciiReadable=False))


def known(page: Sequence[Mark]) -> Known:
    """Take our page apart. Raises ValueError for a mark that an everyday receipt does not have."""
    areas, rules, texts = [], [], []
    digits, square = [], []
    for mark in page:
        if isinstance(mark, Area):
            areas.append((mark.ink.value, mark.x, mark.y, mark.wide, mark.high))
        elif isinstance(mark, Rule):
            rules.append((mark.ink.value, mark.weight, mark.x, mark.y, mark.to_x, mark.to_y))
        elif isinstance(mark, Text):
            ((font, words),) = runs(mark.text, mark.chain)  # everyday letters are all of one font
            texts.append((mark.ink.value, f"Bare{font}", mark.size, mark.x, mark.y, words))
        elif isinstance(mark, Digits):
            left, bottom, _, high = next(barcodes.code128(mark.digits, mark.x, mark.y, mark.high))
            digits.append((mark.digits, (left, bottom, high, barcodes.MODULE)))
        elif isinstance(mark, Square):
            first = next(barcodes.square(mark.text, mark.x, mark.y))  # of the corner: its row begins with seven dark
            module = first[3]
            square.append((mark.text, (first[0], first[1] + module, module)))
        else:
            raise ValueError(f"no everyday receipt has a {type(mark).__name__}")
    ((number, number_at),), ((link, link_at),) = digits, square
    return Known(tuple(areas), tuple(rules), tuple(texts), number, number_at, link, link_at)


def draw(page: Known, *, title: str, author: str) -> bytes:
    """The page as PDF."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, initialFontName=f"Bare{_FONTS[0]}", lang="zh-CN")
    canvas.setTitle(title)
    canvas.setSubject(page.digits)
    canvas.setAuthor(author)
    canvas.setCreator("OneWindow")
    for ink, x, y, wide, high in page.areas:
        canvas.setFillColorRGB(*ink)
        canvas.rect(x, y, wide, high, stroke=0, fill=1)
    for ink, weight, x, y, to_x, to_y in page.rules:
        canvas.setStrokeColorRGB(*ink)
        canvas.setLineWidth(weight)
        canvas.line(x, y, to_x, to_y)
    canvas.setFillColorRGB(0, 0, 0)
    _code128(canvas, page)
    _square(canvas, page)
    block = canvas.beginText()
    for ink, font, size, x, y, words in page.texts:
        block.setFillColorRGB(*ink)
        block.setTextOrigin(x, y)
        block.setFont(font, size)
        block.textOut(words)
    canvas.drawText(block)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def keep(file: Path, pdf: bytes) -> None:
    """Write it and see it to the disk."""
    with file.open("wb") as opened:
        opened.write(pdf)
        opened.flush()
        os.fsync(opened.fileno())


def _code128(canvas: Canvas, page: Known) -> None:
    x, y, high, module = page.digits_at
    path = canvas.beginPath()
    _bars(path, str(Code128(page.digits).build()[0]), (x, y), module, high)
    canvas.drawPath(path, stroke=0, fill=1)


def _square(canvas: Canvas, page: Known) -> None:
    x, y, module = page.square_at
    path = canvas.beginPath()
    for number, row in enumerate(segno.make(page.square, error="m", micro=False).matrix, start=1):
        _bars(path, "".join(map(str, row)), (x, y - number * module), module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _bars(path: PDFPathObject, bits: str, at: tuple[float, float], module: float, high: float) -> None:
    """One rectangle for each run of dark modules."""
    x, y = at
    place = bits.find("1")
    while place >= 0:
        end = bits.find("0", place)
        end = len(bits) if end < 0 else end
        path.rect(x + place * module, y, (end - place) * module, high)
        place = bits.find("1", end)
