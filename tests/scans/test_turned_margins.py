"""A sheet that lay askew and runs out of the picture: set straight, and then freed of the lid where its sides show."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.rules.page_making import WHOLE, Craft, Making, ask_sound
from deskapp.scans import looking, margins, turned_margins
from deskapp.scans.page import Colour, head, unpacked
from tests.scans import drawn
from tests.scans.drawn import Picture
from tests.scans.margins import BLACK, DPI, LID, MM, ground, laid, slip
from tests.scans.test_margins import full

NEAR = 2.5  # mm that may be left beside a sheet
WIDE = 120.0  # mm of the strip that is longer than the picture


def strip(*, tone: int = drawn.PAPER) -> Picture:
    """A strip that is longer than the picture is high, with print from edge to edge."""
    return slip(WIDE, 420, tone=tone)


def left(picture: Picture, tilt: float, tint: tuple[int, int, int] = (0, 0, 0)) -> Making | None:
    def colour() -> Colour:
        return np.clip(np.dstack([picture] * 3).astype(np.int16) - tint, 0, 255).astype(np.uint8)

    made = turned_margins.left(margins.sheets(picture, DPI), colour, tilt)
    if made is not None:
        ask_sound(made, 1)
    return made


def kept(making: Making | None, picture: Picture) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is kept, in millimetres."""
    assert making is not None
    assert making.craft is Craft.CROP
    (box,) = making.boxes
    high, wide = (side / MM for side in picture.shape)
    return box.left * wide / WHOLE, box.top * high / WHOLE, box.right * wide / WHOLE, box.bottom * high / WHOLE


def on_black(picture: Picture, tilt: float) -> Picture:
    """As `turned_back` turns it, but black comes in at the corners, so that what is light there is paper."""
    high, wide = picture.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), tilt, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, (wide, high), borderValue=(BLACK,)), np.uint8)


@pytest.mark.parametrize("tilt", [-6.0, -2.0, 2.0, 6.0])
@pytest.mark.parametrize("level", [BLACK, 45])
def test_a_strip_that_runs_out_above_and_below_is_cut_along_its_two_sides(tilt: float, level: int) -> None:
    picture = laid(ground(level), strip(), (105, 148.5), tilt)
    at_left, at_top, at_right, at_bottom = kept(left(picture, tilt), picture)
    assert at_top == 0, "what runs out is kept to the end"
    assert at_bottom == pytest.approx(297, abs=0.5)
    assert 0 <= (105 - WIDE / 2) - at_left <= NEAR
    assert 0 <= at_right - (105 + WIDE / 2) <= NEAR


@pytest.mark.parametrize("tilt", [-3.0, 3.0])
def test_a_sheet_that_runs_out_on_one_side_is_cut_along_the_other_three(tilt: float) -> None:
    picture = laid(ground(BLACK), slip(100, 200), (105, 60), tilt)  # its upper end lies above the picture
    at_left, at_top, at_right, at_bottom = kept(left(picture, tilt), picture)
    turned = on_black(picture, tilt)
    paper = turned[round(at_top * MM) : round(at_bottom * MM), round(at_left * MM) : round(at_right * MM)]
    assert at_top == 0
    assert at_right - at_left == pytest.approx(100, abs=2 * NEAR)
    assert np.mean(paper < 60) < 0.12, "the roller is gone but for what the turn leaves at the corners"
    outside = turned.copy()
    outside[round(at_top * MM) : round(at_bottom * MM), round(at_left * MM) : round(at_right * MM)] = BLACK
    assert np.count_nonzero((outside > 100) & (outside < 252)) < 200, "no paper was cut off"


def test_nothing_is_left_away_where_the_sheet_fills_the_picture() -> None:
    assert left(drawn.text(100, rows=20), 2.0) is None


def test_a_crumpled_sheet_a_second_one_and_a_cloth_stay_as_they_are() -> None:
    torn = strip()
    cv2.fillPoly(torn, [np.array([(0, 500), (240, 700), (0, 900)])], (BLACK,))
    assert left(laid(ground(BLACK), torn, (105, 148.5), 3), 3) is None
    beside = laid(laid(ground(BLACK), slip(60, 420), (60, 148.5), 3), slip(30, 40), (150, 150))
    assert left(beside, 3) is None
    picture = laid(ground(48), strip(), (105, 148.5), 3)
    assert left(picture, 3) is not None
    assert left(picture, 3, (0, 30, 36)) is None


def test_a_tilt_that_the_sides_do_not_have_cuts_nothing() -> None:
    """Print may stand askew on its sheet: then the turn that sets it straight sets the sides askew."""
    picture = laid(ground(BLACK), strip(), (105, 148.5), 0)
    assert left(picture, 7) is None


def test_paper_that_is_as_white_as_the_lid_stays_whole() -> None:
    assert left(laid(ground(LID), strip(tone=LID + 5), (105, 148.5), 3), 3) is None


def test_a_page_is_set_straight_and_then_cropped_in_two_steps_that_can_be_taken_back() -> None:
    picture = laid(ground(BLACK), full(), (125, 148), 2)  # its right side lies outside
    data = drawn.saved(picture, "PNG", dpi=(DPI, DPI))
    straight, cropped = looking.look_at(data, DPI).made
    assert (straight.making.craft, cropped.making.craft) == (Craft.STRAIGHTEN, Craft.CROP)
    assert head(straight.data).width == picture.shape[1]
    done = head(cropped.data)
    assert done.dpi == DPI
    assert done.width / MM == pytest.approx(210 - 20, abs=NEAR)
    assert not cropped.seen.dark
    before, paper = (unpacked(one.data, cv2.IMREAD_GRAYSCALE) for one in (straight, cropped))
    seam = round(NEAR * MM)
    upper, lower = np.array_split(before[seam:-seam, :seam], 2)  # one of them begins white: the turn fills its corner
    assert max(np.mean(upper < 60), np.mean(lower < 60)) > 0.9
    assert np.mean(paper[20 * seam : -20 * seam, seam : 2 * seam] < 60) < 0.1, "the roller is gone"


def test_a_straight_page_with_a_margin_is_still_cropped_in_one_step() -> None:
    data = drawn.saved(laid(ground(BLACK), slip(), (105, 140)), "PNG", dpi=(DPI, DPI))
    assert [made.making.craft for made in looking.look_at(data, DPI).made] == [Craft.CROP]


@settings(max_examples=12, deadline=None)
@given(
    tilt=st.floats(-10, 10), wide=st.integers(60, 140), high=st.integers(120, 420),
    at=st.tuples(st.integers(60, 150), st.integers(-20, 320)), level=st.sampled_from([BLACK, 40, LID]),
)  # fmt: skip
def test_wherever_a_sheet_lies_none_of_it_is_cut_off(
    tilt: float, wide: int, high: int, at: tuple[int, int], level: int
) -> None:
    page = np.full((round(high * MM), round(wide * MM)), 128, np.uint8)
    plain = np.full((round(297 * MM), round(210 * MM)), level, np.uint8)
    picture = laid(plain, page, at, tilt)
    made = left(picture, tilt)
    if made is None:
        return
    box = kept(made, picture)
    paper = np.asarray(((picture > 118) & (picture < 138)) * 255, np.uint8)  # and not an edge between light and dark
    paper = np.asarray(cv2.erode(paper, np.ones((3, 3), np.uint8)), np.uint8)
    rows, columns = np.nonzero(on_black(paper, tilt) > 128)
    slack = 0.6
    assert columns.min() / MM >= box[0] - slack
    assert columns.max() / MM <= box[2] + slack
    assert rows.min() / MM >= box[1] - slack
    assert rows.max() / MM <= box[3] + slack


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(16, 300), st.integers(16, 300), st.floats(-12, 12))
def test_rubbish_is_looked_at_without_harm(seed: int, wide: int, high: int, tilt: float) -> None:
    left(np.random.default_rng(seed).integers(0, 255, (high, wide), np.uint8), tilt)
