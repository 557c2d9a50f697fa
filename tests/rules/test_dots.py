"""What a file says of its dots per inch, and when nobody believes it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.dots import LEAST, MOST, believed, whole


@pytest.mark.parametrize("told", [(200, 200), (300.0, 150.0), (75, 75), (LEAST, MOST), (Fraction(600), 600)])
def test_what_a_scanner_can_be_asked_for_is_believed(told: tuple[float, float]) -> None:
    assert believed(told) == tuple(float(dots) for dots in told)
    assert whole(told) == round(told[0])


@pytest.mark.parametrize(
    "told",
    [
        None, (), (1, 1), (0, 0), (49.9, 300), (300, 1), (300,), (300, 300, 300), (MOST + 1, MOST + 1), (72, 72),
        (72.009, 72.009), (-300, -300), (float("nan"), 300), (float("inf"), float("inf")), ("many", "few"),
        300, (None, 1),
    ],
)  # fmt: skip
def test_what_is_said_by_habit_or_by_mistake_is_unknown(told: object) -> None:
    assert believed(told) == (0.0, 0.0)
    assert whole(told) == 0


def test_72_across_alone_is_a_fax_and_not_a_habit() -> None:
    assert believed((72, 144)) == (72.0, 144.0)


@given(st.one_of(st.none(), st.floats(), st.tuples(st.floats(), st.floats()), st.lists(st.integers()), st.text()))
def test_whatever_is_said_the_answer_is_a_scanners_or_none(told: object) -> None:
    dots = whole(told)
    assert dots == 0 or LEAST <= dots <= MOST
