"""A page for looking at, however large: as a whole first, then in tiles as sharp as it was scanned.

An A4 page in colour at 600 dpi has 35 million pixels, 140 MB on a screen. So it is unpacked once, cut into tiles that
are kept packed (a tenth of that), and only the tiles that are in sight are ever unpacked again.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from deskapp.scans.clean import at_least, fitted
from deskapp.scans.encoding import Pixels, as_jpeg
from deskapp.scans.page import head, unpacked

TILE = 512  # pixels of a tile's side
_QUALITY = 90


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels as a screen takes them: four bytes each, blue, green, red and one that says nothing, row by row."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page, reduced; `width` and `height` are those it was scanned with, as it is seen."""

    width: int
    height: int
    raster: Raster


def overview(data: bytes, longest: int) -> Overview:
    """The page no longer than so many pixels. ContentTrouble as of `page.head` and `page.unpacked`."""
    first = head(data)
    small = fitted(at_least(data, longest), longest)
    lies = (small.shape[1] > small.shape[0]) != (first.width > first.height)  # turned by the camera's note
    width, height = (first.height, first.width) if lies else (first.width, first.height)
    return Overview(width, height, _raster(small))


class Layers:
    """The tiles of one page: layer 0 as it was scanned, each further one half as large, down to `least` pixels."""

    def __init__(self, data: bytes, least: int) -> None:
        picture = unpacked(data, cv2.IMREAD_COLOR)
        self.height, self.width = picture.shape[:2]
        self._tiles: dict[tuple[int, int, int], bytes] = {}
        layer = 0
        while True:
            self._cut(layer, picture)
            if max(picture.shape[:2]) <= least:
                break
            half = (max(1, (picture.shape[1] + 1) // 2), max(1, (picture.shape[0] + 1) // 2))
            picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint8)
            layer += 1
        self.depth = layer + 1

    @property
    def size(self) -> int:
        """Bytes that are held."""
        return sum(map(len, self._tiles.values()))

    def tile(self, layer: int, column: int, row: int) -> Raster | None:
        """A tile; None beyond the page."""
        data = self._tiles.get((layer, column, row))
        return None if data is None else _raster(unpacked(data, cv2.IMREAD_COLOR))

    def _cut(self, layer: int, picture: Pixels) -> None:
        height, width = picture.shape[:2]
        for row in range(-(-height // TILE)):
            for column in range(-(-width // TILE)):
                part = picture[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
                self._tiles[layer, column, row] = as_jpeg(np.ascontiguousarray(part), _QUALITY)


def _raster(picture: Pixels) -> Raster:
    wide = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)
    return Raster(picture.shape[1], picture.shape[0], wide.tobytes())
