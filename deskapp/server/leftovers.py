"""Says what becomes of those whom nobody would call: of an earlier day, or sent to a window that has closed."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.ids import CENTRE, QueueId, TicketId
from deskapp.journal.writing import Writing
from deskapp.queries.catalogs import queues_that_end_each_day
from deskapp.rules.day_end import day_end
from deskapp.rules.ticket import FROM_THE_LINE, Ticket, TicketState, Transferred
from deskapp.rules.window import WindowState


def end_day(facts: Writing, tickets: Sequence[TicketId]) -> int:
    """Carry these over to today, or send them home, as their queue says; returns how many. Twice does no harm."""
    today = facts.terms.clock.today()
    ending = queues_that_end_each_day(facts, today)
    said = 0
    for found in tickets:
        ticket = facts.ticket(found)
        what = day_end(ticket, today, ends_each_day=ticket.queue in ending)
        for fact in what:
            facts.add(CENTRE, fact, of=found)
        said += bool(what)
    return said


def send_back(facts: Writing, tickets: Sequence[TicketId]) -> int:
    """Let these wait in their queue again, at the place their due time gives them; returns how many."""
    back = [ticket for ticket in map(facts.ticket, tickets) if _waits_for_nobody(facts, ticket)]
    for ticket in back:
        facts.add(CENTRE, Transferred(ticket.queue or QueueId(""), ticket.remark, by=FROM_THE_LINE), of=ticket.id)
    return len(back)


def _waits_for_nobody(facts: Writing, ticket: Ticket) -> bool:
    if ticket.state is not TicketState.WAITING or ticket.sent_to is None:
        return False
    return facts.window(ticket.sent_to).state is WindowState.CLOSED
