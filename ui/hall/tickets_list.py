"""Those who wait in one queue: a list from which one, several or all can be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskapp.ids import TicketId
from deskapp.queries.hall_board import BoardTicket
from deskapp.rules.line_terms import NORMAL
from ui import fonts, texts
from ui.theme import worn

TICKETS_MIME = "application/x-onewindow-tickets"
Index = QModelIndex | QPersistentModelIndex


class TicketsModel(QAbstractListModel):
    """The tickets, and when it is now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tickets: tuple[BoardTicket, ...] = ()
        self.now: datetime | None = None
        self.limit = timedelta.max

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        """How many wait."""
        return 0 if parent.isValid() else len(self.tickets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The number, and to hear how long they have waited."""
        ticket = self.tickets[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return ticket.number
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{ticket.number} {self.minutes(ticket)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """People can be chosen and dragged."""
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else usual

    def mimeTypes(self) -> list[str]:
        """Only our own."""
        return [TICKETS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Who is dragged, by their tickets."""
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setData(TICKETS_MIME, "\n".join(self.tickets[row].ticket for row in rows).encode())
        return data

    def minutes(self, ticket: BoardTicket) -> str:
        """How long they have waited."""
        return texts.minutes(ticket.since, self.now) if self.now is not None else ""

    def too_long(self, ticket: BoardTicket) -> bool:
        """Whether they have waited longer than the hall means to let anybody wait."""
        return self.now is not None and self.now - ticket.since > self.limit


def dragged(data: QMimeData) -> tuple[TicketId, ...]:
    """The tickets in what is dragged; none when it is something else."""
    if not data.hasFormat(TICKETS_MIME):
        return ()
    return tuple(TicketId(line) for line in bytes(data.data(TICKETS_MIME).data()).decode().split("\n") if line)


class TicketRow(QStyledItemDelegate):
    """Paints one who waits: the number, where they are sent, how long they have waited."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, and air around it."""
        return QSize(90, round(option.fontMetrics.height() * 1.7))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """In three places of one line."""
        model = index.model()
        if not isinstance(model, TicketsModel):
            return
        ticket, theme, place = model.tickets[index.row()], worn(), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(place, theme.colour("chosen"))
        inner = place.adjusted(10, 0, -10, 0)
        painter.setFont(fonts.sized(painter.font(), 1.0, bold=True))
        painter.setPen(theme.colour("on_chosen" if chosen else "text"))
        mark = "★ " if ticket.ticket_class != NORMAL else ""
        sent = f" → {ticket.sent_to}" if ticket.sent_to else ""
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | vertical), f"{mark}{ticket.number}{sent}")
        painter.setFont(fonts.sized(painter.font(), 0.9))
        painter.setPen(theme.colour("owed" if model.too_long(ticket) else "on_chosen" if chosen else "quiet"))
        warned = "⚠ " if model.too_long(ticket) else ""
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | vertical), f"{warned}{model.minutes(ticket)}")
        painter.restore()


class TicketsList(QListView):
    """The list. What is chosen stays chosen while others come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("choices")
        self._model = TicketsModel(self)
        self.setModel(self._model)
        self.setItemDelegate(TicketRow(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_tickets(self, tickets: tuple[BoardTicket, ...], now: datetime, limit: timedelta) -> None:
        """Show who waits now."""
        model = self._model
        model.now, model.limit = now, limit
        if model.tickets == tickets:
            self.viewport().update()
            return
        chosen, current = set(self.chosen()), self._at(self.currentIndex().row())
        model.beginResetModel()
        model.tickets = tickets
        model.endResetModel()
        for row, ticket in enumerate(tickets):
            if ticket.ticket in chosen:
                self.selectionModel().select(model.index(row), QItemSelectionModel.SelectionFlag.Select)
            if ticket.ticket == current:
                flag = QItemSelectionModel.SelectionFlag.NoUpdate
                self.selectionModel().setCurrentIndex(model.index(row), flag)

    def chosen(self) -> tuple[TicketId, ...]:
        """Who is chosen, in the order of the line."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._model.tickets[row].ticket for row in rows)

    def numbers(self) -> tuple[str, ...]:
        """The numbers in the list."""
        return tuple(ticket.number for ticket in self._model.tickets)

    def _at(self, row: int) -> TicketId | None:
        return self._model.tickets[row].ticket if 0 <= row < len(self._model.tickets) else None
