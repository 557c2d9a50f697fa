"""Pages drawn for tests: what a good scanner, a poor one and a hand in the way make of paper."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]
PAPER, INK = 245, 40


def paper(dpi: int = 150) -> Picture:
    """An empty A4 sheet."""
    return np.full((round(11.69 * dpi), round(8.27 * dpi)), PAPER, np.uint8)


def text(dpi: int = 150, *, ink: int = INK, rows: int = 24) -> Picture:
    """A sheet with lines of print."""
    page = paper(dpi)
    for row in range(rows):
        words = f"{row:02d} applicant licence premises original copy window"[: 50 - row % 7]
        place = (dpi, round((1.5 + row * 0.36) * dpi))
        cv2.putText(page, words, place, cv2.FONT_HERSHEY_SIMPLEX, dpi / 200, (ink,), max(1, dpi // 100), cv2.LINE_AA)
    return page


def tilted(page: Picture, degrees: float) -> Picture:
    """Turned counter-clockwise, as a crooked sheet comes through a feeder."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(PAPER,)), np.uint8
    )


def smeared(page: Picture, pixels: float) -> Picture:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(page, (0, 0), pixels), np.uint8)


def noisy(page: Picture, sigma: float) -> Picture:
    """By a bad lamp."""
    grain = np.random.default_rng(7).normal(0, sigma, page.shape)
    return np.clip(page + grain, 0, 255).astype(np.uint8)


def dimmed(page: Picture, share: float) -> Picture:
    """With so much of the light left."""
    return (page * share).astype(np.uint8)


def saved(page: Picture, kind: str = "JPEG", **more: object) -> bytes:
    """The picture as a file."""
    held = io.BytesIO()
    Image.fromarray(page).save(held, kind, **more)
    return held.getvalue()
