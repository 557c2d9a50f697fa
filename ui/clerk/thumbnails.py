"""The small pages of one material, in their order. They are dragged onto another material to move there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskapp.queries.case_sheet import PageLine
from ui import fonts, icons
from ui.clerk.checklist_rows import PAGE_MIME
from ui.theme import worn

Index = QModelIndex | QPersistentModelIndex
CELL = QSize(84, 112)
LOW_CELL = QSize(58, 80)


class ThumbnailsModel(QAbstractListModel):
    """Pages and their small pictures, as far as they have come."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pages: tuple[PageLine, ...] = ()
        self.pictures: dict[str, QPixmap] = {}

    def show_pages(self, pages: Sequence[PageLine]) -> None:
        """Show these pages; pictures of pages that are gone are let go."""
        if tuple(pages) == self.pages:
            return
        self.beginResetModel()
        self.pages = tuple(pages)
        kept = {page.digest for page in pages}
        self.pictures = {digest: picture for digest, picture in self.pictures.items() if digest in kept}
        self.endResetModel()

    def show_picture(self, digest: str, picture: QImage) -> None:
        """The small picture of a page came."""
        for row, page in enumerate(self.pages):
            if page.digest == digest:
                self.pictures[digest] = QPixmap.fromImage(picture)
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        """How many pages there are."""
        return 0 if parent.isValid() else len(self.pages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The number of the page, and to hear what is wrong with it."""
        page = self.pages[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            doubts = [self.tr("空白")] * page.blank + [self.tr("模糊")] * page.blurred
            return " ".join([self.tr("第 {n} 页").format(n=index.row() + 1), *doubts])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Pages can be chosen and dragged."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDragActions(self) -> Qt.DropAction:
        """A page is moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The page that is dragged, by its digest."""
        data = QMimeData()
        if indexes:
            data.setData(PAGE_MIME, self.pages[indexes[0].row()].digest.encode())
        return data


class ThumbnailLook(QStyledItemDelegate):
    """Paints one small page."""

    low = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All alike; smaller where there is little room."""
        return LOW_CELL if self.low else CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The page, its number, and a sign when it is blank or blurred."""
        model = index.model()
        if not isinstance(model, ThumbnailsModel):
            return
        page, theme, place = model.pages[index.row()], worn(), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(place).adjusted(6, 5, -6, -22)
        picture = model.pictures.get(page.digest)
        if picture is not None:
            size = picture.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            room = QRectF(
                room.x() + (room.width() - size.width()) / 2,
                room.y() + (room.height() - size.height()) / 2,
                size.width(),
                size.height(),
            )
            painter.drawPixmap(room, picture, QRectF(picture.rect()))
        doubtful = page.blank or page.blurred
        edge = "accent" if chosen else "owed_line" if doubtful else "line"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(edge), 2.5 if chosen else 1.5))
        painter.drawRoundedRect(room.adjusted(-2, -2, 2, 2), 3, 3)
        foot = QRect(place.x(), place.bottom() - 19, place.width(), 18)
        painter.setFont(fonts.sized(painter.font(), 0.85))
        painter.setPen(theme.colour("owed" if doubtful else "text" if chosen else "quiet"))
        words = str(index.row() + 1)
        if doubtful:
            words += " " + (self.tr("空白") if page.blank else self.tr("模糊"))
            icons.paint(painter, "warning", theme.owed, QRectF(place.right() - 24, place.y() + 8, 16, 16))
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.restore()


class Thumbnails(QListView):
    """A strip of small pages. Tells which is chosen, and what keys ask of it."""

    page_chosen = Signal(str)
    remove_asked = Signal(str)
    move_asked = Signal(str, int)  # the page, and the number of the material (from 0)

    def __init__(self) -> None:
        super().__init__()
        self.pages_model = ThumbnailsModel(self)
        self.setModel(self.pages_model)
        self._look = ThumbnailLook(self)
        self.setItemDelegate(self._look)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setFixedHeight(CELL.height() + 14)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_low(self, low: bool) -> None:
        """Be smaller, because there is little room."""
        if low != self._look.low:
            self._look.low = low
            self.setFixedHeight((LOW_CELL if low else CELL).height() + 14)
            self.scheduleDelayedItemsLayout()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Another page is marked."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.page_chosen.emit(self.pages_model.pages[current.row()].digest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the page; Alt and a digit move it to the material of that number."""
        row = self.currentIndex().row()
        if not 0 <= row < len(self.pages_model.pages):
            super().keyPressEvent(event)
            return
        digest = self.pages_model.pages[row].digest
        if event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit(digest)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self.move_asked.emit(digest, event.key() - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)
