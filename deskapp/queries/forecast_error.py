"""How far the forecasts of a day would have been from what happened: made again with what was known at each moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.queries.day_replay import day_frames
from deskapp.queries.forecast_sheet import Here, line_of_hall, rows_of
from deskapp.queries.reports import lived
from deskapp.rules.forecast import Error, error_of, forecast
from deskapp.rules.forecast_line import CallBefore, Line, WindowNow
from deskapp.rules.legs import Leg
from deskapp.rules.line_runs import Chance
from deskapp.rules.replay import Frame, every
from deskapp.rules.ticket import IN_HAND
from deskapp.rules.window import Window, WindowState

_HALF_AN_HOUR = timedelta(minutes=30)
_RUNS_OF_MANY = 60  # enough where many forecasts are looked at together


def error_of_day(reading: Reading, day: date, chance: Chance) -> Error:
    """How far forecasts made every half hour of a day would have been from what then happened."""
    legs = [leg for leg in lived(reading, day, day) if leg.since is not None]
    came = [leg.since for leg in legs if leg.since is not None]
    if not came:
        return error_of((), ())
    moments = list(every(_HALF_AN_HOUR, min(came), max(came)))
    made = [forecast(line, chance, runs=_RUNS_OF_MANY) for line in lines_at(reading, day, moments)]
    return error_of(made, legs)


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
        yield line_of_hall(reading, frame.at, before, Here(people, at_work, called))


def _window_then(window: Window, legs: Sequence[Leg], frame: Frame) -> WindowNow:
    mine = [leg for leg in legs if leg.window == window.id]
    there = {t.id for t in frame.with_window.get(window.id, ()) if t.state in IN_HAND and t.window == window.id}
    calls = [(leg.called_at, leg.queue) for leg in mine if leg.ticket in there and leg.called_at is not None]
    since, queue = max(calls, default=(None, None))
    busy = None if since is None else (frame.at - since) / timedelta(minutes=1)
    return WindowNow(window.id, window.plan, busy, queue, Counter(leg.queue for leg in mine))
