"""The range of a forecast, widened by what was recorded, holds what it promises: in halls that are nearly too full."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from statistics import fmean

import pytest

from deskapp.ids import ClerkId, TicketId, WindowId
from deskapp.rules.arrivals import expected, sure_by
from deskapp.rules.forecast import (
    PROMISED,
    Forecast,
    Quarter,
    QueueForecast,
    error_of,
    forecast,
    widened,
    widening,
)
from deskapp.rules.forecast_line import Basis, Line, WindowNow
from deskapp.rules.legs import Leg, Outcome
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.ticket import Ticket, TicketState
from deskapp.rules.turns import Plan
from tests.rules.test_forecast import MINUTE, NOW, A, lived, said_for

WINDOWS, MEAN = 4, 6.0
OPENS = NOW - timedelta(hours=1)


def opens(day: int) -> datetime:
    return OPENS + timedelta(days=day)


def a_day(chance: random.Random, day: int, load: float, uneven: float) -> list[Leg]:
    """People come to four windows for seven hours, on some days more and on some fewer; first come, first served."""
    rate = load * WINDOWS / MEAN * chance.lognormvariate(0, uneven)
    free, at = [0.0] * WINDOWS, 0.0
    legs: list[Leg] = []
    while (at := at + chance.expovariate(rate)) < 420:
        window = min(range(WINDOWS), key=lambda n: free[n])
        begins = max(at, free[window])
        free[window] = begins + chance.gammavariate(2, MEAN / 2)
        since, called, ended = (opens(day) + MINUTE * minutes for minutes in (at, begins, free[window]))
        legs.append(
            Leg(
                TicketId(f"{len(legs):04}"), TicketId(f"{len(legs):04}"), date(2026, 11, 23), 10, A, None,
                WindowId(str(window)), ClerkId("c"), Outcome.SERVED, begins - at, free[window] - begins, True, since,
                called, ended,
            )
        )  # fmt: skip
    return legs


def minutes(leg: Leg, day: int) -> float:
    assert leg.since is not None
    return (leg.since - opens(day)) / MINUTE


def forecasts(days: list[list[Leg]], day: int, chance: random.Random) -> list[Forecast]:
    """What is said every half hour, by what is known then and by how the days before went."""
    today, before = days[day], days[max(0, day - 7) : day]
    services = [leg.served for lived_then in before for leg in lived_then if leg.served is not None][:200]
    came = [[minutes(leg, n) for leg in days[n]] for n in range(max(0, day - 7), day)]
    made = []
    for half_hours in range(1, 12):
        now = opens(day) + timedelta(minutes=30 * half_hours)
        so_far = [minutes(leg, day) for leg in today if leg.since is not None and leg.since <= now]
        here = [leg for leg in today if leg.since and leg.since <= now and leg.called_at and leg.called_at > now]
        at_work = {
            leg.window: (now - leg.called_at) / MINUTE
            for leg in today
            if leg.called_at and leg.ended_at and leg.called_at <= now < leg.ended_at
        }
        names = [WindowId(str(n)) for n in range(WINDOWS)]
        windows = tuple(WindowNow(n, Plan((A,)), at_work.get(n), A if n in at_work else None) for n in names)
        people = [
            Ticket(leg.ticket, 1, TicketState.WAITING, "", A, NORMAL, leg.since, (leg.since or now) + MINUTE * 30)
            for leg in here
        ]
        passed = 30.0 * half_hours
        line = Line(
            now, (A,), people, windows, {A: expected(came, so_far, passed, 8)}, {A: services},
            arrivals_by={A: sure_by(came, so_far, passed, 8)},
        )  # fmt: skip
        made.append(forecast(line, chance, runs=60))
    return made


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_a_hall_that_is_nearly_too_full_the_widened_range_holds_what_it_promises(seed: int) -> None:
    """At 94 % of what four windows can do, on days of which some bring a quarter more than others."""
    chance = random.Random(seed)
    days = [a_day(chance, day, 0.94, 0.15) for day in range(16)]
    said = {day: forecasts(days, day, chance) for day in range(3, len(days))}
    plain, honest = [], []
    for today in range(7, len(days)):
        before = range(today - 4, today)
        by = widening([one for day in before for one in said[day]], [leg for day in before for leg in days[day]])
        plain.append(error_of(said[today], days[today]).inside or 0)
        honest.append(error_of([widened(one, by) for one in said[today]], days[today]).inside or 0)
    assert fmean(plain) < 0.78
    assert fmean(honest) == pytest.approx(PROMISED, abs=0.04)
    assert fmean(honest) > fmean(plain) + 0.02


def test_the_widening_is_what_eight_of_ten_waits_kept_to() -> None:
    said = said_for((5, 10, 20))
    inside = [lived(A, 1, 15)] * 24
    assert widening([said], inside) == 1.0
    longer = [lived(A, 1, 10 + 10 * 1.5)] * 6
    assert widening([said], [*inside[:18], *longer]) == 1.5, "a quarter lay half as far outside again"
    shorter = [lived(A, 1, 0)] * 6
    assert widening([said], [*inside[:18], *shorter]) == 2.0, "each side is measured by itself"
    assert widening([said], [*inside, *longer[:4]]) == 1.0, "one in seven may lie outside"


def test_of_too_few_waits_nothing_is_learnt() -> None:
    assert widening([said_for((5, 10, 20))], [lived(A, 1, 99)] * 19) == 1.0
    assert widening([], []) == 1.0


def test_a_range_of_nothing_is_widened_as_if_it_were_a_minute() -> None:
    said = said_for((0, 0, 0))
    assert widening([said], [lived(A, 1, 3)] * 20) == 3.0
    (quarter,) = widened(said, 3.0).queues[0].quarters
    assert (quarter.least, quarter.likely, quarter.most) == (0, 0, 3)


def test_both_sides_are_widened_and_nobody_waits_less_than_nothing() -> None:
    said = said_for((5, 10, 20), (30, 40, 45))
    assert [(q.least, q.likely, q.most) for q in widened(said, 3).queues[0].quarters] == [(0, 10, 40), (10, 40, 55)]
    assert widened(said, 1.0) is said
    assert widened(said, 0.5) is said, "never narrower"
    beyond = Forecast(NOW, 9, (QueueForecast(A, 1, Basis.HALL, 9, (Quarter(NOW, 1, 2, 3, beyond=True),)),))
    (one,) = widened(beyond, 2).queues
    assert (one.basis, one.samples, one.quarters[0].beyond) == (Basis.HALL, 9, True)
