"""What charts have in common: round numbers along an axis of minutes, and what a person who sees no chart is told."""

from __future__ import annotations

from math import ceil, floor, log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import fonts
from ui.theme import worn

_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 30, 24  # room for numbers, the title and names
_TICKS = 5


def steps(most: float, ticks: int = _TICKS) -> list[float]:
    """Round numbers from nothing to at least the most, at most so many steps apart: 0, 5, 10 …"""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / ticks
    power = 10.0 ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough * (1 - 1e-9))
    return [step * number for number in range(ceil(most / step - 1e-9) + 1)]


class Chart(QWidget):
    """A chart with a title and minutes upwards. `told` is all of it in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(QSize(220, 150))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title = ""
        self._unit = ""

    def call(self, title: str, unit: str, told: str) -> None:
        """Say what it shows, in which unit, and all of it in words for whoever does not see it."""
        self._title, self._unit = title, unit
        self.setAccessibleName(title)
        self.setAccessibleDescription(told)
        self.setToolTip("")
        self.update()

    def ground(self) -> QRectF:
        """Where values are drawn."""
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def draw_axis(self, painter: QPainter, most: float) -> float:
        """Draw title, unit, lines and numbers; returns the value at the top."""
        theme, ground, marks = worn(), self.ground(), steps(most)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.sized(painter.font(), 1.0, bold=True))
        painter.setPen(theme.colour("text"))
        above = QRectF(2, 0, self.width() - 4, _TOP - 8)
        left, right, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
        painter.drawText(above, int(left | middle), self._title)
        small = fonts.sized(painter.font(), 0.85)
        painter.setFont(small)
        painter.setPen(theme.colour("quiet"))
        painter.drawText(above.adjusted(0, 0, -_RIGHT + 4, 0), int(right | middle), self._unit)
        for mark in marks:
            height = ground.bottom() - ground.height() * mark / marks[-1]
            painter.setPen(QPen(theme.colour("edge" if mark == 0 else "line"), 1))
            painter.drawLine(QPointF(ground.left(), height), QPointF(ground.right(), height))
            painter.setPen(theme.colour("quiet"))
            painter.drawText(QRectF(0, height - 9, _LEFT - 6, 18), int(right | middle), f"{mark:g}")
        return marks[-1]

    def draw_below(self, painter: QPainter, middle: float, width: float, words: str, ink: str = "quiet") -> None:
        """A name under the axis, as much of it as there is room for."""
        place = QRectF(middle - width / 2, self.ground().bottom() + 3, width, _BOTTOM - 4)
        painter.setPen(worn().colour(ink))
        fits = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(width))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter), fits)
