"""Sets a page straight, as whoever turns it by hand or a stack by itself: the same page and tilt give the same bytes.

The colours of a JPEG lie in it at half the size of its light and dark, and are kept so. They are turned as they lie:
unpacked and turned at the size of the page they would cost three times as much and be no truer. Between the two a
seventh of the steps from black to white is lost, which is less than writing a JPEG loses. What came without loss is
turned pixel by pixel.
"""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike

from deskapp.scans.clean import LEAST_TILT, turned_back
from deskapp.scans.encoding import Pixels, as_jpeg, as_png
from deskapp.scans.page import Grey, Head, grey_of, unpacked

QUALITY = 92  # of 100: a page that is made of a made page shall not show it
LOSSY = ("image/jpeg", "image/webp")
_HALF = cv2.IMREAD_REDUCED_GRAYSCALE_2 | cv2.IMREAD_ANYCOLOR  # at half its size, in the colours that it has
_WHITE, _COLOURLESS = 255, 128
_LIGHTEST, _DARKEST, _MOST_COLOUR = 235, 16, 224  # as video has them (ITU-R BT.601): OpenCV joins those in one go


def set_straight(data: bytes, first: Head, tilt: float, grey: Grey | None = None) -> bytes:
    """The page turned back by the tilt that was seen of it, in degrees; `first` is its head, and `grey` the page in
    grey where that was unpacked already. ContentTrouble `page.truncated`, `page.too_large`.
    """
    pixels = None
    if first.media_type == "image/jpeg" and abs(tilt) >= LEAST_TILT:
        pixels = _in_halves(data, tilt, grey_of(data) if grey is None else grey)
    if pixels is None:
        pixels = turned_back(unpacked(data, cv2.IMREAD_ANYCOLOR), tilt)
    return as_jpeg(pixels, QUALITY, first.dpi) if first.media_type in LOSSY else as_png(pixels, first.dpi)


def _in_halves(data: bytes, tilt: float, grey: Grey) -> Pixels | None:
    """The turned pixels of a JPEG in colour; None of one in grey."""
    height, width = grey.shape
    half = unpacked(data, _HALF)
    if half.ndim == 2 or half.shape[:2] != (-(-height // 2), -(-width // 2)):
        return None
    levels = np.arange(256)
    as_light = np.rint(_DARKEST + levels * (_LIGHTEST - _DARKEST) / 255).astype(np.uint8)
    as_colour = np.rint(_COLOURLESS + (levels - _COLOURLESS) * _MOST_COLOUR / 255).astype(np.uint8)
    colours = cv2.LUT(cv2.cvtColor(half, cv2.COLOR_BGR2YCrCb), as_colour)
    middle = (width / 2, height / 2)
    light = _turned(grey, middle, tilt, (2 * half.shape[1], 2 * half.shape[0]), _WHITE)
    cv2.LUT(light, as_light, dst=light)
    between = (middle[0] / 2 - 0.25, middle[1] / 2 - 0.25)  # a colour lies in the middle of its four pixels
    size = (half.shape[1], half.shape[0])
    blue, red = (_turned(cv2.extractChannel(colours, at), between, tilt, size, _COLOURLESS) for at in (2, 1))
    joined = cv2.cvtColorTwoPlane(light, cv2.merge([blue, red]), cv2.COLOR_YUV2BGR_NV12)
    return np.asarray(joined[:height, :width], np.uint8)


def _turned(picture: MatLike, middle: tuple[float, float], tilt: float, size: tuple[int, int], paper: int) -> MatLike:
    turn = cv2.getRotationMatrix2D(middle, tilt, 1.0)
    return cv2.warpAffine(picture, turn, size, flags=cv2.INTER_LINEAR, borderValue=(paper,))
