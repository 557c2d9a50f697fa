"""Straight pages and small pictures. The page itself stays as it was scanned; what is made here is a derivative."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.failures import ContentTrouble
from deskapp.scans.page import LEAST_INK, Colour, Grey, grey_of, marked, shrunk, unpacked

_MOST_TILT = 12.0  # degrees: more is not a tilt but another way up
LEAST_TILT = 0.15  # degrees: for less nobody turns a page
_TILT_SEEN_AT = 800  # pixels of the longer side
_STRIPS = 96  # upright ones in which a page is looked at for its tilt: each is narrower than a letter is high
Rows = NDArray[np.float64]
_ASKEW = 0.4  # degrees from which a page is set straight by itself: less is not seen, and a copy of it is no better
_IN_LINES = 0.03  # of what stands in rows, by how much neighbours differ: 0.2 for text, 0.005 for a chequered pattern
_CLEAR = 1.25  # by how much rows have to differ more when set straight: what has no lines of text stays as it is
_QUALITY = 85


def thumbnail(data: bytes, edge: int) -> bytes:
    """The page, small, as JPEG; `edge` is its longer side in pixels. ContentTrouble as of `page.unpacked`."""
    return small_picture(at_least(data, edge), edge)


def small_picture(picture: Colour, edge: int) -> bytes:
    """The same of pixels that are there already."""
    return _jpeg(fitted(picture, edge))


def straightened(data: bytes) -> bytes:
    """The page turned upright by its lines of text, as JPEG; the same bytes when it stands straight already."""
    if abs(skew(grey_of(data))) < LEAST_TILT:
        return data
    return _jpeg(upright_by_lines(_colour(data)))


def upright_by_lines(picture: Colour) -> Colour:
    """The pixels turned upright by their lines of text; the same when they stand straight already."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    return turned_back(picture, skew(grey))


def turned_back(picture: Colour, tilt: float) -> Colour:
    """The pixels turned by the tilt that was seen; the same when that is next to nothing."""
    if abs(tilt) < LEAST_TILT:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    paper = (255, 255, 255)
    return np.asarray(
        cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper), np.uint8
    )


def skew(grey: Grey) -> float:
    """By how many degrees the lines of text are tilted, counter-clockwise positive; 0 when there are none. The grain of
    an empty sheet has no direction.

    The right angle is the one at which rows of pixels differ most: letters in some, paper in the others. Found first in
    whole degrees, then finer around the best.
    """
    small = shrunk(grey, _TILT_SEEN_AT)
    strips = _strips(small) if marked(small) >= LEAST_INK else None
    return 0.0 if strips is None else _skew(strips)


@dataclass(frozen=True, slots=True)
class _Strips:
    """How much ink stands in each row of each upright strip of a page, and how many pixels a strip is wide."""

    ink: Grey
    wide: float


def _strips(small: Grey) -> _Strips | None:
    """None where next to nothing is written, or more than any writing is."""
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if not 0.001 < cv2.countNonZero(ink) / ink.size < 0.5:
        return None
    height, width = ink.shape
    squeezed = cv2.resize(ink, (_STRIPS, height), interpolation=cv2.INTER_AREA)
    return _Strips(np.asarray(squeezed, np.uint8), width / _STRIPS)


def _skew(strips: _Strips) -> float:
    half = cv2.resize(strips.ink, None, fx=1, fy=0.5, interpolation=cv2.INTER_AREA)
    coarse = _Strips(np.asarray(half, np.uint8), strips.wide / 2)  # whole degrees show in half of the rows
    best = 0.0
    for step, reach, seen in ((1.0, _MOST_TILT, coarse), (0.2, 1.0, strips), (0.05, 0.2, strips)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle, seen=seen: _contrast(seen, float(angle))))  # type: ignore[misc]
    return 0.0 if abs(best) > _MOST_TILT else best


def tilt_of(grey: Grey) -> float:
    """By how many degrees a page that is not empty should be set straight by itself: 0 where it stands straight, or
    where nobody can say because it shows no lines of text. Of a photograph some angle is always the best, and none of
    them is meant.
    """
    strips = _strips(shrunk(grey, _TILT_SEEN_AT))
    tilt = 0.0 if strips is None else _skew(strips)
    if strips is None or abs(tilt) < _ASKEW:
        return 0.0
    rows = _rows(strips, tilt)
    lines = _differ(rows) > _IN_LINES * float((rows**2).sum())
    return tilt if lines and _differ(rows) > _CLEAR * _contrast(strips, 0.0) else 0.0


def _contrast(strips: _Strips, angle: float) -> float:
    return _differ(_rows(strips, angle))


def _differ(rows: Rows) -> float:
    return float((np.diff(rows, axis=0) ** 2).sum())


def _rows(strips: _Strips, angle: float) -> Rows:
    """How much ink stands in each row when the page is turned: each strip pushed down or up by as much as it would be
    moved. Of small angles that is all that shows, at a tenth of what it costs to turn the pixels.
    """
    height, count = strips.ink.shape
    push = float(np.tan(np.radians(angle))) * strips.wide
    slide = np.array([[1.0, 0.0, 0.0], [-push, 1.0, push * (count - 1) / 2]])
    pushed = cv2.warpAffine(strips.ink, slide, (count, height), flags=cv2.INTER_NEAREST)
    rows = cv2.reduce(pushed, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)  # far quicker than NumPy's sum, and as exact
    return rows.astype(np.float64)


def _colour(data: bytes) -> Colour:
    return unpacked(data, cv2.IMREAD_COLOR)


def at_least(data: bytes, edge: int) -> Colour:
    """The page unpacked no larger than need be: a JPEG at an eighth of its size takes a fifth of the time.

    ContentTrouble as of `page.unpacked`.
    """
    for reduced in (cv2.IMREAD_REDUCED_COLOR_8, cv2.IMREAD_REDUCED_COLOR_4, cv2.IMREAD_REDUCED_COLOR_2):
        picture = unpacked(data, reduced)
        if max(picture.shape[:2]) >= edge:
            return picture
    return _colour(data)


def fitted(picture: Colour, edge: int) -> Colour:
    """The pixels reduced to so many on the longer side; fewer stay as they are."""
    return shrunk(picture, edge)


def _jpeg(picture: Colour) -> bytes:
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ContentTrouble("page.truncated")
    return bytes(encoded)
