"""Who is called next: earliest due first.

A ticket's `due_at` is fixed when it is issued: its arrival plus the target wait of its class, or an appointment's own
time. Nobody starves, because every due time is passed at last by every later arrival's; and anyone can explain the
order, because it is one column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules.line_terms import APPOINTMENT, NORMAL, LineTerms
from deskapp.rules.ticket import Ticket, TicketState

NEVER = datetime.max.replace(tzinfo=UTC)  # a ticket that was never issued is never due


def due_at(terms: LineTerms, ticket_class: str, came_at: datetime, appointment: datetime | None = None) -> datetime:
    """When this person should be called at the latest.

    Who has an appointment is due at its time, but never before they came; who comes later than the hall allows has
    lost it and waits as everybody does from when they came. Refusal `ticket.wrong_class`.
    """
    if ticket_class == APPOINTMENT:
        if appointment is not None and came_at - appointment <= timedelta(minutes=terms.late):
            return max(appointment, came_at)
        ticket_class = NORMAL
    return came_at + timedelta(minutes=terms.person_class(ticket_class).wait)


def calling_order(ticket: Ticket) -> tuple[datetime, str]:
    """The key by which waiting tickets are called: due time, then the order in which they were issued (UUIDv7)."""
    return ticket.due_at or NEVER, ticket.id


def in_order(tickets: Iterable[Ticket], queues: Collection[QueueId]) -> list[Ticket]:
    """Who waits in these queues, in the order in which they will be called."""
    return sorted(
        (t for t in tickets if t.state is TicketState.WAITING and t.queue in queues),
        key=calling_order,
    )


def owner(ticket: TicketId, windows: Collection[WindowId]) -> WindowId | None:
    """The window that may call this ticket while its line is cut: highest random weight (rendezvous hashing).

    Every window computes the same owner from the same roster; a window that opens or closes moves only its own share.
    """
    return max(windows, key=lambda window: (sha256(f"{ticket}|{window}".encode()).digest(), window), default=None)


def callers(roster: Mapping[WindowId, Collection[QueueId]], ticket: Ticket) -> list[WindowId]:
    """The windows of a roster that may call a ticket: the one they were sent to, else all that serve their queue."""
    if ticket.sent_to is not None:
        return [ticket.sent_to] if ticket.sent_to in roster else []
    return serving(roster, ticket.queue)


def serving(roster: Mapping[WindowId, Collection[QueueId]], queue: QueueId | None) -> list[WindowId]:
    """The windows of a roster that serve a queue."""
    return [window for window, queues in roster.items() if queue in queues]


def owned(
    tickets: Iterable[Ticket], window: WindowId, open_windows: Mapping[WindowId, Collection[QueueId]]
) -> list[Ticket]:
    """The waiting tickets that are this window's own, by the roster it last saw, in calling order."""
    waiting = (ticket for ticket in tickets if ticket.state is TicketState.WAITING)
    mine = (ticket for ticket in waiting if owner(ticket.id, callers(open_windows, ticket)) == window)
    return sorted(mine, key=calling_order)
