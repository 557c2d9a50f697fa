"""A ticket at the door: for somebody new, for the same person once more, for who booked and for who comes back.

Numbers are given by the centre alone, and this desk keeps nothing of whom it gave them to. The ticket is given first
and printed then: a printer that jams costs nobody their place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from deskapp.desk import Desk
from deskapp.devices.printer.contract import Document, Raster
from deskapp.failures import Failure, LineTrouble, Refusal, Trouble
from deskapp.ids import ItemCode, QueueId, TicketId, new_id
from deskapp.papers import queue_ticket
from deskapp.papers.queue_ticket import QueueTicket
from deskapp.papers.raster import dots
from deskapp.protocol.door import CheckedIn
from deskapp.protocol.messages import IssueTicket, TicketAnswer
from deskapp.rules import access, barcode
from deskapp.rules.access import Permission
from deskapp.rules.numbering import as_typed

ID_LENGTH = 18


@dataclass(frozen=True, slots=True)
class Given:
    """A ticket that was given. `arrival`: how somebody came who had booked, "back" who brings what was missing, "" for
    everybody else; `hour` that they booked; `trouble`: why the paper did not come out.
    """

    ticket: TicketAnswer
    arrival: str = ""
    hour: str = ""
    trouble: Failure | None = None


def give(
    desk: Desk, queue: QueueId, ticket_class: str, *, item: ItemCode | None = None, with_ticket: TicketId | None = None
) -> Given:
    """A ticket for somebody at the door; `with_ticket`: they wait in another line already, and stand in both.

    Raises what the centre refuses; LineTrouble while the line is cut: then nobody was given one.
    """
    access.require(desk.clerk.roles, Permission.ISSUE_TICKET)
    words, key = IssueTicket(queue=queue, ticket_class=ticket_class, item=item, visit=with_ticket), new_id()
    return _printed(desk, Given(_asked_twice(lambda: desk.door.issue(words, token=desk.clerk.token, key=key))))


def give_for_code(desk: Desk, typed: str) -> Given:
    """What a code or an ID number at the door is for: somebody who booked, or who brings what was missing.

    Refusal `door.not_ours` for what is none of these, and what the centre refuses; LineTrouble while the line is cut.
    """
    access.require(desk.clerk.roles, Permission.ISSUE_TICKET)
    plain, token, key = as_typed(typed[:64]), desk.clerk.token, new_id()
    seen = barcode.read(plain)
    if isinstance(seen, (barcode.ScannedNotice, barcode.ScannedReceipt)):
        ticket = _asked_twice(lambda: desk.door.come_back(plain, token=token, key=key))
        return _printed(desk, Given(ticket, arrival="back"))
    if isinstance(seen, barcode.ScannedBooking):
        return _checked_in(desk, desk.door.check_in(code=plain, person="", token=token))
    if len(plain) == ID_LENGTH and plain[:-1].isdigit():
        return _checked_in(desk, desk.door.check_in(code="", person=plain, token=token))
    raise Refusal("door.not_ours")


def print_again(desk: Desk, ticket: TicketId) -> None:
    """Print a ticket that waits once more, as things stand now.

    Raises what a printer raises; Refusal `ticket.wrong_state` for one that waits no longer: its paper would mislead.
    """
    _print(desk, ticket, again=True)


def _checked_in(desk: Desk, came: CheckedIn) -> Given:
    return _printed(desk, Given(came.ticket, arrival=came.arrival, hour=came.hour))


def _printed(desk: Desk, given: Given) -> Given:
    """The same, printed, unless they have its paper already."""
    if given.ticket.again:
        return given
    try:
        _print(desk, given.ticket.id, again=False)
    except (Trouble, Refusal) as failure:  # the ticket is given all the same
        return Given(given.ticket, given.arrival, given.hour, failure)
    return given


def _print(desk: Desk, ticket: TicketId, *, again: bool) -> None:
    told = desk.door.paper(ticket, again=again, token=desk.clerk.token)
    paper = msgspec.convert(told, QueueTicket, from_attributes=True)
    strip = queue_ticket.lay_out(paper)
    picture = dots(strip)
    name = f"{queue_ticket.KIND}-{paper.number}.pdf"
    desk.ticket_printer.print(Document(name, queue_ticket.draw(paper), strip=Raster(picture.wide, picture.rows)))


def _asked_twice(ask: Callable[[], TicketAnswer]) -> TicketAnswer:
    """An answer that the line took away is asked for once more, by the same key: it is the same ticket."""
    try:
        return ask()
    except LineTrouble:
        return ask()
