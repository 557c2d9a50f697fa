"""The board, read in one view of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import TicketId, WindowId
from deskapp.protocol.door import FoundTicket, TicketStory
from deskapp.protocol.link import LONGEST_WAIT, Link
from deskapp.queries import ticket_story
from deskapp.queries.hall_board import HallBoard, hall_board
from deskapp.queries.line_sheet import LineSheet, line_sheet
from deskapp.rules.alarms import Silence

# Every desk tries again within half a minute once the centre is back, and its word is noted every few seconds: a window
# that is silent longer after that is silent by itself.
SETTLES_IN = LONGEST_WAIT + timedelta(seconds=10)
HOLDS_FOR = timedelta(seconds=30)  # what the centre said of the windows; it is asked every few seconds


@dataclass(frozen=True, slots=True)
class Heard:
    """When the centre said which windows it hears of, by our clock; and of each: how long it has been silent, and how
    long tickets are left to it.
    """

    at: datetime
    windows: Mapping[WindowId, tuple[timedelta, timedelta]]


def ask_heard(desk: Desk) -> Heard:
    """Ask the centre which windows it hears of.

    LineTrouble while our own line is cut; Refusal `access.not_signed_in` for whoever signed in while it was.
    """
    if not desk.clerk.token:
        raise Refusal("access.not_signed_in")
    told = desk.centre.presence(token=desk.clerk.token)
    windows = {one.window: (timedelta(seconds=one.silent), timedelta(seconds=one.left)) for one in told.windows}
    return Heard(desk.clock.now(), windows)


def board(desk: Desk, heard: Heard | None = None) -> HallBoard:
    """The whole hall. Of windows that are silent, idle or held up it speaks only while that can be known here."""
    with desk.journal.reading() as reading:
        return hall_board(reading, desk.clock.today(), _silences(desk.line.link, heard, desk.clock.now()))


def _silences(link: Link, heard: Heard | None, now: datetime) -> dict[WindowId, Silence] | None:
    """None while our own line is cut, has only just come back, or the centre has not said anything lately."""
    if heard is None or not link.online or link.since is None:
        return None
    if now - link.since < SETTLES_IN or not timedelta(0) <= now - heard.at <= HOLDS_FOR:
        return None
    return {window: Silence(heard.at - silent, heard.at + left) for window, (silent, left) in heard.windows.items()}


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
