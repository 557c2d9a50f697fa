"""Between two people: the hall's name, the window, a calm picture. Nothing of anybody."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout

from ui import theme
from ui.citizen.page import CitizenPage, large

_HILLS = ((0.62, 0.10, 0.35), (0.72, 0.08, 0.62), (0.84, 0.06, 1.0))  # how high, how steep, how dense


class WaitingPage(CitizenPage):
    """In: the hall, the window, and for a moment a word of thanks."""

    def __init__(self) -> None:
        super().__init__()
        self._hall, self._window, self._thanks = "", "", ""
        self.hall = large(30, bold=True)
        self.window_name = large(44, bold=True)
        self.below = large(24, tone="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(18)
        column.addStretch(2)
        for part in (self.hall, self.window_name, self.below):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        column.addStretch(5)
        self.say()

    def show_place(self, hall: str, window: str) -> None:
        """Say where this is."""
        self._hall, self._window = hall, window
        self.say()

    def thank(self, words: str) -> None:
        """Say thank you, by the name of the words; "" says it no more."""
        self._thanks = words
        self.say()

    def say(self) -> None:
        self.hall.setText(self._hall)
        self.window_name.setText(self.words("window", window=self._window) if self._window else "")
        self.below.setText(self.words(self._thanks or "welcome"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint hills in the colours of the look: calm, and the same whoever stands here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        worn = theme.worn()
        if worn.name == "contrast":
            return
        room = QRectF(self.rect())
        for top, steep, dense in _HILLS:
            painter.fillPath(
                _hill(room, top, steep), _between(worn.colour("window"), worn.colour("accent"), dense * 0.3)
            )


def _hill(room: QRectF, top: float, steep: float) -> QPainterPath:
    wide, high = room.width(), room.height()
    path = QPainterPath(QPointF(0, high))
    path.lineTo(0, high * top)
    path.cubicTo(
        QPointF(wide * 0.3, high * (top - steep)), QPointF(wide * 0.6, high * (top + steep)),
        QPointF(wide, high * (top - steep / 2)),
    )  # fmt: skip
    path.lineTo(wide, high)
    path.closeSubpath()
    return path


def _between(first: QColor, second: QColor, share: float) -> QColor:
    def mixed(one: float, other: float) -> float:
        return one + (other - one) * share

    return QColor.fromRgbF(
        mixed(first.redF(), second.redF()), mixed(first.greenF(), second.greenF()), mixed(first.blueF(), second.blueF())
    )
