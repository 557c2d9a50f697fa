"""The whole hall on one board: queues as columns, windows as cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

import sqlalchemy as sa

from db.tables import tickets
from deskapp.clock import day_begins
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.journal.asking import WAITING, WITH_A_WINDOW
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.reading import Reading
from deskapp.queries.catalogs import in_force
from deskapp.queries.roster import defined_windows
from deskapp.queries.served_lately import lately
from deskapp.queries.window_alarms import AtWindow, HallNow, Waits, window_alarms
from deskapp.rules.alarms import Alarm, Silence
from deskapp.rules.catalog import Catalog
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.proposals import Proposal, QueueLoad, proposals
from deskapp.rules.turns import Plan
from deskapp.rules.waits import LEAST_SERVICES, Wait, expected_wait
from deskapp.rules.window import CallForHelp, Window, WindowState


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
    help: CallForHelp | None = None  # which its clerk called for


@dataclass(frozen=True, slots=True)
class HallBoard:
    queues: tuple[QueueColumn, ...]
    windows: tuple[WindowCard, ...]
    proposals: tuple[Proposal, ...]
    served_today: int
    limit: timedelta  # within which everybody should be called
    alarms: tuple[Alarm, ...] = ()

    @property
    def waiting(self) -> int:
        """How many wait in the whole hall."""
        return sum(len(column.waiting) for column in self.queues)


@dataclass(frozen=True, slots=True)
class _InHand:
    number: str
    serving: bool
    since: datetime | None
    queue: QueueId | None = None


@dataclass(frozen=True, slots=True)
class _Day:
    """How many a window has served today, and when a ticket of its was last called or ended."""

    served: int = 0
    last: datetime | None = None


def hall_board(reading: Reading, today: date, silences: Mapping[WindowId, Silence] | None = None) -> HallBoard:
    """Read it; empty before the first catalogue has come.

    `silences`: the windows of which the centre has not heard; None while that is not known here.
    """
    try:
        catalog = in_force(reading, today)
    except Refusal:
        return HallBoard((), (), (), 0, timedelta())
    waiting = _waiting(reading)
    states = defined_windows(reading)
    serves = {window.id: window.queues for window in states if window.state is WindowState.OPEN}
    columns = tuple(_column(reading, catalog, queue, waiting, serves) for queue in catalog.queues)
    days = _days(reading, today)
    hands = _hands(reading)
    limit = timedelta(minutes=catalog.line.person_class(NORMAL).wait)
    loads = [_load(column) for column in columns]
    return HallBoard(
        queues=columns,
        windows=_cards(states, waiting, days, *hands),
        proposals=proposals(loads, serves, limit, reading.terms.clock.now()),
        served_today=sum(day.served for day in days.values()),
        limit=limit,
        alarms=window_alarms(
            reading,
            HallNow(
                windows=states,
                at={window.id: _at(window.id, days, hands[0]) for window in states},
                waiting=[Waits(ticket.since, ticket.queue, ticket.sent_to) for ticket in waiting],
                services={column.queue: column.services for column in columns},
            ),
            catalog.line,
            silences,
        ),
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
        .where(tickets.c.hall == reading.hall, tickets.c.state == WAITING)
        .order_by(tickets.c.due_at, tickets.c.ticket_id)
    )  # fmt: skip
    return [
        BoardTicket(
            TicketId(row.ticket_id), row.number, QueueId(row.queue), row.ticket_class, moment_of(row.issued_at),
            WindowId(row.line[1:]) if row.line and row.line.startswith("@") else None,
        )
        for row in reading.connection.execute(question)
    ]  # fmt: skip


_Hands = tuple[dict[WindowId, _InHand], dict[WindowId, int]]


def _hands(reading: Reading) -> _Hands:
    """The ticket that each window has in hand, and how many it holds."""
    question = sa.select(
        tickets.c.window, tickets.c.number, tickets.c.state, tickets.c.called_at, tickets.c.queue
    ).where(tickets.c.hall == reading.hall, tickets.c.state.in_(WITH_A_WINDOW))
    in_hand: dict[WindowId, _InHand] = {}
    held: defaultdict[WindowId, int] = defaultdict(int)
    for row in reading.connection.execute(question.order_by(tickets.c.called_at)):
        if row.state == "held":
            held[WindowId(row.window)] += 1
        else:
            since = moment_of(row.called_at) if row.called_at else None
            in_hand[WindowId(row.window)] = _InHand(row.number, row.state == "serving", since, QueueId(row.queue))
    return in_hand, held


def _at(window: WindowId, days: Mapping[WindowId, _Day], in_hand: Mapping[WindowId, _InHand]) -> AtWindow:
    hand, last = in_hand.get(window), days.get(window, _Day()).last
    return AtWindow(last=last) if hand is None else AtWindow(hand.number, hand.queue, hand.since, last)


def _cards(
    states: Sequence[Window],
    waiting: Sequence[BoardTicket],
    days: Mapping[WindowId, _Day],
    in_hand: Mapping[WindowId, _InHand],
    held: Mapping[WindowId, int],
) -> tuple[WindowCard, ...]:
    nobody = _InHand("", serving=False, since=None)
    own = [ticket.sent_to for ticket in waiting if ticket.sent_to is not None]
    return tuple(
        WindowCard(
            window=window.id, state=window.state, clerk=window.clerk, plan=window.plan, until=window.until,
            number=in_hand.get(window.id, nobody).number, serving=in_hand.get(window.id, nobody).serving,
            since=in_hand.get(window.id, nobody).since, held=held.get(window.id, 0), own_line=own.count(window.id),
            served=days.get(window.id, _Day()).served,
            help=window.help if window.help is not None and window.help.stands else None,
        )
        for window in states
    )  # fmt: skip


def _days(reading: Reading, today: date) -> dict[WindowId, _Day]:
    question = (
        sa.select(
            tickets.c.window,
            sa.func.sum(sa.case((tickets.c.state == "finished", 1), else_=0)),
            sa.func.max(sa.func.coalesce(tickets.c.ended_at, tickets.c.called_at)),
        )
        .where(
            tickets.c.hall == reading.hall,
            tickets.c.window.is_not(None),
            tickets.c.called_at >= moment_text(day_begins(today)),
        )
        .group_by(tickets.c.window)
    )
    rows = reading.connection.execute(question)
    return {WindowId(window): _Day(int(count), moment_of(last)) for window, count, last in rows}
