"""The frame, the line and the black boxes that are laid over a page, by mouse and by keys, before anything is done."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from deskapp.rules.page_making import MOST_BOXES, WHOLE, Box, Craft, Making
from ui.theme import worn

DRAWN = frozenset({Craft.CROP, Craft.SPLIT, Craft.REDACT})  # crafts that need a place on the page
LEAST = 1000  # a hundredth of a side
_STEP, _FINE = 1000, 100
_NEAR = 9.0  # points from an edge within which it is taken hold of
_FIRST = {
    Craft.CROP: Box(4000, 4000, 96_000, 96_000),
    Craft.REDACT: Box(30_000, 46_000, 70_000, 50_000),
}
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PageTool:
    """What is marked on one page for one craft. Knows nothing of the widget but where the page lies in it."""

    def __init__(self, craft: Craft) -> None:
        self.craft = craft
        self.boxes = [_FIRST[craft]] if craft in _FIRST else []
        self.cut, self.across = WHOLE // 2, False
        self.chosen = 0
        self._untouched = craft is Craft.REDACT  # the first box lies where it is only to be seen
        self._held: tuple[bool, bool, bool, bool] | None = None  # which sides follow the hand
        self._last = QPointF()

    def making(self) -> Making | None:
        """What is asked for; None while nothing is marked."""
        if self.craft is Craft.SPLIT:
            return Making(self.craft, cut=self.cut, across=self.across)
        return Making(self.craft, boxes=tuple(self.boxes)) if self.boxes else None

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """An arrow moves, with Shift it makes larger or smaller, with Ctrl finely; the blank adds a box, or turns the
        line. False for any other key.
        """
        if key in _ARROWS:
            across, down = _ARROWS[key]
            step = _FINE if held & Qt.KeyboardModifier.ControlModifier else _STEP
            self._push(across * step, down * step, size=bool(held & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Space:
            self._more()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.craft is Craft.REDACT and self.boxes:
            del self.boxes[self.chosen]
            self.chosen = max(0, len(self.boxes) - 1)
        else:
            return False
        self._untouched = False
        return True

    def press(self, at: QPointF, place: QRectF) -> None:
        """Take hold of an edge, of a box or of the line; or begin a new box."""
        where = _share(at, place)
        self._last = where
        if self.craft is Craft.SPLIT:
            self._follow(where)
            return
        found = next((n for n in reversed(range(len(self.boxes))) if self._sides(n, at, place) is not None), None)
        if found is not None and not self._untouched:
            self.chosen, self._held = found, self._sides(found, at, place)
            return
        if self.craft is Craft.CROP or self._untouched:
            self.boxes.clear()
        self._untouched = False
        if len(self.boxes) < MOST_BOXES:
            x, y = round(where.x()), round(where.y())
            self.boxes.append(_within(Box(x, y, x + LEAST, y + LEAST)))
            self.chosen, self._held = len(self.boxes) - 1, (False, False, True, True)

    def drag(self, at: QPointF, place: QRectF) -> None:
        """What is held follows the hand."""
        where = _share(at, place)
        if self.craft is Craft.SPLIT:
            self._follow(where)
        elif self._held is not None and self.boxes:
            by = where - self._last
            box, (left, top, right, bottom) = self.boxes[self.chosen], self._held
            dx, dy = round(by.x()), round(by.y())
            self.boxes[self.chosen] = _ordered(
                Box(box.left + left * dx, box.top + top * dy, box.right + right * dx, box.bottom + bottom * dy),
                moved=all(self._held),
            )
        self._last = where

    def release(self) -> None:
        """Let go."""
        self._held = None

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """The page outside a frame goes dim; what will be black is black; the line is a line."""
        accent = worn().colour("accent")
        if self.craft is Craft.SPLIT:
            painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
            at = QPointF(self.cut, self.cut)
            point = _point(at, place)
            if self.across:
                painter.drawLine(QPointF(place.left(), point.y()), QPointF(place.right(), point.y()))
            else:
                painter.drawLine(QPointF(point.x(), place.top()), QPointF(point.x(), place.bottom()))
            return
        for number, box in enumerate(self.boxes):
            rect = _rect(box, place)
            if self.craft is Craft.CROP:
                around = QPainterPath()
                around.addRect(place)
                around.addRect(rect)
                painter.fillPath(around, QColor(0, 0, 0, 120))
            else:
                painter.fillRect(rect, QColor(0, 0, 0, 120 if self._untouched else 225))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, 2.5 if number == self.chosen else 1.2))
            painter.drawRect(rect)

    def _push(self, across: int, down: int, *, size: bool) -> None:
        if self.craft is Craft.SPLIT:
            self.cut = min(WHOLE - LEAST, max(LEAST, self.cut + (down if self.across else across)))
        elif self.boxes:
            box = self.boxes[self.chosen]
            if size:
                grown = replace(box, right=box.right + across, bottom=box.bottom + down)
                self.boxes[self.chosen] = _ordered(grown, moved=False)
            else:
                shifted = Box(box.left + across, box.top + down, box.right + across, box.bottom + down)
                self.boxes[self.chosen] = _within(shifted)

    def _more(self) -> None:
        if self.craft is Craft.SPLIT:
            self.across = not self.across
        elif self.craft is Craft.REDACT and len(self.boxes) < MOST_BOXES:
            last = self.boxes[self.chosen] if self.boxes else _FIRST[Craft.REDACT]
            high = last.bottom - last.top
            self.boxes.append(_within(replace(last, top=last.top + high + LEAST, bottom=last.bottom + high + LEAST)))
            self.chosen = len(self.boxes) - 1

    def _follow(self, where: QPointF) -> None:
        at = where.y() if self.across else where.x()
        self.cut = min(WHOLE - LEAST, max(LEAST, round(at)))

    def _sides(self, number: int, at: QPointF, place: QRectF) -> tuple[bool, bool, bool, bool] | None:
        rect = _rect(self.boxes[number], place)
        if not rect.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(at):
            return None
        left, right = abs(at.x() - rect.left()) <= _NEAR, abs(at.x() - rect.right()) <= _NEAR
        top, bottom = abs(at.y() - rect.top()) <= _NEAR, abs(at.y() - rect.bottom()) <= _NEAR
        if left or right or top or bottom:
            return left, top, right and not left, bottom and not top
        return True, True, True, True


def _share(at: QPointF, place: QRectF) -> QPointF:
    x = (at.x() - place.left()) / max(1.0, place.width()) * WHOLE
    y = (at.y() - place.top()) / max(1.0, place.height()) * WHOLE
    return QPointF(min(WHOLE, max(0.0, x)), min(WHOLE, max(0.0, y)))


def _point(share: QPointF, place: QRectF) -> QPointF:
    return QPointF(place.left() + share.x() * place.width() / WHOLE, place.top() + share.y() * place.height() / WHOLE)


def _rect(box: Box, place: QRectF) -> QRectF:
    return QRectF(_point(QPointF(box.left, box.top), place), _point(QPointF(box.right, box.bottom), place)).normalized()


def _within(box: Box) -> Box:
    """The box pushed back onto the page, as large as it was."""
    width, height = min(WHOLE, box.right - box.left), min(WHOLE, box.bottom - box.top)
    left, top = min(max(0, box.left), WHOLE - width), min(max(0, box.top), WHOLE - height)
    return Box(left, top, left + width, top + height)


def _ordered(box: Box, *, moved: bool) -> Box:
    """The box with its sides in their order and on the page, and never too small to be seen."""
    if moved:
        return _within(box)
    left, right = sorted((min(WHOLE, max(0, box.left)), min(WHOLE, max(0, box.right))))
    top, bottom = sorted((min(WHOLE, max(0, box.top)), min(WHOLE, max(0, box.bottom))))
    return _within(Box(left, top, max(right, left + LEAST), max(bottom, top + LEAST)))
