"""How much of the line pages may take, and which of them go first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskapp.failures import Refusal
from deskapp.ids import PageDigest

KILOBYTE = 1024
LEAST = 64 * KILOBYTE  # bytes in a second: however slow the line, so much goes
UNSEEN = 256 * KILOBYTE  # where nobody knows yet what the line carries
_SHARE = 4  # a clerk who works leaves pages one part in so many of the line
LATEST = timedelta(minutes=30)  # a page that has waited so long goes, whoever works
_MOST_SAID = 1024 * KILOBYTE  # KB in a second


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page that is to be sent: since when it has been here, and whether somebody waits for its case elsewhere."""

    page: PageDigest
    since: datetime
    waited_for: bool


def in_order(due: Iterable[DuePage], now: datetime) -> tuple[DuePage, ...]:
    """Those that have waited too long, then those somebody waits for, then the others; the oldest first of each."""
    return tuple(sorted(due, key=lambda one: (not overdue(one, now), not one.waited_for, one.since, one.page)))


def overdue(one: DuePage, now: datetime) -> bool:
    """Whether a page has waited so long that it is held back for nobody any more."""
    return now - one.since >= LATEST


def speed(*, at_work: bool, late: bool, carries: float | None, said: int | None) -> float | None:
    """Bytes in a second that pages may take; None for as many as go.

    `carries`: what the line was seen to carry; `said`: what the office has set instead of a share of it.
    """
    if not at_work or late:
        return None
    if said is not None:
        return float(said)
    return float(UNSEEN) if carries is None else max(float(LEAST), carries / _SHARE)


def read_limit(text: str) -> int | None:
    """Bytes in a second from KB as they stand in the settings; None for "", a share. Refusal `pages.bad_limit`."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and 8 <= int(text) <= _MOST_SAID):
        raise Refusal("pages.bad_limit")
    return int(text) * KILOBYTE
