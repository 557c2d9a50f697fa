"""One queue as a large choice: its key, its name, how many wait and how long a newcomer would."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from deskapp.protocol.door import DoorQueue
from ui import texts
from ui.parts.elided import Elided
from ui.parts.look import label, set_tone


class QueueButton(QPushButton):
    """In: the queue as it is now."""

    def __init__(self, queue: DoorQueue) -> None:
        super().__init__()
        self.setProperty("kind", "queue")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.queue = queue
        self.key = label(2.2, bold=True)
        self.name = Elided(1.35, bold=True)
        self.waiting = Elided(1.1)
        self.wait = Elided(tone="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 14, 10)
        row.setSpacing(16)
        row.addWidget(self.key, 0, Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addStretch(1)
        for line in (self.name, self.waiting, self.wait):
            lines.addWidget(line)
        lines.addStretch(1)
        row.addLayout(lines, 1)
        parts: tuple[QLabel, ...] = (self.key, self.name, self.waiting, self.wait)
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.say()

    def show_queue(self, queue: DoorQueue) -> None:
        """Show it as it is now."""
        self.queue = queue
        self.say()

    def sizeHint(self) -> QSize:
        """Large enough for what stands on it."""
        return QSize(260, 104)

    def minimumSizeHint(self) -> QSize:
        """Never so small that a line is cut."""
        return QSize(180, 92)

    def say(self) -> None:
        """Say everything again."""
        queue = self.queue
        name = queue.en if texts.language() == "en" and queue.en else queue.name
        self.key.setText(queue.queue)
        self.name.setText(name)
        self.waiting.setText(self.tr("等候 {n} 人").format(n=queue.waiting) if queue.waiting else self.tr("无人等候"))
        if queue.least is None or queue.most is None:
            wait = self.tr("等候时间暂时说不准")
        else:
            wait = self.tr("约等 {wait}").format(wait=texts.between(queue.least, queue.most))
        self.wait.setText(wait)
        self.setAccessibleName(f"{queue.queue} {name}")
        self.setAccessibleDescription(f"{self.waiting.text()} {wait}")

    def changeEvent(self, event: QEvent) -> None:
        """Hear of a change of language, and look disabled where it is."""
        if event.type() is QEvent.Type.LanguageChange:
            self.say()
        if event.type() is QEvent.Type.EnabledChange:
            parts: tuple[QLabel, ...] = (self.key, self.name, self.waiting)
            for part in parts:
                set_tone(part, "" if self.isEnabled() else "quiet")
        super().changeEvent(event)
