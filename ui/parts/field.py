"""One thing to type: its name, the line, and beside it what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.elided import Elided
from ui.parts.look import label, set_mark


class Line(QLineEdit):
    """A line to type in. Where only digits and Latin letters belong, input methods are off."""

    def __init__(self, *, chinese: bool = False, secret: bool = False) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, chinese)
        hint = Qt.InputMethodHint.ImhNone if chinese else Qt.InputMethodHint.ImhPreferLatin
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
            hint |= Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.setInputMethodHints(hint)
        self.chinese = chinese

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the screen when there is nothing typed to take back: it then takes back a step."""
        undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        if undo and event.type() is QEvent.Type.ShortcutOverride and not self.isUndoAvailable():
            event.ignore()
            return False
        return super().event(event)


class Field(QWidget):
    """A name above a line, and the words for what is wrong: beside the name, or whole below the line."""

    typed = Signal(str)
    entered = Signal()
    left = Signal()
    character_asked = Signal()  # the small box in the line: for a character that no input method types

    def __init__(self, *, chinese: bool = False, secret: bool = False) -> None:
        super().__init__()
        self.name = QLabel()
        self.name.setProperty("tone", "quiet")
        self.wrong = Elided(0.9, tone="bad")
        self.below = label(0.9, tone="bad")
        self.below.setWordWrap(True)
        self.below.hide()
        self.line = Line(chinese=chinese, secret=secret)
        self.name.setBuddy(self.line)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self.wrong, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self.below)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self.typed)
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell that the line was left."""
        if event.type() is QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def text(self) -> str:
        """What stands in the line, without spaces around it."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Put a text into the line without telling that it was typed. What was typed there before is over: Ctrl+Z does
        not bring it back, though the text be the same.
        """
        stale = self.line.isUndoAvailable() and not self.line.hasFocus()
        if self.line.text() != text or stale:
            self.line.setText(text)

    def offer_characters(self, box: QAction) -> None:
        """Put the small box into the line by which a mouse asks for a character; what `box` shows is the screen's."""
        self.line.addAction(box, QLineEdit.ActionPosition.TrailingPosition)
        box.triggered.connect(self.character_asked)

    def call(self, name: str) -> None:
        """Set the name of the field, also for screen readers."""
        self.name.setText(name)
        self.line.setAccessibleName(name)

    def say_wrong(self, words: str) -> None:
        """Say beside the field what is wrong with it; "" when nothing is."""
        self.wrong.setText(f"⚠ {words}" if words else "")
        self.line.setAccessibleDescription(words)
        set_mark(self.line, "wrong", bool(words))
        self._place_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the words another place when there is more or less room."""
        super().resizeEvent(event)
        self._place_words()

    def _place_words(self) -> None:
        """Nothing that says what is wrong is ever cut: what does not fit beside the name stands below the line."""
        room = self.width() - self.name.sizeHint().width() - 12
        fits = self.wrong.fontMetrics().horizontalAdvance(self.wrong.text()) <= room
        self.wrong.setVisible(fits)
        self.below.setText("" if fits else self.wrong.text())
        self.below.setVisible(not fits)
