"""Is this a picture of a page, and what is wrong with it? Everything from outside is hostile until it has been here."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from deskapp.failures import ContentTrouble

Grey = NDArray[np.uint8]
_KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "BMP": "image/bmp", "WEBP": "image/webp"}
_MOST_PIXELS = 120_000_000  # A3 at 600 dpi is 70 million
_MOST_BYTES = 64 * 1024 * 1024
_INK = 0.0005  # share of dark pixels below which a page is blank
_SHARP = 35.0  # variance of the Laplacian below which letters run together
_DARK = 60.0  # mean grey below which a page is too dark


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a page: pixels, dots per inch (0 when nobody knows), and what a clerk should look at."""

    media_type: str
    width: int
    height: int
    dpi: int
    blank: bool
    blurred: bool
    dark: bool


def check(data: bytes, dpi: int = 0) -> Seen:
    """Look at a page.

    ContentTrouble `page.not_an_image`, `page.truncated` or `page.too_large` (also for a small file that would unpack
    to a huge picture).
    """
    kind, width, height, own_dpi = _head(data)
    grey = grey_of(data)
    small = _shrunk(grey, 1200)
    ink = float(np.mean(small < _threshold(small)))
    blank = ink < _INK or float(small.std()) < 2.0
    mean = float(small.mean())
    return Seen(
        media_type=kind,
        width=width,
        height=height,
        dpi=dpi or own_dpi,
        blank=blank,
        blurred=not blank and sharpness(grey) < _SHARP,
        dark=mean < _DARK,
    )


def grey_of(data: bytes) -> Grey:
    """The picture in grey. ContentTrouble `page.truncated` when it does not unpack to its end."""
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if decoded is None:
        raise ContentTrouble("page.truncated")
    return np.asarray(decoded, np.uint8)


def sharpness(grey: Grey) -> float:
    """How sharp the letters stand. Measured after a slight blur, because the noise of a bad lamp looks sharp."""
    small = _shrunk(grey, 1600)
    return float(cv2.Laplacian(cv2.GaussianBlur(small, (3, 3), 0), cv2.CV_64F).var())


def _head(data: bytes) -> tuple[str, int, int, int]:
    """Kind, width, height and dots per inch by the file's head, before anything is unpacked."""
    if len(data) > _MOST_BYTES:
        raise ContentTrouble("page.too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=tuple(_KINDS)) as image:
                kind, (width, height) = _KINDS[image.format or ""], image.size
                dots = image.info.get("dpi", (0, 0))
                if width * height > _MOST_PIXELS or min(width, height) < 8:
                    raise ContentTrouble("page.too_large" if width * height > _MOST_PIXELS else "page.not_an_image")
                image.load()
    except (Image.DecompressionBombError, MemoryError) as error:
        raise ContentTrouble("page.too_large") from error
    except (UnidentifiedImageError, KeyError) as error:
        raise ContentTrouble("page.not_an_image") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ContentTrouble("page.truncated") from error
    return kind, width, height, _whole(dots)


def _whole(dots: object) -> int:
    try:
        return max(0, round(float(dots[0])))  # type: ignore[index]
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0


def _shrunk(grey: Grey, edge: int) -> Grey:
    longest = max(grey.shape)
    if longest <= edge:
        return grey
    factor = edge / longest
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


def _threshold(grey: Grey) -> float:
    """What counts as ink: clearly darker than the paper."""
    paper = float(np.percentile(grey, 90))
    return min(paper * 0.7, 200.0)
