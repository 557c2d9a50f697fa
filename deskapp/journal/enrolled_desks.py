"""The computers that showed a code and are desks since, and those that are desks no more."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.tables import devices, enrolled_desks
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId, WindowId
from deskapp.journal import people
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import upsert
from deskapp.journal.writing import Writing
from deskapp.rules.enrolment import DeskDismissed, EnrolledDesk

_NOTHING = ""  # no credential has this digest


def find(reading: Reading, device: DeviceId) -> EnrolledDesk | None:
    """The desk of this name, also one that was dismissed; None for a computer that never showed a code."""
    row = reading.connection.execute(
        sa.select(enrolled_desks).where(enrolled_desks.c.hall == reading.hall, enrolled_desks.c.device == device)
    ).first()
    return None if row is None else _desk(row)


def listed(reading: Reading) -> tuple[EnrolledDesk, ...]:
    """Every desk there was, the longest enrolled first."""
    question = sa.select(enrolled_desks).where(enrolled_desks.c.hall == reading.hall)
    found = reading.connection.execute(question.order_by(enrolled_desks.c.enrolled_at, enrolled_desks.c.device))
    return tuple(_desk(row) for row in found)


def keep(writing: Writing, desk: EnrolledDesk) -> None:
    """Keep a desk, in the place of what was known of that computer."""
    row = {
        "hall": writing.hall, "device": desk.device, "window": desk.window, "credential": desk.credential,
        "enrolled_at": desk.enrolled_at, "dismissed_at": desk.dismissed_at,
    }  # fmt: skip
    upsert(writing.connection, enrolled_desks, [row])


def dismiss(writing: Writing, device: DeviceId, by: ClerkId) -> None:
    """A computer was stolen or given away: nobody signs in there any more, and what it held to send with is worth
    nothing. Also one that never showed a code, so that it stays out. Refusal `enroll.no_such_desk`.
    """
    now, known = moment_text(writing.terms.clock.now()), find(writing, device)
    if known is None:
        known = _seen(writing, device, now)
    keep(writing, EnrolledDesk(device, known.window, _NOTHING, known.enrolled_at, now))
    people.drop_tokens_at(writing, device)
    if known.window:
        writing.add(by, DeskDismissed(device), of=known.window)


def _seen(reading: Reading, device: DeviceId, now: str) -> EnrolledDesk:
    """A computer at which somebody has signed in at some time."""
    row = reading.connection.execute(
        sa.select(devices.c.window).where(devices.c.hall == reading.hall, devices.c.device == device)
    ).first()
    if row is None:
        raise Refusal("enroll.no_such_desk", device=device[:64])
    return EnrolledDesk(device, WindowId(row.window or ""), _NOTHING, now)


def _desk(row: Any) -> EnrolledDesk:
    return EnrolledDesk(DeviceId(row.device), WindowId(row.window), row.credential, row.enrolled_at, row.dismissed_at)
