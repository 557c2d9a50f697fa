"""Where somebody writes: with a pen, a finger or a mouse. Strokes are smooth, and broader where the pen is pressed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.rules.signing import ask_strokes
from ui import fonts, theme
from ui.citizen.page import LEAST_POINTS, POINTS

THIN, BROAD = 2.0, 7.0  # of a stroke, at the height of `_HIGH`
_HIGH = 240.0
_FINGER = 0.5  # the pressure of what cannot be pressed
_INK = QColor(20, 24, 34)
_MARGIN = 12


@dataclass(slots=True)
class _Point:
    at: QPointF
    pressure: float


class SignaturePad(QWidget):
    """Out: somebody has begun, and what they wrote. One stroke at a time: a palm laid down beside the pen is no ink."""

    begun = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._strokes: list[list[_Point]] = []
        self._writing: str = ""  # what holds the pen now: "pen", "finger" or "mouse"
        self._finger = -1
        self._hint = ""
        self.setFont(fonts.sized(self.font(), LEAST_POINTS / fonts.POINT_SIZE))
        self.setProperty(POINTS, LEAST_POINTS)

    def show_hint(self, words: str) -> None:
        """What stands in the empty field."""
        self._hint = words
        self.update()

    def clear(self) -> None:
        """Wipe it."""
        self._strokes, self._writing, self._finger = [], "", -1
        self.changed.emit()
        self.update()

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self._strokes

    @property
    def strokes(self) -> list[list[tuple[float, float]]]:
        """What was written, in the field's own measures."""
        return [[(point.at.x(), point.at.y()) for point in stroke] for stroke in self._strokes]

    def ask(self) -> None:
        """Ask whether this is a signature. Refusal `signing.empty`, `signing.only_a_dot`."""
        ask_strokes(self.strokes, float(self.height()))

    def picture(self, height: int = 320) -> bytes:
        """What was written as a PNG on clear ground, cut to its ink and so many pixels high at the most."""
        return _png(self._image(height, clear=True))

    def black_and_white(self, most: int) -> bytes:
        """What was written as a PNG of black on white, in no more than so many bytes."""
        for height in (200, 150, 110, 80, 50):
            made = _png(self._image(height, clear=False).convertToFormat(QImage.Format.Format_Mono))
            if len(made) <= most:
                return made
        return b""

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen, with its pressure."""
        at, pressure = event.position(), event.pressure()
        if event.type() is QEvent.Type.TabletPress:
            self._press("pen", at, pressure)
        elif event.type() is QEvent.Type.TabletMove and self._writing == "pen":
            self._move(at, pressure)
        elif event.type() is QEvent.Type.TabletRelease and self._writing == "pen":
            self._lift()
        event.accept()  # else the system sends the same once more as a mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A mouse; what a finger or a pen has said already is not said twice."""
        if not self._writing and event.button() is Qt.MouseButton.LeftButton:
            self._press("mouse", event.position(), _FINGER)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The mouse with its button down."""
        if self._writing == "mouse":
            self._move(event.position(), _FINGER)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The button is up."""
        if self._writing == "mouse":
            self._lift()

    def event(self, event: QEvent) -> bool:
        """Touches come as events of their own."""
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, its line, and the ink."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        worn = theme.worn()
        painter.fillRect(self.rect(), QColor("white"))  # paper: ink is dark in every look
        painter.setPen(QPen(worn.colour("edge"), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        base = self.height() * 0.78
        painter.setPen(QPen(QColor("#9AA4AF"), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(40, base), QPointF(self.width() - 40, base))
        if self.empty and self._hint:
            painter.setPen(QColor("#566373"))
            painter.drawText(self.rect().adjusted(16, 8, -16, -8), Qt.AlignmentFlag.AlignCenter, self._hint)
        self._ink(painter, max(self.height() / _HIGH, 0.6))

    def _touch(self, event: QTouchEvent) -> None:
        for point in event.points():
            if event.type() is QEvent.Type.TouchBegin and not self._writing:
                self._finger = point.id()
                self._press("finger", point.position(), _FINGER)
            elif self._writing == "finger" and point.id() == self._finger:
                self._move(point.position(), _FINGER)
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel) and self._writing == "finger":
            self._lift()

    def _press(self, what: str, at: QPointF, pressure: float) -> None:
        self._writing = what
        first = self.empty
        self._strokes.append([_Point(at, pressure)])
        if first:
            self.begun.emit()
        self.update()

    def _move(self, at: QPointF, pressure: float) -> None:
        last = self._strokes[-1][-1].at
        if (at - last).manhattanLength() >= 1.5:
            inside = QPointF(min(max(at.x(), 0), self.width()), min(max(at.y(), 0), self.height()))
            self._strokes[-1].append(_Point(inside, pressure))
            self.update()

    def _lift(self) -> None:
        self._writing, self._finger = "", -1
        self.changed.emit()
        self.update()

    def _ink(self, painter: QPainter, scale: float) -> None:
        """Each piece from middle to middle through its point, as broad as the pen was pressed there."""
        for stroke in self._strokes:
            if len(stroke) == 1:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(_INK)
                broad = _breadth(stroke[0].pressure) * scale
                painter.drawEllipse(stroke[0].at, broad / 2, broad / 2)
                continue
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ends = [stroke[0], *stroke, stroke[-1]]
            for before, point, after in zip(ends, ends[1:], ends[2:], strict=False):
                pen = QPen(_INK, _breadth(point.pressure) * scale)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                path = QPainterPath((before.at + point.at) / 2)
                path.quadTo(point.at, (point.at + after.at) / 2)
                painter.drawPath(path)

    def _image(self, height: int, *, clear: bool) -> QImage:
        points = [point.at for stroke in self._strokes for point in stroke]
        if not points:
            return QImage(1, 1, QImage.Format.Format_ARGB32)
        left, right = min(p.x() for p in points), max(p.x() for p in points)
        top, bottom = min(p.y() for p in points), max(p.y() for p in points)
        box = QRectF(left, top, right - left, bottom - top).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        scale = min(height / box.height(), 1900 / box.width(), 2.0)
        image = QImage(max(48, round(box.width() * scale)), max(48, round(box.height() * scale)), _FORMAT)
        image.fill(Qt.GlobalColor.transparent if clear else Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.translate(-box.topLeft())
        self._ink(painter, max(self.height() / _HIGH, 0.6))
        painter.end()
        return image


_FORMAT = QImage.Format.Format_ARGB32


def _breadth(pressure: float) -> float:
    return THIN + (BROAD - THIN) * min(max(pressure, 0.0), 1.0)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
