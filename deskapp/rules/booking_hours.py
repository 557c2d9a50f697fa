"""Which hours can be booked in a line, and how many people each has room for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from deskapp.clock import OFFICE_TIME
from deskapp.failures import Refusal

_HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_IN_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class BookingHours:
    """`spans`: from and to, in minutes of the day, the end outside; cut into slots of `every` minutes, each with
    `places` for people. `ahead`: so many days beforehand an hour can be booked.
    """

    spans: tuple[tuple[int, int], ...]
    every: int = 30
    places: int = 2
    ahead: int = 14

    def slots(self) -> tuple[int, ...]:
        """When each slot begins, in minutes of the day. What is left of a span that holds no whole slot is none."""
        return tuple(begin for start, end in self.spans for begin in range(start, end - self.every + 1, self.every))


def minutes_of(hour: str) -> int | None:
    """`09:30` in minutes of the day; None for what is no hour."""
    found = _HOUR.fullmatch(hour)
    return None if found is None else int(found[1]) * 60 + int(found[2])


def hour_text(minutes: int) -> str:
    """Minutes of the day as `09:30`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def moment(day: date, minutes: int) -> datetime:
    """The moment at the office. ValueError for more minutes than a day has."""
    if not 0 <= minutes < _IN_A_DAY:
        raise ValueError("a day has 1440 minutes")
    return datetime.combine(day, time(minutes // 60, minutes % 60), OFFICE_TIME)


def slot_for(hours: BookingHours | None, queue: str, day: date, hour: str, now: datetime, *, works: bool) -> datetime:
    """When the slot begins that somebody wants to book; `works`: whether the hall is open on that day.

    Refusal `booking.not_here` (the line knows no bookings), `booking.no_such_hour` with those there are,
    `booking.closed_day`, `booking.past`, `booking.too_far` with the last day.
    """
    if hours is None:
        raise Refusal("booking.not_here", queue=queue)
    minutes = minutes_of(hour)
    if minutes is None or minutes not in hours.slots():
        raise Refusal("booking.no_such_hour", hours=[hour_text(slot) for slot in hours.slots()])
    today = now.astimezone(OFFICE_TIME).date()
    if (day - today).days > hours.ahead:
        raise Refusal("booking.too_far", last=(today + timedelta(days=hours.ahead)).isoformat())
    begins = moment(day, minutes)
    if begins <= now:
        raise Refusal("booking.past")
    if not works:
        raise Refusal("booking.closed_day", day=day.isoformat())
    return begins
