"""The geometric check finds what is cut off and what is overprinted; else the tests of papers would prove nothing."""

from __future__ import annotations

import pytest

from deskapp.papers.marks import Digits, Mark, Picture, Square, Text
from tests.papers.samples import NUMBER, TRACK
from tests.papers.samples_of_steps import seal
from tests.papers.standing import Bounds, stands_well

WORD = Text(100, 400, 10, "受理通知书")


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        ([WORD, Text(120, 404, 10, "盖在上面")], "stands on"),
        ([Text(540, 400, 10, "出了右边")], "right=580"),
        ([Text(40, 400, 10, "出了左边")], "left=40"),
        ([Text(100, 15, 10, "太低")], "low="),
        ([Text(100, 830, 10, "太高")], "high="),
        ([WORD, Digits(90, 380, 34, NUMBER)], "stands on"),
        ([Square(200, 300, TRACK), Picture(210, 310, 60, 60, seal())], "stands on"),
        ([Digits(200, 300, 34, NUMBER), Picture(210, 310, 60, 60, seal())], "stands on"),
    ],
)
def test_what_is_cut_off_or_overprinted_is_found(faulty: list[Mark], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        stands_well(faulty)


def test_what_stands_well_passes() -> None:
    stands_well([WORD, Text(100, 388, 10, "下一行"), Digits(200, 300, 34, NUMBER), Square(100, 200, TRACK)])


def test_a_seal_lies_under_the_day_it_is_set_on() -> None:
    stands_well([WORD, Picture(90, 350, 107, 107, seal())])


def test_a_label_has_bounds_of_its_own() -> None:
    with pytest.raises(AssertionError):
        stands_well([WORD], Bounds(left=101))
