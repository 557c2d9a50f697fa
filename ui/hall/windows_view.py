"""Windows as cards: who, which ticket, how long, what they serve. People are dropped on a card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskapp.ids import WindowId
from deskapp.queries.hall_board import WindowCard
from deskapp.rules.alarms import Alarm, Sort
from deskapp.rules.turns import Turn
from deskapp.rules.window import WindowState
from ui import fonts, texts
from ui.hall.alarms_bar import short_words
from ui.hall.tickets_list import dragged
from ui.theme import worn

Index = QModelIndex | QPersistentModelIndex
CARD = QSize(172, 104)


class WindowsModel(QAbstractListModel):
    """The windows, and when it is now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards: tuple[WindowCard, ...] = ()
        self.now: datetime | None = None
        self.alarms: dict[WindowId, Alarm] = {}  # the most urgent of each window

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        """How many windows there are."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The window's name, and to hear everything that is on its card."""
        card = self.cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(card.window)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join((str(card.window), self.state(card), card.number, self.serves(card)))
        return None

    def state(self, card: WindowCard) -> str:
        """What is wrong at the window, or what it is doing, in words."""
        alarm = self.alarms.get(card.window)
        if alarm is not None and self.now is not None:
            return f"⚠ {short_words(alarm, self.now)}"
        return self.doing(card)

    def doing(self, card: WindowCard) -> str:
        """What the window is doing, in words."""
        if card.state is WindowState.CLOSED:
            return self.tr("未开窗")
        if card.state is WindowState.PAUSED:
            return self.tr("暂停")
        if not card.number:
            return self.tr("空闲")
        return self.tr("办理中") if card.serving else self.tr("已叫号")

    def serves(self, card: WindowCard) -> str:
        """Its queues and how it goes about them: "C>A" in this order, "A:2 B:1" in shares, "A B" by due time."""
        if card.plan.turn is Turn.SHARE:
            shares = zip(card.plan.queues, card.plan.shares, strict=False)
            said = " ".join(f"{queue}:{share}" for queue, share in shares)
        else:
            said = (">" if card.plan.turn is Turn.ORDER else " ").join(card.plan.queues)
        return said + (self.tr(" 至 {time}").format(time=texts.clock_time(card.until)) if card.until else "")

    def in_hand(self, card: WindowCard) -> str:
        """The ticket in hand, and since when."""
        if not card.number or card.since is None or self.now is None:
            return card.number
        return f"{card.number} · {texts.minutes(card.since, self.now)}"

    def foot(self, card: WindowCard) -> str:
        """Who is held, who was sent here, and how many were served today."""
        said = [self.tr("挂起 {n}").format(n=card.held)] if card.held else []
        said += [self.tr("专候 {n}").format(n=card.own_line)] if card.own_line else []
        return " · ".join([*said, self.tr("已办 {n}").format(n=card.served)])


class CardLook(QStyledItemDelegate):
    """Paints one card."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All alike."""
        return CARD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The name and state above, who is there, what is served; colour only beside words."""
        model = index.model()
        if not isinstance(model, WindowsModel):
            return
        card, theme = model.cards[index.row()], worn()
        alarm = model.alarms.get(card.window)
        called = alarm is not None and alarm.sort is Sort.HELP
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        closed, paused = card.state is WindowState.CLOSED, card.state is WindowState.PAUSED
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(option.rect).adjusted(4, 4, -4, -4)
        told = paused or alarm is not None
        edge = "bad" if called else "accent" if chosen else "owed_line" if told else "line"
        painter.setPen(QPen(theme.colour(edge), 2.5 if chosen or called else 1))
        ground = "bad_ground" if called else "window" if closed else "owed_ground" if told else "panel"
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(place, 8, 8)
        inner = place.toRect().adjusted(10, 6, -10, -6)
        line = inner.height() // 4
        rows = [QRect(inner.x(), inner.y() + row * line, inner.width(), line) for row in range(4)]
        ink = "quiet" if closed else "text"
        _write(painter, rows[0], str(card.window), ink, 1.15, bold=True)
        tone = "bad" if called else "owed" if told else "quiet"
        _write(painter, rows[0], model.state(card), tone, 0.9, bold=called, right=True)
        _write(painter, rows[1], model.in_hand(card), ink, 1.0)
        _write(painter, rows[2], str(card.clerk or ""), "quiet", 0.9)
        _write(painter, rows[2], model.serves(card), "accent" if card.until else "quiet", 0.9, right=True)
        _write(painter, rows[3], model.foot(card), "quiet", 0.85)
        painter.restore()


def _write(
    painter: QPainter, place: QRect, words: str, ink: str, size: float, *, bold: bool = False, right: bool = False
) -> None:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(fonts.sized(painter.font(), size, bold=bold))
    painter.setPen(worn().colour(ink))
    fits = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), fits)


class WindowsView(QListView):
    """The cards. Enter or a double click asks what is to be done with a window."""

    asked = Signal(str)
    hovered = Signal(str, tuple)
    dropped = Signal(str, tuple)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("windows")
        self._model = WindowsModel(self)
        self.setModel(self._model)
        self.setItemDelegate(CardLook(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(CARD)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.viewport().setAcceptDrops(True)  # which a list of cards that do not move refuses
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self._ask(index.row()))

    def show_cards(self, cards: tuple[WindowCard, ...], now: datetime) -> None:
        """Show the windows as they are now; what is marked stays marked."""
        model = self._model
        model.now = now
        if model.cards == cards:
            self.viewport().update()
            return
        names = [card.window for card in cards]
        if [card.window for card in model.cards] == names:
            model.cards = cards
            model.dataChanged.emit(model.index(0), model.index(len(cards) - 1))
            return
        marked = self.marked()
        model.beginResetModel()
        model.cards = cards
        model.endResetModel()
        if names:
            self.setCurrentIndex(model.index(names.index(marked) if marked in names else 0))

    def show_alarms(self, alarms: Sequence[Alarm]) -> None:
        """Show on each card the most urgent of its window."""
        found: dict[WindowId, Alarm] = {}
        for alarm in alarms:
            found.setdefault(alarm.window, alarm)
        if found != self._model.alarms:
            self._model.alarms = found
            self.viewport().update()

    def marked(self) -> WindowId | None:
        """The window that is marked."""
        card = self.card(self.currentIndex().row())
        return card.window if card is not None else None

    def card(self, row: int) -> WindowCard | None:
        """The card in a row."""
        return self._model.cards[row] if 0 <= row < len(self._model.cards) else None

    def words(self, window: WindowId) -> str:
        """The state of a window, as its card says it."""
        return next((self._model.state(card) for card in self._model.cards if card.window == window), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take people."""
        if dragged(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Mark the card they are held over."""
        tickets, window = dragged(event.mimeData()), self._under(event.position().toPoint())
        if not tickets or window is None:
            event.ignore()
            return
        event.acceptProposedAction()
        if window != self.marked():
            self.setCurrentIndex(self.indexAt(event.position().toPoint()))
        self.hovered.emit(window, tickets)

    def dropEvent(self, event: QDropEvent) -> None:
        """They were let go on a card."""
        tickets, window = dragged(event.mimeData()), self._under(event.position().toPoint())
        if tickets and window is not None:
            event.acceptProposedAction()
            self.dropped.emit(window, tickets)

    def _under(self, place: QPoint) -> WindowId | None:
        card = self.card(self.indexAt(place).row())
        return card.window if card is not None else None

    def _ask(self, row: int) -> None:
        card = self.card(row)
        if card is not None:
            self.asked.emit(card.window)
