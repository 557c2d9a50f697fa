"""Finds the sheets that lie before a camera: four straight sides that stand out from the desk.

The desk is what the edge of the picture shows, lamp and shadow included; whatever differs from it is looked at. On a
desk as light as the paper the sheet's own edge is followed instead. What a hand lies on has no four sides and is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from deskapp.rules.page_making import MOST_SHEETS, WHOLE, Corner
from deskapp.scans.desk_seen import Mask, reaching_in, standing_out
from deskapp.scans.encoding import Pixels

LOOKED_AT = 640  # pixels of the longer side: enough for every sheet, and a fiftieth of a second
_SMALLEST = 0.012  # of the picture: a card among A3 sheets is three times as much
_BORDER = 0.006  # of a side: a corner there is cut off by the picture's edge
_FULL = 0.93  # of its four sides' area a sheet fills
_STANDS_OUT = 0.72  # of each side has to be an edge
_BESIDE = 9.0  # pixels from a side where the desk is looked for
_STEP = 5.0  # grey levels a sheet's edge is at least
_ANGLES = (50.0, 130.0)  # degrees; more is no rectangle seen from above
_EPSILONS = (0.015, 0.025, 0.04, 0.06)
_REACH = 7.0  # pixels from a side in which its edge is looked for

Quad = NDArray[np.float64]  # four points, clockwise, the one nearest to the top left first


@dataclass(frozen=True, slots=True)
class Found:
    """The sheets, largest first, and whether something lies across the edge of the picture."""

    sheets: tuple[tuple[Corner, ...], ...]
    reaches_in: bool


def find(picture: Pixels) -> Found:
    """Find them in a picture in colour (as OpenCV has it) of any size; it is looked at reduced."""
    small = reduced(picture, LOOKED_AT)
    height, width = small.shape[:2]
    lab = np.asarray(cv2.cvtColor(cv2.GaussianBlur(small, (5, 5), 0), cv2.COLOR_BGR2LAB), np.uint8)
    mask = standing_out(lab)
    slopes = _slopes(lab)
    found: list[Quad] = []
    for shape in sorted((*_shapes(mask), *_shapes(_edges(lab))), key=cv2.contourArea, reverse=True):
        quad = _four_sides(shape, width, height)
        if (
            quad is None
            or not _on_desk(quad, mask)
            or not _edged(quad, slopes)
            or any(_overlap(quad, other) for other in found)
        ):
            continue
        found.append(_on_its_edges(quad, lab))
        if len(found) == MOST_SHEETS:
            break
    return Found(tuple(_shares(quad, width, height) for quad in found), reaching_in(mask))


def reduced(picture: Pixels, longest: int) -> Pixels:
    """The picture no longer than so many pixels."""
    factor = longest / max(picture.shape[:2])
    if factor >= 1:
        return picture
    size = (max(8, round(picture.shape[1] * factor)), max(8, round(picture.shape[0] * factor)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _edges(lab: Pixels) -> Mask:
    """Lines that close around something, for a sheet on a desk as light as it is."""
    light = cv2.Canny(lab[..., 0], 12, 36, L2gradient=True)
    return np.asarray(cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8)


def _slopes(lab: Pixels) -> NDArray[np.float32]:
    """How steep light or colour changes, in grey levels over five pixels."""
    five = cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5))
    steep = cv2.morphologyEx(lab, cv2.MORPH_GRADIENT, five)
    return np.asarray(np.max(steep, axis=2), np.float32)


def _shapes(mask: Mask) -> list[Any]:
    around, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    least = _SMALLEST * mask.size
    whole = []
    for one in around:
        if cv2.contourArea(one) < least:
            continue
        whole.append(one)
    return whole


def _four_sides(shape: Any, width: int, height: int) -> Quad | None:
    """The four sides of an outline; None when it has not four, or runs out of the picture."""
    hull = cv2.convexHull(shape)
    round_it = cv2.arcLength(hull, closed=True)
    for epsilon in _EPSILONS:
        rough = cv2.approxPolyDP(hull, epsilon * round_it, closed=True)
        if len(rough) == 4:
            quad = _refined(shape.reshape(-1, 2).astype(np.float64), _ordered(rough.reshape(4, 2).astype(np.float64)))
            return quad if quad is not None and _sound(quad, shape, width, height) else None
        if len(rough) < 4:
            break
    return None


def _sound(quad: Quad, shape: Any, width: int, height: int) -> bool:
    edge = _BORDER * max(width, height)
    if (quad < edge).any() or (quad[:, 0] > width - 1 - edge).any() or (quad[:, 1] > height - 1 - edge).any():
        return False
    area = cv2.contourArea(quad.astype(np.float32))
    if area < _SMALLEST * width * height or not _FULL <= cv2.contourArea(shape) / area <= 1.06:
        return False
    after, before = np.roll(quad, -1, axis=0) - quad, np.roll(quad, 1, axis=0) - quad
    lengths = np.linalg.norm(after, axis=1) * np.linalg.norm(before, axis=1)
    angles = np.degrees(np.arccos(np.clip((after * before).sum(axis=1) / np.maximum(lengths, 1e-9), -1, 1)))
    return bool(((angles >= _ANGLES[0]) & (angles <= _ANGLES[1])).all())


def _refined(points: Quad, rough: Quad) -> Quad | None:
    """Each side as the straight line through its points; a corner is where two of them meet, rounded or not."""
    lines = []
    for start, end in zip(rough, np.roll(rough, -1, axis=0), strict=True):
        way = end - start
        long = float(np.linalg.norm(way))
        if long < 12:
            return None
        along = (points - start) @ way / long**2
        off = np.abs((points - start) @ np.array([-way[1], way[0]])) / long
        near = points[(along > 0.12) & (along < 0.88) & (off < max(3.0, 0.03 * long))]
        if len(near) < 8:
            return None
        lines.append(cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).reshape(4).astype(np.float64))
    corners = [_meet(lines[number - 1], lines[number]) for number in range(4)]
    met = [one for one in corners if one is not None]
    if len(met) < 4:
        return None
    quad = np.array(met)
    far = np.linalg.norm(quad - rough, axis=1).max()
    return quad if far <= 0.06 * np.linalg.norm(rough[0] - rough[2]) + 3 else None


def _on_its_edges(quad: Quad, lab: Pixels) -> Quad:
    """Each side moved to where light changes most: an outline lies a little outside, and around the shadow too."""
    offsets = np.arange(-_REACH, _REACH + 0.5, 0.5)
    middles = (offsets[:-1] + offsets[1:]) / 2
    nearer = np.exp(-((middles / 9.0) ** 2))  # of two edges alike the nearer one is meant
    lines = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        way = (end - start) / np.linalg.norm(end - start)
        outwards = np.array([way[1], -way[0]])
        along = start + np.linspace(0.08, 0.92, 48)[:, None] * (end - start)
        places = (along[:, None] + offsets[None, :, None] * outwards).astype(np.float32)
        seen = cv2.remap(lab, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        steep = np.linalg.norm(np.diff(seen.astype(np.float32), axis=1), axis=2) * nearer
        best = steep.argmax(axis=1)
        clear = steep[np.arange(48), best] >= 1.0
        if np.count_nonzero(clear) < 12:
            return quad
        points = (along + middles[best][:, None] * outwards)[clear]
        lines.append(
            cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).reshape(4).astype(np.float64)
        )
    met = [one for number in range(4) if (one := _meet(lines[number - 1], lines[number])) is not None]
    moved = np.array(met) if len(met) == 4 else quad
    return moved if np.linalg.norm(moved - quad, axis=1).max() <= 3 * _REACH else quad


def _meet(one: Quad, other: Quad) -> Quad | None:
    across = one[0] * other[1] - one[1] * other[0]
    if abs(across) < 0.2:
        return None
    gap = other[2:] - one[2:]
    way = (gap[0] * other[1] - gap[1] * other[0]) / across
    return np.asarray(one[2:] + way * one[:2], np.float64)


def _ordered(points: Quad) -> Quad:
    """Clockwise, beginning at the corner from which the page is read: the first of its upper side."""
    middle = points.mean(axis=0)
    around = points[np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))]
    sides = np.roll(around, -1, axis=0) - around
    upper = int(np.argmax(sides[:, 0] / np.maximum(np.linalg.norm(sides, axis=1), 1e-9)))  # points most to the right
    return np.asarray(np.roll(around, -upper, axis=0), np.float64)


def _on_desk(quad: Quad, mask: Mask) -> bool:
    """Whether the desk lies around it: a frame that is printed on a sheet has paper around it."""
    height, width = mask.shape
    outside = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        way = (end - start) / np.linalg.norm(end - start)
        outside.append(
            start + np.linspace(0.1, 0.9, 24)[:, None] * (end - start) + _BESIDE * np.array([way[1], -way[0]])
        )
    at = np.rint(np.concatenate(outside)).astype(int)
    seen = mask[np.clip(at[:, 1], 0, height - 1), np.clip(at[:, 0], 0, width - 1)]
    return float(np.mean(seen > 0)) <= 0.5


def _edged(quad: Quad, slopes: NDArray[np.float32]) -> bool:
    """Whether each side is an edge for most of its way."""
    height, width = slopes.shape
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        ways = np.linspace(0.06, 0.94, 48)[:, None]
        at = np.rint(start + ways * (end - start)).astype(int)
        steep = slopes[np.clip(at[:, 1], 0, height - 1), np.clip(at[:, 0], 0, width - 1)]
        if float(np.mean(steep >= _STEP)) < _STANDS_OUT:
            return False
    return True


def _overlap(one: Quad, other: Quad) -> bool:
    shared, _ = cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))
    return bool(shared > 0.1 * min(cv2.contourArea(one.astype(np.float32)), cv2.contourArea(other.astype(np.float32))))


def _shares(quad: Sequence[Any] | Quad, width: int, height: int) -> tuple[Corner, ...]:
    return tuple(
        Corner(
            min(WHOLE, max(0, round((x + 0.5) * WHOLE / width))), min(WHOLE, max(0, round((y + 0.5) * WHOLE / height)))
        )
        for x, y in np.asarray(quad).tolist()
    )
