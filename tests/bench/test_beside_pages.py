"""What is compared: a call beside pages with the same call alone, and the middle one of each."""

from __future__ import annotations

from tests.bench.beside_pages import WANTED, rows


def test_a_call_that_waits_for_pages_is_not_met() -> None:
    beside, told = rows([10.0] * 5, [10.0 * WANTED + 1] * 5, [900.0] * 5)
    assert beside.met is False
    assert told.met is None, "nobody waits there: it is told beside the other"
    assert (told.ours, told.bare) == ("900 ms", "10 ms")


def test_one_call_that_was_late_once_is_not_the_middle_one() -> None:
    assert rows([10.0] * 5, [20.0] * 4 + [2000.0], [20.0] * 5)[0].met is True
