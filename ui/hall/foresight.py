"""What would become of the waits, in words: as they are, and as they would be after a move."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.queries.hall_board import HallBoard, QueueColumn
from deskapp.rules.waits import Wait
from deskapp.rules.window import WindowState
from ui.hall.queue_column import wait_words


def of_people(board: HallBoard, tickets: Collection[TicketId], to: QueueId) -> str:
    """The wait in every queue that people would leave or join, as it is and as it would be."""
    told = []
    for column in board.queues:
        leaving = sum(ticket.ticket in tickets for ticket in column.waiting)
        joining = len(tickets) - leaving if column.queue == to else -leaving
        if joining:
            told.append(_told(column, column.wait(people=joining)))
    return "  ".join(told)


def of_window(board: HallBoard, window: WindowId, queues: Collection[QueueId]) -> str:
    """The wait in every queue that a window would begin or cease to serve, as it is and as it would be."""
    card = next((card for card in board.windows if card.window == window), None)
    if card is None or card.state is not WindowState.OPEN:
        return ""
    told = []
    for column in board.queues:
        change = (column.queue in queues) - (window in column.windows)
        if change:
            told.append(_told(column, column.wait(windows=change)))
    return "  ".join(told)


def _told(column: QueueColumn, then: Wait | None) -> str:
    from_now = wait_words(column.wait())
    words = QCoreApplication.translate("foresight", "{queue} 队列：{now} → {then}")
    return words.format(queue=column.queue, now=from_now, then=wait_words(then))
