"""How long it took, for each group: a bar up to the median, a line up to what nine of ten kept within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from ui.hall.axis import Chart
from ui.theme import worn

_WIDEST = 46.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One group. A part is None where the samples are too few to say it."""

    name: str
    samples: int
    median: float | None
    p90: float | None


class BarChart(Chart):
    """Where there are too few samples for a bar, the number of them is written in its place."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these, from left to right."""
        self._bars = tuple(bars)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars on an axis of minutes."""
        painter, theme = QPainter(self), worn()
        known = [value for bar in self._bars for value in (bar.median, bar.p90) if value is not None]
        top = self.draw_axis(painter, max(known, default=0.0))
        ground = self.ground()
        if not self._bars:
            return
        room = ground.width() / len(self._bars)
        wide = min(_WIDEST, room * 0.62)
        for place, bar in enumerate(self._bars):
            middle = ground.left() + room * (place + 0.5)
            self.draw_below(painter, middle, room - 2, bar.name)
            if bar.median is None:
                words = self.tr("样本不足 {n}").format(n=bar.samples)
                slot = QRectF(middle - room / 2, ground.bottom() - 20, room, 18)
                fits = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(room))
                painter.drawText(slot, int(Qt.AlignmentFlag.AlignCenter), fits)
                continue
            tall = ground.height() * bar.median / top
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(middle - wide / 2, ground.bottom() - tall, wide, tall), 3, 3)
            if bar.p90 is not None:
                high = ground.bottom() - ground.height() * bar.p90 / top
                painter.setPen(QPen(theme.colour("text"), 1.6))
                painter.drawLine(QPointF(middle, ground.bottom() - tall), QPointF(middle, high))
                painter.drawLine(QPointF(middle - wide / 4, high), QPointF(middle + wide / 4, high))
