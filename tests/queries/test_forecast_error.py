"""Forecasts made again for a day that has passed, with what was known then, and held against what happened."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from deskapp.ids import TicketId, WindowId
from deskapp.journal.journal import Journal
from deskapp.queries.forecast_error import error_of_day, lines_at
from deskapp.queries.forecast_sheet import line_now
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.forecast import Error
from tests.builders import MORNING
from tests.clerk.office import FrozenClock
from tests.queries.telling import FIVE, THREE, A, B, issue, open_window, tell

TODAY = date(2026, 11, 23)
MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


def a_day(kept: Journal, clock: FrozenClock, chance: random.Random, people: int) -> None:
    """People come to queue A every three minutes or so; two windows serve them in order, each as soon as it is free."""
    came = clock.moment
    free = {THREE: came, FIVE: came}
    happens: list[tuple[datetime, int, int, WindowId]] = []  # when, which step, whose, where
    for number in range(people):
        came += MINUTE * chance.expovariate(1 / 3.2)
        window = min(free, key=lambda name: free[name])
        begins = max(came, free[window])
        free[window] = begins + MINUTE * chance.gammavariate(4, 1.5)
        happens += [(came, 2, number, window), (begins, 3, number, window), (free[window], 1, number, window)]
    tickets_of: dict[int, TicketId] = {}
    for when, step, number, window in sorted(happens):
        clock.moment = when
        if step == 2:
            tickets_of[number] = issue(kept, f"A{number + 1:03}")
        else:
            fact = tickets.Called(window) if step == 3 else tickets.Finished(window)
            tell(kept, tickets_of[number], fact)


def test_with_what_was_known_then_the_line_is_the_one_that_was(centre: Journal, clock: FrozenClock) -> None:
    open_window(centre, THREE, A, B)
    open_window(centre, FIVE, A)
    a_day(centre, clock, random.Random(2), 12)
    clock.moment = MORNING + A_DAY
    for number in range(1, 6):
        issue(centre, f"A{number:03}", wait=40 - number)
        clock.move(MINUTE)
    first, second = issue(centre, "B001"), issue(centre, "B002")
    tell(centre, first, tickets.Called(THREE), tickets.Arrived(THREE))
    tell(centre, second, tickets.Called(FIVE), tickets.Held(FIVE, clock.moment))
    clock.move(MINUTE * 3)
    tell(centre, THREE, windows.QueuesChanged((B, A)))
    with centre.reading() as reading:
        known_now = line_now(reading)
    clock.move(MINUTE)
    tell(centre, first, tickets.Finished(THREE))
    tell(centre, issue(centre, "A006"), tickets.Called(THREE))
    tell(centre, FIVE, windows.WindowClosed())
    with centre.reading() as reading:
        (then,) = lines_at(reading, TODAY + A_DAY, [known_now.now])
    assert then.windows == known_now.windows
    assert [t.id for t in then.waiting] == [t.id for t in sorted(known_now.waiting, key=lambda t: t.due_at or t.id)]
    assert sorted(then.called, key=str) == sorted(known_now.called, key=str)
    assert (then.services, then.arrivals, then.classes) == (
        known_now.services, known_now.arrivals, known_now.classes,
    )  # fmt: skip


def test_of_a_hall_that_goes_on_as_before_most_waits_lie_in_the_range(centre: Journal, clock: FrozenClock) -> None:
    open_window(centre, THREE, A)
    open_window(centre, FIVE, A)
    chance = random.Random(8)
    for day in (0, 1):
        clock.moment = MORNING + A_DAY * day
        a_day(centre, clock, chance, 110)
    with centre.reading() as reading:
        error = error_of_day(reading, TODAY + A_DAY, random.Random(1))
    assert error.samples > 100
    assert error.minutes is not None
    assert error.minutes < 8
    assert error.inside is not None
    assert error.inside > 0.5


def test_of_a_day_on_which_nobody_came_there_is_no_error(centre: Journal) -> None:
    with centre.reading() as reading:
        assert error_of_day(reading, TODAY, random.Random(1)) == Error(0, None, None)
