"""A page over the whole board: figures, forecast or replay. Esc leads back to the board, F9 does what it is for."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts.look import label
from ui.parts.messages import Messages
from ui.parts.overlay import Overlay


class HallPage(Overlay):
    """As large as the board, with a strip of its own in which it says what did not go well."""

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen, QSize())
        self.setObjectName("hallPage")
        self.messages = Messages()
        self.stands_on = label(0.9, tone="quiet")
        self.stands_on.setWordWrap(True)
        self.head.insertWidget(1, self.messages, 1)
        self.head.setStretch(0, 0)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(10)

    def answer(self) -> None:
        """The primary key was pressed."""

    def end_body(self) -> None:
        """Put the foot below everything else."""
        self.body.addLayout(self.foot)

    def _place(self) -> None:
        screen = self.parentWidget()
        if screen is not None:
            self.setGeometry(screen.rect())
