"""A page's picture as it stands in a PDF: the scanner's own bytes where the form allows it, else a JPEG made of them.

A JPEG goes in as it is; of a PNG in grey or colour the packed rows go in as they are. What PDF/A-2 cannot hold
untouched (CMYK, transparency, palettes, 16 bits, interlaced rows, TIFF, BMP, WebP) is laid on white and packed as JPEG.
Nothing is ever turned: where a camera says which way is up, the page is turned in the PDF.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from deskapp.failures import ContentTrouble
from deskapp.rules import dots

LONGEST = 14_400.0  # points: the longest side a page may have (ISO 32000-1, annex C)
_SHORTEST = 3.0
_A4_LONG = 841.89  # points
_QUALITY = 90
_MOST_PIXELS = 120_000_000  # as `scans.page` lets in
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")
_TURNED = 5  # from this value of EXIF's orientation on, width and height change places
_PNG_HEAD = struct.Struct(">2L5B")
_COLOURS = {0: ("DeviceGray", 1), 2: ("DeviceRGB", 3)}  # of PNG's colour types
# What else a PNG may say of its colours: transparency. Everything other is about showing, not about what is there.
_NOT_PLAIN = frozenset({b"tRNS"})


@dataclass(frozen=True, slots=True)
class Picture:
    """`data`: the stream, in pieces that are not copied. `wide` and `high` are pixels as they lie in the stream, `up`
    EXIF's word for how they lie (1: as they should); `points` is the size of the upright page.
    """

    data: Sequence[bytes | memoryview]
    wide: int
    high: int
    space: str
    bits: int
    coded: str  # filter and its parameters, as a PDF has them
    up: int
    points: tuple[float, float]
    derived: bool = False

    @property
    def size(self) -> int:
        return sum(len(piece) for piece in self.data)

    @property
    def upright(self) -> tuple[int, int]:
        """Pixels of the upright page."""
        return (self.high, self.wide) if self.up >= _TURNED else (self.wide, self.high)


def picture_of(data: bytes, *, whole: bool = False) -> Picture:
    """A page's picture; with `whole` only one that unpacks to its end.

    ContentTrouble `page.not_an_image`, `page.truncated` or `page.too_large`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                found = _picture(data, image)
                if whole:
                    image.load()
                return found
    except (Image.DecompressionBombError, MemoryError) as error:
        raise ContentTrouble("page.too_large") from error
    except UnidentifiedImageError as error:
        raise ContentTrouble("page.not_an_image") from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, cv2.error) as error:
        raise ContentTrouble("page.truncated") from error


def blank() -> Picture:
    """A white page of A4, in place of one that cannot be shown: its number in the file stays another's never."""
    return Picture([b"\xff"], 1, 1, "DeviceGray", 8, "", 1, (595.276, _A4_LONG), derived=True)


def _picture(data: bytes, image: Image.Image) -> Picture:
    if image.width * image.height > _MOST_PIXELS:
        raise ContentTrouble("page.too_large")
    up = _orientation(image)
    points = _points(image, up)
    if image.format == "JPEG" and image.mode in ("L", "RGB"):
        space = "DeviceGray" if image.mode == "L" else "DeviceRGB"
        return Picture([data], image.width, image.height, space, 8, "/Filter /DCTDecode", up, points)
    plain = _plain_png(data) if image.format == "PNG" else None
    if plain is not None:
        space, bits, coded, rows = plain
        return Picture(rows, image.width, image.height, space, bits, coded, up, points)
    packed, space = _derived(image)
    return Picture([packed], image.width, image.height, space, 8, "/Filter /DCTDecode", up, points, derived=True)


def _orientation(image: Image.Image) -> int:
    try:
        told = image.getexif().get(0x0112, 1)
    except (SyntaxError, ValueError, OSError, struct.error, TypeError):  # a spoilt note beside a sound picture
        return 1
    return told if isinstance(told, int) and 1 <= told <= 8 else 1


def _points(image: Image.Image, up: int) -> tuple[float, float]:
    """How large the page is. Without a believable resolution, as large as A4: no page of an office says 72 and means
    it that is thousands of pixels long.
    """
    wide, high = image.size
    across, down = dots.believed(image.info.get("dpi"))
    size = (wide * 72 / across, high * 72 / down) if across and down else (0.0, 0.0)
    if not (min(size) >= _SHORTEST and max(size) <= LONGEST):
        scale = _A4_LONG / max(wide, high)
        size = (max(wide * scale, _SHORTEST), max(high * scale, _SHORTEST))
    return (size[1], size[0]) if up >= _TURNED else size


def _plain_png(data: bytes) -> tuple[str, int, str, list[memoryview]] | None:
    """The packed rows of a PNG that a PDF can hold as they are (the same predictors, ISO 32000-1, 7.4.4.4), or None."""
    view = memoryview(data)
    rows: list[memoryview] = []
    at = 8
    told: tuple[int, int, int, int, int, int, int] | None = None
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">L", data, at)
        kind = data[at + 4 : at + 8]
        body = view[at + 8 : at + 8 + size]
        if kind == b"IHDR" and len(body) == _PNG_HEAD.size:
            told = _PNG_HEAD.unpack(body)
        elif kind == b"IDAT":
            rows.append(body)
        elif kind in _NOT_PLAIN:
            return None
        elif kind == b"IEND":
            break
        at += 12 + size
    else:
        raise ContentTrouble("page.truncated")
    if told is None or told[3] not in _COLOURS or told[2] > 8 or told[6] or not rows:
        return None
    space, colours = _COLOURS[told[3]]
    coded = (
        f"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors {colours}"
        f" /BitsPerComponent {told[2]} /Columns {told[0]} >>"
    )
    return space, told[2], coded, rows


def _derived(image: Image.Image) -> tuple[bytes, str]:
    """The picture on white, as JPEG. PIL reads, OpenCV packs: it is four times as fast."""
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        whole = image.convert("RGBA")
        white = Image.new("RGBA", whole.size, (255, 255, 255, 255))
        shown = Image.alpha_composite(white, whole).convert("RGB")
    elif image.mode.startswith("I") or image.mode == "F":
        shown = Image.fromarray(_eight_bits(np.asarray(image)))
    else:
        shown = image.convert("L" if image.mode in ("1", "L") else "RGB")
    pixels = np.asarray(shown)
    pixels = pixels if shown.mode == "L" else pixels[:, :, ::-1]
    done, packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ContentTrouble("page.truncated")
    return packed.tobytes(), "DeviceGray" if shown.mode == "L" else "DeviceRGB"


def _eight_bits(pixels: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Grey of more than eight bits: the upper eight of sixteen."""
    whole = np.clip(pixels.astype(np.float64), 0, 65535)
    return np.asarray(whole / 257 if whole.max(initial=0) > 255 else whole, np.uint8)
