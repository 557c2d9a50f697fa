"""Is this a picture of a page, and what is wrong with it? Everything from outside is hostile until it has been here."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

from deskapp.failures import ContentTrouble
from deskapp.rules import dots
from deskapp.rules.page_making import Doubt

Grey = NDArray[np.uint8]
Colour = NDArray[np.uint8]  # as OpenCV has it: blue first
_KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "BMP": "image/bmp", "WEBP": "image/webp"}
MOST_PIXELS = 120_000_000  # A3 at 600 dpi is 70 million
LEAST_SIDE = 8  # pixels: less is no picture of anything
_MOST_BYTES = 64 * 1024 * 1024
# A progressive JPEG goes through all of its blocks once for each scan: one of a kilobyte can ask for hours of it.
_JPEG, _SCAN, _MOST_SCANS = b"\xff\xd8", b"\xff\xda", 200  # programs make ten, and a small picture has its own
LEAST_INK = 0.0001  # share of marked pixels below which a page is blank: a signature alone is 0.0004
_MARK = 20.0  # grey levels a mark is darker than the paper around it; print shining through the sheet is less
_MARGIN = 0.03  # of each side, where the scanner's own lid throws a shadow
_SHARP_SEEN_AT = 1600  # pixels of the longer side
_SHARP = 0.45  # sharpness below which letters run together
_POLLED = 300  # rows at least in which grey values are counted, of a page that has so many
_DARK = 90.0  # grey of the paper below which a page is too dark


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
    cut_off: bool = False

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What a clerk should look at."""
        said = {
            Doubt.BLANK: self.blank, Doubt.BLURRED: self.blurred, Doubt.DARK: self.dark, Doubt.CUT_OFF: self.cut_off,
        }  # fmt: skip
        return tuple(doubt for doubt, so in said.items() if so)


@dataclass(frozen=True, slots=True)
class Head:
    """What a picture says of itself: pixels, and dots per inch (0 when it does not say, or nothing to be believed)."""

    media_type: str
    width: int
    height: int
    dpi: int


def check(data: bytes, dpi: int = 0) -> Seen:
    """Look at a page.

    ContentTrouble `page.not_an_image`, `page.truncated` or `page.too_large` (also for a small file that would unpack
    to a huge picture).
    """
    return seen_of(head(data), grey_of(data), dpi)


def seen_of(first: Head, grey: Grey, dpi: int = 0) -> Seen:
    """Look at a page whose head was read and whose pixels were unpacked already."""
    grey = halved(grey, _SHARP_SEEN_AT)
    small = shrunk(grey, 1200)
    dark = quantile(small, 0.9) < _DARK
    blank = not dark and marked(small) < LEAST_INK  # of what lies in the dark nobody can say that it is empty
    return Seen(
        media_type=first.media_type,
        width=first.width,
        height=first.height,
        dpi=dpi or first.dpi,
        blank=blank,
        blurred=not blank and sharpness(grey) < _SHARP,
        dark=dark,
        cut_off=not blank and not dark and cut_off(small),
    )


def grey_of(data: bytes) -> Grey:
    """The picture in grey. ContentTrouble as of `unpacked`."""
    return unpacked(data, cv2.IMREAD_GRAYSCALE)


def unpacked(data: bytes, how: int) -> Grey:
    """The pixels of a picture, in eight bits, `how` by OpenCV's IMREAD_. Its head is asked first, whoever comes here:
    a megabyte may claim to be a thousand million pixels, and OpenCV would make them.

    ContentTrouble `page.not_an_image`, `page.truncated` or `page.too_large`.
    """
    with _opened(data):
        pass
    return decoded(data, how)


def decoded(data: bytes, how: int) -> Grey:
    """The same of a picture whose head was asked already, of whatever kind. ContentTrouble `page.truncated`."""
    try:
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), how)
    except cv2.error as error:  # nothing at all, or a head that speaks of more than fits into a machine
        raise ContentTrouble("page.truncated") from error
    if decoded is None:
        raise ContentTrouble("page.truncated")
    return np.asarray(decoded, np.uint8)


def sharpness(grey: Grey) -> float:
    """How sharply ink ends, from 0 (smeared) to about 2; neither contrast nor how much is written changes it.

    The bend of the grey values against their slope, where marks end: for an edge smeared over s pixels it falls with
    1/s². The noise of a bad lamp would look sharp; so it is smoothed a little, and what the empty paper shows of it is
    taken off.
    """
    small = cv2.GaussianBlur(shrunk(grey, _SHARP_SEEN_AT), (3, 3), 0)
    reach = cv2.getStructuringElement(cv2.MORPH_RECT, (7, 7))
    change = np.asarray(cv2.morphologyEx(small, cv2.MORPH_GRADIENT, reach), np.uint8)
    middling, steepest = quantiles(change, 0.5, 0.999)
    ends = np.asarray(cv2.inRange(change, max(8.0, np.ceil(0.5 * steepest)), 255.0), np.uint8)
    if not ends.any():
        return 0.0
    calm = np.asarray(cv2.inRange(change, 0.0, middling), np.uint8)

    many, few = cv2.countNonZero(calm), cv2.countNonZero(ends)

    def more(seen: MatLike) -> float:  # by how much its square is larger where marks end, on the average
        return cv2.norm(seen, cv2.NORM_L2SQR, ends) / few - cv2.norm(seen, cv2.NORM_L2SQR, calm) / many

    seen = np.empty(small.shape, np.float32)  # one for all three: a fresh one costs as much as what is put into it
    slope = more(cv2.Sobel(small, cv2.CV_32F, 1, 0, dst=seen)) + more(cv2.Sobel(small, cv2.CV_32F, 0, 1, dst=seen))
    steepness = slope / 64  # a Sobel operator answers eight times the slope
    return max(0.0, more(cv2.Laplacian(small, cv2.CV_32F, dst=seen)) / steepness) if steepness > 0 else 0.0


def head(data: bytes) -> Head:
    """What the file's head says, before anything is unpacked, of a picture that is there to its end.

    ContentTrouble as of `check`.
    """
    return head_and_small(data)[0]


def head_and_small(data: bytes) -> tuple[Head, Colour | None]:
    """The head, and the picture at an eighth of its size, which whoever reads a JPEG to its end has as well. None of
    what is unpacked another way: other kinds, pictures turned by a camera's remark, colours for print.

    ContentTrouble as of `check`.
    """
    with _opened(data) as image:
        kind, (width, height) = _KINDS[image.format or ""], image.size
        fine = dots.whole(image.info.get("dpi"))
        if min(width, height) < LEAST_SIDE:
            raise ContentTrouble("page.not_an_image")
        image.draft("RGB", (1, 1))  # of a JPEG every byte is read and hardly a pixel made: 10 ms in place of 28
        image.load()
        plain = image.format == "JPEG" and image.mode in ("RGB", "L")
        upright = plain and image.getexif().get(ExifTags.Base.Orientation, 1) == 1
        small = np.asarray(image.convert("RGB"), np.uint8)[..., ::-1] if upright else None
    return Head(kind, width, height, fine), small


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """A picture of a bearable size, by its head: nothing of it is unpacked yet. What unpacking it raises is told here
    too. ContentTrouble as of `check`.
    """
    if len(data) > _MOST_BYTES or (data.startswith(_JPEG) and data.count(_SCAN) > _MOST_SCANS):
        raise ContentTrouble("page.too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=tuple(_KINDS)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ContentTrouble("page.too_large")
                yield image
    except (Image.DecompressionBombError, MemoryError) as error:
        raise ContentTrouble("page.too_large") from error
    except (UnidentifiedImageError, KeyError) as error:
        raise ContentTrouble("page.not_an_image") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ContentTrouble("page.truncated") from error


def shrunk(picture: Grey, edge: int) -> Grey:
    """The pixels, reduced to so many on the longer side; fewer stay as they are.

    By halves first, which costs next to nothing, and by what is left then, which is less than half: between neighbours,
    at a fifth of what it costs to weigh areas. One step from a scan would cost more than all that is done with the
    small picture.
    """
    picture = halved(picture, edge)
    longest = max(picture.shape[:2])
    if longest <= edge:
        return picture
    factor = edge / longest
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR), np.uint8)


def halved(picture: Grey, edge: int) -> Grey:
    """The pixels halved as often as there are still so many on the longer side. What is `shrunk` of these, to so many
    or fewer, is what it would be of the whole: whoever needs several sizes pays for the first halves once.
    """
    while max(picture.shape[:2]) >= 2 * edge and min(picture.shape[:2]) > 1:
        half = (picture.shape[1] // 2, picture.shape[0] // 2)
        picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint8)
    return picture


def quantile(grey: Grey, share: float) -> float:
    """The grey value below which this share of the pixels lies, of 1. Counted, which is quicker than sorting."""
    return quantiles(grey, share)[0]


def quantiles(grey: Grey, *shares: float) -> tuple[float, ...]:
    """The same of several shares, counted once: in some hundred rows, as polls are taken."""
    polled = grey[:: max(1, grey.shape[0] // _POLLED)]
    counted = np.cumsum(cv2.calcHist([polled], [0], None, [256], [0, 256]))
    return tuple(float(np.searchsorted(counted, share * counted[-1])) for share in shares)


def marked(small: Grey) -> float:
    """The share of the page that is darker than the paper around it, by more than its noise."""
    down, across = (int(edge * _MARGIN) for edge in small.shape)
    page = small[down : small.shape[0] - down, across : small.shape[1] - across]
    calm = cv2.GaussianBlur(page, (3, 3), 0)
    noise = quantile(np.asarray(cv2.absdiff(page, calm), np.uint8), 0.5)
    around = cv2.getStructuringElement(cv2.MORPH_RECT, (31, 31))
    paper = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, around)
    for _ in range(2):  # twice evenly is as smooth as once by a bell, at a fifth of its price
        paper = cv2.blur(paper, (17, 17))
    _, marks = cv2.threshold(cv2.subtract(paper, calm), _MARK + 6 * noise, 255, cv2.THRESH_BINARY)
    return cv2.countNonZero(marks) / marks.size


def cut_off(small: Grey) -> bool:
    """Whether writing runs over the edge of the sheet: marks that touch it, at more than one place of one side.

    Lines along the edge (a sheet that lay askew, the lid's shadow, a printed frame) are no writing: they are long, and
    there is one of them. The outermost pixels are not looked at: feeders leave a dark seam there.
    """
    height, width = small.shape
    seam = max(2, round(max(height, width) * _SEAM))
    calm = np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.uint8)
    paper = quantile(calm, 0.8)
    ink = calm < paper - _INK
    strips = (ink[seam, :], ink[height - 1 - seam, :], ink[:, seam], ink[:, width - 1 - seam])
    return any(_strokes(strip) >= _TOUCHING for strip in strips)


def _strokes(strip: NDArray[np.bool_]) -> int:
    """How many strokes of a pen's or a letter's width cross a line."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], strip, [False])).astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    return int(np.count_nonzero(lengths <= max(3, strip.size * _STROKE)))


_SEAM = 0.004  # of the longer side
_INK = 60.0  # grey levels darker than the paper: a shadow is less
_STROKE = 0.02  # of the side: letters are thinner
_TOUCHING = 4  # strokes at one side: a fold or a punched hole makes fewer
