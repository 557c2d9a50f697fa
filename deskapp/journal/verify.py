"""Is the journal what it was when it was written? Every digest, every chain, every number, and the place of each fault.

What is looked at, in one pass over the events and without holding them in memory:

* each event's digest, computed anew;
* each device's chain: serials without a gap, each event naming the one before it. At the centre a hole whose pages are
  still under way is *awaited* and not a fault; what was accepted and is gone shows in the numbers;
* the centre's numbers: 1 to n without a gap, the counter at n, the running digest computed anew;
* what became of each event: a number for what was accepted, a reason for what was rejected, a giving up for what was
  settled; ratings alone are held, without a number;
* the last signed checkpoint kept here: a journal rolled back behind it, or changed under it, does not agree.

What the centre alone wrote beside an event that it rejected (when it came, and why) no digest covers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa

from db.tables import events
from deskapp.journal.chain import START, digest_of, head_after
from deskapp.journal.checkpoints import signed_by_its_key
from deskapp.journal.kinds import RATING, SPECIAL_GIVEN_UP
from deskapp.journal.reading import Reading
from deskapp.journal.rows import EVENT_COLUMNS, event_of
from deskapp.journal.taking_in import cursor, last_checkpoint
from deskapp.protocol.messages import Checkpoint, Event

_PAYLOAD = 7  # its place among EVENT_COLUMNS
_AT_ONCE = 2000  # events held in memory


@dataclass(frozen=True, slots=True)
class Fault:
    """Something is not as it was written. `place` names the event, the device and serial, or the number."""

    place: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found. `awaited` counts holes in chains that are still to be filled from their desks."""

    checked: int
    faults: tuple[Fault, ...]
    awaited: int


def verify(reading: Reading) -> Findings:
    """Check everything that is kept of this hall."""
    faults: list[Fault] = []
    checked, awaited = 0, 0
    last: Event | None = None
    for event, verdict, reason in _by_device(reading):
        checked += 1
        if digest_of(event) != event.digest:
            faults.append(Fault(_place(event), "verify.digest"))
        if not _judged_rightly(reading, event, verdict, reason):
            faults.append(Fault(_place(event), "verify.verdict", {"verdict": verdict}))
        if last is not None and (last.device, last.epoch) != (event.device, event.epoch):
            last = None
        if not _is_whole(event.device_seq):
            continue  # no place in a chain: its digest told
        wrong, holes = _linked(reading, last, event)
        faults += wrong
        awaited += holes
        last = event
    faults += _settled(reading)
    faults += _numbers(reading)
    return Findings(checked, tuple(faults), awaited)


def _linked(reading: Reading, last: Event | None, event: Event) -> tuple[list[Fault], int]:
    """Whether an event follows the one before it on its device."""
    expected = 1 if last is None else last.device_seq + 1
    if event.device_seq == expected:
        prev = START if last is None else last.digest
        return ([] if event.prev == prev else [Fault(_place(event), "verify.chain")]), 0
    ours = (event.device, event.epoch) == (reading.terms.author.device, reading.terms.author.epoch)
    if ours:
        return [Fault(f"{event.device}/{event.epoch}/{expected}", "verify.missing")], 0
    return [], event.device_seq - expected


def _judged_rightly(reading: Reading, event: Event, verdict: str, reason: str | None) -> bool:
    """A number for what is accepted, a reason for what is rejected; only a desk's own steps wait to be judged."""
    if verdict == "accepted":
        return event.seq is not None and reason is None
    if event.seq is not None:
        return False
    if verdict == "held":
        ours = reading.terms.numbers or event.device == reading.terms.author.device
        return ours and event.stream == RATING and (reason is None or _is_reason(reason))
    if not reading.terms.numbers and event.device != reading.terms.author.device:
        return False  # of others a desk hears what was accepted
    if verdict == "rejected":
        return _is_reason(reason)
    return verdict == "pending" and reason is None and not reading.terms.numbers


def _is_reason(reason: str | None) -> bool:
    try:
        return bool(json.loads(reason or "")["code"])
    except (ValueError, TypeError, LookupError):
        return False


def _settled(reading: Reading) -> list[Fault]:
    """What was rejected is settled when a step that was not rejected itself gave it up, and only then."""
    given_up: set[tuple[str, str]] = set()
    for event, verdict, _ in _by_device(reading, events.c.kind == SPECIAL_GIVEN_UP):
        steps = event.payload.get("steps") if isinstance(event.payload, Mapping) else None
        if verdict != "rejected" and isinstance(steps, list):
            given_up.update((event.stream_id, str(step)) for step in steps)
    question = sa.select(events.c.id, events.c.stream_id, events.c.settled).where(
        events.c.hall == reading.hall, sa.or_(events.c.settled, events.c.verdict == "rejected")
    )
    return [
        Fault(row.id, "verify.settled")
        for row in reading.connection.execute(question)
        if bool(row.settled) != ((row.stream_id, row.id) in given_up)
    ]


def _numbers(reading: Reading) -> list[Fault]:
    """The numbers, and the running digest over them."""
    faults: list[Fault] = []
    checkpoint = last_checkpoint(reading)
    reached = None if reading.terms.numbers else cursor(reading)
    head, expected = START, 1
    head_at_checkpoint = START if checkpoint is not None and checkpoint.seq == 0 else None
    for seq, digest, received_at in _by_number(reading):
        if not _is_whole(seq):
            faults.append(Fault(str(seq), "verify.number_missing"))
            continue
        if reached is not None and seq > reached:
            break  # came ahead of the cursor: what is between is still to be pulled
        if seq != expected:
            faults.append(Fault(str(expected), "verify.number_missing"))
            expected = seq
        head = head_after(head, digest, received_at)
        if checkpoint is not None and seq == checkpoint.seq:
            head_at_checkpoint = head
        expected = seq + 1
    given, kept_head = reading.last()
    if reading.terms.numbers and (given, kept_head) != (expected - 1, head):
        faults.append(Fault(str(given), "verify.counter", {"last": expected - 1}))
    if reached is not None and reached >= expected:
        faults.append(Fault(str(expected), "verify.number_missing"))
    if checkpoint is not None:
        faults += _checkpoint(checkpoint, head_at_checkpoint, reached)
    return faults


def _checkpoint(checkpoint: Checkpoint, head: str | None, reached: int | None) -> list[Fault]:
    place = str(checkpoint.seq)
    if not signed_by_its_key(checkpoint):
        return [Fault(place, "verify.checkpoint_forged")]
    if reached is not None and checkpoint.seq > reached:
        return []  # the word about more than has been pulled so far
    return [] if head == checkpoint.head else [Fault(place, "verify.checkpoint")]


def _by_device(
    reading: Reading, which: sa.ColumnElement[bool] | None = None
) -> Iterator[tuple[Event, str, str | None]]:
    question = (
        sa.select(*EVENT_COLUMNS, events.c.verdict, events.c.reason)
        .where(events.c.hall == reading.hall, sa.true() if which is None else which)
        .order_by(events.c.device, events.c.epoch, events.c.device_seq)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in reading.connection.execute(question):
        yield _readable(row), row.verdict, row.reason


def _readable(row: Any) -> Event:
    """The event of a row; one whose payload is no JSON any more as an empty one, whose digest then is wrong."""
    try:
        return event_of(row)
    except (msgspec.DecodeError, ValueError, TypeError, RecursionError):
        return event_of([*row[:_PAYLOAD], "{}", *row[_PAYLOAD + 1 :]])


def _by_number(reading: Reading) -> Iterator[tuple[int, str, str | None]]:
    question = (
        sa.select(events.c.seq, events.c.digest, events.c.received_at)
        .where(events.c.hall == reading.hall, events.c.seq.is_not(None))
        .order_by(events.c.seq)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in reading.connection.execute(question):
        yield row.seq, row.digest, row.received_at


def _is_whole(value: object) -> bool:
    """SQLite keeps what it is given in any column: a hand that changes a row may leave a text for a number."""
    return isinstance(value, int)


def _place(event: Event) -> str:
    return f"{event.device}/{event.epoch}/{event.device_seq} {event.id}"
