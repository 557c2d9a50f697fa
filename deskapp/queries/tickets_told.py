"""What happened to the tickets of some days, read in one question and as sparingly as a month of it wants."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from db.tables import events, tickets
from deskapp.clock import day_begins
from deskapp.failures import Failure
from deskapp.ids import ClerkId, TicketId
from deskapp.journal.asking import WAITING
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.kinds import BY_NAME, TICKET, Fact, from_payload, unread
from deskapp.journal.reading import Reading
from deskapp.protocol.json import decode
from deskapp.protocol.messages import SCHEMA
from deskapp.rules.legs import Moment
from deskapp.rules.ticket import TicketFact

_CARRIED = timedelta(days=14)  # so long after it was issued somebody may still come with a ticket
SAYS_NOTHING_OF_TIMES = ("ticket.shown", "ticket.spoken", "ticket.called_again", "ticket.joined")


def told(
    reading: Reading, first: date, last: date, left_out: Collection[str] = SAYS_NOTHING_OF_TIMES
) -> dict[TicketId, list[Moment]]:
    """All that happened to each ticket issued on these days, or earlier and still alive on them, in folding order.

    Some kinds are left out: what a board or a speaker confirmed and the like; what cannot be read is passed over.
    """
    moments: dict[TicketId, list[Moment]] = {}
    for row in reading.connection.execute(_question(reading, first, last, left_out)):
        ticket, kind, schema, payload, actor, occurred_at = row
        fact = fact_of(kind, schema, payload)
        if isinstance(fact, TicketFact):
            moments.setdefault(TicketId(ticket), []).append(Moment(moment_of(occurred_at), ClerkId(actor), fact))
    return moments


def fact_of(kind: str, schema: int, payload: str) -> Fact | None:
    """A fact as it stands in a row; None for what this program cannot read."""
    known = BY_NAME.get(kind)
    try:
        if known is not None and schema == SCHEMA and not known.sealed:
            fact: Fact = decode(payload.encode(), known.fact)
            return fact
        plain: Mapping[str, Any] = decode(payload.encode(), dict)
        return from_payload(kind, schema, plain, unread)
    except Failure:
        return None


def _question(reading: Reading, first: date, last: date, left_out: Collection[str]) -> sa.Select[Any]:
    begins = moment_text(day_begins(first))
    alive = sa.or_(tickets.c.called_at >= begins, tickets.c.ended_at >= begins, tickets.c.state == WAITING)
    return (
        sa.select(
            events.c.stream_id, events.c.kind, events.c.schema, events.c.payload, events.c.actor, events.c.occurred_at
        )
        .select_from(
            tickets.join(events, sa.and_(events.c.hall == tickets.c.hall, events.c.stream_id == tickets.c.ticket_id))
        )
        .where(
            tickets.c.hall == reading.hall,
            tickets.c.day.between(first - _CARRIED, last),
            sa.or_(tickets.c.day >= first, alive),
            events.c.stream == TICKET,
            events.c.kind.not_in(left_out),
            events.c.verdict != "rejected",
        )
        .order_by(events.c.seq.is_(None), events.c.seq, events.c.epoch, events.c.device_seq)
    )
