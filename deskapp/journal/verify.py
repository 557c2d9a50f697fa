"""Is the journal what it was when it was written? Every digest, every chain, every number, and the place of each fault.

What is looked at, in one pass over the events and without holding them in memory:

* each event's digest, computed anew;
* each device's chain: serials without a gap, each event naming the one before it. At the centre a hole whose pages are
  still under way is *awaited* and not a fault; what was accepted and is gone shows in the numbers;
* the centre's numbers: 1 to n without a gap, the counter at n, the running digest computed anew;
* the last signed checkpoint kept here: a journal rolled back behind it, or changed under it, does not agree.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from db.tables import events
from deskapp.journal.chain import START, digest_of, head_after
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
    for event, verdict in _by_device(reading):
        checked += 1
        if digest_of(event) != event.digest:
            faults.append(Fault(_place(event), "verify.digest"))
        faults += _numbered_rightly(reading, event, verdict)
        if last is None or (last.device, last.epoch) != (event.device, event.epoch):
            last = None
        wrong, holes = _linked(reading, last, event)
        faults += wrong
        awaited += holes
        last = event
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


def _numbered_rightly(reading: Reading, event: Event, verdict: str) -> list[Fault]:
    if reading.terms.numbers and (verdict == "accepted") != (event.seq is not None):
        return [Fault(_place(event), "verify.verdict", {"verdict": verdict})]
    return []


def _numbers(reading: Reading) -> list[Fault]:
    """The numbers, and the running digest over them."""
    faults: list[Fault] = []
    checkpoint = last_checkpoint(reading)
    reached = None if reading.terms.numbers else cursor(reading)
    head, expected = START, 1
    head_at_checkpoint = START if checkpoint is not None and checkpoint.seq == 0 else None
    for seq, digest in _by_number(reading):
        if reached is not None and seq > reached:
            break  # came ahead of the cursor: what is between is still to be pulled
        if seq != expected:
            faults.append(Fault(str(expected), "verify.number_missing"))
            expected = seq
        head = head_after(head, digest)
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


def signed_by_its_key(checkpoint: Checkpoint) -> bool:
    """Whether a checkpoint's signature was made with the key it names (Ed25519, RFC 8032)."""
    said = f"{checkpoint.hall}|{checkpoint.seq}|{checkpoint.head}|{checkpoint.at}".encode()
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(checkpoint.key, validate=True))
        key.verify(base64.b64decode(checkpoint.signature, validate=True), said)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _by_device(reading: Reading) -> Iterator[tuple[Event, str]]:
    question = (
        sa.select(*EVENT_COLUMNS, events.c.verdict)
        .where(events.c.hall == reading.hall)
        .order_by(events.c.device, events.c.epoch, events.c.device_seq)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in reading.connection.execute(question):
        yield _readable(row), row.verdict


def _readable(row: Any) -> Event:
    """The event of a row; one whose payload is no JSON any more as an empty one, whose digest then is wrong."""
    try:
        return event_of(row)
    except ValueError:
        return event_of([*row[:_PAYLOAD], "{}", *row[_PAYLOAD + 1 :]])


def _by_number(reading: Reading) -> Iterator[tuple[int, str]]:
    question = (
        sa.select(events.c.seq, events.c.digest)
        .where(events.c.hall == reading.hall, events.c.seq.is_not(None))
        .order_by(events.c.seq)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in reading.connection.execute(question):
        yield row.seq, row.digest


def _place(event: Event) -> str:
    return f"{event.device}/{event.epoch}/{event.device_seq} {event.id}"
