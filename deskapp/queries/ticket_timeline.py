"""What happened to a ticket, one after the other: it settles "nobody called me"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskapp.failures import Failure
from deskapp.ids import ClerkId, TicketId
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import TICKET, from_payload, unread
from deskapp.journal.reading import Reading
from deskapp.rules.ticket import TicketFact

_CALLS = frozenset({"ticket.called", "ticket.called_again"})


@dataclass(frozen=True, slots=True)
class TicketMoment:
    """One thing that happened. `kind`: "ticket.called"; `where`: the window, board or speaker, "" for none."""

    at: datetime
    kind: str
    where: str
    who: ClerkId
    fact: TicketFact


def timeline(reading: Reading, ticket: TicketId) -> tuple[TicketMoment, ...]:
    """All that is known of a ticket, in the order in which it was heard of; what cannot be read is passed over."""
    moments = []
    for event in reading.events_of(ticket):
        if event.stream != TICKET:
            continue
        try:
            fact = from_payload(event.kind, event.schema, event.payload, unread)
        except Failure:
            continue
        if isinstance(fact, TicketFact):
            moments.append(TicketMoment(moment_of(event.occurred_at), event.kind, _where(fact), event.actor, fact))
    return tuple(moments)


def last_call(reading: Reading, ticket: TicketId) -> datetime | None:
    """When the person was called last."""
    calls = [event.occurred_at for event in reading.events_of(ticket) if event.kind in _CALLS]
    return moment_of(max(calls)) if calls else None


def _where(fact: TicketFact) -> str:
    for place in ("window", "board", "speaker"):
        found = getattr(fact, place, None)
        if found:
            return str(found)
    return ""
