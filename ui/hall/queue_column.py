"""One queue: how many wait, how long, who serves it, and everybody in it. People are dropped on the whole of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

from deskapp.queries.hall_board import QueueColumn
from deskapp.rules.waits import Wait
from ui import texts
from ui.hall.tickets_list import TicketsList, dragged
from ui.parts.elided import Elided
from ui.parts.look import card, set_mark, set_tone
from ui.parts.spoken import Spoken


class QueueBox(Spoken):
    """In: the column. Out: who is held over it, and who was dropped on it."""

    hovered = Signal(tuple)
    dropped = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("queueBox")
        self.setAcceptDrops(True)
        self.setMinimumWidth(180)
        self.column: QueueColumn | None = None
        self._now: datetime | None = None
        self._limit = timedelta.max
        self.name = Elided(1.1, bold=True)
        self.waiting = Elided()
        self.expected = Elided(0.9, tone="quiet")
        self.served_by = Elided(0.9, tone="quiet")
        self.tickets = TicketsList()
        column = card(self, margin=10, gap=4)
        for part in (self.name, self.waiting, self.expected, self.served_by):
            column.addWidget(part)
        column.addWidget(self.tickets, 1)

    def show_column(self, column: QueueColumn, now: datetime, limit: timedelta) -> None:
        """Show the queue as it is now."""
        self.column, self._now, self._limit = column, now, limit
        self.tickets.show_tickets(column.waiting, now, limit)
        self.say()

    def say(self) -> None:
        """Say everything again."""
        column, now = self.column, self._now
        if column is None or now is None:
            return
        name = column.en if texts.language() == "en" else column.name
        self.name.setText(f"{column.queue} {name}")
        self.tickets.setAccessibleName(name)
        longest = texts.whole_minutes(column.oldest, now) if column.oldest is not None else 0
        said = self.tr("等候 {n} · 最久 {m} 分钟").format(n=len(column.waiting), m=longest)
        self.waiting.setText(said if column.waiting else self.tr("无人等候"))
        set_tone(self.waiting, "owed" if timedelta(minutes=longest) > self._limit else "")
        self.expected.setText(self.tr("新来的约等 {wait}").format(wait=wait_words(column.wait())))
        windows = texts.listed([str(window) for window in column.windows])
        served = self.tr("{windows} 号窗在办").format(windows=windows)
        self.served_by.setText(served if column.windows else self.tr("⚠ 没有窗口在办"))
        set_tone(self.served_by, "quiet" if column.windows or not column.waiting else "owed")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take people, and say what would become of the wait."""
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same while they are held."""
        if dragged(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They were taken away again."""
        set_mark(self, "over", value=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """They were let go here."""
        set_mark(self, "over", value=False)
        tickets = dragged(event.mimeData())
        if tickets:
            event.acceptProposedAction()
            self.dropped.emit(tickets)

    def _consider(self, event: QDragEnterEvent) -> None:
        tickets = dragged(event.mimeData())
        if tickets:
            event.acceptProposedAction()
            set_mark(self, "over", value=True)
            self.hovered.emit(tickets)


def wait_words(wait: Wait | None) -> str:
    """A wait as its range; in a word when too little is known."""
    return texts.between(wait.least, wait.most) if wait is not None else texts.unknown_wait()
