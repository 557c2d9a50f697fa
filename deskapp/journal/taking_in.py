"""Takes in what the centre numbered: into the same transaction as the cursor, folded in the centre's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from db.tables import events
from deskapp.failures import LineTrouble
from deskapp.ids import CaseId
from deskapp.journal.chain import digest_of
from deskapp.journal.order import out_of_order
from deskapp.journal.reading import Reading
from deskapp.journal.streams import FOLDED
from deskapp.journal.writing import Writing
from deskapp.protocol.json import canonical, decode
from deskapp.protocol.messages import Batch, Checkpoint, Event

CURSOR = "cursor"
CHECKPOINT = "checkpoint"


def cursor(reading: Reading) -> int:
    """The number up to which this installation has everything."""
    return int(reading.local(CURSOR) or 0)


def last_checkpoint(reading: Reading) -> Checkpoint | None:
    """The last word of the centre on what its journal was."""
    kept = reading.local(CHECKPOINT)
    return None if kept is None else decode(kept.encode(), Checkpoint)


def take_in(writing: Writing, batch: Batch) -> int:
    """Take a pulled batch in and move the cursor; returns how many events were new.

    LineTrouble `line.gap` when the batch does not follow on from the cursor, `line.wrong_digest` when an event is not
    what its digest says: neither moves anything.
    """
    after = cursor(writing)
    fresh = [event for event in batch.events if (event.seq or 0) > after]
    if [event.seq for event in fresh] != list(range(after + 1, after + 1 + len(fresh))):
        raise LineTrouble("line.gap", after=after)
    taken = take_events(writing, fresh, batch.keys)
    for case_id in batch.erased:
        writing.erase(case_id)
    writing.note(CURSOR, str(after + len(fresh)))
    if batch.checkpoint is not None:
        writing.note(CHECKPOINT, canonical(batch.checkpoint).decode())
    return taken


def take_events(writing: Writing, new: Sequence[Event], keys: Mapping[CaseId, str]) -> int:
    """Take in numbered events that may come ahead of the cursor (the answer to a call), or again."""
    for event in new:
        if event.hall != writing.hall or event.seq is None or digest_of(event) != event.digest:
            raise LineTrouble("line.wrong_digest", event=event.id)
    writing.keep_keys(keys)
    held = _held(writing, [event.id for event in new])
    strangers = []
    for event in new:
        have = held.get(event.id)
        if have is None:
            strangers.append(event)
        elif have.digest != event.digest:
            raise LineTrouble("line.wrong_digest", event=event.id)
        elif have.seq is None:
            _confirm(writing, event)
    mixed = out_of_order(writing, {event.id: (event.stream_id, event.seq) for event in strangers})
    for event in strangers:
        writing.record(event, verdict="accepted")
    for stream, stream_id in sorted({(e.stream, e.stream_id) for e in new if e.stream_id in mixed}):
        if stream in FOLDED:
            writing.refold(stream, [stream_id])
    return len(strangers)


def _held(writing: Writing, ids: Sequence[str]) -> dict[str, Any]:
    question = sa.select(events.c.id, events.c.digest, events.c.seq).where(
        events.c.hall == writing.hall, events.c.id.in_(ids)
    )
    return {row.id: row for row in writing.connection.execute(question)}


def _confirm(writing: Writing, event: Event) -> None:
    """Our own event came back numbered: the answer to the push was lost, or overtaken."""
    writing.connection.execute(
        sa.update(events)
        .where(events.c.hall == writing.hall, events.c.id == event.id)
        .values(seq=event.seq, received_at=event.received_at, verdict="accepted", reason=None)
    )
    writing.grown.add((event.stream, event.stream_id))
