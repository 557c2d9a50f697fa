"""How long somebody will wait, as a range: by who is before them, who serves them, and how long services took here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, pvariance

LEAST_SERVICES = 8  # before so many were served nothing is said
_FOUR_OF_FIVE = 1.2816  # standard deviations to either side that hold 80 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Wait:
    """Minutes; four of five waits lie between `least` and `most`."""

    least: int
    likely: int
    most: int


def expected_wait(before: int, windows: int, services: Sequence[float]) -> Wait | None:
    """The wait of somebody who has so many `before` them in a queue that so many `windows` serve.

    `services`: minutes that services of this queue took here lately. None when they are too few to say anything, or
    when no window serves the queue. Each window is taken to be busy, and to be in the middle of a service: the first
    that is free comes after a `windows`-th of half a service, and each one before them takes a `windows`-th of one.
    The spread is that of the services themselves; those who come later and go first are not foreseen.
    """
    if windows < 1 or len(services) < LEAST_SERVICES:
        return None
    mean, variance = fmean(services), pvariance(services)
    likely = (before + 0.5) * mean / windows
    spread = _FOUR_OF_FIVE * sqrt((before + 1) * variance + mean * mean / 12) / windows
    return Wait(max(0, round(likely - spread)), round(likely), max(1, round(likely + spread)))
