"""What hangs over everybody's heads: who is called where, and how many wait. Numbers only, nobody's name."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.tables import tickets
from deskapp.failures import Refusal
from deskapp.ids import WindowId
from deskapp.journal.asking import WITH_A_WINDOW
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.protocol.board import BoardCall, BoardQueue, CallBoard, CallWords
from deskapp.queries.catalogs import in_force, line_terms
from deskapp.queries.ticket_timeline import last_call
from deskapp.queries.waiting import waiting_by_queue
from deskapp.rules.announcement import One, announcement
from deskapp.rules.ticket import Ticket, TicketState

MOST_CALLS = 40


def call_board(reading: Reading, hall_name: str, today: date) -> CallBoard:
    """Read it."""
    calls = _calls(reading, line_terms(reading, today).one)
    return CallBoard(hall=hall_name, calls=calls, queues=_queues(reading, today))


def _calls(reading: Reading, one: One) -> list[BoardCall]:
    question = (
        sa.select(tickets)
        .where(tickets.c.hall == reading.hall, tickets.c.state.in_(WITH_A_WINDOW), tickets.c.state != "held")
        .order_by(tickets.c.called_at.desc(), tickets.c.ticket_id.desc())
        .limit(MOST_CALLS)
    )
    calls = []
    for row in reading.connection.execute(question).all():
        standing = standing_of("ticket", row)
        ticket = standing.state
        if isinstance(ticket, Ticket) and ticket.window is not None:
            again = last_call(reading, ticket.id) if ticket.calls > 1 else None
            calls.append(_call(ticket, ticket.window, moment_text(again) if again else standing.called_at or "", one))
    return calls


def _call(ticket: Ticket, window: WindowId, called_at: str, one: One) -> BoardCall:
    here = ticket.state is TicketState.SERVING
    said = () if here else announcement(ticket.number, window, one)
    return BoardCall(
        ticket=ticket.id, number=ticket.number, window=window, called_at=called_at, call=ticket.calls, here=here,
        say=[CallWords(lang=phrase.lang, text=phrase.text, clips=phrase.clips) for phrase in said],
    )  # fmt: skip


def _queues(reading: Reading, today: date) -> list[BoardQueue]:
    try:
        queues = in_force(reading, today).queues
    except Refusal:
        return []
    waiting = waiting_by_queue(reading)
    return [
        BoardQueue(queue=code, name=queue.name, en=queue.en, waiting=waiting.get(code, 0))
        for code, queue in queues.items()
    ]
