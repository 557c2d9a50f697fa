"""A list of things to choose from, two lines each: what it is called, and what tells it from the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import fonts
from ui.theme import worn

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list. One that is `barred` is struck out, with its reason; a `note` only says something.

    Neither can be chosen.
    """

    key: str
    name: str
    detail: str = ""
    hint: str = ""  # at the right: a key, a state
    barred: bool = False
    note: bool = False

    @property
    def open(self) -> bool:
        """Whether it can be chosen."""
        return not self.barred and not self.note


class ChoicesModel(QAbstractListModel):
    """The choices, and what a screen reader says of each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show these in place of those before."""
        self.beginResetModel()
        self.choices = tuple(choices)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name to look at, and everything to hear."""
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(part for part in (choice.name, choice.detail, choice.hint) if part)
        return None


class ChoiceRow(QStyledItemDelegate):
    """Paints one choice."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text and air around them."""
        return QSize(160, round(option.fontMetrics.height() * 2.1) + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The name, its detail below, the hint at the right."""
        model = index.model()
        if not isinstance(model, ChoicesModel):
            return
        choice, theme = model.choices[index.row()], worn()
        place: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and not choice.note
        painter.save()
        if chosen:
            painter.fillRect(place, theme.colour("chosen"))
            painter.fillRect(QRect(place.x(), place.y(), 3, place.height()), theme.colour("accent"))
        inner = place.adjusted(12, 4, -10, -4)
        painter.setFont(fonts.sized(painter.font(), 0.9))
        hint_width = painter.fontMetrics().horizontalAdvance(choice.hint) + 10 if choice.hint else 0
        painter.setPen(theme.colour("on_chosen" if chosen else "quiet"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), choice.hint)
        lower = painter.fontMetrics().elidedText(choice.detail, Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(theme.colour("owed" if choice.barred else "on_chosen" if chosen else "quiet"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), lower)
        font = fonts.sized(painter.font(), 1.0)
        font.setStrikeOut(choice.barred)
        painter.setFont(font)
        painter.setPen(theme.colour("quiet" if choice.note else "on_chosen" if chosen else "text"))
        upper = painter.fontMetrics().elidedText(choice.name, Qt.TextElideMode.ElideRight, inner.width() - hint_width)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), upper)
        painter.restore()


class Choices(QListView):
    """The list. `chosen` tells the key of what was clicked or entered; a barred one is never told."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("choices")
        self.setUniformItemSizes(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = ChoicesModel(self)
        self.setModel(self._model)
        self.setItemDelegate(ChoiceRow(self))
        self.clicked.connect(lambda index: self._tell(index.row()))

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show these, the first that may be chosen already marked, so that Enter is enough."""
        self._model.show_choices(choices)
        first = next((row for row, choice in enumerate(choices) if choice.open), -1)
        if first >= 0:
            self.setCurrentIndex(self._model.index(first))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is shown."""
        return self._model.choices

    def enter(self) -> None:
        """Choose what is marked."""
        self._tell(self.currentIndex().row())

    def step(self, rows: int) -> None:
        """Move the mark up or down from elsewhere: from the line in which somebody searches."""
        row = max(0, min(len(self.choices) - 1, self.currentIndex().row() + rows))
        self.setCurrentIndex(self._model.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        else:
            super().keyPressEvent(event)

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self.choices) and self.choices[row].open:
            self.chosen.emit(self.choices[row].key)
