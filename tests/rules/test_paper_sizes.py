"""Which paper it is by its proportions, and that nobody is told a size that nobody knows."""

from __future__ import annotations

import pytest

from deskapp.rules.paper_sizes import AUTO, SIZES, UNKNOWN, WISHES, paper_of, size_of

A4, CARD = 210 / 297, 85.6 / 53.98


@pytest.mark.parametrize(
    ("proportion", "wish", "paper"),
    [
        (A4, AUTO, "A4"),
        (1 / A4, AUTO, "A4"),
        (A4 * 1.03, AUTO, "A4"),
        (CARD, AUTO, "card"),
        (1 / CARD * 0.975, AUTO, "card"),
        (1.5, AUTO, ""),  # a photograph: between the two
        (1.0, AUTO, ""),
        (2.2, AUTO, ""),
        (A4, "A5", "A5"),
        (A4, "A3", "A3"),
        (A4 * 1.07, "A4", "A4"),  # somebody has said so
        (CARD, "A5", ""),  # and what lies there is none
        (A4, UNKNOWN, ""),
        (CARD, UNKNOWN, ""),
        (0.0, AUTO, ""),
        (-1.4, AUTO, ""),
    ],
)
def test_the_paper_by_its_proportions(proportion: float, wish: str, paper: str) -> None:
    assert paper_of(proportion, wish) == paper


def test_the_size_is_that_of_the_paper_as_it_lies() -> None:
    assert size_of(A4) == (21_000, 29_700)
    assert size_of(1 / A4) == (29_700, 21_000)
    assert size_of(CARD) == (8_560, 5_398)
    assert size_of(1 / CARD) == (5_398, 8_560)
    assert size_of(1.5) == (0, 0)


def test_every_size_can_be_wished_for_and_no_other() -> None:
    assert set(WISHES) == {AUTO, UNKNOWN, *SIZES}
    assert all(short < long for short, long in SIZES.values())
