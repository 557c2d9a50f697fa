"""Whose progress code this is."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import cases
from deskapp.ids import CaseId, ItemCode
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs


def case_of(reading: Reading, track: str) -> tuple[CaseId, str] | None:
    """The case of a progress code and the name of its item, None when there is none."""
    row = reading.connection.execute(
        sa.select(cases.c.case_id, cases.c.item).where(cases.c.hall == reading.hall, cases.c.track == track)
    ).first()
    if row is None:
        return None
    case = reading.case(CaseId(row.case_id))
    return case.id, catalogs.of_version(reading, case.catalog).item(ItemCode(row.item)).name
