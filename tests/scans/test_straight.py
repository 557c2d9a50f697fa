"""A page is set straight alike whichever way it is done, and its colours stay true."""

from __future__ import annotations

import io
from itertools import product

import cv2
import numpy as np
import pytest
from PIL import Image

from deskapp.failures import ContentTrouble
from deskapp.rules.page_making import Craft, Making
from deskapp.scans import making as crafts
from deskapp.scans.clean import skew, turned_back
from deskapp.scans.page import grey_of, head, unpacked
from deskapp.scans.straight import set_straight
from tests.scans import drawn

SEAL, PAPER = (200, 40, 40), (245, 240, 225)  # red, green, blue


def stamped(kind: str = "JPEG", tilt: float = 3.0, odd: tuple[int, int] = (0, 0), **more: object) -> bytes:
    """A form on yellowish paper with a red seal, askew; smaller by so many pixels across and down."""
    grey = drawn.tilted(drawn.text(100), tilt)[odd[1] :, odd[0] :]
    colour = np.asarray(np.array(PAPER) * (grey[..., None] / 255), np.uint8)
    cv2.circle(colour, (600, 900), 80, SEAL, 12)
    held = io.BytesIO()
    Image.fromarray(colour).save(held, kind, **more)
    return held.getvalue()


@pytest.mark.parametrize(("odd", "sampling"), [*product([(0, 0), (1, 0), (0, 1), (1, 1)], [0, 1, 2])])
def test_a_jpeg_in_colour_is_turned_as_its_pixels_would_be(odd: tuple[int, int], sampling: int) -> None:
    page = stamped(odd=odd, quality=95, subsampling=sampling)
    tilt = skew(grey_of(page))
    made = unpacked(set_straight(page, head(page), tilt), cv2.IMREAD_COLOR).astype(int)
    meant = turned_back(unpacked(page, cv2.IMREAD_COLOR), tilt).astype(int)
    assert made.shape == meant.shape
    inside = np.s_[40:-40, 40:-40]
    apart = np.abs(made[inside] - meant[inside])
    assert apart.mean() < 2.5
    assert np.abs(made[inside].mean(axis=(0, 1)) - meant[inside].mean(axis=(0, 1))).max() < 1.0, "a colour moved"


def test_black_stays_black_white_stays_white_and_what_comes_in_at_the_corners_is_white() -> None:
    page = np.full((1000, 700, 3), 255, np.uint8)
    page[400:600] = 0
    packed = np.asarray(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 95])[1]).tobytes()
    made = unpacked(set_straight(packed, head(packed), 5.0), cv2.IMREAD_COLOR)
    assert made[500, 350].max() <= 2
    assert min(made[100, 350].min(), made[2, 2].min(), made[-3, -3].min()) >= 253


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_by_hand_and_by_itself_give_the_same_bytes(kind: str) -> None:
    page = stamped(kind)
    (by_hand,) = crafts.made([page], Making(Craft.STRAIGHTEN))
    grey = grey_of(page)
    assert set_straight(page, head(page), skew(grey), grey) == set_straight(page, head(page), skew(grey)) == by_hand
    assert abs(skew(grey_of(by_hand))) <= 0.2


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_page_in_grey_stays_in_grey(kind: str) -> None:
    page = drawn.saved(drawn.tilted(drawn.text(100), 3), kind)
    made = set_straight(page, head(page), skew(grey_of(page)))
    with Image.open(io.BytesIO(made)) as image:
        assert image.mode == "L"


def test_a_page_that_a_camera_says_lies_on_its_side_is_set_straight_as_it_is_seen() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: a quarter turn clockwise
    with Image.open(io.BytesIO(stamped())) as image:
        held = io.BytesIO()
        image.rotate(90, expand=True).save(held, "JPEG", quality=95, exif=exif)
    page = held.getvalue()
    made = grey_of(set_straight(page, head(page), skew(grey_of(page))))
    assert made.shape == grey_of(page).shape
    assert abs(skew(made)) <= 0.2


def test_a_page_that_is_cut_short_is_told() -> None:
    page = stamped()
    with pytest.raises(ContentTrouble, match=r"page\.truncated"):
        set_straight(page[:200], head(page), 3.0)
