"""What a reader sees of the benches: one table, and a plain word for what was missed."""

from __future__ import annotations

import pytest

from tests.bench.table import Row, Wanted, markdown, of_calling, of_pushing, of_upload

CALLS = {
    "calls_per_second_200": 1480, "bare_per_second_200": 2010, "share_200": 0.74, "p50_ms_200": 120.1,
    "p99_ms_200": 180.5, "bare_p99_ms_200": 160.2, "calls_per_second_32": 1490, "bare_per_second_32": 2200,
    "share_32": 0.68, "p50_ms_32": 20.3, "p99_ms_32": 44.0, "bare_p99_ms_32": 31.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "wanted", "met"),
    [
        (1.5, Wanted(1.5), True),
        (1.51, Wanted(1.5), False),
        (0.70, Wanted(0.70, at_least=True), True),
        (0.69, Wanted(0.70, at_least=True), False),
        (0.69, None, None),
        (None, Wanted(1.5), None),
    ],
)
def test_a_bound_is_met_when_it_is_reached(figure: float | None, wanted: Wanted | None, met: bool | None) -> None:
    assert Row("drawing", "1 ms", "1 ms", figure, wanted).met is met


def test_what_was_missed_stands_out_and_what_was_never_wanted_says_nothing() -> None:
    drawn = markdown(
        [
            Row("drawing", "3 ms", "1 ms", 3.0, Wanted(1.5)),
            Row("the loop", "32 ms", figure=32.0, wanted=Wanted(50, unit="ms")),
            Row("· of it", "1 ms"),
        ]
    )
    assert drawn.splitlines() == [
        "| what     | ours  | bare | ratio | wanted  | met    |",
        "|----------|-------|------|-------|---------|--------|",
        "| drawing  | 3 ms  | 1 ms | 3.00  | ≤ 1.5   | **no** |",
        "| the loop | 32 ms | —    | —     | ≤ 50 ms | yes    |",
        "| · of it  | 1 ms  | —    | —     | —       | —      |",
    ]


def test_no_cell_breaks_the_table() -> None:
    _, _, line = markdown([Row("a|b", "1")]).splitlines()
    assert line.startswith("| a\\|b |")


def test_a_row_for_a_machine_leaves_out_what_is_not_known() -> None:
    assert Row("· of it", "1 ms").plain() == {"what": "· of it", "ours": "1 ms"}
    assert Row("drawing", "3 ms", "1 ms", 3.0, Wanted(1.5)).plain() == {
        "what": "drawing", "ours": "3 ms", "bare": "1 ms", "figure": 3.0, "wanted": "≤ 1.5", "met": False,
    }  # fmt: skip


def test_calls_are_told_for_each_number_of_windows() -> None:
    few, many = of_calling(CALLS)
    assert (few.what, few.met, few.ours) == ("call next, 32 windows", False, "1,490/s, p99 44 ms")
    assert (many.what, many.met, many.bare) == ("call next, 200 windows", True, "2,010/s, p99 160.2 ms")


def test_pushes_are_told_for_each_database() -> None:
    rows = of_pushing(
        {"sqlite_seconds": 4.0, "sqlite_bare_seconds": 1.0, "sqlite_times_bare": 4.0, "sqlite_events_per_second": 2500}
    )
    assert [(row.what, row.figure, row.met) for row in rows] == [("push 10,000 events, sqlite", 4.0, True)]


def test_an_upload_in_small_pieces_is_told_and_not_judged() -> None:
    whole, small = of_upload(
        {
            "plain_put_mb_s": 300, "tus_mb_s": 170, "tus_share": 0.57, "tus_4mb_patches_mb_s": 120,
            "tus_4mb_patches_share": 0.4, "wanted_share": 0.6,
        }
    )  # fmt: skip
    assert (whole.met, small.met) == (False, None)
