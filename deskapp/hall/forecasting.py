"""What the next two hours will bring, as it is and as it would be: played from this desk's journal."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from deskapp.desk import Desk
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.queries.forecast_error import Recorded, recorded
from deskapp.queries.forecast_sheet import line_now
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.forecast import RUNS, Forecast, forecast, widened
from deskapp.rules.forecast_line import Line, if_closed, if_moved, if_opened, if_sent
from deskapp.rules.turns import Plan

_SEED = 20_261_123  # the same chance for both sides of a what-if, so that they meet the same people
RUNS_OF_A_MOVE = 60  # enough to say what becomes of one wait, and soon
_FULL, _LEAST_RUNS = 400, 40  # people who wait or will come: with more of them fewer runs say as much


_NOTHING = Plan(())


class Step(StrEnum):
    """What might be done with a window."""

    OPEN = "open"
    MOVE = "move"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A window that opened, served other queues or closed."""

    step: Step
    window: WindowId
    plan: Plan = _NOTHING


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is expected as things are, and, when it was asked, as they would be."""

    now: Forecast
    then: Forecast | None
    what_if: WhatIf | None


@dataclass(frozen=True, slots=True)
class Told:
    """The wait of whoever comes to a queue now, as it is and as it would be; None where no window serves it."""

    queue: QueueId
    now: tuple[float, float] | None
    then: tuple[float, float] | None


def look(desk: Desk, what_if: WhatIf | None = None, *, widening: float = 1.0) -> Foreseen:
    """Play the next two hours; with a what-if, both ways with the same people.

    `widening`: how many times as wide the range has to be, by the recorded days. Refusal `access.denied`,
    `forecast.window_open` or `forecast.window_closed`.
    """
    line = _line(desk)
    then = None if what_if is None else _played(_changed(line, what_if), RUNS, widening)
    return Foreseen(_played(line, RUNS, widening), then, what_if)


def past(desk: Desk) -> Recorded:
    """How far the forecasts of the recorded days were off. Takes some seconds. Refusal `access.denied`."""
    access.require(desk.clerk.roles, Permission.SEE_HALL)
    with desk.journal.reading() as reading:
        return recorded(reading, random.Random(_SEED))  # noqa: S311 - chance that is played, not a secret


def of_people(
    desk: Desk, people: Collection[TicketId], queues: Collection[QueueId], widening: float = 1.0
) -> dict[QueueId, list[Told]]:
    """What would become of the waits if these people went to each of these queues. Refusal `access.denied`."""
    line = _line(desk)
    now = _played(line, RUNS_OF_A_MOVE, widening)
    return {to: _compared(now, _played(if_sent(line, people, to), RUNS_OF_A_MOVE, widening)) for to in queues}


def of_plan(desk: Desk, window: WindowId, plan: Plan, widening: float = 1.0) -> list[Told]:
    """What would become of the waits if an open window served these queues; nothing for one that is not open.

    Refusal `access.denied`.
    """
    line = _line(desk)
    if all(one.id != window for one in line.windows):
        return []
    now, then = (_played(one, RUNS_OF_A_MOVE, widening) for one in (line, if_moved(line, window, plan)))
    return _compared(now, then)


def _line(desk: Desk) -> Line:
    access.require(desk.clerk.roles, Permission.SEE_HALL)
    with desk.journal.reading() as reading:
        return line_now(reading)


def _changed(line: Line, what_if: WhatIf) -> Line:
    if what_if.step is Step.CLOSE:
        return if_closed(line, what_if.window)
    change = if_opened if what_if.step is Step.OPEN else if_moved
    return change(line, what_if.window, what_if.plan)


def _played(line: Line, runs: int, widening: float = 1.0) -> Forecast:
    people = len(line.waiting) + sum(sum(each) for each in line.arrivals.values())
    runs = max(_LEAST_RUNS, min(runs, round(runs * _FULL / max(1.0, people))))
    return widened(forecast(line, random.Random(_SEED), runs=runs), widening)  # noqa: S311 - chance that is played


def _compared(now: Forecast, then: Forecast) -> list[Told]:
    """The queues whose waits would be others."""
    after = {one.queue: one for one in then.queues}
    told = []
    for before in now.queues:
        found = after.get(before.queue)
        here, there = (
            (one.quarters[0].least, one.quarters[0].most) if one is not None and one.quarters else None
            for one in (before, found)
        )
        if here != there:
            told.append(Told(before.queue, here, there))
    return told
