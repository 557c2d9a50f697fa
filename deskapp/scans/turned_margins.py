"""What is left of the scanner's margin on a page that was set straight, because its sheet runs out of the picture.

A sheet that is seen whole is laid flat by its own corners (`margins`). Of one that runs out some corners are nowhere;
but the sides that are seen are straight, and upright after the turn, so that the page can be cut along them. Nothing is
cut unless the sheet fills all that the picture shows between those sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.rules.page_making import WHOLE, Box, Craft, Making
from deskapp.scans.margins import LEAST_MARGIN, ROOM, SQUARE_CUT, Lying
from deskapp.scans.page import Colour

Points = NDArray[np.float32]


def left(found: Iterable[Lying], colour: Callable[[], Colour], tilt: float) -> Making | None:
    """How a page that was turned back by its tilt (degrees, as `clean.turned_back` takes it) is freed of its margin;
    None where there is none, or where nobody can be sure of it. `found` are the `margins.sheets` of the page as it was
    before, which `colour` shows.
    """
    for lying in found:
        box = _box(lying, tilt)
        if box is not None and lying.colourless(colour()):
            return Making(Craft.CROP, boxes=(box,))
    return None


def _box(lying: Lying, tilt: float) -> Box | None:
    """Around the sheet as it stands after the turn: all of it lies within, wherever the picture shows it."""
    view = lying.view
    wide, high = view.wide + 2 * view.seam, view.high + 2 * view.seam
    turn = np.asarray(cv2.getRotationMatrix2D((wide / 2, high / 2), tilt, 1.0), np.float64)
    outline = _turned(lying.outline.reshape(-1, 2).astype(np.float32) + view.seam, turn)
    frame = np.array([(0, 0), (view.wide - 1, 0), (view.wide - 1, view.high - 1), (0, view.high - 1)], np.float32)
    (x0, y0), (x1, y1) = outline.min(axis=0), outline.max(axis=0)
    around = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32)
    shown, _ = cv2.intersectConvexConvex(_turned(frame + view.seam, turn), around)
    if cv2.contourArea(outline) < SQUARE_CUT * shown:
        return None
    # as in `margins`: where the sheet reaches a side of the picture, the page keeps what the seam hid there
    off = np.array([x0 - ROOM, y0 - ROOM, x1 + 1 + ROOM, y1 + 1 + ROOM]) / (wide, high, wide, high)
    margin = np.array([off[0], off[1], 1 - off[2], 1 - off[3]])
    reaches = _reaches(lying, outline, (x0, y0, x1, y1))
    margin = np.where(np.array(reaches) | (margin < 0), 0, margin)
    if margin.max() < LEAST_MARGIN:
        return None
    at_left, at_top, at_right, at_bottom = (int(share * WHOLE) for share in margin)
    return Box(at_left, at_top, WHOLE - at_right, WHOLE - at_bottom)


def _reaches(lying: Lying, outline: Points, around: tuple[float, float, float, float]) -> list[bool]:
    """On which sides (left, top, right, bottom) most of what is outermost lies at a side of the picture, so that the
    sheet goes on beyond it.
    """
    points = lying.outline.reshape(-1, 2)
    edge = (
        (points[:, 0] == 0) | (points[:, 1] == 0)
        | (points[:, 0] == lying.view.wide - 1) | (points[:, 1] == lying.view.high - 1)
    )  # fmt: skip
    outermost = (
        outline[:, 0] <= around[0] + 1, outline[:, 1] <= around[1] + 1,
        outline[:, 0] >= around[2] - 1, outline[:, 1] >= around[3] - 1,
    )  # fmt: skip
    return [bool(edge[side].mean() > 0.5) for side in outermost]  # a side that is seen has an end there, or two


def _turned(points: Points, turn: NDArray[np.float64]) -> Points:
    return np.asarray(cv2.transform(points.reshape(-1, 1, 2), turn).reshape(-1, 2), np.float32)
