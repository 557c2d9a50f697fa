"""Who is called next: earliest due first.

A ticket's `due_at` is fixed when it is issued: its arrival plus the target wait of its class, or an appointment's own
time. Nobody starves, because every due time is passed at last by every later arrival's; and anyone can explain the
order, because it is one column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules.ticket import Ticket, TicketClass, TicketState

NEVER = datetime.max.replace(tzinfo=UTC)  # a ticket that was never issued is never due


@dataclass(frozen=True, slots=True)
class Targets:
    """How long each class should wait at most."""

    normal: timedelta = timedelta(minutes=30)
    priority: timedelta = timedelta(minutes=5)


def due_at(
    ticket_class: TicketClass, issued_at: datetime, targets: Targets, appointment: datetime | None = None
) -> datetime:
    """When this person should be called at the latest; an appointment's own time, but never before they came."""
    if ticket_class is TicketClass.APPOINTMENT and appointment is not None:
        return max(appointment, issued_at)
    if ticket_class is TicketClass.PRIORITY:
        return issued_at + targets.priority
    return issued_at + targets.normal


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


def serving(roster: Mapping[WindowId, Collection[QueueId]], queue: QueueId | None) -> list[WindowId]:
    """The windows of a roster that serve a queue."""
    return [window for window, queues in roster.items() if queue in queues]


def owned(
    tickets: Iterable[Ticket], window: WindowId, open_windows: Mapping[WindowId, Collection[QueueId]]
) -> list[Ticket]:
    """The waiting tickets that are this window's own, by the roster it last saw, in calling order."""
    mine = open_windows.get(window, ())
    return [
        ticket for ticket in in_order(tickets, mine) if owner(ticket.id, serving(open_windows, ticket.queue)) == window
    ]
