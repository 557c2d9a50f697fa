"""What kind of picture a file holds, by its own bytes and never by its name; many-paged TIFFs taken apart."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from PIL import Image

from deskapp.devices.scanner.contract import Page
from deskapp.rules import dots

TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff"}
MOST_PIXELS = 80_000_000  # an A3 at 600 dpi has 70 million; Pillow warns of bombs from 89 million on
MOST_FRAMES = 500  # pages in one TIFF; a feeder's tray holds a tenth of it

_PNG_END = b"IEND\xaeB`\x82"
_JPEG_END = b"\xff\xd9"
_TAIL = 4096  # bytes in which the end is looked for: cameras and fax programs add some after it


class NoPicture(Exception):
    """The bytes are not a whole picture of a kind we take, or an absurdly large one."""


def pages(data: bytes, dpi: int) -> Iterator[Page]:
    """The picture as a page, with its bytes as they are; a TIFF of several pages as one PNG each.

    `dpi` is taken where the picture does not tell its own (0: unknown). Raises NoPicture. Whether every pixel can be
    read is not asked here: that is for whoever keeps the page.
    """
    with _opened(data) as image:
        if image.width * image.height > MOST_PIXELS:
            raise NoPicture("too large")
        frames = _frames(image)
        if frames > MOST_FRAMES:
            raise NoPicture("too many pages")
        if frames == 1:
            _must_end(data, image.format)
            yield Page(data, TYPES[str(image.format)], image.width, image.height, _own_dpi(image) or dpi)
            return
        for number in range(frames):
            yield _frame(image, number, dpi)


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return Image.open(io.BytesIO(data), formats=list(TYPES))
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise NoPicture(type(error).__name__) from error


def _frames(image: Image.Image) -> int:
    if image.format != "TIFF":
        return 1
    try:
        return int(getattr(image, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise NoPicture(type(error).__name__) from error


def _must_end(data: bytes, kind: str | None) -> None:
    end = {"JPEG": _JPEG_END, "PNG": _PNG_END}.get(str(kind), b"")
    if end not in data[-_TAIL:]:
        raise NoPicture("cut short")


def _frame(image: Image.Image, number: int, dpi: int) -> Page:
    try:
        image.seek(number)
        if image.width * image.height > MOST_PIXELS:
            raise NoPicture("too large")
        own = _own_dpi(image) or dpi
        drawn = io.BytesIO()
        whole = image if image.mode in {"1", "L", "RGB"} else image.convert("RGB")
        whole.save(drawn, "PNG", dpi=(own, own) if own else None, compress_level=1)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise NoPicture(type(error).__name__) from error
    return Page(drawn.getvalue(), "image/png", image.width, image.height, own)


def _own_dpi(image: Image.Image) -> int:
    return dots.whole(image.info.get("dpi"))
