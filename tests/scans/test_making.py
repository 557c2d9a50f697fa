"""Pages made of pages: the same making gives the same bytes, turning four times turns nothing, and black is black."""

from __future__ import annotations

import io
from hashlib import sha256

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from deskapp.failures import ContentTrouble, Refusal
from deskapp.rules.page_making import WHOLE, Box, Craft, Making
from deskapp.scans import making as crafts
from deskapp.scans.page import check, head
from tests.scans import drawn

TURN = Making(Craft.TURN, turn=90)
TOP_HALF = Box(0, 0, WHOLE, WHOLE // 2)


def form(kind: str = "PNG", **more: object) -> bytes:
    return drawn.saved(drawn.text(100), kind, **more)


def pixels(data: bytes) -> drawn.Picture:
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"), np.uint8)


MAKINGS = [
    TURN,
    Making(Craft.TURN, turn=180),
    Making(Craft.STRAIGHTEN),
    Making(Craft.CROP, boxes=(TOP_HALF,)),
    Making(Craft.SPLIT, cut=WHOLE // 3),
    Making(Craft.SPLIT, cut=WHOLE // 3, across=True),
    Making(Craft.REDACT, boxes=(TOP_HALF,)),
]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
@pytest.mark.parametrize("making", MAKINGS, ids=lambda making: f"{making.craft}")
def test_the_same_making_of_the_same_bytes_gives_the_same_page(kind: str, making: Making) -> None:
    data = drawn.saved(drawn.tilted(drawn.text(100), 2), kind)
    once, again = crafts.made([data], making), crafts.made([data], making)
    assert [sha256(page).hexdigest() for page in once] == [sha256(page).hexdigest() for page in again]
    for page in once:
        check(page)


def test_a_page_without_loss_that_is_turned_four_times_is_the_page() -> None:
    page = form()
    for _ in range(4):
        (page,) = crafts.made([page], TURN)
    assert np.array_equal(pixels(page), pixels(form()))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turn_is_clockwise_and_its_counterpart_takes_it_back(turn: int) -> None:
    (turned,) = crafts.made([form()], Making(Craft.TURN, turn=turn))
    assert np.array_equal(pixels(turned), np.rot90(pixels(form()), -turn // 90))
    (back,) = crafts.made([turned], Making(Craft.TURN, turn=360 - turn))
    assert np.array_equal(pixels(back), pixels(form()))


@pytest.mark.parametrize("across", [False, True])
def test_what_is_split_and_merged_again_is_whole(across: bool) -> None:
    halves = crafts.made([form()], Making(Craft.SPLIT, cut=WHOLE // 3, across=across))
    assert len(halves) == 2
    (whole,) = crafts.made(halves, Making(Craft.MERGE, across=across))
    assert np.array_equal(pixels(whole), pixels(form()))


def test_a_crop_keeps_what_was_framed_at_the_same_dots_per_inch() -> None:
    (cropped,) = crafts.made([form("PNG", dpi=(200, 200))], Making(Craft.CROP, boxes=(TOP_HALF,)))
    assert np.array_equal(pixels(cropped), pixels(form())[: -(-pixels(form()).shape[0] // 2)])
    assert head(cropped).dpi == 200
    (jpeg,) = crafts.made([form("JPEG", dpi=(300, 300))], Making(Craft.CROP, boxes=(TOP_HALF,)))
    assert (head(jpeg).dpi, head(jpeg).media_type) == (300, "image/jpeg")


def test_merged_pages_keep_their_size_in_millimetres() -> None:
    fine = drawn.saved(drawn.text(200), "PNG", dpi=(200, 200))
    coarse = drawn.saved(drawn.text(100), "PNG", dpi=(100, 100))
    (merged,) = crafts.made([fine, coarse], Making(Craft.MERGE, across=True))
    assert head(merged).height == 2 * head(fine).height
    assert head(merged).dpi == 200


def test_a_page_merged_with_one_of_unknown_size_says_none_of_its_own() -> None:
    known, unknown = drawn.saved(drawn.text(200), "PNG", dpi=(200, 200)), drawn.saved(drawn.text(100), "PNG")
    for pages in ([known, unknown], [unknown, known]):
        (merged,) = crafts.made(pages, Making(Craft.MERGE, across=True))
        assert head(merged).dpi == 0
        assert head(merged).height == head(known).height + head(unknown).height, (
            "nobody knows by how much to enlarge it"
        )


def test_a_grey_page_and_one_in_colour_are_merged_in_colour() -> None:
    red = np.zeros((100, 80, 3), np.uint8)
    red[:] = (0, 0, 200)
    (merged,) = crafts.made([cv2.imencode(".png", red)[1].tobytes(), form()], Making(Craft.MERGE, across=True))
    assert Image.open(io.BytesIO(merged)).mode == "RGB"


def test_merging_more_than_a_machine_holds_is_refused() -> None:
    large = drawn.saved(np.full((9000, 9000), 255, np.uint8), "PNG")
    with pytest.raises(ContentTrouble) as told:
        crafts.made([large, large], Making(Craft.MERGE))
    assert told.value.code == "page.too_large"


boxes = st.tuples(*[st.integers(0, WHOLE - 3000)] * 2, *[st.integers(500, 3000)] * 2).map(
    lambda at: Box(at[0], at[1], at[0] + at[2], at[1] + at[3])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(boxes, min_size=1, max_size=5), st.sampled_from(["PNG", "JPEG"]))
def test_nothing_of_what_was_blackened_is_in_the_pixels(marked: list[Box], kind: str) -> None:
    """Two pages that differ in nothing but what lies under the black give the same bytes."""
    page = drawn.text(60)
    other = page.copy()
    for box in marked:
        height, width = page.shape
        other[
            box.top * height // WHOLE : -(-box.bottom * height // WHOLE),
            box.left * width // WHOLE : -(-box.right * width // WHOLE),
        ] = 137
    redact = Making(Craft.REDACT, boxes=tuple(marked))
    (black,) = crafts.made([drawn.saved(page, "PNG")], redact)
    (same,) = crafts.made([drawn.saved(other, "PNG")], redact)
    assert black == same
    (again,) = crafts.made([black], redact)
    assert again == black, "blackening twice is blackening once"
    (photo,) = crafts.made([drawn.saved(page, kind)], redact)
    box = marked[0]
    inner = pixels(photo)[
        -(-box.top * height // WHOLE) + 1 : box.bottom * height // WHOLE - 1,
        -(-box.left * width // WHOLE) + 1 : box.right * width // WHOLE - 1,
    ]
    assert inner.size == 0 or int(inner.max()) <= 40  # a JPEG rings a little where black ends


def test_a_blackened_photograph_holds_no_small_picture_and_no_remark_of_what_it_was() -> None:
    whole = Image.new("RGB", (640, 480), "white")
    notes = Image.Exif()
    notes[0x010E] = "remark of the camera: 330102199001011234"
    held = io.BytesIO()
    whole.save(held, "JPEG", exif=notes)
    (black,) = crafts.made([held.getvalue()], Making(Craft.REDACT, boxes=(TOP_HALF,)))
    assert b"330102199001011234" in held.getvalue()
    assert b"330102199001011234" not in black
    assert b"Exif" not in black


def test_a_photograph_that_lies_on_its_side_is_cut_as_it_is_seen() -> None:
    seen = np.zeros((200, 100, 3), np.uint8)
    seen[:100] = 255  # the upper half is white
    lying = np.rot90(seen)  # as the camera kept it; its note says how it was held
    notes = Image.Exif()
    notes[0x0112] = 6  # turn clockwise by 90 degrees to see it
    held = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(lying)).save(held, "JPEG", exif=notes, quality=95)
    (upper,) = crafts.made([held.getvalue()], Making(Craft.CROP, boxes=(TOP_HALF,)))
    assert head(upper).width == 100
    assert float(pixels(upper).mean()) > 240


@pytest.mark.parametrize("making", [Making(Craft.MERGE), Making(Craft.TURN, turn=17), Making(Craft.REDACT)])
def test_an_unsound_making_makes_nothing(making: Making) -> None:
    with pytest.raises(Refusal):
        crafts.made([form()], making)
