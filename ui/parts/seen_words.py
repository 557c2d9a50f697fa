"""A label whose full words are painted while a key is held, and told to nobody but the eyes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from ui import fonts

_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class SeenWords(QLabel):
    """Its text is what is masked: that is what a screen reader, a copy or a tip may say. The full words are painted."""

    def __init__(self, size: float = 1.0, *, bold: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        if size != 1.0 or bold:
            self.setFont(fonts.sized(self.font(), size, bold=bold))
        self._full = ""

    @property
    def full(self) -> str:
        """What is painted in place of the text; "" when that is masked."""
        return self._full

    def show_in_full(self, words: str) -> None:
        """Paint these; "" paints the text again."""
        self._full = words
        lines = words.count("\n") + 1
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * lines if words else 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for whichever of the two is shown."""
        hint = super().sizeHint()
        return hint.expandedTo(QSize(0, self.minimumHeight()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, or the full words in its place."""
        if not self._full:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), _FLAGS, self._full)
        painter.end()
