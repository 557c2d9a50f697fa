"""The hall's figures: how long people waited and were served, and how often within the target.

No number that nobody should believe: a median is told from five samples, a share from ten, and a 90th percentile from
twenty, as with fewer it is but the longest or the one before it; None below that. The longest is told from the first
sample, because it says of itself that it is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from deskapp.rules.legs import Leg, Outcome

FOR_MEDIAN, FOR_SHARE, FOR_P90 = 5, 10, 20  # samples


class By(StrEnum):
    """What figures are told apart by."""

    QUEUE = "queue"
    ITEM = "item"
    WINDOW = "window"
    CLERK = "clerk"
    HOUR = "hour"  # of the office's day, when they came


@dataclass(frozen=True, slots=True)
class Spread:
    """Minutes of so many samples. `p90`: nine of ten took no longer; always one that really was."""

    samples: int
    median: float | None
    p90: float | None
    longest: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one group, named by `key` in the order asked for; a part is "" where there is none, as for who was never
    called there is no window.

    `people`: whoever stood in several lines, was sent on or carried over counts once. `legs`: waits in line, so many of
    which came to each end. `in_time`: the share of those called no later than they were due, from 0 to 1.
    """

    key: tuple[str, ...]
    people: int
    legs: int
    served: int
    sent_on: int
    at_window: int
    no_shows: int
    cancelled: int
    waiting: int
    carried_over: int
    waits: Spread
    services: Spread
    in_time: float | None


def figures(legs: Iterable[Leg], by: Sequence[By]) -> tuple[Figures, ...]:
    """One row for each group that there is, in the order in which a person counts; without `by` the one of all."""
    groups: dict[tuple[str, ...], list[Leg]] = {} if by else {(): []}
    for leg in legs:
        groups.setdefault(tuple(_part(leg, one) for one in by), []).append(leg)
    return tuple(_figures(key, groups[key]) for key in sorted(groups, key=_as_counted))


def spread(minutes: Iterable[float]) -> Spread:
    """Median, 90th percentile by nearest rank, and the longest, each from as many samples as it needs."""
    ordered = sorted(minutes)
    count = len(ordered)
    return Spread(
        count,
        median(ordered) if count >= FOR_MEDIAN else None,
        ordered[-(-9 * count // 10) - 1] if count >= FOR_P90 else None,
        ordered[-1] if ordered else None,
    )


def _figures(key: tuple[str, ...], legs: Sequence[Leg]) -> Figures:
    ends = dict.fromkeys(Outcome, 0)
    for leg in legs:
        ends[leg.outcome] += 1
    judged = [leg.in_time for leg in legs if leg.in_time is not None]
    return Figures(
        key=key,
        people=len({leg.visit for leg in legs}),
        legs=len(legs),
        served=ends[Outcome.SERVED],
        sent_on=ends[Outcome.SENT_ON],
        at_window=ends[Outcome.AT_WINDOW],
        no_shows=ends[Outcome.NO_SHOW],
        cancelled=ends[Outcome.CANCELLED],
        waiting=ends[Outcome.WAITING],
        carried_over=ends[Outcome.CARRIED_OVER],
        waits=spread(leg.waited for leg in legs if leg.waited is not None),
        services=spread(leg.served for leg in legs if leg.served is not None),
        in_time=sum(judged) / len(judged) if len(judged) >= FOR_SHARE else None,
    )


def _part(leg: Leg, by: By) -> str:
    if by is By.HOUR:
        return "" if leg.hour is None else f"{leg.hour:02}"
    found: str | None = getattr(leg, by.value)
    return found or ""


def _as_counted(key: tuple[str, ...]) -> tuple[tuple[bool, int, str], ...]:
    """Window 9 comes before window 10, and what has no name last."""
    return tuple((not part, int(part) if part.isdecimal() else 0, part) for part in key)
