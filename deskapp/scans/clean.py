"""Straight pages and small pictures. The page itself stays as it was scanned; what is made here is a derivative."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.failures import ContentTrouble
from deskapp.scans.page import LEAST_INK, Colour, Grey, grey_of, marked, shrunk, unpacked

_MOST_TILT = 12.0  # degrees: more is not a tilt but another way up
_LEAST_TILT = 0.15
_TILT_SEEN_AT = 800  # pixels of the longer side
Rows = NDArray[np.float64]
_ASKEW = 0.4  # degrees from which a page is set straight by itself: less is not seen, and a copy of it is no better
_IN_LINES = 0.03  # of what stands in rows, by how much neighbours differ: 0.2 for text, 0.005 for a chequered pattern
_CLEAR = 1.25  # by how much rows have to differ more when set straight: what has no lines of text stays as it is
_QUALITY = 85


def thumbnail(data: bytes, edge: int) -> bytes:
    """The page, small, as JPEG; `edge` is its longer side in pixels. ContentTrouble `page.truncated`."""
    return small_picture(at_least(data, edge), edge)


def small_picture(picture: Colour, edge: int) -> bytes:
    """The same of pixels that are there already."""
    return _jpeg(fitted(picture, edge))


def straightened(data: bytes) -> bytes:
    """The page turned upright by its lines of text, as JPEG; the same bytes when it stands straight already."""
    if abs(skew(grey_of(data))) < _LEAST_TILT:
        return data
    return _jpeg(upright_by_lines(_colour(data)))


def upright_by_lines(picture: Colour) -> Colour:
    """The pixels turned upright by their lines of text; the same when they stand straight already."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    return turned_back(picture, skew(grey))


def turned_back(picture: Colour, tilt: float) -> Colour:
    """The pixels turned by the tilt that was seen; the same when that is next to nothing."""
    if abs(tilt) < _LEAST_TILT:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    paper = (255, 255, 255)
    return np.asarray(
        cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper), np.uint8
    )


def skew(grey: Grey) -> float:
    """By how many degrees the lines of text are tilted, counter-clockwise positive; 0 when there are none.

    The right angle is the one at which rows of pixels differ most: letters in some, paper in the others. Found first in
    whole degrees, then finer around the best.
    """
    small = shrunk(grey, _TILT_SEEN_AT)
    return _skew(small, _ink(small))


def _ink(small: Grey) -> Grey:
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(ink, np.uint8)


def _skew(small: Grey, fine: Grey) -> float:
    if marked(small) < LEAST_INK:  # the grain of an empty sheet has no direction
        return 0.0
    if not 0.001 < cv2.countNonZero(fine) / fine.size < 0.5:
        return 0.0
    coarse = shrunk(fine, _TILT_SEEN_AT // 2)  # whole degrees show in a quarter of the pixels
    best = 0.0
    for step, reach, seen in ((1.0, _MOST_TILT, coarse), (0.2, 1.0, fine), (0.05, 0.2, fine)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle, seen=seen: _contrast(seen, float(angle))))  # type: ignore[misc]
    return 0.0 if abs(best) > _MOST_TILT else best


def tilt_of(grey: Grey) -> float:
    """By how many degrees a page should be set straight by itself: 0 where it stands straight, or where nobody can say
    because it shows no lines of text. Of a photograph some angle is always the best, and none of them is meant.
    """
    small = shrunk(grey, _TILT_SEEN_AT)
    ink = _ink(small)
    tilt = _skew(small, ink)
    if abs(tilt) < _ASKEW:
        return 0.0
    rows = _rows(ink, tilt)
    lines = _differ(rows) > _IN_LINES * float((rows**2).sum())
    return tilt if lines and _differ(rows) > _CLEAR * _contrast(ink, 0.0) else 0.0


def _contrast(ink: Grey, angle: float) -> float:
    return _differ(_rows(ink, angle))


def _differ(rows: Rows) -> float:
    return float((np.diff(rows, axis=0) ** 2).sum())


def _rows(ink: Grey, angle: float) -> Rows:
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST)
    rows = cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)  # far quicker than NumPy's sum, and as exact
    return rows.astype(np.float64)


def _colour(data: bytes) -> Colour:
    return unpacked(data, cv2.IMREAD_COLOR)


def at_least(data: bytes, edge: int) -> Colour:
    """The page unpacked no larger than need be: a JPEG at an eighth of its size takes a fifth of the time."""
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
