"""Of the board's steps nineteen of twenty count, and the worst block of all."""

from __future__ import annotations

from tests.bench import television
from tests.bench.hall import rows


def test_one_late_step_of_twenty_is_not_hidden_behind_the_median() -> None:
    shown, blocked = rows([40.0] * 17 + [300.0] * 3, 51.0)
    assert shown.met is False
    assert blocked.met is False


def test_a_board_that_follows_is_met() -> None:
    shown, blocked = rows([40.0] * 20, 49.0)
    assert (shown.met, blocked.met) == (True, True)
    assert shown.ours == "40 ms (median 40)"


def test_a_television_that_shows_one_call_of_ten_late_or_stutters_once_is_not_met() -> None:
    shown, frame = television.rows([60.0] * 18 + [260.0] * 2, 66.7)
    assert (shown.met, frame.met) == (False, False)


def test_a_television_that_follows_is_met() -> None:
    shown, frame = television.rows([60.0] * 20, 33.4)
    assert (shown.met, frame.met) == (True, True)
    assert shown.ours == "60 ms (median 60)"
