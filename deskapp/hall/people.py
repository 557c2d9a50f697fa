"""Moving people who wait: to another queue, or to one window; and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.queries.roster import window_names
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.ticket import FROM_THE_LINE, Ticket, TicketState, Transferred


@dataclass(frozen=True, slots=True)
class Moved:
    """Who was moved, each with the place they had; and the numbers of those whom a window called first."""

    tickets: tuple[Ticket, ...]
    gone: tuple[str, ...] = ()


def move(
    desk: Desk,
    tickets: Sequence[TicketId],
    queue: QueueId | None = None,
    window: WindowId | None = None,
    remark: str = "",
) -> Moved:
    """Send people who wait to a queue, or to one window; each keeps their due time, so that nobody starts anew.

    Whoever was called meanwhile is left where they are. Refusal `access.denied`, `window.unknown`.
    """
    access.require(desk.clerk.roles, Permission.MOVE_PEOPLE)
    with desk.journal.writing() as facts:
        if window is not None and window not in window_names(facts):
            raise Refusal("window.unknown", window=window[:16])
        before = [facts.ticket(ticket) for ticket in tickets]
        waiting = [ticket for ticket in before if ticket.state is TicketState.WAITING]
        for ticket in waiting:
            to = queue or ticket.queue or QueueId("")
            fact = Transferred(to, remark or ticket.remark, window, by=FROM_THE_LINE)
            facts.add(desk.clerk.id, fact, of=ticket.id)
    desk.line.want_round()
    return Moved(tuple(waiting), tuple(ticket.number for ticket in before if ticket not in waiting))


def move_back(desk: Desk, moved: Moved) -> Moved:
    """Take a move back for everybody who still waits. Refusal `access.denied`."""
    access.require(desk.clerk.roles, Permission.MOVE_PEOPLE)
    with desk.journal.writing() as facts:
        now = [(facts.ticket(ticket.id), ticket) for ticket in moved.tickets]
        back = [(standing, before) for standing, before in now if standing.state is TicketState.WAITING]
        for _, before in back:
            fact = Transferred(before.queue or QueueId(""), before.remark, before.sent_to, by=FROM_THE_LINE)
            facts.add(desk.clerk.id, fact, of=before.id)
    desk.line.want_round()
    stayed = {before.id for _, before in back}
    gone = tuple(ticket.number for ticket in moved.tickets if ticket.id not in stayed)
    return Moved(tuple(standing for standing, _ in back), gone)
