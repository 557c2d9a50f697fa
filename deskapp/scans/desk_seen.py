"""The desk below a camera is what the rim of the picture shows, lamp and shadow included; the rest stands out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.scans.encoding import Pixels

_RING = 0.03  # of the shorter side: what lies there is the desk
_REACHES = 0.012  # of the picture's edge that something covers before it reaches in

Mask = NDArray[np.uint8]


def reaching_in(mask: Mask) -> bool:
    """Whether something covers a stretch of the picture's edge."""
    inset = max(2, round(min(mask.shape) * 0.01))
    top, bottom, left, right = mask[inset], mask[-1 - inset], mask[:, inset], mask[:, -1 - inset]
    around = np.concatenate([top, right, bottom[::-1], left[::-1]]) > 0
    if around.all():
        return True
    around = np.roll(around, -int(np.argmin(around)))  # begins where nothing is
    edges = np.flatnonzero(np.diff(np.concatenate(([False], around, [False])).astype(np.int8)))
    return bool((edges[1::2] - edges[::2] >= _REACHES * around.size).any()) if edges.size else False


def _ring(height: int, width: int) -> NDArray[np.bool_]:
    thick = max(3, round(min(height, width) * _RING))
    ring = np.ones((height, width), np.bool_)
    ring[thick:-thick, thick:-thick] = False
    return ring


def _apart_from_desk(lab: Pixels) -> Mask:
    """1 where a pixel is further from what the desk would be there than the desk's own grain: a plane of each colour is
    laid through the ring.
    """
    height, width = lab.shape[:2]
    ring = _ring(height, width)
    rows, columns = np.nonzero(ring)
    step = max(1, rows.size // 4000)
    rows, columns = rows[::step], columns[::step]
    seen = lab[rows, columns].astype(np.float64)
    places = np.column_stack([np.ones(rows.size), columns / width, rows / height])
    kept = _near_median(seen)
    plane = np.zeros((3, 3))
    for _ in range(3):  # what reaches in is no desk
        plane, *_rest = np.linalg.lstsq(places[kept], seen[kept], rcond=None)
        off = np.linalg.norm(seen - places @ plane, axis=1)
        kept = off <= max(4.0, 2.5 * float(np.percentile(off[kept], 70)))
    grain = max(3.5, 2.2 * float(np.percentile(off[kept], 90)))
    across, down = np.arange(width, dtype=np.float32) / width, np.arange(height, dtype=np.float32)[:, None] / height
    far = np.zeros((height, width), np.float32)
    for channel, (level, along, below) in enumerate(plane.T.astype(np.float32)):
        off = lab[..., channel].astype(np.float32)
        off -= level + along * across
        off -= below * down
        far += np.square(off, out=off)
    return np.asarray(far > grain**2, np.uint8)


def _near_median(seen: NDArray[np.float64]) -> NDArray[np.bool_]:
    off = np.linalg.norm(seen - np.median(seen, axis=0), axis=1)
    return np.asarray(off <= max(6.0, 2.0 * float(np.median(off))), np.bool_)


def standing_out(lab: Pixels) -> Mask:
    """What is no desk, in a picture in Lab: 255 where it is."""
    mask = _apart_from_desk(lab) * np.uint8(255)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)), np.uint8)
