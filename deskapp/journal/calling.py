"""Who is called next, for many windows in one transaction.

The waiting tickets are locked as they are read and those that another process has locked are passed over, so that no
ticket is ever given to two windows. One question serves all the calls of a transaction: what a call costs is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import tickets
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.journal.writing import Writing
from deskapp.rules.ticket import Ticket

LeftTo = Callable[[Ticket], WindowId | None]  # the window whose line is cut and to which a ticket is left


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


def take_next(writing: Writing, asks: Sequence[CallAsk], left_to: LeftTo) -> list[TicketId | None]:
    """The next ticket for each ask, in the order of asking, locked until the commit; None when nobody waits.

    A window that asks has its line up: what is left to it, it may have.
    """
    lines: dict[frozenset[QueueId], _Line] = {}
    taken: set[TicketId] = set()
    answers: list[TicketId | None] = []
    for ask in asks:
        if ask.queues not in lines:
            lines[ask.queues] = _Line(writing, ask.queues, len(asks), left_to)
        found = lines[ask.queues].first(ask.window, taken)
        if found is not None:
            taken.add(found)
        answers.append(found)
    return answers


class _Line:
    """Who waits in some queues, in calling order, read as far as anybody had to look."""

    def __init__(self, writing: Writing, queues: frozenset[QueueId], at_once: int, left_to: LeftTo) -> None:
        self._writing = writing
        self._queues = sorted(queues)
        self._at_once = at_once
        self._left_to = left_to
        self._read: list[tuple[TicketId, WindowId | None]] = []
        self._last: tuple[str, str] | None = None
        self._ended = not queues

    def first(self, window: WindowId, taken: set[TicketId]) -> TicketId | None:
        """The first whom this window may have."""
        place = 0
        while True:
            while place < len(self._read):
                ticket, left_to = self._read[place]
                if ticket not in taken and left_to in (None, window):
                    return ticket
                place += 1
            if self._ended:
                return None
            self._more()

    def _more(self) -> None:
        question = (
            sa.select(tickets)
            .where(
                tickets.c.hall == self._writing.hall, tickets.c.state == "waiting", tickets.c.queue.in_(self._queues)
            )
            .order_by(tickets.c.due_at, tickets.c.ticket_id)
            .limit(self._at_once)
            .with_for_update(skip_locked=True)
        )
        if self._last is not None:
            question = question.where(sa.tuple_(tickets.c.due_at, tickets.c.ticket_id) > sa.tuple_(*self._last))
        rows = self._writing.connection.execute(question).all()
        for row in rows:
            self._last = (row.due_at, row.ticket_id)
            standing = self._writing.remember_standing("ticket", row.ticket_id, standing_of("ticket", row))
            if isinstance(standing.state, Ticket) and standing.state.state == "waiting":
                self._read.append((standing.state.id, self._left_to(standing.state)))
        self._ended = len(rows) < self._at_once
