"""Which windows are open and what they serve, and the cases and steps that hang on a ticket."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import cases, events, windows
from deskapp.ids import CaseId, QueueId, TicketId, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
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
