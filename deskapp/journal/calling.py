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
from deskapp.journal.rows import own_line, standing_of
from deskapp.journal.writing import Writing
from deskapp.rules.ticket import IN_HAND, WITH_SOMEBODY, Ticket

LeftTo = Callable[[Ticket], frozenset[WindowId]]  # the windows whose line is cut and to which a ticket is left


@dataclass(frozen=True, slots=True)
class CallAsk:
    """A window asks for the next. `turns`: its queues, those first from which it calls first."""

    window: WindowId
    turns: tuple[frozenset[QueueId], ...]


def in_hand(writing: Writing, windows: Collection[WindowId]) -> dict[WindowId, list[Ticket]]:
    """The tickets each of these windows has in hand, the longest first, locked until the commit.

    More than one where the word of what became of the first has not come yet, or the answer to a call was lost.
    """
    rows = writing.connection.execute(
        _in_hand_of(writing.connection.dialect.name), {"hall": writing.hall, "among": sorted(windows)}
    )
    found: dict[WindowId, list[Ticket]] = {}
    for row in sorted(rows, key=lambda row: row.called_at or ""):
        # what was ended a moment ago, in this very transaction, is in nobody's hand any more
        ticket = writing.remember_standing("ticket", row.ticket_id, standing_of("ticket", row)).state
        if isinstance(ticket, Ticket) and ticket.window is not None and ticket.state in IN_HAND:
            found.setdefault(ticket.window, []).append(ticket)
    return found


def take_next(writing: Writing, asks: Sequence[CallAsk], left_to: LeftTo) -> list[TicketId | None]:
    """The next ticket for each ask, in the order of asking, locked until the commit; None when nobody waits.

    A window that asks has its line up: what is left to it, it may have.
    """
    lines: dict[frozenset[QueueId], _Line] = {}
    own_lines = [own_line(ask.window) for ask in asks]
    visits = _Visits(writing)
    taken: set[TicketId] = set()
    answers: list[TicketId | None] = []
    for ask in asks:
        found = None
        for queues in ask.turns or (frozenset[QueueId](),):
            if queues not in lines:
                lines[queues] = _Line(writing, [*queues, *own_lines], len(asks), left_to)
            found = lines[queues].first(ask.window, taken, visits)
            if found is not None:
                break
        answers.append(found)
    return answers


def at_window(writing: Writing, ticket: Ticket) -> WindowId | None:
    """The window that the same person is at already, by another ticket of their visit; locked until the commit."""
    if ticket.visit is None:
        return None
    rows = writing.connection.execute(_of_visit(), {"hall": writing.hall, "visit": ticket.visit, "but": ticket.id})
    states = [writing.standing("ticket", row.ticket_id).state for row in rows]
    busy = (state.window for state in states if isinstance(state, Ticket) and state.state in WITH_SOMEBODY)
    return next(busy, None)


class _Visits:
    """Who stands in several lines is called by one window at a time."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._taken: set[TicketId] = set()

    def busy(self, ticket: Ticket) -> bool:
        """Whether somebody is busy with this person already, or is about to be by this transaction."""
        if ticket.visit is None:
            return False
        return ticket.visit in self._taken or at_window(self._writing, ticket) is not None

    def take(self, ticket: Ticket) -> None:
        """This person is called now."""
        if ticket.visit is not None:
            self._taken.add(ticket.visit)


class _Line:
    """Who waits in some queues, in calling order, read as far as anybody had to look."""

    def __init__(self, writing: Writing, lines: Sequence[str], at_once: int, left_to: LeftTo) -> None:
        self._writing = writing
        self._lines = sorted(set(lines))
        self._at_once = at_once
        self._left_to = left_to
        self._read: list[tuple[Ticket, frozenset[WindowId]]] = []
        self._last = ("", "")  # before everybody
        self._ended = not lines

    def first(self, window: WindowId, taken: set[TicketId], visits: _Visits) -> TicketId | None:
        """The first whom this window may have; taken with this."""
        place = 0
        while True:
            while place < len(self._read):
                ticket, left_to = self._read[place]
                mine = ticket.id not in taken and ticket.sent_to in (None, window) and left_to <= {window}
                if mine and not visits.busy(ticket):
                    taken.add(ticket.id)
                    visits.take(ticket)
                    return ticket.id
                place += 1
            if self._ended:
                return None
            self._more()

    def _more(self) -> None:
        due, ticket = self._last
        rows = self._writing.connection.execute(
            _waiting_in(self._writing.connection.dialect.name),
            {"hall": self._writing.hall, "among": self._lines, "due": due, "ticket": ticket, "most": self._at_once},
        ).all()
        for row in rows:
            self._last = (row.due_at, row.ticket_id)
            standing = self._writing.remember_standing("ticket", row.ticket_id, standing_of("ticket", row))
            if isinstance(standing.state, Ticket) and standing.state.state == "waiting":
                self._read.append((standing.state, self._left_to(standing.state)))
        self._ended = len(rows) < self._at_once


@cache
def _of_visit() -> sa.Select[Any]:
    """The other tickets of a visit: the first of them gave it its name."""
    return sa.select(tickets.c.ticket_id).where(
        tickets.c.hall == sa.bindparam("hall"),
        tickets.c.visit == sa.bindparam("visit"),
        tickets.c.ticket_id != sa.bindparam("but"),
    )


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
            among(dialect, tickets.c.line),
            place > sa.tuple_(sa.bindparam("due", type_=sa.String), sa.bindparam("ticket", type_=sa.String)),
        )
        .order_by(tickets.c.due_at, tickets.c.ticket_id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=True)
    )
