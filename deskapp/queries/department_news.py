"""What a department's program is told next: the facts behind a place in the journal that concern its cases."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import cases, events
from deskapp.ids import CaseId
from deskapp.journal import people
from deskapp.journal.kinds import CASE
from deskapp.journal.reading import Reading
from deskapp.queries.department_work import items_of
from deskapp.rules.departments import BROUGHT, TOLD

_MANY = 200


@dataclass(frozen=True, slots=True)
class News:
    """One fact, without anybody's data: `word` names it for good, so that a receiver knows it again."""

    seq: int
    word: str
    type: str
    at: str
    case: CaseId
    number: str


@dataclass(frozen=True, slots=True)
class NewsBehind:
    """What comes next, in its order; `upto`: the number up to which there is nothing else."""

    news: tuple[News, ...]
    upto: int


def news_behind(reading: Reading, department: str, after: int) -> NewsBehind:
    """Read it. What the department itself did is no news to it; what is brought to a case is once it is with them."""
    question = (
        sa.select(
            events.c.seq, events.c.id, events.c.kind, events.c.actor, events.c.received_at, events.c.occurred_at,
            events.c.stream_id, cases.c.number,
        )
        .join(cases, sa.and_(cases.c.hall == events.c.hall, cases.c.case_id == events.c.stream_id))
        .where(
            events.c.hall == reading.hall, events.c.seq > after, events.c.stream == CASE,
            events.c.kind.in_(sorted(TOLD)), cases.c.item.in_(sorted(items_of(reading, department))),
        )
        .order_by(events.c.seq)
        .limit(_MANY)
    )  # fmt: skip
    last, _ = reading.last()
    rows = reading.connection.execute(question).all()
    if not rows:
        return NewsBehind((), max(after, last))
    own = people.users_of_department(reading, department)
    accepted = _accepted_at(reading, {row.stream_id for row in rows})
    news = tuple(
        News(
            row.seq, row.id, TOLD[row.kind], row.received_at or row.occurred_at, CaseId(row.stream_id), row.number or ""
        )
        for row in rows
        if row.actor not in own and _is_with_them(row.kind, row.seq, accepted.get(row.stream_id))
    )
    return NewsBehind(news, rows[-1].seq if len(rows) == _MANY else max(rows[-1].seq, last))


def _is_with_them(kind: str, seq: int, accepted: int | None) -> bool:
    """Whether a fact came when the hall had accepted the case. A withdrawal before that is the window's own."""
    if kind in BROUGHT or kind in ("case.withdrawn", "case.step_taken_back"):
        return accepted is not None and seq > accepted
    return True


def _accepted_at(reading: Reading, ids: set[str]) -> dict[str, int]:
    question = (
        sa.select(events.c.stream_id, sa.func.min(events.c.seq))
        .where(
            events.c.hall == reading.hall, events.c.stream_id.in_(sorted(ids)), events.c.kind == "case.accepted",
            events.c.seq.is_not(None),
        )
        .group_by(events.c.stream_id)
    )  # fmt: skip
    return {row[0]: row[1] for row in reading.connection.execute(question)}
