"""How much of the line pages may take, and which of them go first. Pure.

A quarter of it while somebody types, half of it while a person sits at the window and nobody does, and all of it when
nobody is there. A busy window makes about half a gigabyte of pages a day (120 people, eight pages of half a megabyte).
On a line of 2 Mbit/s half of it carries that in an hour and a quarter and the quarter in two and a half; and at the
least that is ever given, in little more than two hours. So a day's pages are gone before the day is, although somebody
sits there all day long, and a call waits behind one slice at the most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskapp.failures import Refusal
from deskapp.ids import PageDigest

KILOBYTE = 1024
LEAST = 64 * KILOBYTE  # bytes in a second: however slow the line, so much goes
UNSEEN = 256 * KILOBYTE  # where nobody knows yet what the line carries
_TYPING, _SERVED = 4, 2  # one part in so many of the line, while a clerk types and while only somebody sits there
LATEST = timedelta(minutes=30)  # a page that has waited so long goes as if nobody typed
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
    """Whether a page has waited so long that it is held back for nobody's typing any more."""
    return now - one.since >= LATEST


def speed(*, typing: bool, served: bool, late: bool, carries: float | None, said: int | None) -> float | None:
    """Bytes in a second that pages may take; None for as many as go.

    `typing`: somebody was at the keys a moment ago; `served`: a person sits at the window; `late`: what goes now has
    waited too long. `carries`: what the line was seen to carry; `said`: what the office has set instead of a share.
    """
    if not typing and not served:
        return None
    if said is not None and not late:
        return float(said)
    share = _TYPING if typing and not late else _SERVED
    return float(UNSEEN) if carries is None else max(float(LEAST), carries / share)


def read_limit(text: str) -> int | None:
    """Bytes in a second from KB as they stand in the settings; None for "", a share. Refusal `pages.bad_limit`."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and 8 <= int(text) <= _MOST_SAID):
        raise Refusal("pages.bad_limit")
    return int(text) * KILOBYTE
