"""The days of a bundle's cases, one behind the other where one waits for another.

A case that waits for nothing counts from acceptance, as every case does. One that waits is given, at acceptance, the
days it would have if all before it took theirs whole; as soon as what it waited for is granted, it counts from there
(`TurnCome`). Whatever comes of that, nothing is promised beyond the day on which the theme as a whole is promised: the
applicant was told one day. The law's own limit is not shortened by that promise: it begins when the department can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from deskapp.clock import OFFICE_TIME
from deskapp.ids import ItemCode
from deskapp.rules.case_steps import limits_of
from deskapp.rules.catalog import Catalog, Item, Theme
from deskapp.rules.deadline import Due, WorkingDays, due, due_of


@dataclass(frozen=True, slots=True)
class Days:
    """The promised and the statutory end of one case."""

    promised: Due
    statutory: Due

    @property
    def provisional(self) -> bool:
        return self.promised.provisional or self.statutory.provisional


def days_of_all(theme: Theme, catalog: Catalog, now: datetime, calendar: WorkingDays) -> Mapping[ItemCode, Days]:
    """The days that each item of a theme gets when all are accepted now."""
    found: dict[ItemCode, Days] = {}
    last = due_of(now, theme.promised, calendar)
    for code in theme.in_order:
        earlier = theme.after.get(code)
        before = None if earlier is None else found.get(earlier)
        starts = (now, now) if before is None else (_noon(before.promised.day), _noon(before.statutory.day))
        found[code] = _days(catalog.item(code), starts, last, calendar)
    return found


def days_from(item: Item, theme: Theme, accepted: date, now: datetime, calendar: WorkingDays) -> Days:
    """The days of an item whose turn comes now, of a bundle that was accepted on that day."""
    return _days(item, (now, now), due(accepted, theme.promised_days, calendar), calendar)


def _days(item: Item, starts: tuple[datetime, datetime], last: Due, calendar: WorkingDays) -> Days:
    promised, statutory = (due_of(start, limit, calendar) for start, limit in zip(starts, limits_of(item), strict=True))
    if promised.day > last.day:
        promised = replace(last, at=None)
    return Days(promised, statutory)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), OFFICE_TIME)
