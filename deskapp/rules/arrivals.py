"""How many will come to a queue: as on earlier days at this hour, and more or fewer as today has brought more or fewer.

Moments are minutes after the day began at the office.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from deskapp.rules.forecast_line import QUARTER

_FIRM = 10.0  # so many who came or were to come count as much as today's own number: a quiet first hour says little
_HOUR = 60.0


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
    return [
        as_much * sum(bisect_left(day, begins + QUARTER) - bisect_left(day, begins) for day in days) / len(days)
        for begins in (now + quarter * QUARTER for quarter in range(quarters))
    ]
