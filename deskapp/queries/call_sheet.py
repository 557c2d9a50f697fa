"""What the call bar shows: the ticket in hand, and who waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from db.tables import cases, tickets
from deskapp.clock import day_begins
from deskapp.ids import CaseId, ItemCode, TicketId, WindowId
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.queries.catalogs import line_terms
from deskapp.queries.taking_turns import line_of, taking
from deskapp.rules.calling import NEVER
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.ticket import Ticket, TicketState
from deskapp.rules.turns import in_turn, why_next
from deskapp.rules.window import WindowState

_SHOWN = 5  # of those who wait


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """`sent_here`: another window sent them to this one; `remark`: what it said of them."""

    ticket: TicketId
    number: str
    since: datetime
    due_at: datetime
    item_name: str
    ticket_class: str = NORMAL
    sent_here: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class HeldTicket:
    ticket: TicketId
    number: str
    until: datetime


@dataclass(frozen=True, slots=True)
class CallSheet:
    window: WindowId
    window_state: WindowState
    ticket: TicketId | None  # in hand
    number: str
    ticket_state: TicketState | None
    since: datetime | None  # called at
    calls: int
    item: ItemCode | None  # what the ticket was issued for
    item_name: str
    case: CaseId | None  # the case opened for this ticket, or the one that the person comes back for
    also_at: tuple[WindowId, ...]  # windows that called the same ticket while a line was cut
    waiting: int
    oldest: datetime | None  # since when the one who waits longest has waited
    next_numbers: tuple[WaitingTicket, ...]  # the next few, in calling order
    why_next: str  # why the first of them is the first: "due" | "sent" | "order" | "share" | "overtaken" | ""
    held: tuple[HeldTicket, ...]  # who comes back to this window, soonest first
    heard_by: datetime | None  # by when a board or speaker should have confirmed the call in hand; None: it has
    remark: str  # what the window said that sent the person here
    served_today: int
    average_minutes: float | None


IN_HAND = "ticket_in_hand"  # noted locally: the same ticket after a crash, and when another window has it too


def call_sheet(reading: Reading, window_id: WindowId, today: date, item_names: Mapping[ItemCode, str]) -> CallSheet:
    """Read the call bar of one window."""
    window = reading.window(window_id)
    in_hand = _in_hand(reading, window_id)
    ticket, since = (None, None) if in_hand is None else in_hand
    line = line_of(reading, window)
    how = taking(reading, window)
    first = in_turn(line, how.plan, how.served, enough=how.enough, most=_SHOWN)
    served, average = _served(reading, window_id, today)
    return CallSheet(
        window=window_id,
        window_state=window.state,
        ticket=ticket.id if ticket else None,
        number=ticket.number if ticket else "",
        ticket_state=ticket.state if ticket else None,
        since=since,
        calls=ticket.calls if ticket else 0,
        item=ticket.item if ticket else None,
        item_name=item_names.get(ticket.item, "") if ticket and ticket.item else "",
        case=(_case_of(reading, ticket.id) or ticket.case) if ticket else None,
        also_at=_others(ticket, window_id) if ticket else (),
        waiting=len(line),
        oldest=min((waiting.issued_at for waiting in line if waiting.issued_at), default=None),
        next_numbers=tuple(shown_waiting(waiting, item_names) for waiting in first),
        why_next=why_next(first[0], how.plan, enough=how.enough) if first else "",
        held=held_here(reading, window_id),
        heard_by=_heard_by(reading, ticket, since, today),
        remark=ticket.remark if ticket else "",
        served_today=served,
        average_minutes=average,
    )


def others_in_hand(reading: Reading, window_id: WindowId) -> list[Ticket]:
    """Tickets the centre called for this window that it does not have in hand: the answer to a call was lost."""
    noted = reading.local(IN_HAND)
    question = (
        sa.select(tickets)
        .where(
            tickets.c.hall == reading.hall,
            tickets.c.window == window_id,
            tickets.c.state.in_(("called", "serving")),
            tickets.c.ticket_id != (noted or ""),
        )
        .order_by(tickets.c.called_at, tickets.c.ticket_id)
    )
    standings = [standing_of("ticket", row) for row in reading.connection.execute(question)]
    return [s.state for s in standings if isinstance(s.state, Ticket)]


def _in_hand(reading: Reading, window_id: WindowId) -> tuple[Ticket, datetime | None] | None:
    noted = reading.local(IN_HAND)
    if not noted:
        return None
    standing = reading.standing("ticket", noted)
    ticket = standing.state
    if not isinstance(ticket, Ticket) or ticket.state is None:
        return None
    mine = ticket.window == window_id and ticket.state in (TicketState.CALLED, TicketState.SERVING)
    if not mine and window_id not in ticket.also_called_by:
        return None
    return ticket, moment_of(standing.called_at) if standing.called_at else None


def _heard_by(reading: Reading, ticket: Ticket | None, since: datetime | None, today: date) -> datetime | None:
    if ticket is None or since is None or ticket.state is not TicketState.CALLED or ticket.heard:
        return None
    within = line_terms(reading, today).confirm_within
    return since + timedelta(seconds=within) if within else None


def _others(ticket: Ticket, window_id: WindowId) -> tuple[WindowId, ...]:
    served_by = (*((ticket.window,) if ticket.window else ()), *ticket.also_called_by)
    return tuple(window for window in served_by if window != window_id)


def shown_waiting(ticket: Ticket, item_names: Mapping[ItemCode, str]) -> WaitingTicket:
    """One of those who wait, as a screen shows them."""
    return WaitingTicket(
        ticket.id, ticket.number, ticket.issued_at or NEVER, ticket.due_at or NEVER,
        item_names.get(ticket.item, "") if ticket.item else "", ticket.ticket_class, ticket.sent_to is not None,
        ticket.remark,
    )  # fmt: skip


def held_here(reading: Reading, window_id: WindowId) -> tuple[HeldTicket, ...]:
    """Who is to come back to this window, soonest first."""
    question = sa.select(tickets).where(
        tickets.c.hall == reading.hall, tickets.c.window == window_id, tickets.c.state == TicketState.HELD.value
    )
    states = [standing_of("ticket", row).state for row in reading.connection.execute(question)]
    held = [HeldTicket(t.id, t.number, t.held_until) for t in states if isinstance(t, Ticket) and t.held_until]
    return tuple(sorted(held, key=lambda ticket: (ticket.until, ticket.ticket)))


def _case_of(reading: Reading, ticket: TicketId) -> CaseId | None:
    """The newest case that was opened for it; of a bundle the first of its cases."""
    opened = reading.connection.execute(
        sa.select(cases.c.case_id, cases.c.bundle)
        .where(cases.c.hall == reading.hall, cases.c.ticket == ticket)
        .order_by(cases.c.opened_at.desc(), cases.c.case_id.desc())
    ).all()
    if not opened:
        return None
    bundle = opened[0].bundle
    same = [row.case_id for row in opened if bundle is not None and row.bundle == bundle]
    return CaseId(same[-1] if same else opened[0].case_id)


def _served(reading: Reading, window_id: WindowId, today: date) -> tuple[int, float | None]:
    rows = reading.connection.execute(
        sa.select(tickets.c.called_at, tickets.c.ended_at).where(
            tickets.c.hall == reading.hall,
            tickets.c.window == window_id,
            tickets.c.state == "finished",
            tickets.c.called_at >= moment_text(day_begins(today)),  # who was carried over is of an earlier day
        )
    ).all()
    minutes = [
        (moment_of(row.ended_at) - moment_of(row.called_at)).total_seconds() / 60
        for row in rows
        if row.called_at and row.ended_at
    ]
    return len(rows), sum(minutes) / len(minutes) if minutes else None
