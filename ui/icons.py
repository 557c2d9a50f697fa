"""The few drawings of the program: SVG files in one colour, painted in the colour of the text beside them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

INK = "#000000"  # the colour the files are drawn in


@lru_cache(maxsize=128)
def renderer(name: str, colour: str) -> QSvgRenderer:
    """A drawing in a colour (#RRGGBB), ready to be painted at any size."""
    drawn = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8").replace(INK, colour)
    return QSvgRenderer(QByteArray(drawn.encode()))


def paint(painter: QPainter, name: str, colour: str, place: QRectF) -> None:
    """Paint a drawing into a place."""
    renderer(name, colour).render(painter, place)


def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """A drawing as an icon for a button, sharp at 100, 200 and 300 %."""
    made = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(size * scale, size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer(name, colour).render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made
