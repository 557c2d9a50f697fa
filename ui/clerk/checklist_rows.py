"""The rows of the checklist: what each says, and how it is painted. What is done is quiet; what is owed is coloured."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
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
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskapp.queries.case_sheet import MaterialLine
from deskapp.rules.material_state import Standing
from ui import fonts, icons, office_words, texts
from ui.theme import Theme, worn

Index = QModelIndex | QPersistentModelIndex
PAGE_MIME = "application/x-onewindow-page"
FILES_MIME = "text/uri-list"
QUIET = frozenset({Standing.NOT_NEEDED, Standing.PRODUCED})


class Way(StrEnum):
    """What a row offers beside being ticked."""

    COMMIT = "commit"
    DEFER = "defer"
    GIVE_BACK = "give_back"


TICKED = frozenset({Standing.RECEIVED, Standing.COMMITTED, Standing.DEFERRED})


def pages_in(data: QMimeData) -> list[str]:
    """The digests of pages that are dragged, in their order."""
    return bytes(data.data(PAGE_MIME).data()).decode("ascii", "replace").split()


def files_in(data: QMimeData) -> list[str]:
    """The paths of files of this computer that are dragged or pasted; addresses of the net are none."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def ways(line: MaterialLine, *, chosen: bool) -> tuple[Way, ...]:
    """What the row offers: an owed one its other ways out; a settled one, when it is chosen, the way back."""
    if line.standing is Standing.OWED:
        return tuple(way for way, may in ((Way.COMMIT, line.may_commit), (Way.DEFER, line.may_defer)) if may)
    if chosen and line.standing in TICKED:
        return (Way.GIVE_BACK,)
    return ()


def _no_ways(line: MaterialLine, *, chosen: bool) -> tuple[Way, ...]:
    return ()


class ChecklistModel(QAbstractListModel):
    """The lines of one case's checklist. A page may be dropped on a line."""

    pages_dropped = Signal(list, int)
    files_dropped = Signal(list, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[MaterialLine, ...] = ()
        self.ways = ways
        self.ended = False  # nothing is owed any more: what never came is told quietly

    def show_lines(self, lines: Sequence[MaterialLine], *, at_the_window: bool = True, ended: bool = False) -> None:
        """Show these lines; once the case has left the window they offer nothing any more.

        When they are the same materials, only repaint, so that the mark stays where it is.
        """
        self.ways, self.ended = ways if at_the_window else _no_ways, ended
        same = [line.code for line in lines] == [line.code for line in self.lines]
        if same:
            self.lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        """How many materials the item asks for."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name to look at, and the whole row to hear."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{index.row() + 1} {line.name} {standing_words(line)} {detail_words(line)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row is a target for pages."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        """Pages of a case, and files."""
        return [PAGE_MIME, FILES_MIME]

    def supportedDropActions(self) -> Qt.DropAction:
        """A page is moved, never copied; a file is copied, never moved."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Tell that pages or files were dropped on a material. The row is changed by the journal, not here."""
        if not parent.isValid():
            return False
        if data.hasFormat(PAGE_MIME):
            self.pages_dropped.emit(pages_in(data), parent.row())
        elif files := files_in(data):
            self.files_dropped.emit(files, parent.row())
        return False  # nothing to remove from where it came: the next sheet says where it is


def standing_words(line: MaterialLine) -> str:
    """How the material stands, in words: with the day it is due, or who holds it already."""
    words = texts.standing(line.standing)
    if line.standing is Standing.DEFERRED and line.due is not None:
        return f"{words} {texts.day(line.due)}"
    if line.standing is Standing.SHARED and line.shared_from:
        return f"{words} · {line.shared_from}"
    if line.standing is Standing.PRODUCED and line.produced_by:
        return QCoreApplication.translate("ChecklistRow", "不用交：由“{item}”产生").format(item=line.produced_by)
    if line.standing is Standing.NOT_NEEDED and line.because:
        return f"{words} · {office_words.because(line.because)}"
    return words


def detail_words(line: MaterialLine) -> str:
    """Forms, copies, pages."""
    said = [texts.listed([texts.form(form) for form in line.forms])]
    if line.copies > 1:
        said.append(QCoreApplication.translate("ChecklistRow", "{n} 份").format(n=line.copies))
    if line.because and line.standing is not Standing.NOT_NEEDED:
        said.append(office_words.because(line.because))
    if line.pages:
        said.append(QCoreApplication.translate("ChecklistRow", "{n} 页").format(n=len(line.pages)))
    doubtful = sum(page.doubtful for page in line.pages)
    if doubtful:
        said.append(QCoreApplication.translate("ChecklistRow", "⚠ {n} 页看不清").format(n=doubtful))
    return " · ".join(said)


class ChecklistRow(QStyledItemDelegate):
    """Paints a row, and knows where in it the small buttons are."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines; one for what is not needed."""
        model = index.model()
        quiet = isinstance(model, ChecklistModel) and model.lines[index.row()].standing in QUIET
        height = option.fontMetrics.height()
        return QSize(200, height + 14 if quiet else round(height * 2.1) + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Number, sign, name, detail; at the right how it stands, or the ways out."""
        model = index.model()
        if not isinstance(model, ChecklistModel):
            return
        line, theme, place = model.lines[index.row()], worn(), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        owed = line.standing is Standing.OWED and not model.ended
        self._ground(painter, place, owed=owed, chosen=chosen, focused=focused)
        ink = theme.owed if owed else theme.on_chosen if chosen else theme.quiet
        middle = place.center().y()
        painter.setFont(fonts.sized(painter.font(), 0.9))
        painter.setPen(theme.colour("on_chosen" if chosen else "quiet"))
        spot = QRect(place.x() + 10, place.y(), 18, place.height())
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), str(index.row() + 1) if index.row() < 9 else "")
        icons.paint(painter, line.standing.value, ink, QRectF(place.x() + 34, middle - 9, 18, 18))
        right = self._right(painter, place, line, ink, model.ways(line, chosen=chosen))
        left = place.x() + 62
        self._words(painter, QRect(left, place.y() + 6, right - left - 8, place.height() - 12), line, chosen=chosen)
        painter.setPen(theme.colour("line"))
        painter.drawLine(place.x() + 10, place.bottom(), place.right() - 10, place.bottom())
        painter.restore()

    def way_at(self, place: QRect, offered: Sequence[Way], where: QPoint) -> Way | None:
        """Which of the small buttons of the row that is painted in `place` is at this point, if any."""
        font = fonts.sized(QApplication.font(), 0.9)
        return next((way for way, spot in _buttons(place, font, offered) if spot.contains(where)), None)

    def _ground(self, painter: QPainter, place: QRect, *, owed: bool, chosen: bool, focused: bool) -> None:
        theme = worn()
        inner = QRectF(place).adjusted(4, 2, -4, -3)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or owed:
            painter.setBrush(theme.colour("chosen" if chosen else "owed_ground"))
            painter.drawRoundedRect(inner, 6, 6)
        if owed and not chosen:
            painter.setBrush(theme.colour("owed_line"))
            painter.drawRoundedRect(QRectF(inner.x(), inner.y(), 4, inner.height()), 2, 2)
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus" if focused else "edge"), 2 if focused else 1))
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), 6, 6)

    def _right(self, painter: QPainter, place: QRect, line: MaterialLine, ink: str, offered: Sequence[Way]) -> int:
        """Paint how it stands and the small buttons. Returns where they begin."""
        font = fonts.sized(painter.font(), 0.9)
        painter.setFont(font)
        begins = place.right() - 14
        for way, where in _buttons(place, font, offered):
            _button(painter, where, way_words(way), worn())
            begins = min(begins, where.left() - 8)
        words = standing_words(line)
        width = min(painter.fontMetrics().horizontalAdvance(words) + 4, place.width() * 2 // 5)
        spot = QRect(begins - width, place.y(), width, place.height())
        painter.setFont(fonts.sized(font, 0.95, bold=line.standing is Standing.OWED))
        painter.setPen(ink)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width + 2)
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), words)
        return spot.left()

    def _words(self, painter: QPainter, place: QRect, line: MaterialLine, *, chosen: bool) -> None:
        theme, quiet = worn(), line.standing in QUIET
        painter.setFont(fonts.sized(painter.font(), 1.05 if not quiet else 0.95, bold=line.standing is Standing.OWED))
        painter.setPen(theme.colour("on_chosen" if chosen else "quiet" if quiet else "text"))
        name = painter.fontMetrics().elidedText(line.name, Qt.TextElideMode.ElideRight, place.width())
        where = Qt.AlignmentFlag.AlignVCenter if quiet else Qt.AlignmentFlag.AlignTop
        painter.drawText(place, int(where | Qt.AlignmentFlag.AlignLeft), name)
        if quiet:
            return
        painter.setFont(fonts.sized(painter.font(), 0.88))
        painter.setPen(theme.colour("on_chosen" if chosen else "quiet"))
        detail = painter.fontMetrics().elidedText(detail_words(line), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), detail)


def way_words(way: Way) -> str:
    """What the small button says, with its key."""
    return {
        Way.COMMIT: QCoreApplication.translate("ChecklistRow", "承诺 C"),
        Way.DEFER: QCoreApplication.translate("ChecklistRow", "容缺 R"),
        Way.GIVE_BACK: QCoreApplication.translate("ChecklistRow", "退回 ⌫"),
    }[way]


def _buttons(place: QRect, font: QFont, offered: Sequence[Way]) -> list[tuple[Way, QRect]]:
    measure, edge, found = QFontMetrics(font), place.right() - 12, []
    for way in reversed(offered):
        width = measure.horizontalAdvance(way_words(way)) + 16
        found.append((way, QRect(edge - width, place.center().y() - 13, width, 27)))
        edge -= width + 6
    return found


def _button(painter: QPainter, place: QRect, words: str, theme: Theme) -> None:
    painter.setBrush(theme.colour("panel"))
    painter.setPen(QPen(theme.colour("edge"), 1))
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    painter.setPen(theme.colour("text"))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
