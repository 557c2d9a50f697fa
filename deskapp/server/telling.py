"""The word of a board or a speaker that a call was really shown or said: it settles "nobody called me"."""

from __future__ import annotations

from deskapp.ids import ClerkId, TicketId
from deskapp.journal.writing import Writing
from deskapp.queries.ticket_timeline import timeline
from deskapp.rules.ticket import Shown, Spoken


def confirm(facts: Writing, who: ClerkId, ticket: TicketId, told: Shown | Spoken) -> bool:
    """Note it; the same word a second time is not noted again. Whether it was new. Refusal `ticket.unknown`."""
    if any(moment.fact == told for moment in timeline(facts, ticket)):
        return False
    facts.add(who, told, of=ticket)
    return True
