"""How long services took here, and how many windows serve a queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from db.tables import events, tickets
from deskapp.clock import office_day
from deskapp.ids import QueueId
from deskapp.journal.chain import moment_of
from deskapp.journal.reading import Reading
from deskapp.queries.roster import open_windows
from deskapp.rules.calling import serving

_DAYS = timedelta(days=7)  # what is older says little about today
_MOST = 200
_OF_HOLDING = ("ticket.called", "ticket.held", "ticket.taken_up")


def lately(reading: Reading, queue: QueueId) -> tuple[float, ...]:
    """Minutes from the call to the end of the last services of a queue, the latest first.

    Without the time for which the person was held: they were away, and the window served others.
    """
    since = office_day(reading.terms.clock.now()) - _DAYS
    ended = reading.connection.execute(
        sa.select(tickets.c.ticket_id, tickets.c.called_at, tickets.c.ended_at)
        .where(
            tickets.c.hall == reading.hall,
            tickets.c.day >= since,
            tickets.c.queue == queue,
            tickets.c.state == "finished",
            tickets.c.called_at.is_not(None),
            tickets.c.ended_at.is_not(None),
        )
        .order_by(tickets.c.ended_at.desc())
        .limit(_MOST)
    ).all()
    held = _held(reading, {row.ticket_id: moment_of(row.ended_at) for row in ended})
    lasted = (
        moment_of(row.ended_at) - moment_of(row.called_at) - held.get(row.ticket_id, timedelta(0)) for row in ended
    )
    return tuple(max(timedelta(0), time).total_seconds() / 60 for time in lasted)


def _held(reading: Reading, ends: Mapping[str, datetime]) -> dict[str, timedelta]:
    """How long tickets were held before they ended, of those that were: few, and asked for first."""
    once_held = (
        sa.select(events.c.stream_id)
        .where(events.c.hall == reading.hall, events.c.stream_id.in_(sorted(ends)), events.c.kind == "ticket.held")
        .distinct()
    )
    which = reading.connection.execute(once_held).scalars().all()
    if not which:
        return {}
    question = (
        sa.select(events.c.stream_id, events.c.kind, events.c.occurred_at)
        .where(events.c.hall == reading.hall, events.c.stream_id.in_(which))
        .where(events.c.kind.in_(_OF_HOLDING), events.c.verdict != "rejected")
        .order_by(events.c.stream_id, events.c.seq.is_(None), events.c.seq, events.c.epoch, events.c.device_seq)
    )
    held: dict[str, timedelta] = {}
    since: dict[str, datetime] = {}
    for ticket, kind, at in reading.connection.execute(question):
        moment = moment_of(at)
        if kind == "ticket.held":
            since.setdefault(ticket, moment)
        elif kind == "ticket.called":  # back in line meanwhile: what was before this call is not of this service
            held.pop(ticket, None)
            since.pop(ticket, None)
        elif ticket in since:
            held[ticket] = held.get(ticket, timedelta(0)) + max(timedelta(0), moment - since.pop(ticket))
    for ticket, begun in since.items():  # ended while held
        held[ticket] = held.get(ticket, timedelta(0)) + max(timedelta(0), ends[ticket] - begun)
    return held


def windows_serving(reading: Reading, queue: QueueId) -> int:
    """How many open windows serve a queue."""
    return len(serving(open_windows(reading), queue))
