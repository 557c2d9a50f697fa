"""What anybody who has a receipt's code may know of a case: its steps and its days. No personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from db.tables import cases
from deskapp.ids import ItemCode
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs
from deskapp.rules.case_state import State
from deskapp.rules.deadline import WorkingDays, working_days_between


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is."""

    number: str
    item: str
    department: str
    state: State
    opened_on: date
    promised_day: date | None
    days_left: int | None  # working days, None once it is decided


def progress(reading: Reading, track: str, today: date, calendar: WorkingDays) -> Progress | None:
    """The case of a progress code, None when there is none."""
    row = reading.connection.execute(
        sa.select(cases).where(cases.c.hall == reading.hall, cases.c.track == track)
    ).first()
    if row is None:
        return None
    case = reading.case(row.case_id)
    catalog = catalogs.of_version(reading, case.catalog)
    item = catalog.item(ItemCode(row.item))
    state = State(row.state)
    running = state in (State.ACCEPTED, State.PAUSED) and row.promised_day is not None
    return Progress(
        number=row.number or "",
        item=item.name,
        department=catalog.departments[item.department].name,
        state=state,
        opened_on=row.day,
        promised_day=row.promised_day,
        days_left=max(working_days_between(today, row.promised_day, calendar), 0) if running else None,
    )
