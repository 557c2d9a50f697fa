"""What happened in the hall on a day, and the hall at any moment of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from db.tables import events
from deskapp.clock import day_begins
from deskapp.ids import WindowId
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.reading import Reading
from deskapp.queries.roster import OF_A_WINDOW
from deskapp.queries.tickets_told import fact_of, told
from deskapp.rules.replay import Frame, Happened, frames
from deskapp.rules.window import WindowFact

_A_DAY = timedelta(days=1)
_FOLDED = (events.c.seq, events.c.epoch, events.c.device_seq)  # the order in which events are folded


def day_frames(reading: Reading, day: date, moments: Iterable[datetime]) -> Iterator[Frame]:
    """The hall at each of these moments of a day, one after the other.

    All is read before the first, so that the frames may be taken after the transaction has ended.
    """
    return frames(happened_until(reading, day), moments)


def happened_until(reading: Reading, day: date) -> tuple[Happened, ...]:
    """What is to be folded for a day: of each ticket that was alive on it, and of each window, from its beginning."""
    until = day_begins(day + _A_DAY)
    moments = ((ticket, moment) for ticket, moments in told(reading, day, day, ()).items() for moment in moments)
    of_tickets = (Happened(moment.at, ticket, moment.fact) for ticket, moment in moments if moment.at < until)
    return (*_of_windows(reading, until), *of_tickets)


def _of_windows(reading: Reading, until: datetime) -> list[Happened]:
    question = (
        sa.select(events.c.stream_id, events.c.kind, events.c.schema, events.c.payload, events.c.occurred_at, *_FOLDED)
        .where(events.c.hall == reading.hall, events.c.stream == OF_A_WINDOW)
        .where(events.c.verdict != "rejected", events.c.occurred_at < moment_text(until))
        .order_by(events.c.received_at)  # as their index has them; then in the order in which they are folded
    )
    rows = sorted(
        reading.connection.execute(question), key=lambda row: (row.seq is None, row.seq, row.epoch, row.device_seq)
    )
    found = []
    for window, kind, schema, payload, occurred_at, *_ in rows:
        fact = fact_of(kind, schema, payload)
        if isinstance(fact, WindowFact):
            found.append(Happened(moment_of(occurred_at), WindowId(window), fact))
    return found
