"""Whether the applicant of a case has put their name to something: most have not, and then nobody reads its history."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import events
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading


def was_signed(reading: Reading, case_id: CaseId) -> bool:
    """Whether a signature was ever given in this case, be it that something has changed since."""
    question = sa.select(sa.literal(1)).where(
        events.c.hall == reading.hall, events.c.stream_id == case_id, events.c.kind == "case.signed"
    )
    return reading.connection.execute(question.limit(1)).first() is not None
