"""Straight pages and small pictures: derivatives, never the page itself."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import pytest
from PIL import Image

from deskapp.failures import ContentTrouble
from deskapp.scans.clean import skew, straightened, thumbnail, tilt_of
from deskapp.scans.page import grey_of
from tests.scans import drawn

TILTS = (-10.0, -7.3, -4.0, -2.5, -1.0, -0.4, 0.0, 0.3, 0.75, 1.5, 3.2, 5.0, 8.6, 10.0)


@pytest.mark.parametrize("tilt", TILTS)
def test_the_tilt_of_a_page_is_found(tilt: float) -> None:
    assert skew(drawn.tilted(drawn.text(), tilt)) == pytest.approx(-tilt, abs=0.2)


@pytest.mark.parametrize("tilt", [-6.0, 1.2, 9.0])
def test_the_tilt_is_found_through_noise_and_in_few_lines(tilt: float) -> None:
    assert skew(drawn.tilted(drawn.noisy(drawn.text(), 8), tilt)) == pytest.approx(-tilt, abs=0.3)
    assert skew(drawn.tilted(drawn.text(rows=4), tilt)) == pytest.approx(-tilt, abs=0.3)


@pytest.mark.parametrize("tilt", [-10.0, -3.0, 2.0, 10.0])
def test_a_crooked_page_comes_out_straight_and_the_page_stays_as_it_was(tilt: float) -> None:
    page = drawn.saved(drawn.tilted(drawn.text(), tilt))
    before = hashlib.sha256(page).digest()
    straight = straightened(page)
    assert abs(skew(grey_of(straight))) <= 0.2
    assert grey_of(straight).shape == grey_of(page).shape
    assert hashlib.sha256(page).digest() == before


def test_a_straight_page_is_handed_back_untouched() -> None:
    page = drawn.saved(drawn.text())
    assert straightened(page) is page


@pytest.mark.parametrize("noise", [0, 3, 10, 20])
def test_a_sheet_without_lines_is_not_turned(noise: int) -> None:
    sheet = drawn.saved(drawn.noisy(drawn.paper(), noise))
    assert straightened(sheet) is sheet


def test_what_lies_on_its_side_is_not_a_tilt() -> None:
    sideways = drawn.saved(drawn.text().T.copy())
    assert abs(skew(grey_of(sideways))) <= 12


def test_a_small_picture_is_as_long_as_asked_and_keeps_its_shape() -> None:
    page = drawn.text()
    with Image.open(io.BytesIO(thumbnail(drawn.saved(page), 160))) as small:
        assert small.format == "JPEG"
        assert max(small.size) == 160
        assert small.height / small.width == pytest.approx(page.shape[0] / page.shape[1], rel=0.02)


def test_a_page_smaller_than_its_small_picture_is_not_blown_up() -> None:
    with Image.open(io.BytesIO(thumbnail(drawn.saved(drawn.text(20)), 1000))) as small:
        assert max(small.size) == max(drawn.text(20).shape)


@pytest.mark.parametrize("data", [b"", b"<html>", bytes(1000)])
def test_no_picture_has_no_small_one_and_no_straight_one(data: bytes) -> None:
    for make in (straightened, lambda page: thumbnail(page, 100)):
        with pytest.raises(ContentTrouble) as told:
            make(data)
        assert told.value.code == "page.not_an_image"


@pytest.mark.parametrize("side", [30, 48, 100])
@pytest.mark.parametrize("turned", [0.0, 3.0, 11.0])
def test_a_chequered_pattern_has_no_lines_to_be_set_straight_by(side: int, turned: float) -> None:
    squares = np.kron((np.indices((120, 90)).sum(0) % 2) * 255, np.ones((side, side))).astype(np.uint8)
    page = drawn.tilted(np.ascontiguousarray(squares[:1754, :1240]), turned)
    assert tilt_of(page) == 0.0


@pytest.mark.parametrize("rows", [2, 6, 24])
@pytest.mark.parametrize("tilt", [-4.0, 1.5, 9.0])
def test_a_page_of_few_lines_is_set_straight_by_itself_as_well(rows: int, tilt: float) -> None:
    assert abs(tilt_of(drawn.tilted(drawn.text(rows=rows), tilt))) == pytest.approx(abs(tilt), abs=0.3)
