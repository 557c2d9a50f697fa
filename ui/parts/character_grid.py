"""Characters to choose from, each as large as it must be to be told from its like, with its reading and its code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskapp.characters.finding import Character
from ui import fonts
from ui.theme import worn

Index = QModelIndex | QPersistentModelIndex
_LARGE = 2.6  # times ordinary text
_SMALL = 0.8


class CharactersModel(QAbstractListModel):
    """The characters, and what a screen reader says of each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.characters: tuple[Character, ...] = ()

    def show_characters(self, characters: Sequence[Character]) -> None:
        """Show these in place of those before."""
        self.beginResetModel()
        self.characters = tuple(characters)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self.characters)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The character to look at, and everything to hear."""
        one = self.characters[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.letter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join((one.letter, *one.readings[:2], one.code))
        return None


class CharacterCell(QStyledItemDelegate):
    """Paints one character."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the character, its reading above and its code below."""
        high = option.fontMetrics.height()
        return QSize(max(84, round(high * 4.4)), round(high * (_LARGE + 2.1)) + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The reading above, the character, the code below."""
        model = index.model()
        if not isinstance(model, CharactersModel):
            return
        one, theme, place = model.characters[index.row()], worn(), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(place, theme.colour("chosen"))
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        inner = place.adjusted(3, 4, -3, -4)
        painter.setFont(fonts.sized(painter.font(), _SMALL))
        painter.setPen(theme.colour("on_chosen" if chosen else "quiet"))
        middle = int(Qt.AlignmentFlag.AlignHCenter)
        reading = painter.fontMetrics().elidedText(
            " ".join(one.readings[:2]), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignTop), reading)
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignBottom), one.code)
        painter.setPen(theme.colour("on_chosen" if chosen else "text"))
        large = fonts.sized(painter.font(), _LARGE)
        if has_letter(large, one.letter):
            painter.setFont(large)
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter), one.letter)
        else:
            painter.setPen(QPen(theme.colour("owed"), 1, Qt.PenStyle.DashLine))
            side = round(inner.height() * 0.42)
            painter.drawRect(QRect(inner.center().x() - side // 2, inner.center().y() - side // 2, side, side))
        painter.restore()


class CharacterGrid(QListView):
    """The characters in rows. `chosen` tells the one that was clicked or entered, `shown` the one that is marked."""

    chosen = Signal(str)
    shown = Signal(object)  # Character | None

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("choices")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(2)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = CharactersModel(self)
        self.setModel(self._model)
        self.setItemDelegate(CharacterCell(self))
        self.clicked.connect(lambda index: self._tell(index.row()))
        self.entered.connect(self.setCurrentIndex)
        self.selectionModel().currentChanged.connect(lambda index, _: self._show(index.row()))

    def show_characters(self, characters: Sequence[Character]) -> None:
        """Show these, the first marked, so that Enter is enough."""
        self._model.show_characters(characters)
        if characters:
            self.setCurrentIndex(self._model.index(0))
        else:
            self.shown.emit(None)

    @property
    def characters(self) -> tuple[Character, ...]:
        """What is shown."""
        return self._model.characters

    def step(self, rows: int) -> None:
        """Move the mark from the line in which somebody searches: one on, one back."""
        row = max(0, min(len(self.characters) - 1, self.currentIndex().row() + rows))
        self.setCurrentIndex(self._model.index(row))

    def enter(self) -> None:
        """Choose what is marked."""
        self._tell(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        else:
            super().keyPressEvent(event)

    def _show(self, row: int) -> None:
        self.shown.emit(self.characters[row] if 0 <= row < len(self.characters) else None)

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self.characters):
            self.chosen.emit(self.characters[row].letter)


def has_letter(font: QFont, letter: str) -> bool:
    """Whether the screen can draw the letter in this font or one behind it."""
    return QFontMetrics(font).inFontUcs4(ord(letter))
