"""A list of things to choose from, two lines each: what it is called, and what tells it from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    A `heading` names the lines below it. None of them can be chosen, and a heading cannot even be marked.
    """

    key: str
    name: str
    detail: str = ""
    hint: str = ""  # at the right: a key, a state
    tone: str = ""  # of the hint: "owed", "bad", as a theme names them
    barred: bool = False
    note: bool = False
    heading: bool = False

    @property
    def open(self) -> bool:
        """Whether it can be chosen."""
        return not self.barred and not self.note and not self.heading


class ChoicesModel(QAbstractListModel):
    """The choices, and what a screen reader says of each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()
        self.in_full: Mapping[str, str] = {}  # painted in place of names, by key; never told to whoever asks by a role

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show these in place of those before, masked as they are."""
        self.beginResetModel()
        self.choices = tuple(choices)
        self.in_full = {}
        self.endResetModel()

    def show_in_full(self, names: Mapping[str, str]) -> None:
        """Paint these in place of the names of lines, by their keys."""
        self.in_full = dict(names)
        if self.choices:
            self.dataChanged.emit(self.index(0), self.index(len(self.choices) - 1))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be marked."""
        marked = index.isValid() and not self.choices[index.row()].heading
        return super().flags(index) if marked else Qt.ItemFlag.NoItemFlags

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
        """Two lines of text and air around them; of a heading one."""
        model = index.model()
        heading = isinstance(model, ChoicesModel) and model.choices[index.row()].heading
        return QSize(160, round(option.fontMetrics.height() * (1.05 if heading else 2.1)) + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The name, its detail below, the hint at the right."""
        model = index.model()
        if not isinstance(model, ChoicesModel):
            return
        choice, theme = model.choices[index.row()], worn()
        place: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and not choice.note
        painter.save()
        if choice.heading:
            painter.setFont(fonts.sized(painter.font(), 0.9, bold=True))
            painter.setPen(theme.colour("quiet"))
            line = place.adjusted(12, 4, -10, -2)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), choice.name)
            painter.setFont(fonts.sized(painter.font(), 0.95))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignRight), choice.hint)
            painter.restore()
            return
        if chosen:
            painter.fillRect(place, theme.colour("chosen"))
            painter.fillRect(QRect(place.x(), place.y(), 3, place.height()), theme.colour("accent"))
        inner = place.adjusted(12, 4, -10, -4)
        painter.setFont(fonts.sized(painter.font(), 0.9))
        hint_width = painter.fontMetrics().horizontalAdvance(choice.hint) + 10 if choice.hint else 0
        painter.setPen(theme.colour(choice.tone or ("on_chosen" if chosen else "quiet")))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), choice.hint)
        lower = painter.fontMetrics().elidedText(choice.detail, Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(theme.colour("owed" if choice.barred else "on_chosen" if chosen else "quiet"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), lower)
        font = fonts.sized(painter.font(), 1.0)
        font.setStrikeOut(choice.barred)
        painter.setFont(font)
        painter.setPen(theme.colour("quiet" if choice.note else "on_chosen" if chosen else "text"))
        name = model.in_full.get(choice.key, choice.name)
        upper = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, inner.width() - hint_width)
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
        self.setUniformItemSizes(not any(choice.heading for choice in choices))
        self._model.show_choices(choices)
        first = next((row for row, choice in enumerate(choices) if choice.open), -1)
        if first >= 0:
            self.setCurrentIndex(self._model.index(first))

    def show_in_full(self, names: Mapping[str, str]) -> None:
        """Paint these in place of the names of lines, by their keys, until others are shown; {} masks them again.

        They are seen and nothing else: neither a screen reader nor whoever copies a line is told them.
        """
        self._model.show_in_full(names)

    @property
    def in_full(self) -> Mapping[str, str]:
        """What is painted in full now."""
        return self._model.in_full

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is shown."""
        return self._model.choices

    def enter(self) -> None:
        """Choose what is marked."""
        self._tell(self.currentIndex().row())

    def step(self, rows: int) -> None:
        """Move the mark up or down from elsewhere: from the line in which somebody searches."""
        way = 1 if rows > 0 else -1
        row = max(0, min(len(self.choices) - 1, self.currentIndex().row() + rows))
        while 0 <= row < len(self.choices) and self.choices[row].heading:
            row += way
        if 0 <= row < len(self.choices):
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
