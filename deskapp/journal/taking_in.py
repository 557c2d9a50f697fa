"""Takes in what the centre numbered: into the same transaction as the cursor, folded in the centre's order.

What was taken in once stays what it was: the running digest goes along with the cursor and is held against every
signed checkpoint, so that a centre that was rolled back or rewritten is not followed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from db.tables import events
from deskapp.failures import LineTrouble
from deskapp.ids import CaseId
from deskapp.journal.chain import START, digest_of, head_after
from deskapp.journal.checkpoints import signed_by_its_key
from deskapp.journal.order import out_of_order
from deskapp.journal.reading import Reading
from deskapp.journal.streams import FOLDED
from deskapp.journal.writing import Writing
from deskapp.protocol.json import canonical, decode
from deskapp.protocol.messages import Batch, Checkpoint, Event

_AT_ONCE = 500
CURSOR = "cursor"
CHECKPOINT = "checkpoint"
HEAD = "head"  # the running digest up to the cursor


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
    what its digest says, `line.history_differs` when the centre's journal is not the one that was taken in before (it
    was rolled back, or rewritten, or is another centre's): none of them moves anything.
    """
    after = cursor(writing)
    if batch.last < after:
        raise LineTrouble("line.history_differs", after=after)
    fresh = [event for event in batch.events if (event.seq or 0) > after]
    if [event.seq for event in fresh] != list(range(after + 1, after + 1 + len(fresh))):
        raise LineTrouble("line.gap", after=after)
    taken = take_events(writing, fresh, batch.keys)
    heads = _heads(writing, after, fresh)
    _ask_checkpoints(writing, after, heads, batch.checkpoint)
    for case_id in batch.erased:
        writing.erase(case_id)
    writing.note(CURSOR, str(after + len(fresh)))
    writing.note(HEAD, heads[-1])
    if batch.checkpoint is not None:
        writing.note(CHECKPOINT, canonical(batch.checkpoint).decode())
    return taken


def _heads(reading: Reading, after: int, fresh: Sequence[Event]) -> list[str]:
    """The running digest at the cursor, and after each event of a batch."""
    head = reading.local(HEAD)
    heads = [head_of(reading, after) if head is None else head]
    for event in fresh:
        heads.append(head_after(heads[-1], event.digest, event.received_at))
    return heads


def head_of(reading: Reading, upto: int) -> str:
    """The running digest up to a number, from the events themselves."""
    question = (
        sa.select(events.c.digest, events.c.received_at)
        .where(events.c.hall == reading.hall, events.c.seq <= upto)
        .order_by(events.c.seq)
        .execution_options(yield_per=_AT_ONCE)
    )
    head = START
    for digest, received_at in reading.connection.execute(question):
        head = head_after(head, digest, received_at)
    return head


def _ask_checkpoints(reading: Reading, after: int, heads: Sequence[str], new: Checkpoint | None) -> None:
    """Hold the running digest against the checkpoint that came, and against the one that was kept."""
    kept = last_checkpoint(reading)
    if new is not None and kept is not None and (new.seq < kept.seq or new.key != kept.key):
        raise LineTrouble("line.history_differs", after=after)
    if new is not None and (new.hall != reading.hall or not signed_by_its_key(new)):
        raise LineTrouble("line.history_differs", after=after)
    for word in (kept, new):
        if word is not None and after <= word.seq < after + len(heads) and heads[word.seq - after] != word.head:
            raise LineTrouble("line.history_differs", after=after)


def take_events(writing: Writing, new: Sequence[Event], keys: Mapping[CaseId, str]) -> int:
    """Take in numbered events that may come ahead of the cursor (the answer to a call), or again."""
    for event in new:
        if event.hall != writing.hall or event.seq is None or digest_of(event) != event.digest:
            raise LineTrouble("line.wrong_digest", event=event.id)
    writing.keep_keys(_sound(keys))
    held = _held(writing, [event.id for event in new])
    strangers, back_in = [], set()
    for event in new:
        have = held.get(event.id)
        if have is None:
            strangers.append(event)
        elif have.digest != event.digest or have.seq not in (None, event.seq):
            raise LineTrouble("line.wrong_digest", event=event.id)
        elif have.seq is None or have.received_at != event.received_at:
            _confirm(writing, event, told=have.seq is None)
            if have.verdict == "rejected":  # here it was given up for rejected, and so is folded in nothing
                back_in.add(event.stream_id)
    mixed = back_in | out_of_order(writing, {event.id: (event.stream_id, event.seq) for event in strangers})
    _read_standings(writing, strangers)
    for event in strangers:
        writing.record(event, verdict="accepted")
    for stream, stream_id in sorted({(e.stream, e.stream_id) for e in new if e.stream_id in mixed}):
        if stream in FOLDED:
            writing.refold(stream, [stream_id])
    return len(strangers)


def _read_standings(writing: Writing, strangers: Sequence[Event]) -> None:
    """What is true of all that they speak of, at one question for each sort: asked one by one they cost a third."""
    for stream in sorted(FOLDED):
        ids = {event.stream_id for event in strangers if event.stream == stream}
        if ids:
            writing.standings(stream, ids)


def _held(writing: Writing, ids: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(ids), _AT_ONCE):
        question = sa.select(events.c.id, events.c.digest, events.c.seq, events.c.received_at, events.c.verdict).where(
            events.c.hall == writing.hall, events.c.id.in_(ids[start : start + _AT_ONCE])
        )
        found.update((row.id, row) for row in writing.connection.execute(question))
    return found


def _sound(keys: Mapping[CaseId, str]) -> Mapping[CaseId, str]:
    try:
        for key in keys.values():
            base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError) as error:
        raise LineTrouble("line.not_our_centre") from error
    return keys


def _confirm(writing: Writing, event: Event, *, told: bool) -> None:
    """Our own event came back numbered: the answer to the push was lost, or overtaken, or did not say when it came."""
    writing.connection.execute(
        sa.update(events)
        .where(events.c.hall == writing.hall, events.c.id == event.id)
        .values(seq=event.seq, received_at=event.received_at, verdict="accepted", reason=None)
    )
    if told:
        writing.grown.add((event.stream, event.stream_id))
