"""Which cases were archived."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.tables import events
from deskapp.clock import day_begins
from deskapp.ids import CaseId
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading


def archived_since(reading: Reading, day: date) -> list[CaseId]:
    """The cases that were archived on this day of the office's or later, in the order in which they were."""
    question = (
        sa.select(events.c.stream_id)
        .where(
            events.c.hall == reading.hall, events.c.kind == "case.archived", events.c.verdict != "rejected",
            events.c.occurred_at >= moment_text(day_begins(day)),
        )
        .order_by(events.c.occurred_at, events.c.id)
    )  # fmt: skip
    return [CaseId(found) for found in dict.fromkeys(reading.connection.execute(question).scalars())]
