"""What decides whom a window calls next: its plan, what it has called today, and whoever was overtaken enough."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import tickets
from deskapp.clock import day_begins, office_day
from deskapp.ids import QueueId
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import own_line, standing_of
from deskapp.queries.catalogs import line_terms
from deskapp.rules.ticket import WITH_SOMEBODY, Ticket
from deskapp.rules.turns import Plan, Turn, turns
from deskapp.rules.window import Window


@dataclass(frozen=True, slots=True)
class Taking:
    """How a window goes about its queues just now."""

    plan: Plan
    served: dict[QueueId, int]
    enough: bool  # the first of its line was overtaken as often as the hall allows

    @property
    def turns(self) -> tuple[frozenset[QueueId], ...]:
        return turns(self.plan, self.served, enough=self.enough)


def taking(reading: Reading, window: Window) -> Taking:
    """Read it; what goes by due time alone asks nothing."""
    if window.turn is Turn.DUE:
        return Taking(window.plan, {}, enough=False)
    today = office_day(reading.terms.clock.now())
    question = (
        sa.select(tickets.c.queue, sa.func.count())
        .where(tickets.c.hall == reading.hall, tickets.c.window == window.id)
        .where(tickets.c.called_at >= moment_text(day_begins(today)))
        .group_by(tickets.c.queue)
    )
    served = {QueueId(queue): count for queue, count in reading.connection.execute(question)}
    return Taking(window.plan, served, enough=_overtaken_enough(reading, window))


def line_of(reading: Reading, window: Window, limit: int | None = None) -> list[Ticket]:
    """Who waits for this window, by due time: in its queues, and sent to it alone."""
    question = (
        sa.select(tickets)
        .where(
            tickets.c.hall == reading.hall,
            tickets.c.state == "waiting",
            tickets.c.line.in_([*sorted(window.queues), own_line(window.id)]),
        )
        .order_by(tickets.c.due_at, tickets.c.ticket_id)
        .limit(limit)
    )
    standings = [standing_of("ticket", row) for row in reading.connection.execute(question)]
    return [s.state for s in standings if isinstance(s.state, Ticket)]


def busy_elsewhere(reading: Reading, ticket: Ticket) -> bool:
    """Whether the same person, by another ticket of their visit, is at a window already."""
    if ticket.visit is None:
        return False
    question = (
        sa.select(tickets.c.ticket_id)
        .where(tickets.c.hall == reading.hall, tickets.c.visit == ticket.visit, tickets.c.ticket_id != ticket.id)
        .where(tickets.c.state.in_([state.value for state in WITH_SOMEBODY]))
    )
    return reading.connection.execute(question.limit(1)).first() is not None


def _overtaken_enough(reading: Reading, window: Window) -> bool:
    first = next(iter(line_of(reading, window, 1)), None)
    if first is None or first.due_at is None or first.issued_at is None:
        return False
    later = sa.select(sa.func.count()).where(
        tickets.c.hall == reading.hall,
        tickets.c.queue.in_(sorted(window.queues)),
        tickets.c.due_at > moment_text(first.due_at),
        tickets.c.called_at >= moment_text(first.issued_at),
    )
    overtaken = int(reading.connection.execute(later).scalar_one())
    return overtaken >= line_terms(reading, office_day(reading.terms.clock.now())).overtaken
