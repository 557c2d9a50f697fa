"""Steps of ours that the centre rejected and nobody has settled."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from db.tables import events
from deskapp.ids import BundleId, EventId
from deskapp.journal.reading import Reading
from deskapp.journal.rows import EVENT_COLUMNS, event_of
from deskapp.protocol.messages import Event


def unsettled(reading: Reading, stream_id: str) -> tuple[Event, ...]:
    """The rejected steps of one stream, in the order in which they were made."""
    question = (
        sa.select(*EVENT_COLUMNS)
        .where(
            events.c.hall == reading.hall,
            events.c.stream_id == stream_id,
            events.c.verdict == "rejected",
            ~events.c.settled,
        )
        .order_by(events.c.epoch, events.c.device_seq)
    )
    return tuple(event_of(row) for row in reading.connection.execute(question))


def count(reading: Reading) -> int:
    """How many steps wait for somebody to settle them."""
    question = sa.select(sa.func.count()).where(
        events.c.hall == reading.hall,
        events.c.verdict == "rejected",
        events.c.verdict != sa.literal_column("'accepted'"),  # written out: the index of these few is partial
        ~events.c.settled,
    )
    return int(reading.connection.execute(question).scalar() or 0)


def stream_of(reading: Reading, event_id: EventId) -> str | None:
    """The stream a step belongs to."""
    return reading.connection.execute(
        sa.select(events.c.stream_id).where(events.c.hall == reading.hall, events.c.id == event_id)
    ).scalar()


def opened_in(reading: Reading, bundle: BundleId) -> tuple[str, ...]:
    """The cases of a bundle whose opening was rejected: no list knows them."""
    question = sa.select(events.c.stream_id, events.c.payload).where(
        events.c.hall == reading.hall,
        events.c.verdict == "rejected",
        events.c.verdict != sa.literal_column("'accepted'"),  # written out: the index of these few is partial
        events.c.kind == "case.opened",
        ~events.c.settled,
    )
    said = ((stream_id, msgspec.json.decode(payload)) for stream_id, payload in reading.connection.execute(question))
    return tuple(stream_id for stream_id, payload in said if (payload.get("bundle") or {}).get("id") == bundle)
