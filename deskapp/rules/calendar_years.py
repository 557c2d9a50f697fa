"""Which days the mainland works, as published by the State Council year by year (chinesecalendar's tables).

The notice for a year comes out in the last weeks of the year before, and may reach back into that December: 29
December 2018, a Saturday, was worked for the New Year of 2019. So the newest published year is settled only up to
its 28 December.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

_SATURDAY = 5
_REACHED_BACK_FROM = (12, 29)  # the earliest day of a December that a later year's notice ever changed


@dataclass(frozen=True, slots=True)
class PublishedYears:
    """The published days off (weekdays or not) and worked weekends, and the years they cover."""

    off: Collection[date]
    worked: Collection[date]
    first: int
    last: int

    def is_working(self, day: date) -> bool:
        """Whether the day is worked. In a year that is not published: Monday to Friday, the best that can be said."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def settled(self, day: date) -> bool:
        """Whether no notice still to come can change the day."""
        if day.year == self.last:
            return (day.month, day.day) < _REACHED_BACK_FROM
        return self.first <= day.year < self.last


@cache
def published() -> PublishedYears:
    """What has been published up to this release. Read once, when the first deadline is asked for."""
    # 20 ms and 70 kB of dates that a screen without a deadline on it need not wait for
    from chinese_calendar import holidays, workdays

    years = [day.year for day in holidays]
    return PublishedYears(frozenset(holidays), frozenset(workdays), min(years), max(years))
