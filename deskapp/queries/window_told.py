"""What others said of a window since its clerk opened it: other queues, a pause, its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from db.tables import events
from deskapp.failures import Failure, Refusal
from deskapp.ids import CENTRE, ClerkId, EventId, QueueId, WindowId
from deskapp.journal.kinds import Fact, from_payload, unread
from deskapp.journal.reading import Reading
from deskapp.journal.rows import EVENT_COLUMNS, event_of
from deskapp.protocol.messages import Event
from deskapp.queries import catalogs
from deskapp.queries.roster import OF_A_WINDOW
from deskapp.rules.catalog import Queue
from deskapp.rules.window import QueuesChanged, WindowClosed, WindowOpened, WindowPaused, WindowResumed

_LOOKED_AT = 50  # steps of a window since it was opened


@dataclass(frozen=True, slots=True)
class WindowTold:
    """The last word of somebody else. `queues`: what it serves now, with their names, where that was changed; `usual`:
    an hour had come, and nobody in particular said it.
    """

    event: EventId
    kind: str  # "window.queues_changed" | "window.paused" | "window.resumed" | "window.closed"
    queues: tuple[Queue, ...] = ()
    until: datetime | None = None
    why: str = ""
    usual: bool = False


def window_told(reading: Reading, window: WindowId, clerk: ClerkId) -> WindowTold | None:
    """Read it; None when nobody else has said anything of this window since it was opened."""
    question = (
        sa.select(*EVENT_COLUMNS)
        .where(events.c.hall == reading.hall, events.c.stream_id == window, events.c.stream == OF_A_WINDOW)
        .where(events.c.verdict != "rejected")
        .order_by(events.c.seq.is_(None).desc(), events.c.seq.desc(), events.c.epoch.desc(), events.c.device_seq.desc())
        .limit(_LOOKED_AT)
    )
    for row in reading.connection.execute(question):
        event = event_of(row)
        fact = _read(event)
        if isinstance(fact, WindowOpened):
            return None
        if event.actor != clerk and isinstance(fact, (QueuesChanged, WindowPaused, WindowResumed, WindowClosed)):
            return _told(reading, event, fact)
    return None


def _told(reading: Reading, event: Event, fact: Fact) -> WindowTold:
    if not isinstance(fact, QueuesChanged):
        return WindowTold(event.id, event.kind, why=fact.reason if isinstance(fact, WindowPaused) else "")
    usual = event.actor == CENTRE
    return WindowTold(event.id, event.kind, _named(reading, fact.queues), fact.until, fact.why, usual)


def _named(reading: Reading, queues: tuple[QueueId, ...]) -> tuple[Queue, ...]:
    try:
        known = catalogs.in_force(reading, reading.terms.clock.today()).queues
    except Refusal:
        return ()
    return tuple(known[queue] for queue in queues if queue in known)


def _read(event: Event) -> Fact | None:
    try:
        return from_payload(event.kind, event.schema, event.payload, unread)
    except Failure:
        return None
