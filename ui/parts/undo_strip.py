"""Ten seconds to take a step back, in place of a question before it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout

from ui.parts.elided import Elided
from ui.parts.look import button
from ui.parts.spoken import Spoken
from ui.theme import worn

SECONDS = 10
_STEP_MS = 250


class UndoStrip(Spoken):
    """Says what was done and takes it back, by its button or by the key: at most once for each offer."""

    offering = Signal(bool)  # whether there is something to take back: what stands beside it may give way

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self._words: Callable[[], str] = str
        self._take_back: Callable[[], object] = str
        self._left_ms = 0
        self.offers = 0  # how many there were: whoever undoes something else knows by it which came later
        self.text = Elided()
        self.undo_button = button()
        self.undo_button.clicked.connect(self.undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.undo_button)
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._step)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def offered(self) -> bool:
        """Whether there is something to take back now."""
        return self._left_ms > 0

    def offer(self, words: Callable[[], str], take_back: Callable[[], object], seconds: int = SECONDS) -> None:
        """Offer to take back what was just done, in place of anything offered before."""
        self._words, self._take_back = words, take_back
        self._left_ms = seconds * 1000
        self.offers += 1
        self._timer.start()
        self.offering.emit(True)
        self.show()
        self.say()

    def withdraw(self) -> None:
        """There is nothing to take back any more."""
        self._left_ms = 0
        self._timer.stop()
        self.hide()
        self.offering.emit(False)

    @Slot()
    def undo(self) -> None:
        """Take it back, if it is still offered."""
        if self.offered:
            self.withdraw()
            self._take_back()

    def say(self) -> None:
        """Say what was done, and the seconds that are left."""
        left = -(-self._left_ms // 1000)
        self.text.setText(self._words())
        self.undo_button.setText(self.tr("撤销 {key}（{n} 秒）").format(key=self._key, n=left))

    @Slot()
    def _step(self) -> None:
        self._left_ms -= _STEP_MS
        self.say()
        self.update()
        if self._left_ms <= 0:
            self.withdraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line below the text that grows shorter; the words say the same."""
        painter = QPainter(self)
        long = self.width() * self._left_ms / (SECONDS * 1000)
        painter.fillRect(QRectF(0, self.height() - 2, long, 2), worn().colour("edge"))
