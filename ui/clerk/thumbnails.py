"""The small pages of one material, in their order. They are dragged onto another material to move there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskapp.ids import PageDigest
from deskapp.queries.case_sheet import PageLine
from ui import fonts, icons
from ui.clerk.checklist_rows import PAGE_MIME, pages_in
from ui.theme import worn

Index = QModelIndex | QPersistentModelIndex
CELL = QSize(84, 112)
LOW_CELL = QSize(58, 80)


class ThumbnailsModel(QAbstractListModel):
    """Pages and their small pictures, as far as they have come."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pages: tuple[PageLine, ...] = ()
        self.coming: tuple[PageLine, ...] = ()  # behind them: kept, and on their way to where they belong
        self.pictures: dict[str, QPixmap] = {}

    @property
    def rows(self) -> tuple[PageLine, ...]:
        """Every page that is painted. Those that are coming can neither be marked nor dragged yet."""
        return self.pages + self.coming

    def show_coming(self, digest: str, picture: QImage) -> None:
        """A page has arrived: its small picture is there before anybody knows where it belongs."""
        if any(page.digest == digest for page in self.rows):
            return
        row = len(self.rows)
        self.beginInsertRows(QModelIndex(), row, row)
        self.coming += (PageLine(PageDigest(digest), blank=False, blurred=False),)
        self.pictures[digest] = QPixmap.fromImage(picture)
        self.endInsertRows()

    def end_coming(self) -> None:
        """No page comes any more; whatever stands in this material was or will be shown with its sheet."""
        if self.coming:
            self.beginResetModel()
            self.coming = ()
            self._let_go()
            self.endResetModel()

    def show_pages(self, pages: Sequence[PageLine]) -> None:
        """Show these pages; pictures of pages that are gone are let go."""
        if tuple(pages) == self.pages:
            return
        self.beginResetModel()
        self.pages = tuple(pages)
        here = {page.digest for page in pages}
        self.coming = tuple(page for page in self.coming if page.digest not in here)
        self._let_go()
        self.endResetModel()

    def _let_go(self) -> None:
        kept = {page.digest for page in self.rows}
        self.pictures = {digest: picture for digest, picture in self.pictures.items() if digest in kept}

    def show_picture(self, digest: str, picture: QImage) -> None:
        """The small picture of a page came."""
        for row, page in enumerate(self.pages):
            if page.digest == digest:
                self.pictures[digest] = QPixmap.fromImage(picture)
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        """How many pages there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The number of the page, and to hear what is wrong with it."""
        page = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            doubts = self.doubts(page)
            return " ".join([self.tr("第 {n} 页").format(n=index.row() + 1), *doubts])
        return None

    def doubts(self, page: PageLine) -> list[str]:
        """What is to be looked at, and what was done to the page, in words."""
        said = {
            self.tr("空白"): page.blank, self.tr("模糊"): page.blurred, self.tr("太暗"): page.dark,
            self.tr("切边"): page.cut_off, self.tr("已涂黑"): page.blackened,
        }  # fmt: skip
        return [words for words, so in said.items() if so]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Pages can be chosen and dragged."""
        if not 0 <= index.row() < len(self.pages):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDragActions(self) -> Qt.DropAction:
        """A page is moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The pages that are dragged, by their digests, in their order."""
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        if rows:
            data.setData(PAGE_MIME, " ".join(self.pages[row].digest for row in rows).encode())
        return data


class ThumbnailLook(QStyledItemDelegate):
    """Paints one small page."""

    low = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All alike; smaller where there is little room."""
        return LOW_CELL if self.low else CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The page, its number, and in words what is to be looked at."""
        model = index.model()
        if not isinstance(model, ThumbnailsModel):
            return
        page, theme, place = model.rows[index.row()], worn(), QRect(option.rect)
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
        doubtful = page.doubtful
        edge = "accent" if chosen else "owed_line" if doubtful else "line"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(edge), 2.5 if chosen else 1.5))
        painter.drawRoundedRect(room.adjusted(-2, -2, 2, 2), 3, 3)
        foot = QRect(place.x(), place.bottom() - 19, place.width(), 18)
        painter.setFont(fonts.sized(painter.font(), 0.85))
        painter.setPen(theme.colour("owed" if doubtful else "text" if chosen else "quiet"))
        coming = index.row() >= len(model.pages)
        words = "…" if coming else str(index.row() + 1)
        said = model.doubts(page)
        if said:
            words += " " + said[0]
        if doubtful:
            icons.paint(painter, "warning", theme.owed, QRectF(place.right() - 24, place.y() + 8, 16, 16))
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.restore()


class Thumbnails(QListView):
    """A strip of small pages, several of which can be marked. Tells which is chosen, and what keys and hands ask."""

    page_chosen = Signal(str)
    remove_asked = Signal(list)
    move_asked = Signal(list, int)  # the pages, and the number of the material (from 0)
    order_asked = Signal(list, str)  # the pages, and before which they are put; "" at the end
    key_asked = Signal(object)  # a letter or sign that is not of the strip itself

    def __init__(self) -> None:
        super().__init__()
        self.pages_model = ThumbnailsModel(self)
        self.setModel(self.pages_model)
        self._look = ThumbnailLook(self)
        self._insert: int | None = None  # before which row dragged pages would be put
        self.setItemDelegate(self._look)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setFixedHeight(CELL.height() + 14)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_low(self, low: bool) -> None:
        """Be smaller, because there is little room."""
        if low != self._look.low:
            self._look.low = low
            self.setFixedHeight((LOW_CELL if low else CELL).height() + 14)
            self.scheduleDelayedItemsLayout()

    @property
    def marked(self) -> list[str]:
        """The pages that are marked, in their order; the chosen one alone when none is."""
        rows = sorted({index.row() for index in self.selectedIndexes() if index.row() < len(self.pages_model.pages)})
        here = self.currentIndex().row()
        rows = rows or ([here] if 0 <= here < len(self.pages_model.pages) else [])
        return [self.pages_model.pages[row].digest for row in rows]

    def mark(self, digests: Sequence[str], chosen: str) -> None:
        """Mark pages again after they were shown anew, and choose one of them."""
        flag = QItemSelectionModel.SelectionFlag
        rows = {str(page.digest): row for row, page in enumerate(self.pages_model.pages)}
        if chosen in rows:
            self.selectionModel().setCurrentIndex(self.pages_model.index(rows[chosen]), flag.ClearAndSelect)
        for digest in digests:
            if digest in rows:
                self.selectionModel().select(self.pages_model.index(rows[digest]), flag.Select)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Another page is chosen."""
        super().currentChanged(current, previous)
        if 0 <= current.row() < len(self.pages_model.pages):
            self.page_chosen.emit(self.pages_model.pages[current.row()].digest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes what is marked; a digit puts it to the material of that number; Alt and an arrow move it."""
        marked, key, held = self.marked, Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alt = held == Qt.KeyboardModifier.AltModifier
        if not marked:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit(marked)
        elif (alt or not held) and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.move_asked.emit(marked, key - Qt.Key.Key_1)
        elif alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._shift(marked, -1 if key == Qt.Key.Key_Left else 1)
        elif key in _STRIP_KEYS or held & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            self.key_asked.emit(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pages may be put in another order here; files are for the whole area."""
        if event.mimeData().hasFormat(PAGE_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show between which pages they would stand."""
        if event.mimeData().hasFormat(PAGE_MIME):
            self._insert = self._row_at(event.position().toPoint())
            self.viewport().update()
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is put here."""
        self._insert = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pages stand where the line was."""
        row, self._insert = self._row_at(event.position().toPoint()), None
        self.viewport().update()
        if event.mimeData().hasFormat(PAGE_MIME):
            event.setDropAction(Qt.DropAction.CopyAction)  # nothing to remove here: the next sheet says where it is
            event.accept()
            self._ask_order(pages_in(event.mimeData()), row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages, and the line where dragged ones would be put."""
        super().paintEvent(event)
        if self._insert is not None:
            painter = QPainter(self.viewport())
            last = self._insert >= len(self.pages_model.pages)
            cell = self.visualRect(self.pages_model.index(min(self._insert, len(self.pages_model.pages) - 1)))
            x = cell.right() if last else cell.left()
            painter.setPen(QPen(worn().colour("accent"), 3))
            painter.drawLine(x, cell.top() + 4, x, cell.bottom() - 4)

    def _row_at(self, at: QPoint) -> int:
        for row in range(len(self.pages_model.pages)):
            if at.x() < self.visualRect(self.pages_model.index(row)).center().x():
                return row
        return len(self.pages_model.pages)

    def _shift(self, marked: list[str], by: int) -> None:
        order = [str(page.digest) for page in self.pages_model.pages]
        rows = [order.index(digest) for digest in marked]
        row = rows[0] - 1 if by < 0 else rows[-1] + 2
        if row >= 0 and not (by > 0 and rows[-1] == len(order) - 1):
            self._ask_order(marked, row)

    def _ask_order(self, digests: list[str], row: int) -> None:
        order = [str(page.digest) for page in self.pages_model.pages]
        rest = [digest for digest in order[row:] if digest not in digests]
        before = rest[0] if rest else ""
        others = [digest for digest in order if digest not in digests]
        at = others.index(before) if before else len(others)
        if [*others[:at], *digests, *others[at:]] != order:
            self.order_asked.emit(digests, before)


_STRIP_KEYS = frozenset({
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Escape,
})  # fmt: skip
