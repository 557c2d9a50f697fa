"""What hangs over everybody's heads: who is called where, and how many wait. Numbers only, nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from db.tables import tickets
from deskapp.failures import Refusal
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.queries.catalogs import in_force
from deskapp.rules.ticket import Ticket, TicketState

MOST_CALLS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCall:
    """Somebody who is wanted, or is being served, at a window. `call`: which call of theirs it is, from 1."""

    ticket: TicketId
    number: str
    window: WindowId
    called_at: str
    call: int
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardQueue:
    queue: QueueId
    name: str
    en: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBoard:
    """`calls`: the newest first, at most forty."""

    hall: str
    calls: Sequence[BoardCall]
    queues: Sequence[BoardQueue]


def call_board(reading: Reading, hall_name: str, today: date) -> CallBoard:
    """Read it."""
    return CallBoard(hall=hall_name, calls=_calls(reading), queues=_queues(reading, today))


def _calls(reading: Reading) -> list[BoardCall]:
    question = (
        sa.select(tickets)
        .where(tickets.c.hall == reading.hall, tickets.c.state.in_(("called", "serving")))
        .order_by(tickets.c.called_at.desc(), tickets.c.ticket_id.desc())
        .limit(MOST_CALLS)
    )
    calls = []
    for row in reading.connection.execute(question):
        standing = standing_of("ticket", row)
        ticket = standing.state
        if isinstance(ticket, Ticket) and ticket.window is not None:
            here = ticket.state is TicketState.SERVING
            calls.append(
                BoardCall(
                    ticket=ticket.id, number=ticket.number, window=ticket.window,
                    called_at=standing.called_at or "", call=ticket.calls, here=here,
                )
            )  # fmt: skip
    return calls


def _queues(reading: Reading, today: date) -> list[BoardQueue]:
    try:
        queues = in_force(reading, today).queues
    except Refusal:
        return []
    question = (
        sa.select(tickets.c.queue, sa.func.count())
        .where(tickets.c.hall == reading.hall, tickets.c.state == "waiting")
        .group_by(tickets.c.queue)
    )
    waiting = {QueueId(queue): count for queue, count in reading.connection.execute(question)}
    return [
        BoardQueue(queue=code, name=queue.name, en=queue.en, waiting=waiting.get(code, 0))
        for code, queue in queues.items()
    ]
