"""The worst moment of the screen is told, and not a kinder one."""

from __future__ import annotations

from tests.bench.loop import rows


def test_the_worst_of_all_plays_counts() -> None:
    (row,) = rows([21.0, 50.4, 18.0])
    assert (row.ours, row.figure, row.met) == ("50.4 ms (21, 50, 18)", 50.4, False)


def test_a_loop_that_was_never_blocked_for_long_is_met() -> None:
    assert rows([21.0, 50.0])[0].met is True
