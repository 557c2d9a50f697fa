"""Which windows are heard of, and when they were last."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import presence
from deskapp.failures import Refusal
from deskapp.ids import DeviceId, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.rows import upsert
from deskapp.journal.writing import Writing

_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Seen:
    """When a window's desk was last heard of, after it had sent what it had."""

    window: WindowId
    device: DeviceId
    seen_at: str


def hear(writing: Writing, window: WindowId, device: DeviceId, now: str) -> None:
    """A window's desk was heard of. A desk is heard of at one window only."""
    writing.connection.execute(
        sa.delete(presence).where(
            presence.c.hall == writing.hall, presence.c.device == device, presence.c.window != window
        )
    )
    row = {"hall": writing.hall, "window": window, "device": device, "seen_at": now, "lease": 0}
    upsert(writing.connection, presence, [row])


def release_window(writing: Writing, window: WindowId) -> None:
    """The manager's word: nothing is left to this window any more. Refusal `window.unknown`."""
    if len(window) > _LONGEST_NAME or not window.isprintable() or not writing.window(window).defined:
        raise Refusal("window.unknown", window=window[:_LONGEST_NAME])
    forget_window(writing, window)


def forget_window(writing: Writing, window: WindowId) -> None:
    """A window is closed, or the manager has released what it held: nothing is left to it any more."""
    writing.connection.execute(sa.delete(presence).where(presence.c.hall == writing.hall, presence.c.window == window))


def heard(reading: Reading) -> dict[WindowId, Seen]:
    """Which windows were heard of, and when."""
    rows = reading.connection.execute(sa.select(presence).where(presence.c.hall == reading.hall))
    return {WindowId(row.window): Seen(WindowId(row.window), DeviceId(row.device), row.seen_at) for row in rows}
