"""The serials a window has used today."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.tables import cases
from deskapp.ids import WindowId
from deskapp.journal.reading import Reading
from deskapp.rules.numbering import case_number, read_case_number


def next_case_number(reading: Reading, region: str, day: date, window: WindowId) -> str:
    """The window's next case number of a day.

    One above the highest that this installation has ever given or heard of, so that a clock set back, an undone
    acceptance and a restart all leave used numbers alone. Refusal `number.serial_full`.
    """
    first = case_number(region, reading.hall, day, window, 1)
    place = first[:-_SERIAL_AND_CHECK]
    last = reading.connection.execute(
        sa.select(sa.func.max(cases.c.number)).where(
            cases.c.hall == reading.hall, cases.c.number >= place, cases.c.number < place + ":"
        )
    ).scalar()
    serial = read_case_number(last).serial if last else 0
    return case_number(region, reading.hall, day, window, serial + 1)


_SERIAL_AND_CHECK = 5  # digits behind the window's
