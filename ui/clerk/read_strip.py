"""What was read on a page, in one sentence under it, with the key that takes it and the key that leaves it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.parts.flow import Flow
from ui.parts.look import button, label
from ui.parts.spoken import Spoken


class ReadStrip(Spoken):
    """In: what is offered, in words. Out: that it was taken or left. It comes and goes, and never has the focus."""

    taken = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("read")
        self._words: Callable[[], str] = str
        self._take: Callable[[], str] | None = None
        self._more = 0
        self.take_key = self.leave_key = ""
        self.text = label()
        self.text.setWordWrap(True)
        self.more = label(0.9, tone="quiet")
        self.take, self.leave = button(), button("flat")
        for made in (self.take, self.leave):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take.clicked.connect(self.taken)
        self.leave.clicked.connect(self.left)
        ways = Flow(6)
        ways.add(self.take, self.leave)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.text, 1)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 5, 8, 5)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(ways)
        self.hide()

    def offer(self, words: Callable[[], str], take: Callable[[], str] | None, more: int) -> None:
        """Offer something: what was read, what taking it does (None: it can only be heard), how many wait behind it."""
        self._words, self._take, self._more = words, take, more
        self.say()
        self.show()

    def withdraw(self) -> None:
        """Nothing is offered any more."""
        self._words, self._take = str, None
        self.text.clear()
        self.hide()

    def say(self) -> None:
        """Say everything again."""
        self.text.setText(self._words())
        self.more.setText(self.tr("还有 {n} 条").format(n=self._more) if self._more else "")
        self.more.setVisible(bool(self._more))
        self.take.setVisible(self._take is not None)
        self.take.setText(f"{self._take()} {self.take_key}".strip() if self._take is not None else "")
        leave = self.tr("不用") if self._take is not None else self.tr("知道了")
        self.leave.setText(f"{leave} {self.leave_key}".strip())
