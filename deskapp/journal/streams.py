"""One fold for every stream, on both sides: what is true of a case, a ticket or a window after each event."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from deskapp.failures import Failure
from deskapp.ids import BookingId, CaseId, TicketId, WindowId
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import BOOKING, CASE, TICKET, WINDOW, Fact, from_payload, unread
from deskapp.protocol.messages import Event
from deskapp.rules import booking as bookings
from deskapp.rules import case as cases
from deskapp.rules import case_fold
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows

State = cases.Case | tickets.Ticket | windows.Window | bookings.Booking
FOLDED = frozenset({CASE, TICKET, WINDOW, BOOKING})  # the other streams are only remembered


class Standing(msgspec.Struct, frozen=True):
    """What is true of one stream, and when the moments that lists sort by were."""

    state: State
    first_at: str = ""
    called_at: str | None = None
    ended_at: str | None = None


def nothing(stream: str, stream_id: str) -> Standing:
    """Where every stream begins."""
    if stream == CASE:
        return Standing(cases.Case(CaseId(stream_id)))
    if stream == TICKET:
        return Standing(tickets.Ticket(TicketId(stream_id)))
    if stream == BOOKING:
        return Standing(bookings.Booking(BookingId(stream_id)))
    return Standing(windows.Window(WindowId(stream_id)))


def permits(state: State, fact: Fact) -> None:
    """Ask the rules whether this may happen now. Raises their Refusal."""
    if isinstance(state, cases.Case) and isinstance(fact, cases.CaseFact):
        cases.permits(state, fact)
    elif isinstance(state, tickets.Ticket) and isinstance(fact, tickets.TicketFact):
        tickets.permits(state, fact)
    elif isinstance(state, windows.Window) and isinstance(fact, windows.WindowFact):
        windows.permits(state, fact)
    elif isinstance(state, bookings.Booking) and isinstance(fact, bookings.BookingFact):
        bookings.permits(state, fact)


def after_event(standing: Standing, event: Event, fact: Fact | None = None) -> Standing:
    """What is true after this event; `fact` is what it says, where that was read already. Total: an event that cannot
    be read only counts.
    """
    if fact is None:
        try:
            fact = from_payload(event.kind, event.schema, event.payload, unread)
        except Failure:
            return replace(standing, state=replace(standing.state, version=standing.state.version + 1))
    state = standing.state
    first_at = standing.first_at or event.occurred_at
    if isinstance(state, cases.Case) and isinstance(fact, cases.CaseFact):
        return Standing(case_fold.fold(state, fact, actor=event.actor), first_at)
    if isinstance(state, windows.Window) and isinstance(fact, windows.WindowFact):
        return Standing(windows.fold(state, fact, actor=event.actor, at=moment_of(event.occurred_at)), first_at)
    if isinstance(state, bookings.Booking) and isinstance(fact, bookings.BookingFact):
        return Standing(bookings.fold(state, fact), first_at)
    if isinstance(state, tickets.Ticket) and isinstance(fact, tickets.TicketFact):
        return _ticket_after(standing, first_at, state, tickets.fold(state, fact), event)
    return standing


def _ticket_after(
    standing: Standing, first_at: str, before: tickets.Ticket, now: tickets.Ticket, event: Event
) -> Standing:
    if now.state is tickets.TicketState.WAITING:
        return Standing(now, first_at)
    if before.state is tickets.TicketState.WAITING and now.state is tickets.TicketState.CALLED:
        return Standing(now, first_at, event.occurred_at, standing.ended_at)
    ended = now.state in (tickets.TicketState.FINISHED, tickets.TicketState.NO_SHOW, tickets.TicketState.CANCELLED)
    ended_at = event.occurred_at if ended and before.state is not now.state else standing.ended_at
    return Standing(now, first_at, standing.called_at, ended_at)
