"""Who is called next, for many windows in one transaction.

The waiting tickets are locked as they are read and those that another process has locked are passed over, so that no
ticket is ever given to two windows. One question serves all the calls of a transaction: what a call costs is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from db.tables import tickets
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal.asking import WAITING, among
from deskapp.journal.rows import standing_of
from deskapp.journal.writing import Writing
from deskapp.rules.ticket import IN_HAND, Ticket

LeftTo = Callable[[Ticket], frozenset[WindowId]]  # the windows whose line is cut and to which a ticket is left


@dataclass(frozen=True, slots=True)
class CallAsk:
    """A window asks for the next of its queues."""

    window: WindowId
    queues: frozenset[QueueId]


def in_hand(writing: Writing, windows: Collection[WindowId]) -> dict[WindowId, Ticket]:
    """The ticket each of these windows has in hand, locked until the commit."""
    rows = writing.connection.execute(
        _in_hand_of(writing.connection.dialect.name), {"hall": writing.hall, "among": sorted(windows)}
    )
    found: dict[WindowId, Ticket] = {}
    for row in sorted(rows, key=lambda row: row.called_at or ""):
        # what was ended a moment ago, in this very transaction, is in nobody's hand any more
        ticket = writing.remember_standing("ticket", row.ticket_id, standing_of("ticket", row)).state
        if isinstance(ticket, Ticket) and ticket.window is not None and ticket.state in IN_HAND:
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
        self._read: list[tuple[TicketId, frozenset[WindowId]]] = []
        self._last = ("", "")  # before everybody
        self._ended = not queues

    def first(self, window: WindowId, taken: set[TicketId]) -> TicketId | None:
        """The first whom this window may have."""
        place = 0
        while True:
            while place < len(self._read):
                ticket, left_to = self._read[place]
                if ticket not in taken and left_to <= {window}:
                    return ticket
                place += 1
            if self._ended:
                return None
            self._more()

    def _more(self) -> None:
        due, ticket = self._last
        rows = self._writing.connection.execute(
            _waiting_in(self._writing.connection.dialect.name),
            {"hall": self._writing.hall, "among": self._queues, "due": due, "ticket": ticket, "most": self._at_once},
        ).all()
        for row in rows:
            self._last = (row.due_at, row.ticket_id)
            standing = self._writing.remember_standing("ticket", row.ticket_id, standing_of("ticket", row))
            if isinstance(standing.state, Ticket) and standing.state.state == "waiting":
                self._read.append((standing.state.id, self._left_to(standing.state)))
        self._ended = len(rows) < self._at_once


@cache
def _in_hand_of(dialect: str) -> sa.Select[Any]:
    return (
        sa.select(tickets)
        .where(
            tickets.c.hall == sa.bindparam("hall"),
            among(dialect, tickets.c.window),
            tickets.c.state.in_((sa.literal_column("'called'"), sa.literal_column("'serving'"))),
        )
        .with_for_update()
    )


@cache
def _waiting_in(dialect: str) -> sa.Select[Any]:
    """Who waits in some queues behind a place in the line, locked; whom another process has locked is passed over."""
    place = sa.tuple_(tickets.c.due_at, tickets.c.ticket_id)
    return (
        sa.select(tickets)
        .where(
            tickets.c.hall == sa.bindparam("hall"),
            tickets.c.state == WAITING,
            among(dialect, tickets.c.queue),
            place > sa.tuple_(sa.bindparam("due", type_=sa.String), sa.bindparam("ticket", type_=sa.String)),
        )
        .order_by(tickets.c.due_at, tickets.c.ticket_id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=True)
    )
