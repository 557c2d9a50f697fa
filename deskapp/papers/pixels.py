"""Seals and signatures: pictures from outside, taken apart into plain pixels before anything is drawn with them."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from deskapp.failures import ContentTrouble

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_FILE = 512 * 1024  # bytes
LARGEST_SIDE = 2000  # pixels, as the file claims before anything is unpacked
LEAST_SIDE = 40
_KEPT_SIDE = 640  # 42 mm at 380 dpi: no printer of an office shows more
_LEAST_CLEAR = 0.15  # of its area: a round seal leaves 0.21 of its square, letters and the inside far more
_LARGEST_PHOTOGRAPH = 8 * 1024 * 1024  # bytes
_LARGEST_PHOTOGRAPHED = 5000  # pixels: a strip of A4 at 600 dpi
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture row by row from the top: three bytes of colour, and one of how much it covers, for each pixel."""

    wide: int
    high: int
    colour: bytes
    cover: bytes


@lru_cache(maxsize=32)
def seal(data: bytes) -> Pixels:
    """The seal in a PNG with transparency.

    ContentTrouble `seal.not_png`, `seal.too_large`, `seal.too_small`, `seal.opaque` (it would hide the words under
    it), `seal.empty`.
    """
    image = _opened(data)
    cover = image.getchannel("A")
    clear = cover.histogram()[0] / (image.width * image.height)
    if clear < _LEAST_CLEAR:
        raise ContentTrouble("seal.opaque")
    return _pixels(image)


@lru_cache(maxsize=8)
def signature(data: bytes) -> Pixels:
    """What was written, on clear ground: of a picture on paper only its dark strokes stay. A PNG, JPEG or TIFF, as the
    page that it is kept like.

    ContentTrouble as `seal`, but never `seal.opaque`.
    """
    from PIL import Image, ImageOps  # see the package: only a paper needs the library

    image = _opened(data) if data.startswith(_SIGNATURE) else _photographed(data)
    if image.getchannel("A").getextrema()[0] == 255:  # nothing is clear: written on white
        strokes = ImageOps.invert(image.convert("L")).point(lambda dark: 0 if dark < 48 else dark)
        image = Image.merge("RGBA", (*Image.new("RGB", image.size, (20, 24, 34)).split(), strokes))
    return _pixels(image)


def _opened(data: bytes) -> Image:
    from PIL import Image, UnidentifiedImageError

    _ask_head(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("PNG",)) as file:
                if getattr(file, "n_frames", 1) != 1:
                    raise ContentTrouble("seal.not_png")
                return file.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Warning):
        raise ContentTrouble("seal.not_png") from None


def _photographed(data: bytes) -> Image:
    """A scanned or photographed signature, no larger than paper can show. Its head is asked before it is unpacked."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > _LARGEST_PHOTOGRAPH:
        raise ContentTrouble("seal.too_large", side=_LARGEST_PHOTOGRAPHED, kilobytes=_LARGEST_PHOTOGRAPH // 1024)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("JPEG", "TIFF")) as file:
                if max(file.size) > _LARGEST_PHOTOGRAPHED:
                    raise ContentTrouble("seal.too_large", side=_LARGEST_PHOTOGRAPHED, kilobytes=len(data) // 1024)
                if min(file.size) < LEAST_SIDE:
                    raise ContentTrouble("seal.too_small", side=LEAST_SIDE)
                grey = ImageOps.autocontrast(file.convert("L"))
                grey.thumbnail((2 * _KEPT_SIDE, 2 * _KEPT_SIDE))
                return grey.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Warning):
        raise ContentTrouble("seal.not_png") from None


def _ask_head(data: bytes) -> None:
    """Whether it is a PNG of a bearable size, by its first chunk: a few bytes may claim to be a thousand million."""
    if len(data) > LARGEST_FILE:
        raise ContentTrouble("seal.too_large", side=LARGEST_SIDE, kilobytes=LARGEST_FILE // 1024)
    if len(data) < 33 or not data.startswith(_SIGNATURE) or data[12:16] != b"IHDR":
        raise ContentTrouble("seal.not_png")
    wide, high = struct.unpack(">II", data[16:24])
    if max(wide, high) > LARGEST_SIDE:
        raise ContentTrouble("seal.too_large", side=LARGEST_SIDE, kilobytes=LARGEST_FILE // 1024)
    if min(wide, high) < LEAST_SIDE:
        raise ContentTrouble("seal.too_small", side=LEAST_SIDE)


def _pixels(image: Image) -> Pixels:
    """What is drawn of it, no finer than paper can show, its clear edge cut off."""
    box = image.getchannel("A").getbbox()
    if box is None:
        raise ContentTrouble("seal.empty")
    image = image.crop(box)
    image.thumbnail((_KEPT_SIDE, _KEPT_SIDE))
    return Pixels(image.width, image.height, image.convert("RGB").tobytes(), image.getchannel("A").tobytes())
