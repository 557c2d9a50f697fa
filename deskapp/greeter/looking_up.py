"""What the greeter looks up. Everything is the centre's own answer: nothing of it is kept at this desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from deskapp.desk import Desk
from deskapp.failures import LineTrouble
from deskapp.ids import TicketId, WindowId
from deskapp.protocol.door import BookingsOfDay, Door, FoundItem, FoundTicket, TicketStory
from deskapp.queries.line_sheet import LineSheet, line_sheet

T = TypeVar("T")


def door(desk: Desk) -> Door:
    """The queues and who waits in them. LineTrouble while the line is cut; the line is told how it went."""
    return _over_the_line(desk, desk.door.door)


def find_items(desk: Desk, words: str) -> Sequence[FoundItem]:
    """Items, themes and cancelled proofs by name, initials, code or everyday word."""
    return _over_the_line(desk, lambda: desk.door.find_items(words, token=desk.clerk.token))


def find_tickets(desk: Desk, words: str) -> Sequence[FoundTicket]:
    """Tickets by the beginning of their number, or by their barcode."""
    return _over_the_line(desk, lambda: desk.door.find_tickets(words, token=desk.clerk.token))


def story(desk: Desk, ticket: TicketId) -> TicketStory:
    """Where a ticket stands, and what became of it. Refusal `ticket.unknown`."""
    return _over_the_line(desk, lambda: desk.door.story(ticket, token=desk.clerk.token))


def bookings(desk: Desk) -> BookingsOfDay:
    """What is booked for today."""
    return _over_the_line(desk, lambda: desk.door.bookings(token=desk.clerk.token))


def windows(desk: Desk) -> Sequence[WindowId]:
    """The windows that somebody can be sent to."""
    return _over_the_line(desk, desk.centre.windows)


def line(desk: Desk) -> LineSheet:
    """How the line is, and what whoever worked here before has left to be sent."""
    with desk.journal.reading() as reading:
        return line_sheet(reading, desk.line.link, desk.line.ahead, desk.clerk.id)


def _over_the_line(desk: Desk, ask: Callable[[], T]) -> T:
    try:
        answer = ask()
    except LineTrouble as trouble:
        desk.line.failed(trouble.code)
        raise
    desk.line.answered()
    return answer
