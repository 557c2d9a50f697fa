"""A sheet that lies before a camera, as the page that it is: its four corners become those of a picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.failures import ContentTrouble
from deskapp.rules.page_making import WHOLE, Corner, LaidSheet
from deskapp.scans.encoding import Pixels
from deskapp.scans.page import MOST_PIXELS

_PER_INCH = 2540  # hundredths of a millimetre
_LEAST = 8  # pixels of a side
_USUAL_FOCUS = 1.2  # of the longer side of the picture: a camera that sees its desk from half a metre
_ODD_FOCUS = (0.5, 4.0)  # outside of which the corners say nothing of it: they are seen too straight
_TURNS = {0: 0, 90: 3, 180: 2, 270: 1}  # which corner becomes the first one when the page is turned clockwise

Points = NDArray[np.float64]


def flattened(picture: Pixels, sheet: LaidSheet) -> tuple[Pixels, int]:
    """The page, and its dots per inch: 0 when nobody knows how large the paper is. As many dots as the camera saw on
    the sheet's longest sides, none invented. ContentTrouble `page.too_large`.
    """
    height, width = picture.shape[:2]
    corners = in_pixels(sheet.corners, width, height)
    across = max(_length(corners[0], corners[1]), _length(corners[3], corners[2]))
    down = max(_length(corners[0], corners[3]), _length(corners[1], corners[2]))
    dpi = 0
    if sheet.wide and sheet.high:
        dpi = max(1, round(max(across / sheet.wide, down / sheet.high) * _PER_INCH))
        across, down = sheet.wide * dpi / _PER_INCH, sheet.high * dpi / _PER_INCH
    size = (max(_LEAST, round(across)), max(_LEAST, round(down)))
    if size[0] * size[1] > MOST_PIXELS:
        raise ContentTrouble("page.too_large")
    wanted = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    lies = cv2.getPerspectiveTransform(np.asarray(corners, np.float32), wanted)
    done = cv2.warpPerspective(picture, lies, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(done, np.uint8), dpi


def turned(corners: Sequence[Corner], turn: int) -> tuple[Corner, ...]:
    """The corners in the order of the page when the picture is seen turned clockwise by so many degrees."""
    first = _TURNS[turn % 360]
    return (*corners[first:], *corners[:first])


def in_pixels(corners: Sequence[Corner], width: int, height: int) -> Points:
    """Where the corners are in a picture of this size."""
    return np.array([[one.x * width / WHOLE, one.y * height / WHOLE] for one in corners], np.float64)


def proportion(corners: Sequence[Corner], width: int, height: int) -> float:
    """How many times its height the sheet is wide, as it lies on the desk and not as it is seen.

    A rectangle in perspective tells its proportions when the camera's focus is known, and mostly the focus too (Zhang
    and He, "Whiteboard scanning and image enhancement", 2007). Pixels are square, the lens looks through the middle.
    """
    seen = in_pixels(corners, width, height) - (width / 2, height / 2)
    long = float(max(width, height))
    first, second, fourth, third = (np.array([*(point / long), 1.0]) for point in seen)  # left to right, then below
    below = np.cross(first, fourth)
    along, down = float(np.cross(second, fourth) @ third), float(np.cross(third, fourth) @ second)
    if min(abs(along), abs(down)) < 1e-9:
        return 0.0
    wide = float(below @ third) / along * second - first
    high = float(below @ second) / down * third - first
    focus = _focus(wide, high)
    scale = np.array([1 / focus, 1 / focus, 1.0])
    length = float(np.linalg.norm(high * scale))
    return float(np.linalg.norm(wide * scale)) / length if length else 0.0


def _focus(wide: Points, high: Points) -> float:
    both = float(wide[2] * high[2])
    if abs(both) > 1e-4:
        squared = -float(wide[:2] @ high[:2]) / both
        if _ODD_FOCUS[0] ** 2 < squared < _ODD_FOCUS[1] ** 2:
            return float(np.sqrt(squared))
    return _USUAL_FOCUS


def _length(one: Points, other: Points) -> float:
    return float(np.linalg.norm(one - other))
