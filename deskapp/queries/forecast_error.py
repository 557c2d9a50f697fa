"""How far the forecasts of a day would have been from what happened: made again with what was known at each moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.queries.day_replay import day_frames
from deskapp.queries.forecast_sheet import Here, line_of_hall, rows_of
from deskapp.queries.reports import lived
from deskapp.rules.forecast import Error, Forecast, error_of, forecast, widening
from deskapp.rules.forecast_line import CallBefore, Line, WindowNow
from deskapp.rules.legs import Leg
from deskapp.rules.line_runs import Chance
from deskapp.rules.replay import Frame, every
from deskapp.rules.ticket import IN_HAND, TicketState
from deskapp.rules.window import Window, WindowState

_HALF_AN_HOUR = timedelta(minutes=30)
_LOOKED_AT = 14  # days back: a hall that was closed as long says nothing of tomorrow
_RUNS_OF_MANY = 60  # enough where many forecasts are looked at together


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the last days say of the forecast, the latest day first; no day where none was recorded.

    `error`: of all of them, as it was said. `widening`: how many times as wide the range has to be so that it holds
    what it promises.
    """

    days: tuple[date, ...]
    error: Error
    widening: float


def recorded(reading: Reading, chance: Chance, days: int = 3) -> Recorded:
    """Make the forecasts of the last days again, at most so many on which anybody came, and not today's.

    Takes some seconds of a large hall.
    """
    today = reading.terms.clock.today()
    found: list[date] = []
    made: list[Forecast] = []
    lived_then: list[Leg] = []
    for back in range(1, _LOOKED_AT + 1):
        if len(found) == days:
            break
        day = today - timedelta(days=back)
        of_day, legs = forecasts_of_day(reading, day, chance)
        if of_day:
            found.append(day)
            made += of_day
            lived_then += legs
    return Recorded(tuple(found), error_of(made, lived_then), widening(made, lived_then))


def error_of_day(reading: Reading, day: date, chance: Chance) -> Error:
    """How far forecasts made every half hour of a day would have been from what then happened."""
    return error_of(*forecasts_of_day(reading, day, chance))


def forecasts_of_day(reading: Reading, day: date, chance: Chance) -> tuple[list[Forecast], list[Leg]]:
    """Forecasts made every half hour of a day, and what people then lived through; nothing where nobody came."""
    legs = [leg for leg in lived(reading, day, day) if leg.since is not None]
    came = [leg.since for leg in legs if leg.since is not None]
    if not came:
        return [], []
    moments = list(every(_HALF_AN_HOUR, min(came), max(came)))
    return [forecast(line, chance, runs=_RUNS_OF_MANY) for line in lines_at(reading, day, moments)], legs


def lines_at(reading: Reading, day: date, moments: Sequence[datetime]) -> Iterator[Line]:
    """The lines as they were at moments of a day, one after the other, with what was known then."""
    rows, lived_then = rows_of(reading, day), lived(reading, day, day)
    for frame in day_frames(reading, day, moments):
        until = moment_text(frame.at)
        legs = [leg for leg in lived_then if leg.called_at is not None and leg.called_at <= frame.at]
        open_then = sorted(w for w, window in frame.windows.items() if window.state is WindowState.OPEN)
        at_work = tuple(_window_then(frame.windows[window], legs, frame) for window in open_then)
        called = [CallBefore(leg.queue, leg.called_at, leg.due_at) for leg in legs if leg.called_at and leg.due_at]
        people = [ticket for line in frame.waiting.values() for ticket in line]
        before = [row for row in rows if row.issued_at <= until]
        held = [one for has in frame.with_window.values() for one in has if one.state is TicketState.HELD]
        yield line_of_hall(reading, frame.at, before, Here(people, at_work, called, held))


def _window_then(window: Window, legs: Sequence[Leg], frame: Frame) -> WindowNow:
    mine = [leg for leg in legs if leg.window == window.id]
    has = [t for t in frame.with_window.get(window.id, ()) if t.state in IN_HAND and t.window == window.id]
    there = {ticket.id: ticket.visit for ticket in has}
    calls = [(leg.called_at, leg) for leg in mine if leg.ticket in there and leg.called_at is not None]
    served = Counter(leg.queue for leg in mine)
    if not calls:
        return WindowNow(window.id, window.plan, None, None, served)
    since, leg = max(calls, key=lambda call: call[0])
    busy = (frame.at - since) / timedelta(minutes=1)
    return WindowNow(window.id, window.plan, busy, leg.queue, served, there[leg.ticket])
