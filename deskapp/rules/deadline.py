"""Deadlines in working days, calendar days or hours, and the lamp that tells how one stands.

The clock starts on the day after acceptance (Civil Code art. 201: the first day does not count) and counts days that
the mainland works: make-up weekends count, holidays do not. The centre may add days, because a new year's calendar is
published late; a due day that rests on an unpublished calendar is provisional (暂定).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from deskapp.clock import office_day
from deskapp.rules.calendar_years import PublishedYears, published

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days the hall works: what is published, and above it what the centre added (day → is worked).

    `complete` names years for which the centre has entered the whole notice, so that their days are final.
    """

    added: Mapping[date, bool] = field(default_factory=dict)
    complete: Collection[int] = ()
    years: PublishedYears = field(default_factory=published)

    def is_working(self, day: date) -> bool:
        said = self.added.get(day)
        return self.years.is_working(day) if said is None else said

    def settled(self, day: date) -> bool:
        """Whether it is final that this day is worked or not."""
        if day in self.added or day.year in self.complete:
            return True
        # the notice for next year is the one that may still change this December
        return self.years.settled(day) or (day.year == self.years.last and day.year + 1 in self.complete)


class LimitUnit(StrEnum):
    """What an item counts its limits in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take."""

    amount: int
    unit: LimitUnit = LimitUnit.WORKING_DAYS


@dataclass(frozen=True, slots=True)
class Due:
    day: date
    provisional: bool  # counted over days whose calendar is not published yet
    at: datetime | None = None  # the very moment, where the limit is in hours


class Lamp(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"  # little is left, or the promised day has passed
    RED = "red"  # the statutory day has passed


def due(start: date, working_days: int, calendar: WorkingDays) -> Due:
    """The last day for what was accepted on `start` and takes so many working days; 0 is the same day.

    ValueError for fewer than none.
    """
    if working_days < 0:
        raise ValueError("a limit has no fewer than 0 working days")
    day, left, provisional = start, working_days, False
    while left:
        day += _DAY
        provisional = provisional or not calendar.settled(day)
        left -= calendar.is_working(day)
    return Due(day, provisional)


def due_of(start: datetime, limit: Limit, calendar: WorkingDays) -> Due:
    """The end of a limit that begins at `start`.

    Hours are counted from the moment itself (Civil Code art. 201); none of them (即办) is the same day, as none of the
    days is: it is late when the day is over, and not the moment after. Calendar days that end on a day off end on the
    next working day (art. 203). ValueError for fewer than none.
    """
    if limit.amount < 0:
        raise ValueError("a limit is never less than nothing")
    if limit.unit is LimitUnit.WORKING_DAYS:
        return due(office_day(start), limit.amount, calendar)
    if limit.unit is LimitUnit.HOURS:
        at = start + timedelta(hours=limit.amount)
        return Due(office_day(at), provisional=False, at=at if limit.amount else None)
    day = office_day(start) + _DAY * limit.amount
    provisional = not calendar.settled(day)
    while limit.amount and not calendar.is_working(day):
        day += _DAY
        provisional = provisional or not calendar.settled(day)
    return Due(day, provisional)


def working_days_between(start: date, end: date, calendar: WorkingDays) -> int:
    """Working days after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(calendar.is_working(start + _DAY * n) for n in range(1, (end - start).days + 1))


def after_pause(day: date, paused: date, resumed: date, calendar: WorkingDays) -> Due:
    """A due day moved by the working days the clock stood still (特别程序): those after `paused` up to `resumed`."""
    return due(day, max(0, working_days_between(paused, resumed, calendar)), calendar)


def lamp(today: date, promised: date, statutory: date, share: float, *, accepted: date, calendar: WorkingDays) -> Lamp:
    """How an undecided case stands today.

    Yellow once at most `share` (0–1) of the promised working days are left, and past the promised day; red past the
    statutory day. No national threshold exists: these are our defaults. What is promised for the same day is green on
    that day.
    """
    if today > statutory:
        return Lamp.RED
    if today > promised:
        return Lamp.YELLOW
    granted = working_days_between(accepted, promised, calendar)
    left = working_days_between(today, promised, calendar)
    return Lamp.YELLOW if granted and left <= share * granted else Lamp.GREEN
