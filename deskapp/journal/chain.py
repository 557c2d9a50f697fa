"""Digests: an event covers the one before it on its device, and the centre's head covers every accepted event.

A chain shows that something stored was changed, taken out or put in another order. It does not bind whoever owns the
whole chain: for that the centre signs checkpoints, which are kept elsewhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from msgspec.structs import replace

from deskapp.protocol.json import canonical
from deskapp.protocol.messages import Event

START = "0" * 64
_WIDTH = 27  # characters of a moment


def digest_of(event: Event) -> str:
    """SHA-256 over the canonical form of everything the writer said (not over the number the centre gave)."""
    said = {
        "id": event.id,
        "hall": event.hall,
        "stream": event.stream,
        "stream_id": event.stream_id,
        "version": event.version,
        "kind": event.kind,
        "schema": event.schema,
        "payload": event.payload,
        "actor": event.actor,
        "device": event.device,
        "epoch": event.epoch,
        "device_seq": event.device_seq,
        "occurred_at": event.occurred_at,
        "prev": event.prev,
    }
    return sha256(canonical(said)).hexdigest()


def with_place(event: Event, digest: str, seq: int | None, received_at: str | None) -> Event:
    """The event with its digest and its place at the centre."""
    return replace(event, digest=digest, seq=seq, received_at=received_at)


def head_after(head: str, digest: str, received_at: str | None) -> str:
    """The centre's running digest after one more accepted event, and over when it came: deadlines run from there."""
    return sha256(f"{head}{digest}{received_at}".encode()).hexdigest()


def moment_text(moment: datetime) -> str:
    """A moment as it stands in events: UTC, microseconds, one width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def moment_of(text: str) -> datetime:
    """The moment a text of `moment_text` names. ValueError when it is anything else."""
    if len(text) != _WIDTH or text[10] != "T" or text[-1] != "Z":
        raise ValueError("not a moment as it stands in events")
    return datetime.fromisoformat(text)
