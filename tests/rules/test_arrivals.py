"""How many will come: as on earlier days at this hour, by as much more or less as today is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.arrivals import expected, sure_by

moments = st.lists(st.floats(480, 1080), max_size=40)


MANY = 45  # days: of so many no more than the quarter itself is looked at, but for half a minute


def test_a_day_like_the_others_goes_on_like_them() -> None:
    day = [540.0, 550.0, 605.0, 606.0, 616.0, 631.0]
    assert expected([day] * MANY, [540.0, 550.0], 600, 3) == pytest.approx([2 * 15 / 16, 15 / 16, 15 / 16])


def test_of_one_day_the_hour_around_a_quarter_is_looked_at() -> None:
    day = [550.0, 578.0, 590.0, 605.0, 610.0, 637.0, 638.0]
    assert expected([day], [550.0, 578.0, 590.0], 600, 1) == pytest.approx([5 / 4])


def test_a_day_that_brings_twice_as_many_goes_on_so_as_far_as_it_is_sure() -> None:
    usual = [540.0 + n / 2 for n in range(60)] + [605.0] * 16
    (twice,) = expected([usual] * MANY, [540.0] * 120, 600, 1)
    assert twice == pytest.approx(15 * 130 / 70)
    (hardly,) = expected([[550.0, *[605.0] * 16]] * MANY, [540.0, 541.0], 600, 1)
    assert hardly == pytest.approx(15 * 12 / 11), "one more in a quiet hour says little"


def test_it_says_on_how_many_people_it_stands() -> None:
    day = [599.0, 600.0, 605.0, 719.0, 720.0]
    assert sure_by([day, day], [500.0], 600, 8) == 6
    assert sure_by([], [530.0, 550.0, 600.0, 601.0], 600, 8) == 2


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
