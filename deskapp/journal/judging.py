"""What the centre looks up to judge a batch of events, each with one question for all of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from db.tables import cases, events, tickets
from db.tables import quarantine as quarantined
from deskapp.ids import DeviceId
from deskapp.journal.asking import among
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import upsert
from deskapp.journal.writing import Writing
from deskapp.protocol.json import plain
from deskapp.protocol.messages import Event

_MANY = 500
_BODY = 64 * 1024  # characters of what is kept of a quarantined event: nobody fills the disk with it


@dataclass(frozen=True, slots=True)
class Known:
    """An event that came before, and what was said of it."""

    digest: str
    seq: int | None
    verdict: str
    code: str | None
    values: Mapping[str, Any]


def known(reading: Reading, ids: Sequence[str]) -> dict[str, Known]:
    """Those of these events that are kept already."""
    found = {}
    question = _known_of(reading.connection.dialect.name)
    for row in reading.connection.execute(question, {"hall": reading.hall, "among": list(ids)}):
        reason = json.loads(row.reason) if row.reason else {}
        found[row.id] = Known(row.digest, row.seq, row.verdict, reason.get("code"), reason.get("values", {}))
    return found


@cache
def _known_of(dialect: str) -> sa.Select[Any]:
    return sa.select(events.c.id, events.c.digest, events.c.seq, events.c.verdict, events.c.reason).where(
        events.c.hall == sa.bindparam("hall"), among(dialect, events.c.id)
    )


def places(reading: Reading, device: DeviceId, batch: Sequence[Event]) -> dict[tuple[int, int], str]:
    """The digests of a device's events around the serials of a batch; under the negative serial, what each of them
    says came before it.
    """
    found: dict[tuple[int, int], str] = {}
    for epoch in {event.epoch for event in batch}:
        near = sorted({event.device_seq + step for event in batch if event.epoch == epoch for step in (-1, 0, 1)})
        for start in range(0, len(near), _MANY):
            question = sa.select(events.c.device_seq, events.c.digest, events.c.prev).where(
                events.c.hall == reading.hall,
                events.c.device == device,
                events.c.epoch == epoch,
                _serial_in(near[start : start + _MANY]),
            )
            for row in reading.connection.execute(question):
                found[epoch, row.device_seq] = row.digest
                found[epoch, -row.device_seq] = row.prev
    return found


def _serial_in(near: Sequence[int]) -> sa.ColumnElement[bool]:
    """A desk's serials follow one another; named one by one only where somebody has left gaps, however wide."""
    if near[-1] - near[0] < _MANY:
        return events.c.device_seq.between(near[0], near[-1])
    return events.c.device_seq.in_(near)


def first_rejected(reading: Reading, device: DeviceId, streams: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The first step (epoch, serial) of each stream that this device had rejected and nobody has settled."""
    found: dict[str, tuple[int, int]] = {}
    rows = reading.connection.execute(
        _rejected_of(reading.connection.dialect.name),
        {"hall": reading.hall, "device": device, "among": sorted(set(streams))},
    )
    for stream_id, epoch, serial in rows:
        found.setdefault(stream_id, (epoch, serial))
    return found


@cache
def _rejected_of(dialect: str) -> sa.Select[Any]:
    return (
        sa.select(events.c.stream_id, events.c.epoch, sa.func.min(events.c.device_seq))
        .where(
            events.c.hall == sa.bindparam("hall"),
            among(dialect, events.c.stream_id),
            events.c.device == sa.bindparam("device"),
            events.c.verdict == "rejected",
            ~events.c.settled,
        )
        .group_by(events.c.stream_id, events.c.epoch)
        .order_by(events.c.epoch)
    )


def numbers_taken(reading: Reading, numbers: Collection[str]) -> dict[str, str]:
    """The cases that have these case numbers."""
    return _holders(reading, cases.c.number, numbers)


def tracks_taken(reading: Reading, tracks: Collection[str]) -> dict[str, str]:
    """The cases that have these progress codes."""
    return _holders(reading, cases.c.track, tracks)


def bundle_numbers_taken(reading: Reading, numbers: Collection[str]) -> dict[str, str]:
    """The bundles that have these numbers."""
    question = sa.select(cases.c.bundle_number, cases.c.bundle).where(
        cases.c.hall == reading.hall, cases.c.bundle_number.in_(sorted(set(numbers)))
    )
    return {row[0]: row[1] for row in reading.connection.execute(question)}


def bundle_tracks_taken(reading: Reading, tracks: Collection[str]) -> frozenset[str]:
    """Those of these progress codes that a bundle has."""
    question = sa.select(cases.c.bundle_track).where(
        cases.c.hall == reading.hall, cases.c.bundle_track.in_(sorted(set(tracks)))
    )
    return frozenset(reading.connection.execute(question).scalars())


def track_of_others(reading: Reading, track: str) -> bool:
    """Whether a case or a bundle has this progress code."""
    return bool(tracks_taken(reading, [track]) or bundle_tracks_taken(reading, [track]))


def _holders(reading: Reading, column: sa.Column[Any], wanted: Collection[str]) -> dict[str, str]:
    question = _holders_of(reading.connection.dialect.name, column)
    rows = reading.connection.execute(question, {"hall": reading.hall, "among": sorted(set(wanted))})
    return {row[0]: row[1] for row in rows}


@cache
def _holders_of(dialect: str, column: sa.Column[Any]) -> sa.Select[Any]:
    return sa.select(column, cases.c.case_id).where(cases.c.hall == sa.bindparam("hall"), among(dialect, column))


def ticket_number_taken(reading: Reading, number: str, day: date) -> bool:
    """Whether a ticket of this number was issued on that day."""
    question = sa.select(tickets.c.ticket_id).where(
        tickets.c.hall == reading.hall, tickets.c.day == day, tickets.c.number == number
    )
    return reading.connection.execute(question.limit(1)).first() is not None


def quarantine(writing: Writing, event: Event, device: DeviceId, reason: str) -> None:
    """Keep aside what is not what it says it is: the same id with another body, a broken chain.

    `device` is the one that sent it. What the event says of itself may be anything, so it is only kept as a text.
    """
    body = json.dumps(plain(event), ensure_ascii=True)
    row = {
        "hall": writing.hall, "id": _as_key(event.id, 36), "digest": _as_key(event.digest, 64),
        "body": body if len(body) <= _BODY else json.dumps({"id": _as_key(event.id, 36), "characters": len(body)}),
        "device": device, "reason": reason, "received_at": moment_text(writing.terms.clock.now()),
    }  # fmt: skip
    upsert(writing.connection, quarantined, [row])


def _as_key(text: str, longest: int) -> str:
    """The text where it can be a key, else its digest."""
    if text.isascii() and text.isprintable() and len(text) <= longest:
        return text
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:longest]


def lock_streams(writing: Writing, streams: Sequence[str]) -> None:
    """Keep other processes out of these streams until the commit, also of those that have no row yet."""
    if not streams or writing.connection.dialect.name != "postgresql":
        return  # SQLite has one writer
    keys = sorted({f"{writing.hall}|{stream}" for stream in streams})
    writing.connection.execute(
        sa.text(
            "SELECT pg_advisory_xact_lock(k) FROM (SELECT DISTINCT hashtextextended(t, 0) AS k"
            " FROM unnest(CAST(:keys AS text[])) AS t ORDER BY k) AS ordered"
        ),
        {"keys": keys},
    )
