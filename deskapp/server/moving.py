"""What a greeter may do with somebody who waits: to another line, out of the line, and back in it.

A greeter's desk has no journal, so the centre takes the step itself, by the rules that hold for every desk.
"""

from __future__ import annotations

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, QueueId, TicketId
from deskapp.journal.writing import Writing
from deskapp.protocol.door import Place
from deskapp.queries.catalogs import in_force
from deskapp.rules.ticket import BackInLine, Cancelled, Ticket, TicketState, Transferred

_OUT_OF_LINE = frozenset({TicketState.NO_SHOW, TicketState.CANCELLED})


def move(facts: Writing, who: ClerkId, wanted: Place) -> Place:
    """Send somebody who waits to a queue ("" for the one they stand in), or to one window; they keep their due time.

    Returns where they stood. Refusal `ticket.unknown`, `ticket.taken` with the window that has them,
    `ticket.wrong_state`, `queue.unknown`, `window.unknown`.
    """
    before = _waits(facts, wanted.id, "Transferred")
    to = wanted.queue or before.queue or QueueId("")
    if to not in in_force(facts, facts.terms.clock.today()).queues:
        raise Refusal("queue.unknown", queue=to[:8])
    if wanted.window is not None and not facts.window(wanted.window).version:
        raise Refusal("window.unknown", window=wanted.window[:16])
    facts.add(who, Transferred(to, wanted.remark, wanted.window), of=wanted.id)
    return _place(before)


def cancel(facts: Writing, who: ClerkId, ticket_id: TicketId, reason: str) -> Place:
    """Somebody who waits has gone home. Refusals as `move`."""
    before = _waits(facts, ticket_id, "Cancelled")
    facts.add(who, Cancelled(reason), of=ticket_id)
    return _place(before)


def back_in_line(facts: Writing, who: ClerkId, ticket_id: TicketId, *, old_place: bool) -> Place:
    """Somebody who missed their call waits again: behind all who should have been called by now and before all who come
    later, or at the place they had, to take a step back. Refusal `ticket.unknown`, `ticket.wrong_state`.
    """
    before = facts.ticket(ticket_id)
    if before.state is None:
        raise Refusal("ticket.unknown")
    if before.state not in _OUT_OF_LINE:
        raise Refusal("ticket.wrong_state", ticket=before.number, state=before.state.value, step="BackInLine")
    now = facts.terms.clock.now()
    due = before.due_at if old_place and before.due_at is not None else now
    facts.add(who, BackInLine(due), of=ticket_id)
    return _place(facts.ticket(ticket_id))


def _waits(facts: Writing, ticket_id: TicketId, step: str) -> Ticket:
    """The ticket, if it waits: whoever is at a window is that window's."""
    ticket = facts.ticket(ticket_id)
    if ticket.state is None:
        raise Refusal("ticket.unknown")
    if ticket.state is TicketState.WAITING:
        return ticket
    if ticket.state in _OUT_OF_LINE or ticket.window is None or ticket.state is TicketState.FINISHED:
        raise Refusal("ticket.wrong_state", ticket=ticket.number, state=ticket.state.value, step=step)
    raise Refusal("ticket.taken", ticket=ticket.number, window=ticket.window)


def _place(ticket: Ticket) -> Place:
    return Place(
        id=ticket.id, number=ticket.number, queue=ticket.queue or QueueId(""), window=ticket.sent_to,
        remark=ticket.remark,
    )  # fmt: skip
