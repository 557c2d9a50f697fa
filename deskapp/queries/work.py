"""What a clerk has left open."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.tables import cases
from deskapp.ids import CaseId, ClerkId
from deskapp.journal.reading import Reading
from deskapp.rules.case_state import State

_LEFT = (State.OPENED.value, State.PRE_REVIEWED.value)


def cases_left_open(reading: Reading, clerk: ClerkId) -> tuple[CaseId, ...]:
    """Cases this clerk has taken in and neither accepted nor otherwise ended, the newest first; of a bundle, which is
    one piece of work, the first that was opened.
    """
    question = (
        sa.select(cases.c.case_id, cases.c.bundle)
        .where(cases.c.hall == reading.hall, cases.c.clerk == clerk, cases.c.state.in_(_LEFT))
        .order_by(cases.c.opened_at.desc(), cases.c.case_id.desc())
    )
    of_each: dict[str, str] = {}
    for case_id, bundle in reading.connection.execute(question):
        of_each[bundle or case_id] = case_id
    return tuple(CaseId(found) for found in of_each.values())


def unanswered(reading: Reading, before: date) -> list[CaseId]:
    """Cases of which nobody had said anything when the day to say it was over, and that day was before this one."""
    question = (
        sa.select(cases.c.case_id)
        .where(cases.c.hall == reading.hall, cases.c.watch_day < before)
        .where(cases.c.state.in_((State.FILED.value, *_LEFT)))
        .order_by(cases.c.watch_day, cases.c.case_id)
        .limit(_AT_ONCE)
    )
    return [CaseId(found) for found in reading.connection.execute(question).scalars()]


_AT_ONCE = 200
