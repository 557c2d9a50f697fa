"""Who is called next, for many windows in one transaction.

The waiting tickets are locked as they are read and those that another process has locked are passed over, so that no
ticket is ever given to two windows. One question serves all the calls of a transaction: what a call costs is shared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import tickets
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.journal.writing import Writing
from deskapp.rules.ticket import Ticket

Left = Callable[[Ticket], bool]  # whether a ticket is left to a window whose line is cut


@dataclass(frozen=True, slots=True)
class CallAsk:
    """A window asks for the next of its queues."""

    window: WindowId
    queues: frozenset[QueueId]


def in_hand(reading: Reading, windows: Sequence[WindowId]) -> dict[WindowId, Ticket]:
    """The ticket each of these windows has in hand."""
    question = (
        sa.select(tickets)
        .where(
            tickets.c.hall == reading.hall,
            tickets.c.window.in_(sorted(set(windows))),
            tickets.c.state.in_(("called", "serving")),
        )
        .order_by(tickets.c.called_at)
    )
    found: dict[WindowId, Ticket] = {}
    for row in reading.connection.execute(question):
        ticket = standing_of("ticket", row).state
        if isinstance(ticket, Ticket) and ticket.window is not None:
            found.setdefault(ticket.window, ticket)
    return found


def take_next(writing: Writing, asks: Sequence[CallAsk], left: Left) -> list[TicketId | None]:
    """The next ticket for each ask, in the order of asking, locked until the commit; None when nobody waits."""
    waiting: dict[frozenset[QueueId], list[Ticket]] = {}
    wanted = Counter(ask.queues for ask in asks)
    taken: set[TicketId] = set()
    answers: list[TicketId | None] = []
    for ask in asks:
        if ask.queues not in waiting:
            # another window with other queues may take one of the same first: read enough for all
            waiting[ask.queues] = _waiting(
                writing, ask.queues, len(asks) if len(wanted) > 1 else wanted[ask.queues], left
            )
        found = next((ticket.id for ticket in waiting[ask.queues] if ticket.id not in taken), None)
        if found is not None:
            taken.add(found)
        answers.append(found)
    return answers


def _waiting(writing: Writing, queues: frozenset[QueueId], many: int, left: Left) -> list[Ticket]:
    found: list[Ticket] = []
    last: tuple[str, str] | None = None
    while len(found) < many:
        question = (
            sa.select(tickets)
            .where(tickets.c.hall == writing.hall, tickets.c.state == "waiting", tickets.c.queue.in_(sorted(queues)))
            .order_by(tickets.c.due_at, tickets.c.ticket_id)
            .limit(many)
            .with_for_update(skip_locked=True)
        )
        if last is not None:
            question = question.where(sa.tuple_(tickets.c.due_at, tickets.c.ticket_id) > sa.tuple_(*last))
        rows = writing.connection.execute(question).all()
        for row in rows:
            last = (row.due_at, row.ticket_id)
            standing = writing.remember_standing("ticket", row.ticket_id, standing_of("ticket", row))
            ticket = standing.state
            if isinstance(ticket, Ticket) and ticket.state == "waiting" and not left(ticket):
                found.append(ticket)
        if len(rows) < many:
            break
    return found
