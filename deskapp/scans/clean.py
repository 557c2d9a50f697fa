"""Straight pages and small pictures. The page itself stays as it was scanned; what is made here is a derivative."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.failures import ContentTrouble
from deskapp.scans.page import LEAST_INK, Grey, grey_of, marked, unpacked

Colour = NDArray[np.uint8]
_MOST_TILT = 12.0  # degrees: more is not a tilt but another way up
_LEAST_TILT = 0.15
_QUALITY = 85


def thumbnail(data: bytes, edge: int) -> bytes:
    """The page, small, as JPEG; `edge` is its longer side in pixels. ContentTrouble `page.truncated`."""
    return _jpeg(fitted(at_least(data, edge), edge))


def straightened(data: bytes) -> bytes:
    """The page turned upright by its lines of text, as JPEG; the same bytes when it stands straight already."""
    if abs(skew(grey_of(data))) < _LEAST_TILT:
        return data
    return _jpeg(upright_by_lines(_colour(data)))


def upright_by_lines(picture: Colour) -> Colour:
    """The pixels turned upright by their lines of text; the same when they stand straight already."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    tilt = skew(grey)
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
    factor = 800 / max(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    if marked(np.asarray(small, np.uint8)) < LEAST_INK:  # the grain of an empty sheet has no direction
        return 0.0
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if not 0.001 < float(np.mean(ink > 0)) < 0.5:
        return 0.0
    best = 0.0
    for step, reach in ((1.0, _MOST_TILT), (0.2, 1.0), (0.05, 0.2)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _contrast(np.asarray(ink, np.uint8), float(angle))))
    return 0.0 if abs(best) > _MOST_TILT else best


def _contrast(ink: Grey, angle: float) -> float:
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


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
    factor = edge / max(picture.shape[:2])
    if factor >= 1:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(picture: Colour) -> bytes:
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ContentTrouble("page.truncated")
    return bytes(encoded)
