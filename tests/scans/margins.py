"""Paper amid what a scanner shows beside it, drawn for tests: cards and slips on a white or black lid, sheets a feeder
read on behind."""

from __future__ import annotations

import cv2
import numpy as np

from tests.scans import drawn
from tests.scans.drawn import Picture

DPI = 100
LID, BLACK = 244, 22
MM = DPI / 25.4
A4 = (210.0, 297.0)


def card(*, tone: int = 205) -> Picture:
    """An identity card: tinted, a portrait, a few lines, rounded corners are left to the lid."""
    page = np.full((round(53.98 * MM), round(85.6 * MM)), tone, np.uint8)
    cv2.rectangle(page, (round(56 * MM), round(8 * MM)), (round(80 * MM), round(40 * MM)), (90,), -1)
    for row in range(4):
        cv2.putText(page, f"NAME {row} 990108", (round(5 * MM), round((12 + row * 10) * MM)),
                    cv2.FONT_HERSHEY_SIMPLEX, 0.45, (drawn.INK,), 1, cv2.LINE_AA)  # fmt: skip
    return page


def slip(wide: float = 80, high: float = 180, *, tone: int = drawn.PAPER) -> Picture:
    """A receipt, by its size in millimetres."""
    page = np.full((round(high * MM), round(wide * MM)), tone, np.uint8)
    for row in range(int(high // 12)):
        cv2.putText(page, f"item {row} 12.50", (round(4 * MM), round((10 + row * 11) * MM)),
                    cv2.FONT_HERSHEY_SIMPLEX, 0.45, (drawn.INK,), 1, cv2.LINE_AA)  # fmt: skip
    return page


def ground(level: int = LID, size: tuple[float, float] = A4, *, noise: float = 1.5) -> Picture:
    """The lid or the roller alone."""
    plain = np.full((round(size[1] * MM), round(size[0] * MM)), level, np.uint8)
    return drawn.noisy(plain, noise) if noise else plain


def laid(under: Picture, page: Picture, at: tuple[float, float], tilt: float = 0.0) -> Picture:
    """With a sheet on it: `at` is the middle of it in millimetres, `tilt` in degrees, clockwise."""
    high, wide = page.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -tilt, 1.0)
    turn[0, 2] = turn[0, 2] + at[0] * MM - wide / 2
    turn[1, 2] = turn[1, 2] + at[1] * MM - high / 2
    size = (under.shape[1], under.shape[0])
    there = cv2.warpAffine(page, turn, size, flags=cv2.INTER_LINEAR)
    covered = cv2.warpAffine(np.full_like(page, 255), turn, size, flags=cv2.INTER_NEAREST) > 127
    return np.where(covered, there, under).astype(np.uint8)


def shadowed(picture: Picture, box: tuple[float, float, float, float], depth: int = 45) -> Picture:
    """With the shadow that a thick card throws to the right and below; `box`: left, top, right, bottom of it in
    millimetres."""
    left, top, right, bottom = (round(at * MM) for at in box)
    done = picture.astype(np.int16)
    wide = round(1.5 * MM)
    for off in range(wide):
        fade = depth - off * depth // wide
        done[top:bottom, right + off] = done[top:bottom, right + off] - fade
        done[bottom + off, left:right] = done[bottom + off, left:right] - fade
    return np.clip(done, 0, 255).astype(np.uint8)
