"""A text of one line that gives way when there is little room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui import fonts
from ui.parts.look import set_tone


class Elided(QLabel):
    """Shows as much of the text as there is room for, and the whole of it as a tip."""

    def __init__(self, size: float = 1.0, *, bold: bool = False, tone: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.sized(self.font(), size, bold=bold))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._kept = ""
        if tone:
            set_tone(self, tone)

    def show_with(self, words: str, kept: str) -> None:
        """Show words and what stands behind them and is never cut, because half a number is another number: it stands
        there whole, and before the words; where there is no room even for it, it is left to the tip.
        """
        self._kept = kept
        self.setText(" · ".join(filter(None, (words, kept))))

    def minimumSizeHint(self) -> QSize:
        """Two characters and the dots."""
        return QSize(self.fontMetrics().horizontalAdvance("一一…"), super().minimumSizeHint().height())

    def fitting(self) -> str:
        """As much of the text as there is room for."""
        metrics, text, room = self.fontMetrics(), self.text(), self.width()
        if not (self._kept and text.endswith(self._kept)) or metrics.horizontalAdvance(text) <= room:
            return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        words = text.removesuffix(self._kept).rstrip(" ·")
        if metrics.horizontalAdvance(self._kept) > room:
            return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        left = metrics.elidedText(
            words, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(f" {self._kept}")
        )
        return f"{left} {self._kept}" if len(left) > 1 else self._kept  # the dots alone say nothing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is room for."""
        painter = QPainter(self)
        fits = self.fitting()
        self.setToolTip(self.text() if fits != self.text() else "")
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | self.alignment()), fits)
