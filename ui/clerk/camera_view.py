"""What the document camera sees now, turned as it stands to the clerk, with the edges of the sheets drawn on it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.devices.camera.contract import Look
from deskapp.rules.page_making import WHOLE
from ui import fonts
from ui.theme import worn

_FLASH = 0.25  # s for which a taken picture is seen to be taken
_ROOM = 8


class CameraView(QWidget):
    """In: a look, or words in its place. It keeps the last look alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.look: Look | None = None
        self.painted = 0  # looks that were painted
        self._clock = clock
        self._picture = QImage()
        self._turn = 0
        self._words = ""
        self._note = ""
        self._flash_until = 0.0
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(round(_FLASH * 1000))
        self._calm.timeout.connect(self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Small enough for the smallest screen."""
        return QSize(240, 180)

    def show_look(self, look: Look) -> None:
        """Show what is seen now."""
        # the bytes stay where they are; the look holds them for as long as the picture is painted
        self._picture = QImage(look.pixels, look.width, look.height, look.width * 4, QImage.Format.Format_RGB32)
        self.look = look
        self._words = ""
        self.update()

    def show_words(self, words: str) -> None:
        """Nothing is seen, and why."""
        self._picture, self.look, self._words = QImage(), None, words
        self.update()

    def show_note(self, note: str) -> None:
        """What is to be said of what is seen."""
        if note != self._note:
            self._note = note
            self.update()

    def show_turn(self, turn: int) -> None:
        """How the camera stands: clockwise, in degrees."""
        self._turn = turn
        self.update()

    def flash(self) -> None:
        """A picture was taken."""
        self._flash_until = self._clock() + _FLASH
        self._calm.start()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, the edges, the note below."""
        painter = QPainter(self)
        theme = worn()
        painter.fillRect(self.rect(), theme.colour("sunken"))
        if self._picture.isNull():
            painter.setPen(theme.colour("quiet"))
            painter.setFont(fonts.sized(self.font(), 1.1))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(40, 24, -40, -24), int(flags), self._words)
        else:
            self._paint_look(painter)
        if self._note:
            self._paint_note(painter)
        if self.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_look(self, painter: QPainter) -> None:
        self.painted += 1
        placed = self._placed()
        painter.save()
        painter.setTransform(placed)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, abs(placed.determinant() - 1) > 0.02)
        painter.drawImage(0, 0, self._picture)
        painter.restore()
        if self._clock() < self._flash_until:
            painter.fillRect(placed.mapRect(QRectF(self._picture.rect())), QColor(255, 255, 255, 140))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for sheet in self.look.sight.sheets if self.look is not None else ():
            corners = QPolygonF(
                [
                    placed.map(QPointF(one.x * self._picture.width() / WHOLE, one.y * self._picture.height() / WHOLE))
                    for one in sheet
                ]
            )
            painter.setBrush(QColor(20, 160, 90, 22))
            painter.setPen(QPen(QColor(0, 0, 0, 150), 5))  # seen on a dark desk and on a light one
            painter.drawPolygon(corners)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(64, 224, 140), 2.5))
            painter.drawPolygon(corners)
            painter.setBrush(QColor(64, 224, 140))
            for number in range(corners.count()):
                painter.drawEllipse(corners.at(number), 5, 5)

    def _placed(self) -> QTransform:
        """From the camera's pixels to those of the view."""
        picture = QSize(self._picture.size())
        seen = picture.transposed() if self._turn % 180 else picture
        room = self.size() - QSize(_ROOM, _ROOM)
        factor = min(room.width() / max(1, seen.width()), room.height() / max(1, seen.height()))
        placed = QTransform()
        placed.translate(self.width() / 2, self.height() / 2)
        placed.rotate(self._turn)
        placed.scale(factor, factor)
        placed.translate(-picture.width() / 2, -picture.height() / 2)
        return placed

    def _paint_note(self, painter: QPainter) -> None:
        theme = worn()
        painter.setFont(fonts.sized(self.font(), 1.05, bold=True))
        width = min(self.width() - 24, painter.fontMetrics().horizontalAdvance(self._note) + 32)
        strip = QRectF((self.width() - width) / 2, self.height() - 46, width, 34)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("panel"))
        painter.setPen(theme.colour("line"))
        painter.drawRoundedRect(strip, 6, 6)
        painter.setPen(theme.colour("text"))
        painter.drawText(strip, int(Qt.AlignmentFlag.AlignCenter), self._note)
