"""The only clock of the house. Everything that asks for the time is given one of these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

# The whole mainland keeps one time and has had no summer time since 1992, so a fixed offset is right for every date
# an office writes, and needs no time-zone database (Windows ships none).
OFFICE_TIME = timezone(timedelta(hours=8), "UTC+8")


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time. `now` is UTC; `today` is the office's calendar day."""

    read: Callable[[], datetime]

    def now(self) -> datetime:
        """The moment, timezone-aware, in UTC."""
        return self.read().astimezone(UTC)

    def today(self) -> date:
        """The calendar day at the office."""
        return office_day(self.read())


def office_day(moment: datetime) -> date:
    """The office's calendar day at a moment."""
    return moment.astimezone(OFFICE_TIME).date()


def day_begins(day: date) -> datetime:
    """The first moment of a calendar day at the office."""
    return datetime.combine(day, time.min, OFFICE_TIME)


def wall_clock() -> Clock:
    """The machine's own clock."""
    return Clock(lambda: datetime.now(UTC))
