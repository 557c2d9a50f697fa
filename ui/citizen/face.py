"""A face to touch: drawn, so that it looks the same everywhere; said in words as well, never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import fonts, theme
from ui.citizen.page import LEAST_POINTS, POINTS

# score: ground of the face, and how much the mouth smiles (1) or hangs (-1)
_LOOKS = {
    5: ("#2E9E5B", 1.0), 4: ("#7DB53C", 0.55), 3: ("#E0B01F", 0.0), 2: ("#E58A2B", -0.55), 1: ("#D64545", -1.0),
}  # fmt: skip
_INK = QColor("#16191D")


class Face(QWidget):
    """One of five. It is never chosen before somebody touches it."""

    touched = Signal(int)

    def __init__(self, score: int) -> None:
        super().__init__()
        self.score = score
        self.chosen = False
        self._words = ""
        self.setFont(fonts.sized(self.font(), LEAST_POINTS / fonts.POINT_SIZE))
        self.setProperty(POINTS, LEAST_POINTS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(170, 200)

    def minimumSizeHint(self) -> QSize:
        """A finger's width and two lines of words."""
        return QSize(120, 150)

    def say(self, words: str) -> None:
        """Set the words below it."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def choose(self, chosen: bool) -> None:
        """Show whether this is the one."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A finger, a pen or a mouse was lifted on it."""
        if self.rect().contains(event.position().toPoint()):
            self.touched.emit(self.score)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The face, its words, and a frame around the one that was chosen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        worn = theme.worn()
        words = 2 * painter.fontMetrics().height()
        whole = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        side = max(24.0, min(whole.width() - 20, whole.height() - words - 24))
        high = side + words + 24
        room = QRectF(whole.left(), whole.center().y() - high / 2, whole.width(), high)
        if self.chosen:
            painter.setPen(QPen(worn.colour("accent"), 5))
            painter.setBrush(worn.colour("chosen"))
            painter.drawRoundedRect(room, 14, 14)
        _draw(painter, QRectF(room.center().x() - side / 2, room.top() + 10, side, side), self.score)
        painter.setPen(worn.colour("on_chosen" if self.chosen else "text"))
        below = QRectF(room.left(), room.bottom() - words - 2, room.width(), words)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, int(flags), self._words)


def _draw(painter: QPainter, box: QRectF, score: int) -> None:
    ground, smile = _LOOKS[score]
    side = box.width()
    painter.setPen(QPen(_INK, side * 0.025))
    painter.setBrush(QColor(ground))
    painter.drawEllipse(box.adjusted(2, 2, -2, -2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_INK)
    for x in (0.34, 0.66):
        painter.drawEllipse(QPointF(box.left() + side * x, box.top() + side * 0.40), side * 0.055, side * 0.075)
    mouth = QPainterPath(QPointF(box.left() + side * 0.28, box.top() + side * (0.68 - 0.06 * smile)))
    mouth.quadTo(
        QPointF(box.center().x(), box.top() + side * (0.68 + 0.20 * smile)),
        QPointF(box.left() + side * 0.72, box.top() + side * (0.68 - 0.06 * smile)),
    )
    pen = QPen(_INK, side * 0.05)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(mouth)
