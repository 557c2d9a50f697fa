"""When to try again: soon, then less often, never all desks at once, and never "much later" by a clock set back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deskapp.protocol.link import (
    FIRST_WAIT,
    LONGEST_WAIT,
    LOOK,
    QUICK_BEAT,
    SLOW_BEAT,
    Link,
    answered,
    beat,
    failed,
    may_try,
    wait_left,
)
from deskapp.server.leases import HEARD_EVERY, SILENT

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_an_answer_brings_the_line_up_and_remembers_since_when() -> None:
    up = answered(Link(), NOW)
    assert (up.online, up.since, up.failures) == (True, NOW, 0)
    assert answered(up, NOW + timedelta(hours=1)).since == NOW


def test_a_failure_takes_the_line_down_and_says_why() -> None:
    down = failed(answered(Link(), NOW), NOW, why="line.down", chance=0.0)
    assert (down.online, down.since, down.why) == (False, NOW, "line.down")
    later = failed(down, NOW + timedelta(minutes=1), why="line.slow", chance=0.0)
    assert (later.since, later.why, later.failures) == (NOW, "line.slow", 2)


@given(st.integers(1, 60), st.floats(0, 1))
def test_waits_grow_to_half_a_minute_and_no_further(failures: int, chance: float) -> None:
    link = Link()
    waits = []
    for _ in range(failures):
        link = failed(link, NOW, why="line.down", chance=chance)
        assert link.next_try is not None
        waits.append(link.next_try - NOW)
    assert waits == sorted(waits)
    assert timedelta(seconds=0.4) < waits[0] <= timedelta(seconds=1)
    assert waits[-1] <= LONGEST_WAIT
    assert not may_try(link, NOW)
    assert may_try(link, NOW + LONGEST_WAIT)


@given(st.floats(0, 1), st.floats(0, 1))
def test_three_hundred_desks_do_not_come_back_at_one_instant(one: float, other: float) -> None:
    tries = {failed(Link(), NOW, why="line.down", chance=chance).next_try for chance in (one, other)}
    assert len(tries) == 1 if one == other else True
    assert failed(Link(), NOW, why="x", chance=0.0).next_try != failed(Link(), NOW, why="x", chance=1.0).next_try


def test_a_clock_set_back_by_hours_does_not_keep_the_desk_silent() -> None:
    link = failed(Link(), NOW, why="line.down", chance=1.0)
    assert may_try(link, NOW - timedelta(hours=5))


@given(st.integers(1, 20), st.floats(0, 1), st.timedeltas(timedelta(hours=-9), timedelta(hours=9)))
def test_who_waits_as_long_as_is_left_may_try(failures: int, chance: float, step: timedelta) -> None:
    link = Link()
    for _ in range(failures):
        link = failed(link, NOW, why="line.down", chance=chance)
    left = wait_left(link, NOW + step)
    assert timedelta(0) <= left <= LONGEST_WAIT
    assert may_try(link, NOW + step) == (left == timedelta(0))
    assert may_try(link, NOW + step + left)
    assert wait_left(answered(link, NOW), NOW + step) == timedelta(0)


def test_a_desk_that_is_told_asks_less_often_and_one_that_is_not_as_ever() -> None:
    up = answered(Link(), NOW)
    down = failed(up, NOW, why="line.down", chance=0.0)
    assert (beat(up, told=True), beat(up, told=False)) == (SLOW_BEAT, QUICK_BEAT)
    assert beat(down, told=True) == beat(down, told=False) == LOOK
    assert SLOW_BEAT > QUICK_BEAT > LOOK


def test_a_window_that_is_told_is_never_taken_for_silent_though_one_round_is_lost() -> None:
    """The centre may pass over a pull that comes too soon after one it noted; the next is lost; then it is tried."""
    passed_over, lost, tried_again = HEARD_EVERY, SLOW_BEAT, SLOW_BEAT + FIRST_WAIT
    assert passed_over + lost + tried_again < SILENT
