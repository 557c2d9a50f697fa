"""The large view of one page: fitted, or as near as one likes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import fonts, icons
from ui.theme import worn

STEP = 1.25
NEAREST = 6.0
_MUCH = 1.4  # times larger than painted


class Preview(QWidget):
    """Paints a picture. Plus, minus and the wheel come nearer, 0 fits it again, dragging and arrows move it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._picture = QPixmap()
        self._small = QPixmap()  # the picture as large as it was last painted
        self._warning = ""
        self._nothing = ""
        self._near = 1.0
        self._middle = QPointF(0.5, 0.5)  # the point of the picture that is in the middle, as shares of its sides
        self._grabbed: QPointF | None = None

    @property
    def near(self) -> float:
        """How many times larger than fitted."""
        return self._near

    @property
    def empty(self) -> bool:
        """Whether no picture is shown."""
        return self._picture.isNull()

    def minimumSizeHint(self) -> QSize:
        """Small enough for the smallest screen."""
        return QSize(160, 160)

    def show_picture(self, picture: QImage | None, warning: str, nothing: str) -> None:
        """Show a page, with what is wrong with it; or, when there is none, the words that say so."""
        self._picture = QPixmap() if picture is None else QPixmap.fromImage(picture)
        self._small = QPixmap()
        self._warning, self._nothing = warning, nothing
        self.fit()

    def fit(self) -> None:
        """Show the page as a whole."""
        self._near, self._middle = 1.0, QPointF(0.5, 0.5)
        self.update()

    def come_nearer(self, times: float) -> None:
        """Enlarge, or with less than 1 go away again."""
        self._near = min(NEAREST, max(1.0, self._near * times))
        self._move(QPointF(0, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page on a quiet ground, its frame, and what is wrong with it in words."""
        painter = QPainter(self)
        theme = worn()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(self.rect(), 6, 6)
        if self._picture.isNull():
            painter.setPen(theme.colour("quiet"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), int(flags), self._nothing)
        else:
            place = self._place()
            painter.setClipRect(self.rect())
            shown = self._smooth(place)
            painter.drawPixmap(place, shown, QRectF(shown.rect()))
            painter.setPen(theme.colour("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
            if self._warning:
                self._paint_warning(painter)
        if self.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer or go away."""
        self.come_nearer(STEP if event.angleDelta().y() > 0 else 1 / STEP)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus, minus, 0 and the arrows."""
        arrows = {
            Qt.Key.Key_Left: QPointF(40, 0),
            Qt.Key.Key_Right: QPointF(-40, 0),
            Qt.Key.Key_Up: QPointF(0, 40),
            Qt.Key.Key_Down: QPointF(0, -40),
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.come_nearer(STEP)
        elif key == Qt.Key.Key_Minus:
            self.come_nearer(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in arrows and self._near > 1:
            self._move(arrows[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the page."""
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the page with the hand."""
        if self._grabbed is not None:
            self._move(event.position() - self._grabbed)
            self._grabbed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Near, or whole again."""
        self.come_nearer(2.0) if self._near == 1.0 else self.fit()

    def _smooth(self, place: QRectF) -> QPixmap:
        """The picture as large as it is painted: made much smaller while painting, thin strokes would vanish."""
        wanted = (place.size() * self.devicePixelRatioF()).toSize()
        if self._picture.width() < _MUCH * wanted.width():
            return self._picture
        if self._small.size() != wanted:
            whole, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._small = self._picture.scaled(wanted, whole, smooth)
        return self._small

    def _fitted(self) -> QSize:
        return self._picture.size().scaled(self.size() - QSize(16, 16), Qt.AspectRatioMode.KeepAspectRatio)

    def _place(self) -> QRectF:
        width, height = self._fitted().width() * self._near, self._fitted().height() * self._near
        middle = QPointF(self.width() / 2, self.height() / 2)
        return QRectF(middle.x() - width * self._middle.x(), middle.y() - height * self._middle.y(), width, height)

    def _move(self, by: QPointF) -> None:
        place = self._place()
        if place.width() <= 0 or place.height() <= 0:
            return
        x = self._middle.x() - by.x() / place.width()
        y = self._middle.y() - by.y() / place.height()
        self._middle = QPointF(_held(x, self.width() / place.width()), _held(y, self.height() / place.height()))
        self.update()

    def _paint_warning(self, painter: QPainter) -> None:
        theme = worn()
        painter.setFont(fonts.sized(self.font(), 1.0, bold=True))
        width = painter.fontMetrics().horizontalAdvance(self._warning) + 48
        strip = QRectF((self.width() - width) / 2, 14, width, 32)
        painter.setBrush(theme.colour("owed_ground"))
        painter.setPen(theme.colour("owed_line"))
        painter.drawRoundedRect(strip, 6, 6)
        icons.paint(painter, "warning", theme.owed, QRectF(strip.topLeft() + QPoint(10, 7), QSize(18, 18)))
        painter.setPen(theme.colour("owed"))
        painter.drawText(strip.adjusted(34, 0, -8, 0), int(Qt.AlignmentFlag.AlignVCenter), self._warning)


def _held(share: float, seen: float) -> float:
    """Keep the page in sight: when it is smaller than the view it stays in the middle."""
    if seen >= 1:
        return 0.5
    return min(1 - seen / 2, max(seen / 2, share))
