"""The serials a window has used, and the moments its desk has written."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import sqlalchemy as sa

from db.tables import cases, events
from deskapp.ids import NO_DESK, DeviceId, WindowId
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import CASE
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.json import canonical, decode
from deskapp.rules.case import Case
from deskapp.rules.numbering import case_number, read_case_number
from deskapp.rules.serial_shares import Serials


def next_case_number(reading: Reading, region: str, day: date, window: WindowId) -> str:
    """The window's next case number of a day. Refusal `number.serial_full`."""
    return next_case_numbers(reading, region, day, window, 1)[0]


def next_case_numbers(reading: Reading, region: str, day: date, window: WindowId, count: int) -> tuple[str, ...]:
    """The window's next numbers of a day, for cases and bundles alike.

    One above the highest that this installation has ever given or heard of, so that a clock set back, an undone
    acceptance, one that the centre rejected and a restart all leave used numbers alone: the receipt may be printed.
    Of a window's serials only those that are this computer's own: what others gave there it may not have heard of.
    Refusal `number.serial_full`, or what `rules.serial_shares` says of the serials.
    """
    own = serials_here(reading, window)
    if own is not None:
        own.ask(window, day, reading.terms.author.epoch)
    place = case_number(region, reading.hall, day, window, 1)[:-_SERIAL_AND_CHECK]
    least, most = (place, place + ":") if own is None else (f"{place}{own.first:04}", f"{place}{own.last:04}:")
    given = [number for number in (*_given_up(reading), *_given_now(reading)) if least <= number < most]
    for column in (cases.c.number, cases.c.bundle_number):
        last = reading.connection.execute(
            sa.select(sa.func.max(column)).where(cases.c.hall == reading.hall, column >= least, column < most)
        ).scalar()
        given += [last] if last else []
    serial = max((read_case_number(number).serial for number in given), default=0)
    following = range(serial + 1, serial + 1 + count) if own is None else own.after(serial, count, window)
    return tuple(case_number(region, reading.hall, day, window, one) for one in following)


def serials_here(reading: Reading, window: WindowId) -> Serials | None:
    """What this desk numbers from at a window, by the centre's last word; None where it has said nothing."""
    kept = reading.local(_OWN + window)
    return decode(kept.encode(), Serials) if kept else None


def keep_serials(writing: Writing, window: WindowId, serials: Serials | None) -> None:
    """Keep what the centre says that this desk numbers from at a window."""
    writing.note(_OWN + window, "" if serials is None else canonical(serials).decode())


def last_desk_at(reading: Reading, window: WindowId) -> DeviceId | None:
    """The computer that was opened last at a window, as far as was heard; whoever worked without a desk is none."""
    said = reading.connection.execute(
        sa.select(events.c.payload)
        .where(
            events.c.hall == reading.hall,
            events.c.stream_id == window,
            events.c.kind == "window.opened",
            events.c.seq.is_not(None),
        )
        .order_by(events.c.seq.desc())
        .limit(_LOOKED_AT)
    ).scalars()
    devices = (DeviceId(msgspec.json.decode(payload)["device"]) for payload in said)
    return next((device for device in devices if not device.startswith(NO_DESK)), None)


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
_OWN = "own_serials:"
_LOOKED_AT = 50  # openings of a window
