"""The large view of one page: fitted, as wide as the view, dot for dot, or as near as one likes.

A page of 35 million pixels is shown reduced at once; where it comes nearer than that, the parts in sight are sharp as
soon as their tiles have come. Nothing is unpacked here.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.rules.page_making import WHOLE, Box, Making
from deskapp.scans.layers import Raster
from ui import fonts, icons
from ui.clerk.page_tiles import PageTiles
from ui.clerk.page_tools import PageTool
from ui.theme import worn

STEP = 1.25
NEAREST = 6.0
_MUCH = 1.4  # times larger than painted
_AROUND, _GLASS = 4, 40  # points around a place that is shown, and how much of the frame's colour lies over it
_ROOM = 16  # points left around a fitted page


class Fit(StrEnum):
    """How a page is fitted into the view; what comes nearer by hand fits in no way."""

    PAGE = "page"
    WIDTH = "width"
    DOTS = "dots"  # a dot of the page is a dot of the screen
    FREE = "free"


_NEXT = {Fit.PAGE: Fit.WIDTH, Fit.WIDTH: Fit.DOTS, Fit.DOTS: Fit.PAGE, Fit.FREE: Fit.PAGE}


class Preview(QWidget):
    """Paints a picture. Plus, minus and the wheel come nearer, Z fits it by turns, dragging and arrows move it.

    With a tool laid over it, keys and mouse belong to the tool; Enter tells what was marked, Esc lays it away.
    """

    making_asked = Signal(object)
    tool_changed = Signal()
    fit_changed = Signal()
    tile_wanted = Signal(int, int, int)

    def __init__(self) -> None:
        super().__init__()
        self.tool: PageTool | None = None
        self._fit = Fit.PAGE
        self._full = QSize()
        self._tiles = PageTiles(self)
        self._tiles.wanted.connect(self.tile_wanted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._picture = QPixmap()
        self._small = QPixmap()  # the picture as large as it was last painted
        self._warning = ""
        self._lit: Box | None = None  # the place that is spoken of
        self._nothing = ""
        self._near = 1.0
        self._middle = QPointF(0.5, 0.5)  # the point of the picture that is in the middle, as shares of its sides
        self._grabbed: QPointF | None = None

    @property
    def nothing(self) -> str:
        """What stands here while there is no page; "" for nothing."""
        return self._nothing

    @property
    def near(self) -> float:
        """How many times larger than fitted."""
        return self._near

    @property
    def fitted(self) -> Fit:
        """How the page is fitted now."""
        return self._fit

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
        self._lit = None
        self._warning, self._nothing = warning, nothing
        self._full = self._picture.size()
        self._tiles.clear(QSize())
        self.take_tool(None)
        self.fit()

    def show_page(self, picture: QImage, full: QSize, warning: str) -> None:
        """Show a scanned page, reduced; `full` is how many pixels it has. Its tiles are asked for where they are seen.

        It is fitted as the page before it was: whoever compares pages does not fit each of them anew.
        """
        fit = self._fit
        self.show_picture(picture, warning, "")
        self._full = full
        if full.width() > picture.width():
            self._tiles.clear(full)
        self.fit(Fit.PAGE if fit is Fit.FREE else fit)

    def show_tile(self, layer: int, column: int, row: int, raster: Raster | None) -> None:
        """A sharp part came."""
        self._tiles.take((layer, column, row), raster)
        self.update()

    def light(self, place: Box | None) -> None:
        """Show where on the page something stands; None where nothing is spoken of."""
        self._lit = place
        self.update()

    def take_tool(self, tool: PageTool | None) -> None:
        """Lay a tool over the page, or lay it away."""
        if tool is None and self.tool is None:
            return
        self.tool = tool
        if tool is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()
        self.tool_changed.emit()

    def finish(self) -> None:
        """Tell what was marked, and lay the tool away."""
        making: Making | None = self.tool.making() if self.tool is not None else None
        self.take_tool(None)
        if making is not None:
            self.making_asked.emit(making)

    def fit(self, fit: Fit = Fit.PAGE) -> None:
        """Show the page as a whole, as wide as the view from its top on, or dot for dot."""
        self._fit = fit
        self._near, self._middle = 1.0, QPointF(0.5, 0.5)
        if self._full.width() and fit is Fit.WIDTH:
            self._near = min(self._nearest(), max(1.0, (self.width() - _ROOM) / max(1, self._fitted().width())))
            self._middle = QPointF(0.5, 0.0)
        elif self._full.width() and fit is Fit.DOTS:
            self._near = max(1.0, self._full.width() / self.devicePixelRatioF() / max(1, self._fitted().width()))
        self._move(QPointF(0, 0))
        self.fit_changed.emit()

    def fit_next(self) -> None:
        """Whole, then as wide as the view, then dot for dot."""
        self.fit(_NEXT[self._fit])

    def come_nearer(self, times: float, at: QPointF | None = None) -> None:
        """Enlarge, or with less than 1 go away again; what is at that point stays there."""
        before = self._place()
        self._near = min(self._nearest(), max(1.0, self._near * times))
        self._fit = Fit.FREE if self._near > 1 else Fit.PAGE
        if at is not None and before.width() > 0 and not self._picture.isNull():
            grown = self._fitted().width() * self._near / before.width()
            self._move((at - before.center()) * (1 - grown))
        self._move(QPointF(0, 0))
        self.fit_changed.emit()

    def _nearest(self) -> float:
        """As near as twice its dots, and always as near as a small picture may come."""
        return max(NEAREST, 2.0 * self._full.width() / max(1, self._fitted().width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted page stays fitted."""
        super().resizeEvent(event)
        if self._fit is not Fit.FREE:
            self.fit(self._fit)

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
            if place.width() * self.devicePixelRatioF() > self._picture.width():
                self._tiles.paint(painter, place, QRectF(self.rect()), self.devicePixelRatioF())
            painter.setPen(theme.colour("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
            if self.tool is not None:
                self.tool.paint(painter, place)
            else:
                self._paint_lit(painter, place)
                if self._warning:
                    self._paint_warning(painter)
        if self.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer or go away."""
        self.come_nearer(STEP if event.angleDelta().y() > 0 else 1 / STEP, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """While a tool lies over the page its keys are no other's: Esc lays it away and asks nothing else."""
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and self.tool is not None and isinstance(event, QKeyEvent) and event.key() in _OF_TOOL:
            event.accept()
            return True
        return super().event(event)

    def _tool_key(self, event: QKeyEvent) -> bool:
        if self.tool is None:
            return False
        event.accept()  # also what it has no use for: no letter turns a page on which a frame is being drawn
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.take_tool(None)
        elif self.tool.key(Qt.Key(event.key()), event.modifiers()):
            self.update()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus, minus, 0, Z and the arrows; those of the tool first."""
        if self._tool_key(event):
            return
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
        elif key == Qt.Key.Key_Z:
            self.fit_next()
        elif key in arrows and self._near > 1:
            self._move(arrows[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the page."""
        if self.tool is not None:
            self.tool.press(event.position(), self._place())
            self.update()
            return
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the page, or what is marked, with the hand."""
        if self.tool is not None:
            self.tool.drag(event.position(), self._place())
            self.update()
        elif self._grabbed is not None:
            self._move(event.position() - self._grabbed)
            self._grabbed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grabbed = None
        if self.tool is not None:
            self.tool.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Near, or whole again."""
        if self.tool is None:
            self.come_nearer(2.0, event.position()) if self._near == 1.0 else self.fit()

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
        return self._picture.size().scaled(self.size() - QSize(_ROOM, _ROOM), Qt.AspectRatioMode.KeepAspectRatio)

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

    def _paint_lit(self, painter: QPainter, page: QRectF) -> None:
        """A frame around the place, a little wider than the letters, which stay as they are."""
        if self._lit is None:
            return
        x, y = page.width() / WHOLE, page.height() / WHOLE
        corner = page.topLeft() + QPointF(self._lit.left * x, self._lit.top * y)
        size = QSizeF((self._lit.right - self._lit.left) * x, (self._lit.bottom - self._lit.top) * y)
        frame = QRectF(corner, size).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        ground = QColor(worn().colour("accent"))
        ground.setAlpha(_GLASS)
        painter.setBrush(ground)
        painter.setPen(QPen(worn().colour("accent"), 2))
        painter.drawRoundedRect(frame, 4, 4)

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


_OF_TOOL = frozenset({
    Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
})  # fmt: skip


def _held(share: float, seen: float) -> float:
    """Keep the page in sight: when it is smaller than the view it stays in the middle."""
    if seen >= 1:
        return 0.5
    return min(1 - seen / 2, max(seen / 2, share))
