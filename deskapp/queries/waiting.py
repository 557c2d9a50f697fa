"""Who waits, for the greeter, the kiosk and other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import tickets
from deskapp.ids import QueueId, TicketId
from deskapp.journal.asking import WAITING
from deskapp.journal.reading import Reading

_MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTicket:
    """Somebody in the line. Moments as in events."""

    id: TicketId
    number: str
    queue: QueueId
    ticket_class: str
    issued_at: str
    due_at: str
    item: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTickets:
    """The line, in the order of calling: at most its first two thousand."""

    tickets: Sequence[WaitingTicket]


def waiting_by_queue(reading: Reading) -> Mapping[QueueId, int]:
    """How many wait in each queue in which somebody does."""
    question = (
        sa.select(tickets.c.queue)
        .where(tickets.c.hall == reading.hall, tickets.c.state == WAITING)
        .order_by(tickets.c.due_at)  # as their index has them
    )
    return Counter(QueueId(queue) for queue in reading.connection.execute(question).scalars())


def waiting_tickets(reading: Reading) -> WaitingTickets:
    """Who waits in the whole hall."""
    question = (
        sa.select(tickets)
        .where(tickets.c.hall == reading.hall, tickets.c.state == WAITING)
        .order_by(tickets.c.due_at, tickets.c.ticket_id)
        .limit(_MOST)
    )
    return WaitingTickets(
        tickets=[
            WaitingTicket(
                id=row.ticket_id,
                number=row.number,
                queue=row.queue,
                ticket_class=row.ticket_class,
                issued_at=row.issued_at,
                due_at=row.due_at,
                item=row.item,
            )
            for row in reading.connection.execute(question)
        ]
    )
