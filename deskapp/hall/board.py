"""The board, read in one view of the journal."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.ids import TicketId
from deskapp.protocol.door import FoundTicket, TicketStory
from deskapp.queries import ticket_story
from deskapp.queries.hall_board import HallBoard, hall_board
from deskapp.queries.line_sheet import LineSheet, line_sheet


def board(desk: Desk) -> HallBoard:
    """The whole hall."""
    with desk.journal.reading() as reading:
        return hall_board(reading, desk.clock.today())


def line(desk: Desk) -> LineSheet:
    """The line to the centre."""
    with desk.journal.reading() as reading:
        return line_sheet(reading, desk.line.link, desk.line.ahead, desk.clerk.id)


def find_tickets(desk: Desk, words: str) -> tuple[FoundTicket, ...]:
    """Tickets by the beginning of their number, or by their barcode."""
    with desk.journal.reading() as reading:
        return ticket_story.found_tickets(reading, words, desk.clock.today())


def story(desk: Desk, ticket: TicketId) -> TicketStory:
    """Where a ticket stands, and what became of it. Refusal `ticket.unknown`."""
    with desk.journal.reading() as reading:
        return ticket_story.story(reading, ticket)
