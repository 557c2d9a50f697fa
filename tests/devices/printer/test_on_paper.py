"""A page lies on paper as large as it is, corner on corner, and is made smaller only when it must."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.devices.printer.on_paper import INCH, Sheet, placed

A4 = (595.28, 841.89)  # points
OF_600 = Sheet(600, 600, 4960, 7015, 100, 100)


def test_a_page_on_its_own_paper_is_true_to_size_to_the_dot() -> None:
    place = placed(*A4, OF_600)
    assert (place.width, place.height) == (round(595.28 / INCH * 600), round(841.89 / INCH * 600))
    assert (place.x, place.y, place.turned) == (-100, -100, False)


@pytest.mark.parametrize(("dpi", "drawn"), [(203, 203), (300, 300), (360, 360), (600, 300), (1200, 400), (2400, 400)])
def test_each_pixel_is_a_whole_number_of_dots_so_that_bars_stay_even(dpi: int, drawn: int) -> None:
    place = placed(*A4, Sheet(dpi, dpi, round(8.27 * dpi), round(11.69 * dpi)))
    assert round(place.scale * INCH) == drawn
    assert dpi % drawn == 0


def test_a_page_that_lies_across_is_turned_onto_paper_that_stands() -> None:
    place = placed(A4[1], A4[0], OF_600)
    assert place.turned
    assert place.width < place.height
    assert not placed(A4[1], A4[0], Sheet(600, 600, 7015, 4960)).turned


def test_a_page_larger_than_the_sheet_is_drawn_smaller_as_a_whole() -> None:
    place = placed(841.89, 1190.55, OF_600)  # A3
    assert place.width <= OF_600.width * 1.02
    assert place.height <= OF_600.height * 1.02
    assert place.width / place.height == pytest.approx(841.89 / 1190.55, rel=0.001)


def test_a_small_label_stays_small() -> None:
    place = placed(226.77, 85.04, Sheet(203, 203, 1678, 2373))  # 80 by 30 mm
    assert place.turned, "the sheet stands"
    assert {place.width, place.height} == {round(226.77 / INCH * 203), round(85.04 / INCH * 203)}


@pytest.mark.parametrize(
    ("page", "sheet"),
    [((0, 10), OF_600), ((10, -1), OF_600), ((float("nan"), 10), OF_600), ((float("inf"), 1), OF_600),
     (A4, Sheet(0, 600, 10, 10)), (A4, Sheet(600, 600, 0, 10))],
)  # fmt: skip
def test_what_has_no_size_has_no_place(page: tuple[float, float], sheet: Sheet) -> None:
    with pytest.raises(ValueError, match="nothing"):
        placed(*page, sheet)


@given(
    st.floats(10, 5000), st.floats(10, 5000), st.integers(72, 2400), st.integers(200, 20000), st.integers(200, 20000)
)
def test_no_page_is_larger_than_its_sheet(width: float, height: float, dpi: int, wide: int, high: int) -> None:
    place = placed(width, height, Sheet(dpi, dpi, wide, high))
    assert place.width <= wide * 1.02 + 1
    assert place.height <= high * 1.02 + 1
    assert 0 < place.scale * INCH <= 400.001
