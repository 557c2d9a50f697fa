"""When a new version may be installed: between two shifts, in the hours that the hall has set. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from deskapp.clock import OFFICE_TIME
from deskapp.failures import Refusal

USUAL_HOURS = "17:30-07:30"
USUAL_MINUTES = "15"
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_DAY = 24 * 60  # minutes
_LONGEST = 240
_MOST_SPANS = 6

Hours = tuple[tuple[int, int], ...]  # from, to: minutes of the day


def read_hours(text: str) -> Hours:
    """Hours as "12:00-13:00, 17:30-07:30"; what ends before it begins goes over midnight.

    Refusal `update.bad_hours`.
    """
    spans = []
    for word in text.split(","):
        found = _SPAN.fullmatch(word.strip())
        if found is None:
            raise Refusal("update.bad_hours", hours=text[:80])
        first, last = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        if first == last or last > _DAY:
            raise Refusal("update.bad_hours", hours=text[:80])
        spans.append((first, last))
    if len(spans) > _MOST_SPANS:
        raise Refusal("update.bad_hours", hours=text[:80])
    return tuple(spans)


def read_minutes(text: str) -> timedelta:
    """For how long nobody must have been signed in, from the settings. Refusal `update.bad_minutes`."""
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= _LONGEST):
        raise Refusal("update.bad_minutes")
    return timedelta(minutes=int(text))


def within(hours: Hours, moment: datetime) -> bool:
    """Whether a moment lies in these hours, by the office's time."""
    there = moment.astimezone(OFFICE_TIME)
    minute = there.hour * 60 + there.minute
    return any(first <= minute < last if first < last else minute >= first or minute < last for first, last in hours)


def may_install(hours: Hours, now: datetime, *, empty_for: timedelta | None, empty_long: timedelta, busy: bool) -> bool:
    """Whether nobody would be disturbed now.

    `empty_for`: how long nobody has been signed in here, None while somebody is; `empty_long`: how long that has to be;
    `busy`: something is being scanned, printed, sent or written down.
    """
    return empty_for is not None and empty_for >= empty_long and not busy and within(hours, now)
