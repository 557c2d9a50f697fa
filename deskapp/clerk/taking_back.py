"""Taking back, within the ten seconds of an undo, what was done to a person's ticket."""

from __future__ import annotations

from deskapp.clerk.calling import say
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import QueueId, TicketId
from deskapp.rules import access
from deskapp.rules import ticket as tickets
from deskapp.rules.access import Permission


def no_show(desk: Desk, ticket: TicketId) -> None:
    """Put a person who was passed by mistake back in line, at their old place. Refusal `ticket.wrong_state`."""
    access.require(desk.clerk.roles, Permission.CALL)
    with desk.journal.writing() as facts:
        due = facts.ticket(ticket).due_at
        facts.add(desk.clerk.id, tickets.BackInLine(due or desk.clock.now()), of=ticket)


def call(desk: Desk, ticket: TicketId) -> None:
    """Put the person back in line at their old place: the key was hit by mistake."""
    say(desk, ticket, tickets.CallUndone(desk.clerk.window), ends=True)


def transfer(desk: Desk, ticket: TicketId, queue: QueueId | None) -> None:
    """Send a person back to the queue they came from. Refusal `ticket.taken` when a window has called them there."""
    access.require(desk.clerk.roles, Permission.CALL)
    with desk.journal.writing() as facts:
        sent = facts.ticket(ticket)
        if sent.state is not tickets.TicketState.WAITING:
            raise Refusal("ticket.taken", ticket=sent.number, window=sent.window)
        if queue is not None:
            facts.add(desk.clerk.id, tickets.Transferred(queue, by=tickets.FROM_THE_LINE), of=ticket)
