"""The forecast at the manager's desk: both sides of a what-if meet the same people, and a move is told before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.hall import board, forecasting, windows
from deskapp.hall.forecasting import Step, WhatIf
from deskapp.ids import QueueId, WindowId
from deskapp.rules.turns import Plan
from tests.clerk import office
from tests.ui.hall import days

OPENS = office.MORNING - timedelta(minutes=30)
A, B, C = QueueId("A"), QueueId("B"), QueueId("C")


@pytest.fixture
def lived(manager: Desk, clock: office.FrozenClock) -> Desk:
    for back in (2, 0):
        opens = OPENS - timedelta(days=back)
        days.live(manager, clock, opens, opens + timedelta(hours=9 if back else 3), seed=5 + back)
    return manager


def width(foreseen: forecasting.Foreseen) -> float:
    return sum(quarter.most - quarter.least for one in foreseen.now.queues for quarter in one.quarters)


def test_every_queue_is_told_as_a_range(lived: Desk) -> None:
    foreseen = forecasting.look(lived)
    assert foreseen.then is None
    assert [one.queue for one in foreseen.now.queues] == ["A", "B", "C", "D"]
    quarters = [quarter for one in foreseen.now.queues for quarter in one.quarters]
    assert len(quarters) == 32
    assert all(quarter.least <= quarter.likely <= quarter.most for quarter in quarters)
    assert width(forecasting.look(lived, widening=2.0)) > 1.5 * width(foreseen)


@pytest.mark.parametrize("step", list(Step))
def test_what_if_a_window_opened_moved_or_closed(lived: Desk, step: Step) -> None:
    window = WindowId("6")
    if step is Step.OPEN:
        windows.close(lived, window)
    foreseen = forecasting.look(lived, WhatIf(step, window, Plan((A, B) if step is Step.MOVE else (C,))))
    assert foreseen.then is not None
    now, then = ({one.queue: one.windows for one in side.queues} for side in (foreseen.now, foreseen.then))
    assert {queue: then[queue] - now[queue] for queue in now if then[queue] != now[queue]} == {
        Step.OPEN: {C: 1}, Step.MOVE: {A: 1, B: 1, C: -1}, Step.CLOSE: {C: -1},
    }[step]  # fmt: skip


def test_a_what_if_that_is_so_already_is_refused(lived: Desk) -> None:
    with pytest.raises(Refusal, match=r"forecast\.window_open"):
        forecasting.look(lived, WhatIf(Step.OPEN, WindowId("6"), Plan((A,))))


def test_the_recorded_days_say_how_far_it_was_off(lived: Desk) -> None:
    recorded = forecasting.past(lived)
    assert recorded.days == (lived.clock.today() - timedelta(days=2),)
    assert recorded.error.samples > 200
    assert recorded.error.inside is not None
    assert recorded.widening >= 1.0


def test_moving_people_lengthens_the_one_line_and_shortens_the_other(lived: Desk) -> None:
    line = max(board.board(lived).queues, key=lambda column: len(column.waiting))
    people = {ticket.ticket for ticket in line.waiting}
    assert people
    other = A if line.queue != A else B
    (told,) = forecasting.of_people(lived, people, [other]).values()
    by = {one.queue: one for one in told}
    now, then = by[line.queue].now, by[line.queue].then
    assert now is not None
    assert then is not None
    assert sum(then) < sum(now)


def test_other_queues_of_a_window_are_told_for_one_that_is_open(lived: Desk) -> None:
    told = {one.queue: one for one in forecasting.of_plan(lived, WindowId("6"), Plan((A,)))}
    now, then = told[C].now, told[C].then
    assert now is not None
    assert then is not None
    assert sum(then) > sum(now)
    assert forecasting.of_plan(lived, WindowId("99"), Plan((A,))) == []


def test_a_clerk_may_not_ask(lived: Desk) -> None:
    clerk = replace(lived, clerk=replace(lived.clerk, roles=("clerk",)))
    for asked in (forecasting.look, forecasting.past):
        with pytest.raises(Refusal, match=r"access\.denied"):
            asked(clerk)
