"""A strip as the dots of a receipt printer: black or white, in whole dots, as high as it is.

Receipt printers have no letters for rare names and some draw Code 128 wrong: they are sent a picture.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

import resources
from deskapp.papers.barcodes import code128_modules, square_cells, square_width
from deskapp.papers.fonts import BOXED, REGULAR, boxed, runs, width
from deskapp.papers.marks import Digits, Picture, Rule, Square, Text
from deskapp.papers.pixels import Pixels
from deskapp.papers.slip import WIDE, WIDE_DOTS, Strip

_DOTS = WIDE_DOTS / WIDE  # in one point
_THICKEST = 3  # dots a module: what a worn head and a cheap scanner agree on
_DARK = 140  # of 255: a letter's edge that is darker than this burns
_ONE_AT_A_TIME = threading.Lock()  # a font is one drawing tool, whoever draws


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows from the top, each `wide / 8` bytes, the leftmost dot in the highest bit; 1 is black."""

    wide: int
    high: int
    rows: bytes


def dots(strip: Strip) -> Dots:
    """The strip as dots. The same strip gives the same dots. Any thread may ask."""
    high = round(strip.high * _DOTS)
    picture = Image.new("L", (WIDE_DOTS, high), 255)
    draw = ImageDraw.Draw(picture)
    with _ONE_AT_A_TIME:
        for mark in strip.marks:
            if isinstance(mark, Text):
                _text(draw, mark, high)
            elif isinstance(mark, Digits):
                _bars(draw, mark, high)
            elif isinstance(mark, Square):
                _cells(draw, mark, high)
            elif isinstance(mark, Picture):
                _picture(picture, mark, high)
            elif isinstance(mark, Rule):
                y = high - round(mark.y * _DOTS)
                draw.rectangle((round(mark.x * _DOTS), y, round(mark.to_x * _DOTS) - 1, y + 1), fill=0)
    black = picture.point(lambda shade: 255 * (shade < _DARK), "1")
    return Dots(WIDE_DOTS, high, black.tobytes())


def _text(draw: ImageDraw.ImageDraw, mark: Text, high: int) -> None:
    x, base = mark.x, high - round(mark.y * _DOTS)
    for name, run in runs(mark.text, mark.chain):
        if name == BOXED:
            for place, letter in enumerate(run):
                _boxed(draw, letter, round((x + place * mark.size) * _DOTS), base, round(mark.size * _DOTS))
            x += width(run, mark.size, mark.chain)
            continue
        draw.text((round(x * _DOTS), base), run, fill=0, font=_font(name, round(mark.size * _DOTS)), anchor="ls")
        x += width(run, mark.size, mark.chain)


def _boxed(draw: ImageDraw.ImageDraw, letter: str, x: int, base: int, em: int) -> None:
    """A letter that no font has, as its code in a box of one em."""
    draw.rectangle((x + 1, base - round(em * 0.84), x + em - 2, base + round(em * 0.1)), outline=0)
    font = _font(REGULAR[0], max(8, round(em * 0.4)))
    for line, up in zip(boxed(letter), (0.42, 0.0), strict=True):
        draw.text((x + em / 2, base - round(em * up)), line, fill=0, font=font, anchor="ms")


def _bars(draw: ImageDraw.ImageDraw, mark: Digits, high: int) -> None:
    modules = code128_modules(mark.digits)
    module = min(_THICKEST, WIDE_DOTS // (len(modules) + 20))  # with ten light ones on each side (ISO/IEC 15417, 4.4)
    left = (WIDE_DOTS - module * len(modules)) // 2
    below = high - round(mark.y * _DOTS)
    above = below - round(mark.high * _DOTS)
    for place, dark in enumerate(modules):
        if dark:
            x = left + place * module
            draw.rectangle((x, above, x + module - 1, below - 1), fill=0)


def _cells(draw: ImageDraw.ImageDraw, mark: Square, high: int) -> None:
    """Whole dots a cell, in the middle of the place it has with its quiet zone."""
    cells, side = square_cells(mark.text), square_width(mark.text) * _DOTS
    cell = int(side / (len(cells) + 8))  # with four light ones on each side (ISO/IEC 18004, 9.1)
    left = round(mark.x * _DOTS + (side - cell * len(cells)) / 2)
    top = round(high - mark.y * _DOTS - side + (side - cell * len(cells)) / 2)
    for row, dark in enumerate(cells):
        for place, one in enumerate(dark):
            if one:
                x, y = left + place * cell, top + row * cell
                draw.rectangle((x, y, x + cell - 1, y + cell - 1), fill=0)


def _picture(page: Image.Image, mark: Picture, high: int) -> None:
    """In black and white: what covers is black where it is dark."""
    size = (round(mark.wide * _DOTS), round(mark.high * _DOTS))
    at = (round(mark.x * _DOTS), high - round((mark.y + mark.high) * _DOTS))
    grey, cover = _planes(mark.shown)
    page.paste(grey.resize(size), at, cover.resize(size))


@lru_cache(maxsize=8)
def _planes(shown: Pixels) -> tuple[Image.Image, Image.Image]:
    size = (shown.wide, shown.high)
    return Image.frombytes("RGB", size, shown.colour).convert("L"), Image.frombytes("L", size, shown.cover)


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resources.path(f"fonts/{name}.ttf")), size, layout_engine=ImageFont.Layout.BASIC)
