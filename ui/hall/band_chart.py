"""A forecast as a band: between its edges eight of ten waits are expected. Never a line alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF

from deskapp.rules.forecast import Quarter
from ui import texts
from ui.hall.axis import Chart
from ui.theme import worn

_SEE_THROUGH = 70  # of 255


@dataclass(frozen=True, slots=True)
class Band:
    """What is expected, by a name of its own. `other`: as it would be, drawn in another colour and hatched."""

    name: str
    quarters: tuple[Quarter, ...]
    other: bool = False


class BandChart(Chart):
    """In: bands over the same two hours."""

    def __init__(self) -> None:
        super().__init__()
        self._bands: tuple[Band, ...] = ()

    def show_bands(self, bands: Sequence[Band]) -> None:
        """Show these, the first below the second."""
        self._bands = tuple(bands)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bands, their likely waits dashed, hours below, names above."""
        painter = QPainter(self)
        top = self.draw_axis(painter, max((q.most for band in self._bands for q in band.quarters), default=0.0))
        longest = max((band.quarters for band in self._bands), key=len, default=())
        ground = self.ground()
        room = ground.width() / max(1, len(longest) - 1)
        for place, quarter in enumerate(longest):
            if place % 2 == 0 and place < len(longest) - 1:
                self.draw_below(painter, ground.left() + room * place, room * 2 - 4, texts.clock_time(quarter.at))
        for number, band in enumerate(self._bands):
            self._draw(painter, band, room, top)
            self._name(painter, band, number)

    def _draw(self, painter: QPainter, band: Band, room: float, top: float) -> None:
        ground, ink = self.ground(), _ink(band)

        def points(values: Sequence[float]) -> list[QPointF]:
            tall = ground.height() / top
            return [QPointF(ground.left() + room * n, ground.bottom() - v * tall) for n, v in enumerate(values)]

        upper = points([quarter.most for quarter in band.quarters])
        lower = points([quarter.least for quarter in band.quarters])
        likely = points([quarter.likely for quarter in band.quarters])
        see_through = QColor(ink)
        see_through.setAlpha(_SEE_THROUGH)
        painter.setBrush(QBrush(see_through, _pattern(band)))
        painter.setPen(QPen(ink, 1.4))
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1.6, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF(likely))

    def _name(self, painter: QPainter, band: Band, number: int) -> None:
        ground, ink = self.ground(), _ink(band)
        wide = ground.width() / max(1, len(self._bands))
        place = QRectF(ground.left() + wide * number + 6, ground.top() + 2, wide - 10, 18)
        mark = QRectF(place.left(), place.top() + 4, 14, 10)
        painter.setPen(QPen(ink, 1.2))
        see_through = QColor(ink)
        see_through.setAlpha(_SEE_THROUGH)
        painter.setBrush(QBrush(see_through, _pattern(band)))
        painter.drawRect(mark)
        painter.setPen(worn().colour("text"))
        words = painter.fontMetrics().elidedText(band.name, Qt.TextElideMode.ElideRight, round(wide - 32))
        painter.drawText(place.adjusted(20, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), words)


def _ink(band: Band) -> QColor:
    return worn().colour("owed_line" if band.other else "accent")


def _pattern(band: Band) -> Qt.BrushStyle:
    return Qt.BrushStyle.Dense4Pattern if band.other else Qt.BrushStyle.SolidPattern
