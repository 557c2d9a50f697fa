"""Desks drawn for tests: sheets that lie on them, hands and lamps, as a document camera sees them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.scans import drawn

Picture = NDArray[np.uint8]
Corners = NDArray[np.float64]
SIZE = (1296, 972)
DARK, GREEN, LIGHT = (44, 48, 50), (70, 96, 60), (214, 216, 218)
SKIN = (140, 172, 222)


def desk(colour: tuple[int, int, int] = DARK, size: tuple[int, int] = SIZE, *, shade: float = 0.12) -> Picture:
    """An empty desk, lit from the upper left, with the grain of a small sensor."""
    width, height = size
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    light = 1 - shade * (across + down) / 2
    plain = np.array(colour, np.float64)[None, None] * light[..., None]
    return grainy(np.clip(plain, 0, 255).astype(np.uint8))


def wood(size: tuple[int, int] = SIZE) -> Picture:
    """A desk with the lines of its boards."""
    width, height = size
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    lines = 10 * np.sin(down / 9 + 2 * np.sin(across / 180)) + 5 * np.sin(down / 2.3)
    plain = np.array((88, 128, 170), np.float64)[None, None] + lines[..., None]
    return grainy(np.clip(plain, 0, 255).astype(np.uint8))


def grainy(picture: Picture, sigma: float = 2.5) -> Picture:
    """As a small sensor sees it."""
    noise = np.random.default_rng(3).normal(0, sigma, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def sheet(tilt: float = 0.0, *, high: float = 760, ratio: float = 297 / 210, at: tuple[float, float] | None = None,
          keystone: float = 0.0, size: tuple[int, int] = SIZE) -> Corners:  # fmt: skip
    """The corners of a sheet that lies there turned clockwise, the lower side nearer by `keystone`; as a page is read:
    top left, top right, bottom right, bottom left."""
    middle = np.array(at or (size[0] / 2, size[1] / 2))
    wide = high / ratio
    turn = np.radians(tilt)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    flat = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) / 2 @ spin.T
    return np.asarray(middle + flat / (1 - keystone * flat[:, 1:] / high), np.float64)


def laid(picture: Picture, corners: Corners, page: Picture | None = None) -> Picture:
    """With a sheet of print on it, or another page."""
    paper = drawn.text(100) if page is None else page
    paper = paper if paper.ndim == 3 else np.dstack([paper] * 3)
    height, width = paper.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    lies = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    size = (picture.shape[1], picture.shape[0])
    over = cv2.warpPerspective(paper, lies, size, flags=cv2.INTER_AREA)
    where = cv2.warpPerspective(np.full(paper.shape[:2], 255, np.uint8), lies, size)
    share = where[..., None] / 255
    return grainy((picture * (1 - share) + over * share).astype(np.uint8), 1.5)


def shadowed(picture: Picture, corners: Corners, deep: float = 0.8) -> Picture:
    """The thin shadow a sheet throws beside its lower and right edge."""
    done = picture.astype(np.float64)
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.rint(np.add(corners, 5.0)).astype(np.int32), (255,))
    soft = cv2.GaussianBlur(mask, (9, 9), 0)[..., None] / 255
    return (done * (1 - soft * (1 - deep))).astype(np.uint8)


def hand(picture: Picture, at: tuple[int, int], side: str = "right") -> Picture:
    """A hand that lies there; its arm comes in from the right, or from below."""
    done = picture.copy()
    out = (picture.shape[1] + 50, at[1] + 60) if side == "right" else (at[0] + 60, picture.shape[0] + 50)
    cv2.line(done, at, out, (90, 80, 62), 130, cv2.LINE_AA)
    for finger in range(4):
        cv2.line(done, (at[0] - 90, at[1] - 60 + finger * 40), at, SKIN, 38, cv2.LINE_AA)
    cv2.circle(done, at, 90, SKIN, -1, cv2.LINE_AA)
    return grainy(done, 1.5)


def lamp(picture: Picture, at: tuple[int, int], radius: int = 46) -> Picture:
    """The reflection of a lamp: burnt out in its middle."""
    glow = np.zeros(picture.shape[:2], np.float64)
    cv2.circle(glow, at, radius, (1.0,), -1)
    soft = cv2.GaussianBlur(glow, (0, 0), radius / 5)[..., None]
    return np.clip(picture + soft * 255, 0, 255).astype(np.uint8)


def card_page(colour: tuple[int, int, int] = (220, 232, 212)) -> Picture:
    """A card with a name and a portrait."""
    page = np.full((540, 856, 3), colour, np.uint8)
    cv2.rectangle(page, (560, 90), (790, 400), (170, 160, 150), -1)
    for row in range(4):
        cv2.putText(page, "NAME SAMPLE CARD", (50, 120 + row * 90), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (50, 50, 50), 3)
    return page
