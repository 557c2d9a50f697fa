"""Somebody who waits: to another line, out of it, back in it; each step can be taken back."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.protocol.door import Place
from deskapp.rules import access
from deskapp.rules.access import Permission


def move(desk: Desk, ticket: TicketId, queue: QueueId | None, window: WindowId | None, remark: str = "") -> Place:
    """Send somebody who waits to a queue, or to one window. Returns where they stood, for `move_back`.

    Raises what the centre refuses (`ticket.taken` with the window that has them), or LineTrouble.
    """
    access.require(desk.clerk.roles, Permission.MOVE_PEOPLE)
    to = Place(id=ticket, number="", queue=queue or QueueId(""), window=window, remark=remark)
    return desk.door.move(to, token=desk.clerk.token)


def move_back(desk: Desk, stood: Place) -> None:
    """Take a move back. Raises what `move` raises."""
    desk.door.move(stood, token=desk.clerk.token)


def cancel(desk: Desk, ticket: TicketId) -> Place:
    """Take somebody out of the line who has gone home. Raises what `move` raises."""
    access.require(desk.clerk.roles, Permission.MOVE_PEOPLE)
    return desk.door.cancel(ticket, token=desk.clerk.token)


def cancel_back(desk: Desk, stood: Place) -> None:
    """Put them back at their old place. Raises what `move` raises."""
    desk.door.back_in_line(stood.id, old_place=True, token=desk.clerk.token)


def back_in_line(desk: Desk, ticket: TicketId) -> Place:
    """Let somebody who missed their call wait again, behind those who should have been called by now.

    Raises what the centre refuses, or LineTrouble.
    """
    access.require(desk.clerk.roles, Permission.MOVE_PEOPLE)
    return desk.door.back_in_line(ticket, old_place=False, token=desk.clerk.token)
