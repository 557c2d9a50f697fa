"""What becomes of those who were still in the line when the day ended."""

from __future__ import annotations

from datetime import date

from deskapp.rules.ticket import BackInLine, Cancelled, CarriedOver, NoShow, Ticket, TicketFact, TicketState

DAY_ENDED = "day_ended"  # why a ticket was cancelled


def day_end(ticket: Ticket, today: date, *, ends_each_day: bool) -> tuple[TicketFact, ...]:
    """What is to be said, on a later day, of a ticket that was issued before today; nothing when it has been said.

    Whoever waits, or was held and did not come back, keeps their place in a queue that is carried over and is sent home
    in one that ends each day; whoever was called and did not come is a no-show. Who is being served stays with their
    window.
    """
    if ticket.state is TicketState.CALLED and ticket.window is not None:
        return (NoShow(ticket.window),)
    if ticket.state not in (TicketState.WAITING, TicketState.HELD) or ticket.carried == today:
        return ()
    if ends_each_day:
        return (Cancelled(DAY_ENDED),)
    carried = CarriedOver(today)
    if ticket.state is TicketState.HELD and ticket.due_at is not None:
        return (BackInLine(ticket.due_at), carried)
    return (carried,)
