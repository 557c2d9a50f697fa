"""Of the board's steps nineteen of twenty count, and the worst block of all."""

from __future__ import annotations

from tests.bench.hall import rows


def test_one_late_step_of_twenty_is_not_hidden_behind_the_median() -> None:
    shown, blocked = rows([40.0] * 17 + [300.0] * 3, 51.0)
    assert shown.met is False
    assert blocked.met is False


def test_a_board_that_follows_is_met() -> None:
    shown, blocked = rows([40.0] * 20, 49.0)
    assert (shown.met, blocked.met) == (True, True)
    assert shown.ours == "40 ms (median 40)"
