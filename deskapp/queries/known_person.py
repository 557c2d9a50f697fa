"""Whether somebody was here before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from db.tables import applicants, cases
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """A case that somebody applied in, and the day it was opened."""

    case: CaseId
    day: date


def newest_case_of(reading: Reading, number: str) -> EarlierCase | None:
    """The newest case of whoever has this ID number or credit code, where personal data is kept."""
    row = reading.connection.execute(
        sa.select(cases.c.case_id, cases.c.day)
        .join(applicants, sa.and_(applicants.c.hall == cases.c.hall, applicants.c.case_id == cases.c.case_id))
        .where(applicants.c.hall == reading.hall, applicants.c.id_number == number)
        .order_by(applicants.c.case_id.desc())  # UUIDv7: the newest first
        .limit(1)
    ).first()
    return None if row is None else EarlierCase(CaseId(row.case_id), row.day)
