"""What was understood, line by line, as the clerk enters it; and one question: is it right?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScroller, QSizePolicy, QVBoxLayout, QWidget

from ui.citizen.page import WIDE, CitizenPage, large, touched
from ui.parts.look import set_mark


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the name of what it is, and its value. `asked`: it can be wrong."""

    name: str
    value: str


class ConfirmPage(CitizenPage):
    """In: the lines. Out: right, or the name of the line that is not ("" for something else)."""

    right = Signal()
    wrong = Signal(str)
    looking = Signal()  # somebody is choosing which line is wrong

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self._choosing = False
        self.title = large(28, bold=True)
        self.hint = large(24, tone="quiet")
        self.rows: list[LineRow] = []
        inside = QWidget()
        inside.setObjectName("citizenLines")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self.room = QScrollArea()
        self.room.setWidget(inside)
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.room.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.not_right, self.is_right = touched(), touched("citizen_primary")
        foot = QHBoxLayout()
        foot.setSpacing(20)
        foot.addWidget(self.not_right, 1)
        foot.addWidget(self.is_right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 8, 28, 20)
        column.setSpacing(10)
        for part in (self.title, self.hint):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            column.addWidget(part)
        column.addWidget(self.room, 1)
        column.addLayout(foot)
        self.not_right.clicked.connect(self._not_right)
        self.is_right.clicked.connect(self._is_right)
        self.say()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show what stands there now; whoever is choosing a line goes on choosing."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.say()

    def ask_anew(self) -> None:
        """Ask from the beginning: is it right?"""
        self._choosing = False
        self.say()

    def say(self) -> None:
        self.title.setText(self.words("which" if self._choosing else "confirm"))
        self.hint.setText(self.words("confirm_hint"))
        self.hint.setVisible(not self._lines)
        self.not_right.setText(self.words("back" if self._choosing else "wrong"))
        self.is_right.setText(self.words("something_else" if self._choosing else "right"))
        for button in (self.not_right, self.is_right):
            button.setEnabled(bool(self._lines))
        self._fill()

    def take_key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.is_right.click()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.not_right.click()
        elif self._choosing and Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < len(self.rows):
            self.rows[key - Qt.Key.Key_1].touched.emit(self.rows[key - Qt.Key.Key_1].line.name)
        else:
            return False
        return True

    def _fill(self) -> None:
        while len(self.rows) > len(self._lines):
            row = self.rows.pop()
            row.show_line(Line("", ""), "", choosing=False)  # it goes a moment later, and its words go now
            self._column.removeWidget(row)
            row.deleteLater()
        for place, line in enumerate(self._lines):
            if place == len(self.rows):
                row = LineRow()
                row.touched.connect(self._touched)
                self.rows.append(row)
                self._column.insertWidget(place, row)
            self.rows[place].show_line(line, self.words(line.name), choosing=self._choosing)

    def _touched(self, name: str) -> None:
        if self._choosing:
            self._choosing = False
            self.wrong.emit(name)
            self.say()

    def _not_right(self) -> None:
        self._choosing = not self._choosing
        if self._choosing:
            self.looking.emit()
        self.say()

    def _is_right(self) -> None:
        if self._choosing:
            self._touched("")
        else:
            self.right.emit()


class LineRow(QFrame):
    """One line; while a wrong one is looked for, a button as wide as the screen."""

    touched = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("citizenLine")
        self.line = Line("", "")
        self.name = large(24, tone="quiet")
        self.name.setWordWrap(False)
        self.value = large(26)
        self.name.setProperty(WIDE, 190)
        self.name.setMinimumWidth(190)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(18)
        row.addWidget(self.name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.value, 1)

    def show_line(self, line: Line, name: str, *, choosing: bool) -> None:
        """Show a line under its name."""
        self.line = line
        self.name.setText(name)
        self.value.setText(line.value)
        set_mark(self, "choosing", choosing)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A finger, a pen or a mouse was lifted on it."""
        if self.rect().contains(event.position().toPoint()):
            self.touched.emit(self.line.name)
