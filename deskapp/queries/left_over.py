"""Tickets that the hall must see to by itself: of an earlier day, or sent to a window that has closed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.tables import tickets, windows
from deskapp.ids import TicketId
from deskapp.journal.asking import WAITING
from deskapp.journal.reading import Reading
from deskapp.journal.rows import own_line
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState

_UNENDED = (TicketState.WAITING.value, TicketState.CALLED.value, TicketState.HELD.value)


def of_earlier_days(reading: Reading, today: date) -> list[TicketId]:
    """Who waits, was called or is held since an earlier day."""
    question = sa.select(tickets.c.ticket_id).where(
        tickets.c.hall == reading.hall, tickets.c.state.in_(_UNENDED), tickets.c.day < today
    )
    return [TicketId(found) for found in reading.connection.execute(question.order_by(tickets.c.due_at)).scalars()]


def sent_to_closed_windows(reading: Reading) -> list[TicketId]:
    """Who waits for a window that is closed: nobody else would ever call them."""
    closed = sa.select(windows.c.window).where(
        windows.c.hall == reading.hall, windows.c.state == WindowState.CLOSED.value
    )
    lines = [own_line(name) for name in reading.connection.execute(closed).scalars()]
    question = sa.select(tickets.c.ticket_id).where(
        tickets.c.hall == reading.hall, tickets.c.state == WAITING, tickets.c.line.in_(lines)
    )
    return [TicketId(found) for found in reading.connection.execute(question).scalars()] if lines else []
