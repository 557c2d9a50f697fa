"""Which windows are open and what they serve, and the cases and steps that hang on a ticket."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.tables import cases, events, tickets, windows
from deskapp.ids import CaseId, QueueId, TicketId, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.rules.numbering import read_ticket_number
from deskapp.rules.window import Window, WindowState


def open_windows(reading: Reading) -> dict[WindowId, tuple[QueueId, ...]]:
    """The open windows and their queues."""
    question = sa.select(windows).where(windows.c.hall == reading.hall, windows.c.state == WindowState.OPEN.value)
    states = [standing_of("window", row).state for row in reading.connection.execute(question)]
    return {state.id: state.queues for state in states if isinstance(state, Window)}


def cases_of_ticket(reading: Reading, ticket: TicketId) -> tuple[CaseId, ...]:
    """The cases opened for a ticket."""
    question = sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, cases.c.ticket == ticket)
    return tuple(CaseId(found) for found in reading.connection.execute(question).scalars())


def unsent_of_kind(reading: Reading, kind: str) -> bool:
    """Whether steps of this kind wait to be sent."""
    question = sa.select(events.c.id).where(
        events.c.hall == reading.hall, events.c.verdict == "pending", events.c.kind == kind
    )
    return reading.connection.execute(question.limit(1)).first() is not None


def last_ticket_serial(reading: Reading, queue: QueueId, day: date) -> int:
    """The last serial that a queue has given on a day."""
    last = reading.connection.execute(
        sa.select(tickets.c.number)
        .where(tickets.c.hall == reading.hall, tickets.c.day == day, tickets.c.number.like(f"{queue}%"))
        .order_by(sa.func.length(tickets.c.number).desc(), tickets.c.number.desc())
        .limit(1)
    ).scalar()
    return read_ticket_number(last)[1] if last else 0


def waiting_before(reading: Reading, queue: QueueId, due: str) -> int:
    """How many wait in a queue who are due before a moment."""
    return int(
        reading.connection.execute(
            sa.select(sa.func.count()).where(
                tickets.c.hall == reading.hall,
                tickets.c.state == "waiting",
                tickets.c.queue == queue,
                tickets.c.due_at < due,
            )
        ).scalar_one()
    )


def window_names(reading: Reading) -> tuple[WindowId, ...]:
    """The names of all windows, in the order in which a person counts."""
    names = reading.connection.execute(sa.select(windows.c.window).where(windows.c.hall == reading.hall)).scalars()
    return tuple(WindowId(name) for name in sorted(names, key=lambda name: (len(name), name)))
