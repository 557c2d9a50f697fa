"""What anybody who has a bundle's progress code may know: its cases by department, and their days. No personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from db.tables import cases
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading
from deskapp.queries.bundle_sheet import BundleSheet, SisterLine, bundle_sheet
from deskapp.queries.progress import Progress, progress_of
from deskapp.rules.deadline import WorkingDays


@dataclass(frozen=True, slots=True)
class BundleCase:
    """One case of a bundle: its line among its sisters, and how far it is."""

    line: SisterLine
    progress: Progress


@dataclass(frozen=True, slots=True)
class BundleProgress:
    """How far a bundle is. `by_department`: its cases, those of one department together, in the theme's order."""

    bundle: BundleSheet
    opened_on: date
    promised_day: date | None  # of what takes longest
    by_department: tuple[tuple[BundleCase, ...], ...]


def bundle_progress(reading: Reading, track: str, today: date, calendar: WorkingDays) -> BundleProgress | None:
    """The bundle of a progress code; None when there is none, and for what is told to nobody any more
    (`queries.progress`).
    """
    row = reading.connection.execute(
        sa.select(cases.c.case_id, cases.c.day)
        .where(cases.c.hall == reading.hall, cases.c.bundle_track == track)
        .order_by(cases.c.opened_at)
        .limit(1)
    ).first()
    found = None if row is None else bundle_sheet(reading, reading.case(CaseId(row.case_id)))
    if row is None or found is None:
        return None
    told = {line.case: progress_of(reading, line.case, row.day, today, calendar) for line in found.lines}
    each = [BundleCase(line, at) for line in found.lines if (at := told[line.case]) is not None]
    if not each:
        return None
    promised = max((line.promised_day for line in found.lines if line.promised_day is not None), default=None)
    grouped = (tuple(one for one in each if one.line.department == name) for name in found.departments)
    return BundleProgress(found, row.day, promised, tuple(cases for cases in grouped if cases))
