"""Cases found by number, name, ID number or ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from db.tables import applicants, cases
from deskapp.ids import CaseId, ItemCode
from deskapp.journal.chain import moment_of
from deskapp.journal.reading import Reading
from deskapp.rules.case_state import State
from deskapp.rules.masking import mask_name


@dataclass(frozen=True, slots=True)
class FoundCase:
    case: CaseId
    number: str
    state: State
    item_name: str
    applicant: str  # masked
    opened_at: datetime


_SHOWN = 20


def found_cases(reading: Reading, words: str, item_names: Mapping[ItemCode, str]) -> tuple[FoundCase, ...]:
    """Find cases by the beginning of a case number, an ID number or a name, or by a whole telephone number."""
    words = words.strip()
    if not words or not words.isprintable():  # half a sign, or a key that types none
        return ()
    ids = _by_number(reading, words) | _by_person(reading, words)
    question = (
        sa.select(cases.c.case_id, cases.c.number, cases.c.state, cases.c.item, cases.c.opened_at, applicants.c.name)
        .select_from(
            cases.outerjoin(
                applicants, sa.and_(applicants.c.hall == cases.c.hall, applicants.c.case_id == cases.c.case_id)
            )
        )
        .where(cases.c.hall == reading.hall, cases.c.case_id.in_(sorted(ids)))
        .order_by(cases.c.opened_at.desc())
        .limit(_SHOWN)
    )
    return tuple(
        FoundCase(
            case=CaseId(row.case_id),
            number=row.number or "",
            state=State(row.state),
            item_name=item_names.get(row.item, row.item),
            applicant=mask_name(row.name) if row.name else "",
            opened_at=moment_of(row.opened_at),
        )
        for row in reading.connection.execute(question)
    )


def _by_number(reading: Reading, words: str) -> set[str]:
    if not words.isdecimal():
        return set()
    here = sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, _begins(cases.c.number, words))
    return _ids(reading, here.order_by(cases.c.number.desc()))


def _by_person(reading: Reading, words: str) -> set[str]:
    here = applicants.c.hall == reading.hall
    one = sa.select(applicants.c.case_id).order_by(applicants.c.case_id.desc())  # UUIDv7: the newest first
    return (
        _ids(reading, one.where(here, _begins(applicants.c.name, words)))
        | _ids(reading, one.where(here, _begins(applicants.c.id_number, words.upper())))
        | _ids(reading, one.where(here, applicants.c.phone == words))
    )


def _begins(column: sa.Column[Any], words: str) -> sa.ColumnElement[bool]:
    """Begins with these words, as a range that an index answers whatever signs the words hold."""
    return sa.and_(column >= words, column < words + "\U0010ffff")


def _ids(reading: Reading, question: sa.Select[Any]) -> set[str]:
    return set(reading.connection.execute(question.limit(_SHOWN * 5)).scalars())
