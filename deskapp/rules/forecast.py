"""How long whoever comes to a queue will wait in the next two hours: a range, what it stands on, and how it errs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from deskapp.ids import QueueId
from deskapp.rules.figures import FOR_MEDIAN, FOR_P90, FOR_SHARE
from deskapp.rules.forecast_line import QUARTER, QUARTERS, Basis, Line
from deskapp.rules.legs import Leg
from deskapp.rules.line_played import MOST_WAIT, waits
from deskapp.rules.line_runs import Chance

RUNS = 200
PROMISED = 0.8  # of the waits lie within the range
_LEAST_SIDE = 1.0  # minutes: a side of a range that is narrower is widened as if it were as wide


@dataclass(frozen=True, slots=True)
class Quarter:
    """Of ten who come `at` this moment one waits less than `least` minutes, five less than `likely`, one more than
    `most`. `beyond`: the most is more than was played, and may be longer than it says.
    """

    at: datetime
    least: float
    likely: float
    most: float
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class QueueForecast:
    """`quarters` is empty where nothing can be said, because no open window serves the queue.

    `samples`: the service times it stands on; with Basis.DEFAULT none is this hall's own.
    """

    queue: QueueId
    windows: int
    basis: Basis
    samples: int
    quarters: tuple[Quarter, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was expected at a moment, by so many runs."""

    made_at: datetime
    runs: int
    queues: tuple[QueueForecast, ...]


@dataclass(frozen=True, slots=True)
class Error:
    """How far forecasts were from what happened: `minutes` from the likely wait, half of the time no more than this;
    `inside`: the share of waits within the range, of which eight of ten should be. None of too few `samples`.
    """

    samples: int
    minutes: float | None
    inside: float | None


def forecast(line: Line, chance: Chance, *, quarters: int = QUARTERS, runs: int = RUNS) -> Forecast:
    """Play the line and tell the range. With a `chance` of the same seed, what-ifs meet the same people."""
    played = waits(line, chance, quarters=quarters, runs=runs)
    names = tuple(dict.fromkeys((*line.queues, *played)))
    return Forecast(line.now, runs, tuple(_of_queue(line, queue, played.get(queue, ())) for queue in names))


def error_of(forecasts: Iterable[Forecast], happened: Iterable[Leg]) -> Error:
    """How far they erred: each wait is held against every forecast made before it for the quarter nearest to it."""
    pairs = _said_and_lived(forecasts, happened)
    errors = [abs(waited - quarter.likely) for quarter, waited in pairs]
    inside = sum(quarter.least <= waited <= quarter.most for quarter, waited in pairs)
    return Error(
        len(pairs),
        median(errors) if len(errors) >= FOR_MEDIAN else None,
        inside / len(pairs) if len(pairs) >= FOR_SHARE else None,
    )


def widening(forecasts: Iterable[Forecast], happened: Iterable[Leg]) -> float:
    """By how many times both sides of a range must be wider so that it would have held what it promises.

    Of each wait it is asked how many times the side of its range, from the likely wait outwards, it lay away from the
    likely one; the answer is what eight of ten kept to (split conformal prediction, Lei et al. 2018: on days like the
    recorded ones the range then holds its share, whatever the cause of the error). Never less than 1, and 1 of fewer
    than FOR_P90 waits.
    """
    scores = sorted(_sides_away(quarter, waited) for quarter, waited in _said_and_lived(forecasts, happened))
    if len(scores) < FOR_P90:
        return 1.0
    return max(1.0, scores[min(len(scores), ceil((len(scores) + 1) * PROMISED)) - 1])


def widened(made: Forecast, by: float) -> Forecast:
    """The same forecast with ranges so many times as wide, none of which begins before nothing."""
    if by <= 1:
        return made
    queues = tuple(replace(one, quarters=tuple(_wider(each, by) for each in one.quarters)) for one in made.queues)
    return replace(made, queues=queues)


def _said_and_lived(forecasts: Iterable[Forecast], happened: Iterable[Leg]) -> list[tuple[Quarter, float]]:
    said = [
        (of_queue.queue, quarter, made.made_at)
        for made in forecasts
        for of_queue in made.queues
        for quarter in of_queue.quarters
    ]
    lived: dict[QueueId, list[tuple[datetime, float]]] = {}
    for leg in happened:
        if leg.since is not None and leg.waited is not None:
            lived.setdefault(leg.queue, []).append((leg.since, leg.waited))
    near = timedelta(minutes=QUARTER / 2)
    return [
        (quarter, waited)
        for queue, quarter, made_at in said
        for since, waited in lived.get(queue, ())
        if since >= made_at and -near <= since - quarter.at < near
    ]


def _sides_away(quarter: Quarter, waited: float) -> float:
    side = quarter.most - quarter.likely if waited > quarter.likely else quarter.likely - quarter.least
    return abs(waited - quarter.likely) / max(_LEAST_SIDE, side)


def _wider(quarter: Quarter, by: float) -> Quarter:
    least = quarter.likely - by * max(_LEAST_SIDE, quarter.likely - quarter.least)
    most = quarter.likely + by * max(_LEAST_SIDE, quarter.most - quarter.likely)
    return replace(quarter, least=max(0.0, least), most=most)


def _of_queue(line: Line, queue: QueueId, played: Sequence[Sequence[float | None]]) -> QueueForecast:
    basis, services = line.times_of(queue)
    quarters = tuple(_quarter(line, number, len(played), each) for number, each in enumerate(played))
    own = 0 if basis is Basis.DEFAULT else len(services)
    return QueueForecast(queue, line.served_by(queue), basis, own, quarters)


def _quarter(line: Line, number: int, quarters: int, played: Sequence[float | None]) -> Quarter:
    longest = (quarters - number) * QUARTER + MOST_WAIT
    ordered = sorted(longest if minutes is None else minutes for minutes in played)
    least, likely, most = (ordered[-(-len(ordered) * tenths // 10) - 1] for tenths in (1, 5, 9))
    return Quarter(line.now + timedelta(minutes=number * QUARTER), least, likely, most, beyond=most >= longest)
