"""Tickets that the hall must see to by itself: of an earlier day, or sent to a window that has closed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.tables import tickets, windows
from deskapp.ids import TicketId
from deskapp.journal.asking import WAITING, WITH_A_WINDOW
from deskapp.journal.reading import Reading
from deskapp.journal.rows import own_line
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState


def of_earlier_days(reading: Reading, today: date) -> list[TicketId]:
    """Who waits, was called or is held since an earlier day."""
    alive = (
        (tickets.c.due_at, (tickets.c.state == WAITING,)),
        (tickets.c.called_at, (tickets.c.state.in_(WITH_A_WINDOW), tickets.c.state != TicketState.SERVING.value)),
    )
    found: list[tuple[str, str]] = []
    for by_index, which in alive:
        question = sa.select(tickets.c.due_at, tickets.c.ticket_id, tickets.c.day).where(
            tickets.c.hall == reading.hall, *which
        )
        rows = reading.connection.execute(question.order_by(by_index))
        found += [(row.due_at, row.ticket_id) for row in rows if row.day < today]
    return [TicketId(ticket) for _, ticket in sorted(found)]


def sent_to_closed_windows(reading: Reading) -> list[TicketId]:
    """Who waits for a window that is closed: nobody else would ever call them."""
    closed = sa.select(windows.c.window).where(
        windows.c.hall == reading.hall, windows.c.state == WindowState.CLOSED.value
    )
    lines = [own_line(name) for name in reading.connection.execute(closed).scalars()]
    question = (
        sa.select(tickets.c.ticket_id)
        .where(tickets.c.hall == reading.hall, tickets.c.state == WAITING, tickets.c.line.in_(lines))
        .order_by(tickets.c.due_at)
    )
    return [TicketId(found) for found in reading.connection.execute(question).scalars()] if lines else []
