"""What the bench of a million cases tells is what was measured; and its hands really work a case, on a small cache."""

from __future__ import annotations

from pathlib import Path

from tests.bench import million
from tests.bench.at_a_window import a_window
from tests.bench.many_cases import fill


def test_the_worst_key_is_named_and_what_takes_too_long_is_missed() -> None:
    keys = million.Keys(painted={"王": [10.0] * 30, "1": [10.0, 51.0]}, asked=[4.0, 4.0], bare=[0.5, 0.5])
    late, worst, query = million.rows_of_finding(keys)
    assert late.met
    assert not worst.met
    assert "1" in worst.what
    assert query.figure == 8.0


def test_a_stage_is_judged_by_its_slowest_key_and_told_beside_an_everyday_cache() -> None:
    (row,) = million.rows_of_stages({"call": [20.0, 30.0, 101.0]}, {"call": [15.0, 15.0]})
    assert not row.met
    assert "2.00 ×" in row.ours


def test_a_whole_case_is_worked_and_handed_out_and_every_key_is_measured(tmp_path: Path) -> None:
    fill(tmp_path, 60)
    million.ROUNDS, rounds = 1, million.ROUNDS
    try:
        with a_window(tmp_path) as hands:
            took = million.stages(hands)
            keys = million.finding(hands, ("王秀英",), turns=1)
    finally:
        million.ROUNDS = rounds
    assert {"call", "open", "tick", "accept", "print again", "watch list"} <= took.keys()
    assert all(len(each) == 1 and each[0] > 0 for each in took.values())
    assert {"王", "王秀", "王秀英"} <= keys.painted.keys()
    assert len(keys.asked) == len(keys.bare)
