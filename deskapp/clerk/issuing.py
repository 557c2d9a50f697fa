"""The greeter's quick issue, a second service, and a ticket for somebody who comes back with what was missing.

Numbers are given by the centre alone, so that none is given twice: without the line there is no ticket.
"""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.ids import ItemCode, QueueId, TicketId
from deskapp.journal.taking_in import take_events
from deskapp.protocol.messages import IssueTicket, TicketAnswer
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.line_terms import NORMAL


def issue(desk: Desk, queue: QueueId, ticket_class: str = NORMAL, *, item: ItemCode | None = None) -> TicketAnswer:
    """A ticket for somebody at the door. Raises what the centre refuses; LineTrouble while the line is cut."""
    return _issued(desk, IssueTicket(queue=queue, ticket_class=ticket_class, item=item))


def second_ticket(desk: Desk, ticket: TicketId, queue: QueueId) -> TicketAnswer:
    """A second ticket for the person in hand, for another queue: they have waited, and keep their place."""
    return _issued(desk, IssueTicket(queue=queue, visit=ticket))


def come_back_with(desk: Desk, queue: QueueId, case_number: str) -> TicketAnswer:
    """A return ticket for a case: it keeps the place that the person had, and opens the case where it stood."""
    return _issued(desk, IssueTicket(queue=queue, case=case_number))


def _issued(desk: Desk, words: IssueTicket) -> TicketAnswer:
    access.require(desk.clerk.roles, Permission.ISSUE_TICKET)
    answer = desk.centre.issue(words, token=desk.clerk.token)
    with desk.journal.writing() as facts:
        take_events(facts, answer.events, {})
    desk.line.want_round()
    return answer
