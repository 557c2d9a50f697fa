"""How long whoever comes to a queue will wait in the next two hours: a range, what it stands on, and how it errs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from deskapp.ids import QueueId
from deskapp.rules.figures import FOR_MEDIAN, FOR_SHARE
from deskapp.rules.forecast_line import QUARTER, QUARTERS, Basis, Line
from deskapp.rules.legs import Leg
from deskapp.rules.line_played import MOST_WAIT, waits
from deskapp.rules.line_runs import Chance

RUNS = 200


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
    pairs = [
        (quarter, waited)
        for queue, quarter, made_at in said
        for since, waited in lived.get(queue, ())
        if since >= made_at and -near <= since - quarter.at < near
    ]
    errors = [abs(waited - quarter.likely) for quarter, waited in pairs]
    inside = sum(quarter.least <= waited <= quarter.most for quarter, waited in pairs)
    return Error(
        len(pairs),
        median(errors) if len(errors) >= FOR_MEDIAN else None,
        inside / len(pairs) if len(pairs) >= FOR_SHARE else None,
    )


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
