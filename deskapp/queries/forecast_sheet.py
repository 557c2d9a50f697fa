"""What a forecast stands on, read from the lists: who waits, which windows are open, and how the last days went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from db.tables import tickets, windows
from deskapp.clock import day_begins, office_day
from deskapp.failures import Refusal
from deskapp.ids import QueueId, TicketId
from deskapp.journal.asking import WAITING, WITH_A_WINDOW
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.queries.catalogs import in_force, line_terms
from deskapp.queries.silent_windows import cut_off
from deskapp.rules.arrivals import expected, sure_by
from deskapp.rules.forecast_line import QUARTERS, CallBefore, Line, WindowNow
from deskapp.rules.line_terms import APPOINTMENT
from deskapp.rules.ticket import IN_HAND, Ticket, TicketState
from deskapp.rules.window import Window, WindowState

_DAYS = timedelta(days=7)  # what is older says little about today
_MOST = 200  # of a queue: the latest
_TOOK_UP = (TicketState.FINISHED, TicketState.NO_SHOW)  # who did not come took the window's time too
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class _Lately:
    """How a queue went: when people came on each day, what they were, and how long windows were taken up.

    `early`: minutes from when those with an appointment came until they were due.
    """

    came: dict[date, list[float]] = field(default_factory=dict)
    classes: list[str] = field(default_factory=list)
    early: list[float] = field(default_factory=list)
    minutes: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Here:
    """Who waits, which windows are open, whom they have called today, and whom they hold and until when."""

    people: Sequence[Ticket]
    windows: tuple[WindowNow, ...]
    called: Sequence[CallBefore]
    held: Sequence[Ticket] = ()


def line_now(reading: Reading, lease: timedelta | None = None) -> Line:
    """The lines of this hall, as `rules/forecast.py` plays them.

    Times, classes and how early those with an appointment come are of the last seven days, the latest first; who comes
    is expected as on those of them on which anybody came. `lease`: how long a silent window's own tickets are left to
    it; None where nothing is known of who is silent, as at a desk.
    """
    now, today = reading.terms.clock.now(), reading.terms.clock.today()
    rows, people = rows_of(reading, today), _in_state(reading, TicketState.WAITING)
    begins = moment_text(day_begins(today))
    calls = [row for row in rows if row.called_at is not None and row.called_at >= begins and row.window is not None]
    cut = {} if lease is None else cut_off(reading, people, lease)
    at_work = tuple(replace(_window_now(one, calls, now), cut=cut.get(one.id)) for one in _open(reading))
    called = [CallBefore(QueueId(r.queue), moment_of(r.called_at), moment_of(r.due_at)) for r in calls if _due(r)]
    return line_of_hall(reading, now, rows, Here(people, at_work, called, _in_state(reading, TicketState.HELD)))


def line_of_hall(reading: Reading, now: datetime, rows: Sequence[Any], here: Here) -> Line:
    """Who is here, and by the tickets of the last days who is expected and how long they take."""
    today = office_day(now)
    of_queues = _by_queue(rows, moment_text(now))
    earlier = sorted({day for lately in of_queues.values() for day in lately.came if day < today})
    came = {
        queue: ([one.came.get(day, []) for day in earlier], one.came.get(today, [])) for queue, one in of_queues.items()
    }
    return Line(
        now=now,
        queues=_queues(reading, today, here.people, of_queues),
        waiting=here.people,
        windows=here.windows,
        arrivals={queue: expected(*past, _of_day(now), QUARTERS) for queue, past in came.items()},
        arrivals_by={queue: sure_by(*past, _of_day(now), QUARTERS) for queue, past in came.items()},
        services={queue: one.minutes for queue, one in of_queues.items()},
        classes={queue: one.classes for queue, one in of_queues.items()},
        called=here.called,
        terms=line_terms(reading, today),
        early={queue: one.early for queue, one in of_queues.items()},
        held={one.visit: _still(one, now) for one in here.held if one.visit is not None},
    )


def rows_of(reading: Reading, today: date) -> Sequence[Any]:
    """The tickets of the last days, the latest first."""
    columns = (
        tickets.c.day, tickets.c.queue, tickets.c.ticket_class, tickets.c.state, tickets.c.window, tickets.c.issued_at,
        tickets.c.due_at, tickets.c.called_at, tickets.c.ended_at, tickets.c.visit,
    )  # fmt: skip
    question = (
        sa.select(*columns)
        .where(tickets.c.hall == reading.hall, tickets.c.day.between(today - _DAYS, today))
        .order_by(tickets.c.issued_at.desc(), tickets.c.ticket_id)
    )
    return reading.connection.execute(question).all()


def _by_queue(rows: Sequence[Any], until: str) -> dict[QueueId, _Lately]:
    found: dict[QueueId, _Lately] = {}
    for row in rows:
        of_queue = found.setdefault(QueueId(row.queue), _Lately())
        of_queue.came.setdefault(row.day, []).append(_of_day(moment_of(row.issued_at)))
        if len(of_queue.classes) < _MOST:
            of_queue.classes.append(row.ticket_class)
            if row.ticket_class == APPOINTMENT and _due(row):
                of_queue.early.append(max(0.0, (moment_of(row.due_at) - moment_of(row.issued_at)) / _MINUTE))
        ended = row.state in _TOOK_UP and row.called_at and row.ended_at and row.ended_at <= until
        if ended and len(of_queue.minutes) < _MOST:
            of_queue.minutes.append(max(0.0, (moment_of(row.ended_at) - moment_of(row.called_at)) / _MINUTE))
    return found


def _in_state(reading: Reading, state: TicketState) -> list[Ticket]:
    waits = state is TicketState.WAITING
    which = (tickets.c.state == WAITING,) if waits else (tickets.c.state.in_(WITH_A_WINDOW), tickets.c.state == state)
    by_index = tickets.c.due_at if waits else tickets.c.called_at
    question = sa.select(tickets).where(tickets.c.hall == reading.hall, *which).order_by(by_index)
    states = [standing_of("ticket", row).state for row in reading.connection.execute(question)]
    return [one for one in states if isinstance(one, Ticket)]


def _open(reading: Reading) -> list[Window]:
    question = sa.select(windows).where(windows.c.hall == reading.hall, windows.c.state == WindowState.OPEN.value)
    rows = reading.connection.execute(question.order_by(windows.c.window))
    states = [standing_of("window", row).state for row in rows]
    return [state for state in states if isinstance(state, Window)]


def _window_now(window: Window, calls: Sequence[Any], now: datetime) -> WindowNow:
    mine = [row for row in calls if row.window == window.id]
    in_hand = max((row for row in mine if row.state in IN_HAND), key=lambda row: str(row.called_at), default=None)
    busy = None if in_hand is None else max(0.0, (now - moment_of(in_hand.called_at)) / _MINUTE)
    served = Counter(QueueId(row.queue) for row in mine)
    if in_hand is None:
        return WindowNow(window.id, window.plan, None, None, served)
    visit = None if in_hand.visit is None else TicketId(in_hand.visit)
    return WindowNow(window.id, window.plan, busy, QueueId(in_hand.queue), served, visit)


def _queues(
    reading: Reading, today: date, people: Sequence[Ticket], of_queues: Mapping[QueueId, _Lately]
) -> tuple[QueueId, ...]:
    """Those of the catalogue, and whatever else anybody waits in or came to."""
    try:
        known = tuple(in_force(reading, today).queues)
    except Refusal:
        known = ()
    others = {*of_queues, *(ticket.queue for ticket in people if ticket.queue is not None)}
    return (*known, *sorted(others - set(known)))


def _due(row: Any) -> bool:
    return len(row.due_at) == len(row.issued_at)  # what is never due is written shorter


def _still(ticket: Ticket, now: datetime) -> float:
    """Minutes for which a window goes on holding somebody."""
    return 0.0 if ticket.held_until is None else max(0.0, (ticket.held_until - now) / _MINUTE)


def _of_day(moment: datetime) -> float:
    return (moment - day_begins(office_day(moment))) / _MINUTE
