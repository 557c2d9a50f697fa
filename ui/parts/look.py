"""Small words for how things look: a card, a tone, a button of a kind."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui import fonts


def card(widget: QWidget, margin: int = 12, gap: int = 8) -> QVBoxLayout:
    """Make the widget a white card and give it a column to put things in."""
    widget.setProperty("card", True)
    column = QVBoxLayout(widget)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(gap)
    return column


def label(size: float = 1.0, *, bold: bool = False, tone: str = "") -> QLabel:
    """A text that shows a value. It never has an accessible name: that would hide the value."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    if size != 1.0 or bold:
        made.setFont(fonts.sized(made.font(), size, bold=bold))
    if tone:
        set_tone(made, tone)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a text or a strip another tone: "", "quiet", "good", "owed", "bad", "guide"."""
    set_mark(widget, "tone", tone)


def set_mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet asks for, and let it ask again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def button(kind: str = "") -> QPushButton:
    """A button: "" for ordinary, "flat" for quiet, "said" for words that lead on, "primary" for the coloured one."""
    made = QPushButton()
    made.setAutoDefault(False)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click does not take the focus from where somebody types
    if kind:
        made.setProperty("kind", kind)
    return made
