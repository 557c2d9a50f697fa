"""Whose progress code this is, and what it is called there."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import cases
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs, sisters
from deskapp.rules.case import Case


def cases_of(reading: Reading, track: str) -> tuple[tuple[Case, ...], str] | None:
    """The case of a progress code and the name of its item, or the cases of a bundle and that of its theme; None when
    there is none.
    """
    for column in (cases.c.track, cases.c.bundle_track):
        found = reading.connection.execute(
            sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, column == track).limit(1)
        ).scalar()
        if found is not None:
            return _named(reading, reading.case(CaseId(found)), whole=column is cases.c.bundle_track)
    return None


def _named(reading: Reading, case: Case, *, whole: bool) -> tuple[tuple[Case, ...], str] | None:
    theme = sisters.theme_of(reading, case) if whole else None
    if theme is not None:
        return sisters.with_sisters(reading, case), theme.name
    item = None if case.item is None else catalogs.of_version(reading, case.catalog).item(case.item)
    return None if item is None else ((case,), item.name)
