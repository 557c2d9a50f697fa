"""How many will come to a queue: as on earlier days at this hour, and more or fewer as today has brought more or fewer.

Moments are minutes after the day began at the office.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from deskapp.rules.forecast_line import QUARTER

_FIRM = 10.0  # so many who came or were to come count as much as today's own number: a quiet first hour says little
_HOUR = 60.0
_AROUND = 22.5  # minutes to both sides that are looked at too while only one day is known: one quarter says little


def expected(earlier: Sequence[Sequence[float]], today: Sequence[float], now: float, quarters: int) -> list[float]:
    """How many come in each quarter of an hour from now on.

    `earlier`: when people came on each of some earlier days on which the hall was open; `today`: when they came so far.
    Without an earlier day it goes on as it went in the last hour.
    """
    so_far = sum(moment <= now for moment in today)
    if not earlier:
        came = sum(now - _HOUR < moment <= now for moment in today)
        lasted = min(_HOUR, now - min(today)) if today else _HOUR
        return [came * QUARTER / max(QUARTER, lasted)] * quarters
    days = [sorted(day) for day in earlier]
    usual = sum(bisect_left(day, now) for day in days) / len(days)
    as_much = (so_far + _FIRM) / (usual + _FIRM)
    around = _AROUND / len(days)
    per_quarter = as_much / len(days) * QUARTER / (QUARTER + 2 * around)
    return [
        per_quarter * sum(_between(day, begins - around, begins + QUARTER + around) for day in days)
        for begins in (now + quarter * QUARTER for quarter in range(quarters))
    ]


def sure_by(earlier: Sequence[Sequence[float]], today: Sequence[float], now: float, quarters: int) -> int:
    """On how many people who came such an expectation stands: on ten it is right to about a third, on a hundred to a
    tenth.
    """
    until = now + quarters * QUARTER
    before = [moment for moment in today if now - _HOUR < moment <= now]
    return sum(_between(sorted(day), now, until) for day in earlier) if earlier else len(before)


def _between(day: Sequence[float], begins: float, ends: float) -> int:
    return bisect_left(day, ends) - bisect_left(day, begins)
