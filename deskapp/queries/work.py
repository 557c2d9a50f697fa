"""What a clerk has left open."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import cases
from deskapp.ids import CaseId, ClerkId
from deskapp.journal.reading import Reading
from deskapp.rules.case_state import State


def cases_left_open(reading: Reading, clerk: ClerkId) -> tuple[CaseId, ...]:
    """Cases this clerk has taken in and neither accepted nor otherwise ended, the newest first."""
    question = (
        sa.select(cases.c.case_id)
        .where(cases.c.hall == reading.hall, cases.c.clerk == clerk, cases.c.state == State.OPENED.value)
        .order_by(cases.c.opened_at.desc())
    )
    return tuple(CaseId(found) for found in reading.connection.execute(question).scalars())
