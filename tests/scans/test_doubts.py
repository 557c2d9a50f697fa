"""Cut off and too dark are said while the person is there; a good page is left alone."""

from __future__ import annotations

import io

import numpy as np
import pytest
import segno
from PIL import Image

from deskapp.rules.page_making import Doubt
from deskapp.scans.page import check
from deskapp.scans.sort import turn_of
from tests.scans import drawn


def shifted(page: drawn.Picture, share: float, axis: int) -> drawn.Picture:
    """A sheet that lay beside the glass: writing runs over the edge."""
    return np.roll(page, -round(page.shape[axis] * share), axis)[
        : page.shape[0] if axis else round(page.shape[0] * (1 - share)),
        : round(page.shape[1] * (1 - share)) if axis else page.shape[1],
    ]


@pytest.mark.parametrize("dpi", [100, 200, 300])
def test_print_that_runs_over_the_edge_is_cut_off(dpi: int) -> None:
    assert Doubt.CUT_OFF in check(drawn.saved(shifted(drawn.text(dpi), 0.3, 1))).doubts


@pytest.mark.parametrize("dpi", [100, 200, 300])
@pytest.mark.parametrize("degrees", [0, -3, 3])
def test_a_whole_page_is_not(dpi: int, degrees: float) -> None:
    assert check(drawn.saved(drawn.noisy(drawn.tilted(drawn.text(dpi), degrees), 6))).doubts == ()


def test_a_frame_a_fold_a_hole_and_the_lids_shadow_are_no_writing() -> None:
    page = drawn.text(150)
    page[:, :6] = 90  # the lid
    page[300:303, :] = 60  # a fold
    page[700:740, :14] = 30  # a punched hole
    page[1000:1040, :14] = 30
    assert check(drawn.saved(page)).doubts == ()


def test_an_empty_sheet_is_blank_and_nothing_else() -> None:
    assert check(drawn.saved(drawn.noisy(drawn.paper(), 4))).doubts == (Doubt.BLANK,)


def test_a_page_by_a_dead_lamp_is_dark() -> None:
    assert Doubt.DARK in check(drawn.saved(drawn.dimmed(drawn.text(150), 0.2))).doubts
    assert Doubt.DARK not in check(drawn.saved(drawn.dimmed(drawn.text(150), 0.7))).doubts


def with_code(turns: int, *, tilt: float = 0) -> bytes:
    page = drawn.text(150)
    held = io.BytesIO()
    segno.make("https://example.org/track/abc", error="m").save(held, kind="png", scale=5, border=4)
    code = np.asarray(Image.open(held).convert("L"), np.uint8)
    page[40 : 40 + code.shape[0], 60 : 60 + code.shape[1]] = code
    return drawn.saved(np.ascontiguousarray(np.rot90(drawn.tilted(page, tilt) if tilt else page, turns)), "PNG")


@pytest.mark.parametrize(("turns", "clockwise"), [(0, 0), (1, 90), (2, 180), (3, 270)])
@pytest.mark.parametrize("tilt", [0, 5, -5])
def test_a_square_code_tells_which_way_is_up(turns: int, clockwise: int, tilt: float) -> None:
    assert turn_of(with_code(turns, tilt=tilt)) == clockwise


def test_without_a_code_a_page_is_left_as_it_lies() -> None:
    assert turn_of(drawn.saved(np.ascontiguousarray(np.rot90(drawn.text(150))))) == 0
