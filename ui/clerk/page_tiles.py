"""The sharp parts of a large page, those in sight: asked for as they are needed, let go when there are too many."""

from __future__ import annotations

import math
from collections import OrderedDict

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, QSizeF, Signal
from PySide6.QtGui import QPainter, QPixmap

from deskapp.scans.layers import TILE, Raster
from ui.page_images import image_of

MOST = 64  # tiles held, a megabyte each: two screens full
Key = tuple[int, int, int]


class PageTiles(QObject):
    """Paints what it has, and asks for what it has not. `wanted` names a layer, a column and a row."""

    wanted = Signal(int, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: OrderedDict[Key, QPixmap] = OrderedDict()
        self._asked: set[Key] = set()
        self._full = QSize()

    def clear(self, full: QSize) -> None:
        """Another page, of so many pixels."""
        self._held.clear()
        self._asked.clear()
        self._full = full

    def take(self, key: Key, raster: Raster | None) -> None:
        """A tile came; one that nobody asked for is of a page that was shown before."""
        if key not in self._asked or raster is None:
            return
        self._asked.discard(key)
        self._held[key] = QPixmap.fromImage(image_of(raster))
        while len(self._held) > MOST:
            self._held.popitem(last=False)

    def paint(self, painter: QPainter, place: QRectF, seen: QRectF, dots: float) -> None:
        """Paint the tiles of the page at `place` that lie in `seen`; `dots` are the screen's pixels to a point."""
        if self._full.isEmpty() or place.width() <= 0:
            return
        scale = place.width() * dots / self._full.width()
        layer = max(0, math.floor(math.log2(1 / scale))) if scale < 1 else 0
        side = TILE * 2**layer * place.width() / self._full.width()
        columns = math.ceil(self._full.width() / (TILE * 2**layer))
        rows = math.ceil(self._full.height() / (TILE * 2**layer))
        here = seen.intersected(place).translated(-place.topLeft())
        for row in range(int(here.top() // side), min(rows, math.ceil(here.bottom() / side))):
            for column in range(int(here.left() // side), min(columns, math.ceil(here.right() / side))):
                corner = place.topLeft() + QPointF(column * side, row * side)
                self._paint_one(painter, (layer, column, row), QRectF(corner, QSizeF(side, side)))

    def _paint_one(self, painter: QPainter, key: Key, where: QRectF) -> None:
        held = self._held.get(key)
        if held is None:
            if key not in self._asked:
                self._asked.add(key)
                self.wanted.emit(*key)
            return
        self._held.move_to_end(key)
        whole = QRectF(held.rect())
        part = QRectF(where.topLeft(), whole.size() * (where.width() / TILE))
        painter.drawPixmap(part, held, whole)
