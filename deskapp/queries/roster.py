"""Which windows are open and what they serve, and the cases and steps that hang on a ticket."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

import sqlalchemy as sa

from db.tables import cases, events, tickets, windows
from deskapp.ids import CaseId, QueueId, TicketId, WindowId
from deskapp.journal.asking import NOT_ACCEPTED
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import WINDOW
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.journal.streams import Standing, after_event, nothing
from deskapp.rules.numbering import read_ticket_number
from deskapp.rules.window import Window, WindowState

OF_A_WINDOW: sa.ColumnElement[str] = sa.literal_column(
    "'window'"
)  # written out: the index of windows' events is partial
Roster = Mapping[WindowId, tuple[QueueId, ...]]  # the open windows and their queues


def open_windows(reading: Reading) -> dict[WindowId, tuple[QueueId, ...]]:
    """The open windows and their queues."""
    question = sa.select(windows).where(windows.c.hall == reading.hall, windows.c.state == WindowState.OPEN.value)
    states = [standing_of("window", row).state for row in reading.connection.execute(question)]
    return {state.id: state.queues for state in states if isinstance(state, Window)}


def opened_at(reading: Reading, names: Collection[WindowId]) -> dict[WindowId, datetime]:
    """When these windows were last opened, as the centre heard it."""
    if not names:
        return {}
    question = (
        sa.select(events.c.stream_id, sa.func.max(events.c.received_at))
        .where(events.c.hall == reading.hall, events.c.stream_id.in_(sorted(names)), events.c.stream == OF_A_WINDOW)
        .where(events.c.kind == "window.opened", events.c.verdict == "accepted", events.c.received_at.is_not(None))
        .group_by(events.c.stream_id)
    )
    return {WindowId(name): moment_of(at) for name, at in reading.connection.execute(question)}


def changed_for_a_while(reading: Reading) -> list[Window]:
    """The windows that serve other queues than their own until some hour."""
    question = sa.select(windows).where(windows.c.hall == reading.hall)
    states = [standing_of("window", row).state for row in reading.connection.execute(question)]
    return [state for state in states if isinstance(state, Window) and state.until is not None]


def rosters_between(reading: Reading, since: str, until: str) -> list[Roster]:
    """The roster at the centre after all it heard up to a moment, and every other until a later one; none twice."""
    question = (
        sa.select(events.c.id, events.c.stream_id, events.c.received_at)
        .where(events.c.hall == reading.hall, events.c.stream == OF_A_WINDOW, events.c.received_at > since)
        .where(events.c.verdict == "accepted")
        .order_by(events.c.received_at, events.c.seq)
    )
    later = reading.connection.execute(question).all()
    roster: dict[WindowId, tuple[QueueId, ...]] = dict(open_windows(reading))
    said = {row.stream_id: reading.events_of(row.stream_id) for row in later}
    new = {row.id for row in later}
    standings: dict[str, Standing] = {}
    for window, told in said.items():
        standing = nothing(WINDOW, window)
        for event in told:
            if event.id not in new:
                standing = after_event(standing, event)
        standings[window] = standing
        _enter(roster, standing)
    rosters: list[Roster] = [dict(roster)]
    by_id = {event.id: event for told in said.values() for event in told}
    for row in later:
        if row.received_at > until:
            break
        standings[row.stream_id] = after_event(standings[row.stream_id], by_id[row.id])
        _enter(roster, standings[row.stream_id])
        if roster not in rosters:
            rosters.append(dict(roster))
    return rosters


def _enter(roster: dict[WindowId, tuple[QueueId, ...]], standing: Standing) -> None:
    window = standing.state
    assert isinstance(window, Window)  # noqa: S101 - the stream decides the type
    roster.pop(window.id, None)
    if window.state is WindowState.OPEN:
        roster[window.id] = window.queues


def cases_of_ticket(reading: Reading, ticket: TicketId) -> tuple[CaseId, ...]:
    """The cases opened for a ticket."""
    question = sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, cases.c.ticket == ticket)
    return tuple(CaseId(found) for found in reading.connection.execute(question).scalars())


def unsent_of_kind(reading: Reading, kind: str) -> bool:
    """Whether steps of this kind wait to be sent."""
    question = sa.select(events.c.id).where(
        events.c.hall == reading.hall, NOT_ACCEPTED, events.c.verdict == "pending", events.c.kind == kind
    )
    return reading.connection.execute(question.limit(1)).first() is not None


def last_ticket_serial(reading: Reading, queue: QueueId, day: date) -> int:
    """The last serial that a queue has given on a day."""
    last = reading.connection.execute(
        sa.select(tickets.c.number)
        .where(tickets.c.hall == reading.hall, tickets.c.day == day, tickets.c.number.like(f"{queue}%"))
        .order_by(sa.func.length(tickets.c.number).desc(), tickets.c.number.desc())
        .limit(1)
    ).scalar()
    return read_ticket_number(last)[1] if last else 0


def waiting_before(reading: Reading, queue: QueueId, due: str, ticket: TicketId) -> int:
    """How many wait in a queue who are called before this ticket, which is due at a moment: several may have booked the
    same hour, and are called as they came.
    """
    return int(
        reading.connection.execute(
            sa.select(sa.func.count()).where(
                tickets.c.hall == reading.hall,
                tickets.c.state == "waiting",
                tickets.c.queue == queue,
                sa.tuple_(tickets.c.due_at, tickets.c.ticket_id) < sa.tuple_(due, ticket),
            )
        ).scalar_one()
    )


def window_names(reading: Reading) -> tuple[WindowId, ...]:
    """The names of all windows, in the order in which a person counts."""
    return tuple(window.id for window in defined_windows(reading))


def defined_windows(reading: Reading) -> list[Window]:
    """All windows that there are, in the order in which a person counts."""
    rows = reading.connection.execute(sa.select(windows).where(windows.c.hall == reading.hall))
    states = [standing_of(WINDOW, row).state for row in rows]
    found = [state for state in states if isinstance(state, Window) and state.defined]
    return sorted(found, key=lambda window: (len(window.id), window.id))
