"""The serials a window has used, and the moments its desk has written."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import sqlalchemy as sa

from db.tables import cases, events
from deskapp.ids import WindowId
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import CASE
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.rules.case import Case
from deskapp.rules.numbering import case_number, read_case_number


def next_case_number(reading: Reading, region: str, day: date, window: WindowId) -> str:
    """The window's next case number of a day. Refusal `number.serial_full`."""
    return next_case_numbers(reading, region, day, window, 1)[0]


def next_case_numbers(reading: Reading, region: str, day: date, window: WindowId, count: int) -> tuple[str, ...]:
    """The window's next numbers of a day, for cases and bundles alike.

    One above the highest that this installation has ever given or heard of, so that a clock set back, an undone
    acceptance, one that the centre rejected and a restart all leave used numbers alone: the receipt may be printed.
    Refusal `number.serial_full`.
    """
    first = case_number(region, reading.hall, day, window, 1)
    place = first[:-_SERIAL_AND_CHECK]
    given = [number for number in _given_up(reading) if number.startswith(place)]
    for column in (cases.c.number, cases.c.bundle_number):
        last = reading.connection.execute(
            sa.select(sa.func.max(column)).where(cases.c.hall == reading.hall, column >= place, column < place + ":")
        ).scalar()
        given += [last] if last else []
    given += [number for number in _given_now(reading) if number.startswith(place)]
    serial = max((read_case_number(number).serial for number in given), default=0)
    return tuple(case_number(region, reading.hall, day, window, serial + more) for more in range(1, count + 1))


def _given_now(reading: Reading) -> list[str]:
    """Numbers that this very transaction has given."""
    changed = reading.changed(CASE) if isinstance(reading, Writing) else []
    cases_now = [state for state in changed if isinstance(state, Case)]
    return [number for case in cases_now for number in (case.number, case.reserved, case.bundle_number) if number]


def _given_up(reading: Reading) -> list[str]:
    """Numbers of acceptances that were rejected: their cases have them no more."""
    question = sa.select(events.c.payload).where(
        events.c.hall == reading.hall,
        events.c.verdict != sa.literal_column("'accepted'"),  # written out: the index of these few is partial
        events.c.kind == "case.accepted",
    )
    said = (msgspec.json.decode(payload) for payload in reading.connection.execute(question).scalars())
    numbers = (payload.get(name) for payload in said for name in ("number", "bundle_number"))
    return [number for number in numbers if isinstance(number, str) and number]


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
