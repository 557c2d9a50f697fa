"""The whole hall on one board: queues as columns, windows as cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

import sqlalchemy as sa

from db.tables import tickets, windows
from deskapp.clock import day_begins
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.queries.catalogs import in_force
from deskapp.queries.served_lately import lately
from deskapp.rules.catalog import Catalog
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.proposals import Proposal, QueueLoad, proposals
from deskapp.rules.turns import Plan
from deskapp.rules.waits import LEAST_SERVICES, Wait, expected_wait
from deskapp.rules.window import Window, WindowState


@dataclass(frozen=True, slots=True)
class BoardTicket:
    """Somebody who waits. `sent_to`: the one window that may call them."""

    ticket: TicketId
    number: str
    queue: QueueId
    ticket_class: str
    since: datetime
    sent_to: WindowId | None = None


@dataclass(frozen=True, slots=True)
class QueueColumn:
    """`waiting`: in the order of calling; `windows`: the open ones that serve it; `services`: minutes, lately."""

    queue: QueueId
    name: str
    en: str
    waiting: tuple[BoardTicket, ...]
    windows: tuple[WindowId, ...]
    services: tuple[float, ...]

    @property
    def oldest(self) -> datetime | None:
        """Since when the one who waits longest has waited."""
        return min((ticket.since for ticket in self.waiting), default=None)

    def wait(self, *, people: int = 0, windows: int = 0) -> Wait | None:
        """The wait of somebody who joins now, with so many people or windows more; None while too little is known."""
        return expected_wait(max(0, len(self.waiting) + people), len(self.windows) + windows, self.services)


@dataclass(frozen=True, slots=True)
class WindowCard:
    """`number`, `serving`, `since`: the ticket in hand, whether the person has come, since when they were called."""

    window: WindowId
    state: WindowState
    clerk: ClerkId | None
    plan: Plan
    until: datetime | None
    number: str
    serving: bool
    since: datetime | None
    held: int
    own_line: int  # who was sent to this window alone
    served: int  # today


@dataclass(frozen=True, slots=True)
class HallBoard:
    queues: tuple[QueueColumn, ...]
    windows: tuple[WindowCard, ...]
    proposals: tuple[Proposal, ...]
    served_today: int
    limit: timedelta  # within which everybody should be called

    @property
    def waiting(self) -> int:
        """How many wait in the whole hall."""
        return sum(len(column.waiting) for column in self.queues)


@dataclass(frozen=True, slots=True)
class _InHand:
    number: str
    serving: bool
    since: datetime | None


def hall_board(reading: Reading, today: date) -> HallBoard:
    """Read it; empty before the first catalogue has come."""
    try:
        catalog = in_force(reading, today)
    except Refusal:
        return HallBoard((), (), (), 0, timedelta())
    waiting = _waiting(reading)
    states = _windows(reading)
    serves = {window.id: window.queues for window in states if window.state is WindowState.OPEN}
    columns = tuple(_column(reading, catalog, queue, waiting, serves) for queue in catalog.queues)
    served = _served(reading, today)
    limit = timedelta(minutes=catalog.line.person_class(NORMAL).wait)
    loads = [_load(column) for column in columns]
    return HallBoard(
        queues=columns,
        windows=_cards(reading, states, waiting, served),
        proposals=proposals(loads, serves, limit, reading.terms.clock.now()),
        served_today=sum(served.values()),
        limit=limit,
    )


def _column(
    reading: Reading,
    catalog: Catalog,
    code: QueueId,
    waiting: Sequence[BoardTicket],
    serves: Mapping[WindowId, Sequence[QueueId]],
) -> QueueColumn:
    queue = catalog.queues[code]
    return QueueColumn(
        queue=code,
        name=queue.name,
        en=queue.en,
        waiting=tuple(ticket for ticket in waiting if ticket.queue == code),
        windows=tuple(window for window, queues in serves.items() if code in queues),
        services=lately(reading, code),
    )


def _load(column: QueueColumn) -> QueueLoad:
    """Who was sent to one window alone waits for that one, whatever the others do."""
    since = [ticket.since for ticket in column.waiting if ticket.sent_to is None]
    service = fmean(column.services) if len(column.services) >= LEAST_SERVICES else None
    return QueueLoad(column.queue, since, column.windows, service)


def _waiting(reading: Reading) -> list[BoardTicket]:
    question = (
        sa.select(
            tickets.c.ticket_id, tickets.c.number, tickets.c.queue, tickets.c.ticket_class, tickets.c.issued_at,
            tickets.c.line,
        )
        .where(tickets.c.hall == reading.hall, tickets.c.state == "waiting")
        .order_by(tickets.c.due_at, tickets.c.ticket_id)
    )  # fmt: skip
    return [
        BoardTicket(
            TicketId(row.ticket_id), row.number, QueueId(row.queue), row.ticket_class, moment_of(row.issued_at),
            WindowId(row.line[1:]) if row.line and row.line.startswith("@") else None,
        )
        for row in reading.connection.execute(question)
    ]  # fmt: skip


def _windows(reading: Reading) -> list[Window]:
    rows = reading.connection.execute(sa.select(windows).where(windows.c.hall == reading.hall))
    states = [standing_of("window", row).state for row in rows]
    found = [state for state in states if isinstance(state, Window)]
    return sorted(found, key=lambda window: (len(window.id), window.id))


def _cards(
    reading: Reading, states: Sequence[Window], waiting: Sequence[BoardTicket], served: Mapping[WindowId, int]
) -> tuple[WindowCard, ...]:
    question = sa.select(tickets.c.window, tickets.c.number, tickets.c.state, tickets.c.called_at).where(
        tickets.c.hall == reading.hall, tickets.c.state.in_(("called", "serving", "held"))
    )
    in_hand: dict[WindowId, _InHand] = {}
    held: defaultdict[WindowId, int] = defaultdict(int)
    for row in reading.connection.execute(question.order_by(tickets.c.called_at)):
        if row.state == "held":
            held[WindowId(row.window)] += 1
        else:
            since = moment_of(row.called_at) if row.called_at else None
            in_hand[WindowId(row.window)] = _InHand(row.number, row.state == "serving", since)
    nobody = _InHand("", serving=False, since=None)
    own = [ticket.sent_to for ticket in waiting if ticket.sent_to is not None]
    return tuple(
        WindowCard(
            window=window.id, state=window.state, clerk=window.clerk, plan=window.plan, until=window.until,
            number=in_hand.get(window.id, nobody).number, serving=in_hand.get(window.id, nobody).serving,
            since=in_hand.get(window.id, nobody).since, held=held[window.id], own_line=own.count(window.id),
            served=served.get(window.id, 0),
        )
        for window in states
    )  # fmt: skip


def _served(reading: Reading, today: date) -> dict[WindowId, int]:
    question = (
        sa.select(tickets.c.window, sa.func.count())
        .where(
            tickets.c.hall == reading.hall,
            tickets.c.state == "finished",
            tickets.c.called_at >= moment_text(day_begins(today)),
        )
        .group_by(tickets.c.window)
    )
    return {WindowId(window): count for window, count in reading.connection.execute(question)}
