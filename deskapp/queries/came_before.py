"""What is known already of somebody who comes to the door, and of the numbers that are still in people's hands."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.tables import cases, tickets
from deskapp.ids import CaseId, QueueId
from deskapp.journal.asking import WAITING
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.rules.numbering import as_typed
from deskapp.rules.ticket import Ticket


def waiting_ticket_of(reading: Reading, person: str, queue: QueueId) -> Ticket | None:
    """The ticket with which the person of this mark waits in a queue already."""
    row = reading.connection.execute(
        sa.select(tickets)
        .where(tickets.c.hall == reading.hall, tickets.c.person == person, tickets.c.state == WAITING)
        .where(tickets.c.queue == queue)
        .order_by(tickets.c.due_at)
        .limit(1)
    ).first()
    state = None if row is None else standing_of("ticket", row).state
    return state if isinstance(state, Ticket) else None


def case_numbered(reading: Reading, number: str) -> CaseId | None:
    """The case of a number as it stands on paper or is typed; of a bundle's number the first of its cases."""
    for column in (cases.c.number, cases.c.bundle_number):
        found = reading.connection.execute(
            sa.select(cases.c.case_id)
            .where(cases.c.hall == reading.hall, column == as_typed(number))
            .order_by(cases.c.opened_at, cases.c.case_id)
            .limit(1)
        ).scalar()
        if found is not None:
            return CaseId(found)
    return None


def waiting_ticket_for(reading: Reading, case: CaseId) -> Ticket | None:
    """The ticket with which somebody waits already to go on with this case."""
    rows = reading.connection.execute(
        sa.select(tickets)
        .where(tickets.c.hall == reading.hall, tickets.c.state == WAITING)
        .where(tickets.c.body.contains(case, autoescape=True))
        .order_by(tickets.c.due_at)
    )
    states = (standing_of("ticket", row).state for row in rows)
    return next((state for state in states if isinstance(state, Ticket) and state.case == case), None)


def numbers_carried_over(reading: Reading, queue: QueueId, today: date) -> frozenset[str]:
    """The numbers of earlier days with which somebody still waits in a queue."""
    rows = reading.connection.execute(
        sa.select(tickets.c.number, tickets.c.day)
        .where(
            tickets.c.hall == reading.hall,
            tickets.c.state == WAITING,
            tickets.c.queue == queue,
        )
        .order_by(tickets.c.due_at)  # as their index has them
    )
    return frozenset(row.number for row in rows if row.day < today)
