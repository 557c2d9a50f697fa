"""How long services took here, and how many windows serve a queue."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from db.tables import tickets
from deskapp.clock import office_day
from deskapp.ids import QueueId
from deskapp.journal.chain import moment_of
from deskapp.journal.reading import Reading
from deskapp.queries.roster import open_windows
from deskapp.rules.calling import serving

_DAYS = timedelta(days=7)  # what is older says little about today
_MOST = 200


def lately(reading: Reading, queue: QueueId) -> tuple[float, ...]:
    """Minutes from the call to the end of the last services of a queue, the latest first."""
    since = office_day(reading.terms.clock.now()) - _DAYS
    rows = reading.connection.execute(
        sa.select(tickets.c.called_at, tickets.c.ended_at)
        .where(
            tickets.c.hall == reading.hall,
            tickets.c.day >= since,
            tickets.c.queue == queue,
            tickets.c.state == "finished",
            tickets.c.called_at.is_not(None),
            tickets.c.ended_at.is_not(None),
        )
        .order_by(tickets.c.ended_at.desc())
        .limit(_MOST)
    )
    return tuple((moment_of(row.ended_at) - moment_of(row.called_at)).total_seconds() / 60 for row in rows)


def windows_serving(reading: Reading, queue: QueueId) -> int:
    """How many open windows serve a queue."""
    return len(serving(open_windows(reading), queue))
