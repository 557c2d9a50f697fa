"""The lists are folds of the events: folded anew they must be the same, row for row."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from db.tables import events
from deskapp.journal.reading import Reading
from deskapp.journal.rows import TABLES, projection_row
from deskapp.journal.streams import after_event, nothing
from deskapp.journal.verify import Fault
from deskapp.journal.writing import Writing


def differences(reading: Reading) -> Iterator[Fault]:
    """Every row that is not what its events say: another, one too many, one missing."""
    for stream, (table, key) in TABLES.items():
        folded = set(_streams(reading, stream))
        kept = set(reading.connection.execute(sa.select(key).where(table.c.hall == reading.hall)).scalars())
        for stream_id in sorted(folded | kept):
            standing = nothing(stream, stream_id)
            for event in reading.events_of(stream_id):
                standing = after_event(standing, event)
            wanted = projection_row(reading.hall, standing) if stream_id in folded else None
            row = reading.connection.execute(
                sa.select(table).where(table.c.hall == reading.hall, key == stream_id)
            ).first()
            if (None if row is None else dict(row._mapping)) != wanted:
                yield Fault(f"{table.name} {stream_id}", "verify.list_differs")


def rebuild(writing: Writing) -> None:
    """Drop the lists and fold them anew, in one transaction."""
    for stream, (table, _) in TABLES.items():
        writing.connection.execute(sa.delete(table).where(table.c.hall == writing.hall))
        writing.refold(stream, list(_streams(writing, stream)))


def _streams(reading: Reading, stream: str) -> list[str]:
    question = (
        sa.select(events.c.stream_id)
        .distinct()
        .where(events.c.hall == reading.hall, events.c.stream == stream, events.c.verdict != "rejected")
    )
    return sorted(reading.connection.execute(question).scalars())
