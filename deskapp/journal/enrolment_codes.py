"""Codes that make computers desks: made, shown once, listed without themselves, and kept as a digest alone.

The digest is keyed by a secret of the centre's machine: whoever reads a copy of the database finds no code by trying.
"""

from __future__ import annotations

import hmac
from typing import Any

import sqlalchemy as sa

from db.tables import enrolment_codes
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId, WindowId
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.rules.enrolment import Code, CodeMade, CodeRevoked, CodeState, DeskEnrolled


def digest_of_code(key: bytes, code: str) -> str:
    """How a code is kept. `code` as `read_code` gives it."""
    return hmac.digest(key, code.encode(), "sha256").hex()


def add(writing: Writing, window: WindowId, digest: str, until: str, by: ClerkId) -> int:
    """Keep a code for a window; returns its number. Those made for it before and not used yet end: one list of codes
    that was printed twice opens each window once. Refusal `window.unknown`.
    """
    if not writing.window(window).defined:
        raise Refusal("window.unknown", window=window[:16])
    now = moment_text(writing.terms.clock.now())
    for code in listed(writing, window):
        if code.state(now) is CodeState.OPEN:
            _revoke(writing, code, by, now)
    highest = sa.select(sa.func.max(enrolment_codes.c.number)).where(enrolment_codes.c.hall == writing.hall)
    number = int(writing.connection.execute(highest).scalar() or 0) + 1
    row = {
        "hall": writing.hall, "number": number, "digest": digest, "window": window, "made_by": by, "made_at": now,
        "expires_at": until,
    }  # fmt: skip
    writing.connection.execute(sa.insert(enrolment_codes), [row])
    writing.add(by, CodeMade(number, moment_of(until)), of=window)
    return number


def listed(reading: Reading, window: WindowId | None = None) -> tuple[Code, ...]:
    """Every code there was, of a window or of all, the oldest first."""
    question = sa.select(enrolment_codes).where(enrolment_codes.c.hall == reading.hall)
    if window is not None:
        question = question.where(enrolment_codes.c.window == window)
    found = reading.connection.execute(question.order_by(enrolment_codes.c.number))
    return tuple(_code(row) for row in found)


def find(reading: Reading, digest: str) -> Code | None:
    """The code that has this digest."""
    row = reading.connection.execute(
        sa.select(enrolment_codes).where(enrolment_codes.c.hall == reading.hall, enrolment_codes.c.digest == digest)
    ).first()
    return _code(row) if row is not None and hmac.compare_digest(row.digest, digest) else None


def use(writing: Writing, code: Code, device: DeviceId) -> None:
    """A code has made this computer a desk, and makes no other. Refusal `enroll.code_used` when another was quicker."""
    used = writing.connection.execute(
        sa.update(enrolment_codes)
        .where(
            enrolment_codes.c.hall == writing.hall,
            enrolment_codes.c.number == code.number,
            enrolment_codes.c.used_at.is_(None),
        )
        .values(used_at=moment_text(writing.terms.clock.now()), device=device)
    )
    if used.rowcount != 1:
        raise Refusal("enroll.code_used", window=code.window)
    writing.add(code.made_by, DeskEnrolled(device, code.number), of=code.window)


def revoke(writing: Writing, number: int, by: ClerkId) -> None:
    """End a code before its time. Refusal `enroll.no_such_code`, or `enroll.code_not_open` when it has ended."""
    code = next((code for code in listed(writing) if code.number == number), None)
    if code is None:
        raise Refusal("enroll.no_such_code", number=number)
    now = moment_text(writing.terms.clock.now())
    if code.state(now) is not CodeState.OPEN:
        raise Refusal("enroll.code_not_open", number=number)
    _revoke(writing, code, by, now)


def revoke_all(writing: Writing, by: ClerkId) -> int:
    """End every code that could still be used; returns how many."""
    now = moment_text(writing.terms.clock.now())
    live = [code for code in listed(writing) if code.state(now) is CodeState.OPEN]
    for code in live:
        _revoke(writing, code, by, now)
    return len(live)


def bound_windows(reading: Reading) -> frozenset[WindowId]:
    """The windows of which a code was used: they take their enrolled desks and no other computer."""
    question = sa.select(enrolment_codes.c.window).where(
        enrolment_codes.c.hall == reading.hall, enrolment_codes.c.used_at.is_not(None)
    )
    return frozenset(WindowId(name) for name in reading.connection.execute(question.distinct()).scalars())


def _revoke(writing: Writing, code: Code, by: ClerkId, now: str) -> None:
    writing.connection.execute(
        sa.update(enrolment_codes)
        .where(enrolment_codes.c.hall == writing.hall, enrolment_codes.c.number == code.number)
        .values(revoked_at=now)
    )
    writing.add(by, CodeRevoked(code.number), of=code.window)


def _code(row: Any) -> Code:
    return Code(
        row.number, WindowId(row.window), ClerkId(row.made_by), row.made_at, row.expires_at, row.used_at,
        DeviceId(row.device) if row.device else None, row.revoked_at,
    )  # fmt: skip
