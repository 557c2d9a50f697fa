"""What the call bar shows: the ticket in hand, and who waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskapp.ids import CaseId, ItemCode, TicketId, WindowId
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    ticket: TicketId
    number: str
    since: datetime
    due_at: datetime
    item_name: str


@dataclass(frozen=True, slots=True)
class CallSheet:
    window: WindowId
    window_state: WindowState
    ticket: TicketId | None  # in hand
    number: str
    ticket_state: TicketState | None
    since: datetime | None  # called at
    calls: int
    item: ItemCode | None  # what the ticket was issued for
    item_name: str
    case: CaseId | None  # the case opened for this ticket, if any
    also_at: tuple[WindowId, ...]  # windows that called the same ticket while a line was cut
    waiting: int
    oldest: datetime | None  # since when the one who waits longest has waited
    next_numbers: tuple[WaitingTicket, ...]  # the next few, in calling order
    served_today: int
    average_minutes: float | None
