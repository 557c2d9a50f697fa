"""The serials a window has used, and the moments its desk has written."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import sqlalchemy as sa

from db.tables import cases, events
from deskapp.ids import WindowId
from deskapp.journal.chain import moment_of
from deskapp.journal.reading import Reading
from deskapp.rules.numbering import case_number, read_case_number


def next_case_number(reading: Reading, region: str, day: date, window: WindowId) -> str:
    """The window's next case number of a day.

    One above the highest that this installation has ever given or heard of, so that a clock set back, an undone
    acceptance, one that the centre rejected and a restart all leave used numbers alone: the receipt may be printed.
    Refusal `number.serial_full`.
    """
    first = case_number(region, reading.hall, day, window, 1)
    place = first[:-_SERIAL_AND_CHECK]
    last = reading.connection.execute(
        sa.select(sa.func.max(cases.c.number)).where(
            cases.c.hall == reading.hall, cases.c.number >= place, cases.c.number < place + ":"
        )
    ).scalar()
    given = [number for number in _given_up(reading) if number.startswith(place)]
    serial = max((read_case_number(number).serial for number in (*given, *([last] if last else ()))), default=0)
    return case_number(region, reading.hall, day, window, serial + 1)


def _given_up(reading: Reading) -> list[str]:
    """Numbers of acceptances that were rejected: their cases have them no more."""
    question = sa.select(events.c.payload).where(
        events.c.hall == reading.hall,
        events.c.verdict != sa.literal_column("'accepted'"),  # written out: the index of these few is partial
        events.c.kind == "case.accepted",
    )
    said = (msgspec.json.decode(payload) for payload in reading.connection.execute(question).scalars())
    return [number for payload in said if isinstance(number := payload.get("number"), str)]


def last_step_here(reading: Reading) -> datetime | None:
    """When this installation last wrote anything, by its own clock of then."""
    author = reading.terms.author
    last = reading.connection.execute(
        sa.select(events.c.occurred_at)
        .where(events.c.hall == reading.hall, events.c.device == author.device, events.c.epoch == author.epoch)
        .order_by(events.c.device_seq.desc())
        .limit(1)
    ).scalar()
    return moment_of(last) if last else None


_SERIAL_AND_CHECK = 5  # digits behind the window's
