"""How many will come: as on earlier days at this hour, by as much more or less as today is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.arrivals import expected

moments = st.lists(st.floats(480, 1080), max_size=40)


def test_a_day_like_the_others_goes_on_like_them() -> None:
    day = [540.0, 550.0, 605.0, 606.0, 616.0, 631.0]
    assert expected([day, day], [540.0, 550.0], 600, 3) == pytest.approx([2, 1, 1])


def test_a_day_that_brings_twice_as_many_goes_on_so_as_far_as_it_is_sure() -> None:
    usual = [540.0 + n / 2 for n in range(60)] + [601.0] * 10
    (twice,) = expected([usual], [540.0] * 120, 600, 1)
    assert twice == pytest.approx(10 * 130 / 70)
    (hardly,) = expected([[550.0, *[601.0] * 10]], [540.0, 541.0], 600, 1)
    assert hardly == pytest.approx(10 * 12 / 11), "one more in a quiet hour says little"


@pytest.mark.parametrize(
    ("today", "each"),
    [([], 0), ([595.0], 1), ([530.0, 545.0, 550.0, 590.0, 600.0], 1.0), ([570.0, 580.0], 1.0), ([610.0], 0)],
)
def test_without_an_earlier_day_it_goes_on_as_in_the_last_hour(today: list[float], each: float) -> None:
    assert expected([], today, 600, 2) == pytest.approx([each, each])


@given(st.lists(moments, max_size=5), moments, st.floats(480, 1080))
def test_never_fewer_than_nobody(earlier: list[list[float]], today: list[float], now: float) -> None:
    found = expected(earlier, today, now, 8)
    assert len(found) == 8
    assert all(each >= 0 for each in found)
