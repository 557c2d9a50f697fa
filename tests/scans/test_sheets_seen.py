"""Sheets found on drawn desks: dark, light, of wood; tilted, two at once, half out of sight, under a hand or a lamp."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.rules.page_making import LaidSheet, lies_well
from deskapp.scans.camera_look import Eyes, glares
from deskapp.scans.flatten import in_pixels
from deskapp.scans.sheets_seen import find
from tests.scans import desks, drawn

CARD = 53.98 / 85.6
NEAR = 3.0  # pixels of 1296


def off(picture: desks.Picture, laid: list[desks.Corners]) -> list[float]:
    """How far the worst corner of each sheet is from where it was laid; none may be missing or too many."""
    height, width = picture.shape[:2]
    found = find(picture)
    assert len(found.sheets) == len(laid)
    seen = [in_pixels(sheet, width, height) for sheet in found.sheets]
    return [
        min(float(np.abs(one - np.roll(wanted, turn, axis=0)).max()) for one in seen for turn in range(4))
        for wanted in laid
    ]


DESKS = {
    "dark": desks.desk(),
    "green": desks.desk(desks.GREEN),
    "light": desks.desk(desks.LIGHT),
    "wood": desks.wood(),
    "badly lit": desks.desk((90, 90, 96), shade=0.5),
}


@pytest.mark.parametrize("tilt", [0, 3, -11, 28, 45])
@pytest.mark.parametrize("name", DESKS)
def test_a_sheet_is_found_to_its_corners(name: str, tilt: float) -> None:
    corners = desks.sheet(tilt, high=640)
    desk = desks.shadowed(DESKS[name], corners) if name == "light" else DESKS[name]
    assert max(off(desks.laid(desk, corners), [corners])) < NEAR


@pytest.mark.parametrize("keystone", [0.1, 0.25])
def test_a_sheet_seen_at_a_slant_is_found(keystone: float) -> None:
    corners = desks.sheet(4, high=700, keystone=keystone)
    assert max(off(desks.laid(DESKS["green"], corners), [corners])) < NEAR


@pytest.mark.parametrize("name", ["dark", "light", "wood"])
def test_two_cards_are_two_sheets(name: str) -> None:
    front = desks.sheet(-7, high=190, ratio=CARD, at=(400, 480))
    back = desks.sheet(5, high=190, ratio=CARD, at=(880, 520))
    both = desks.laid(desks.laid(DESKS[name], front, desks.card_page()), back, desks.card_page((210, 215, 240)))
    assert max(off(both, [front, back])) < NEAR


def test_the_corners_begin_at_the_upper_side_and_go_clockwise() -> None:
    for tilt in (-30, 0, 30):
        (sheet,) = find(desks.laid(DESKS["dark"], desks.sheet(tilt, high=600))).sheets
        assert lies_well(LaidSheet(sheet))
        assert sheet[0].y < sheet[3].y
        assert sheet[0].x < sheet[1].x


@pytest.mark.parametrize("name", DESKS)
def test_on_an_empty_desk_there_is_no_sheet_and_nothing_reaches_in(name: str) -> None:
    found = find(DESKS[name])
    assert found.sheets == ()
    assert not found.reaches_in


@pytest.mark.parametrize("at", [(640, 820), (1200, 480), (60, 480), (640, 120)])
def test_a_sheet_half_out_of_sight_is_none_but_something_reaches_in(at: tuple[int, int]) -> None:
    form = drawn.text(100)
    cv2.rectangle(form, (90, 200), (730, 900), (40,), 4)  # a frame printed on it is no sheet either
    found = find(desks.laid(DESKS["dark"], desks.sheet(5, at=at), form))
    assert found.sheets == ()
    assert found.reaches_in


@pytest.mark.parametrize("name", ["dark", "light", "wood"])
@pytest.mark.parametrize(("at", "side"), [((860, 600), "right"), ((640, 800), "below")])
def test_a_hand_on_the_sheet_reaches_in(name: str, at: tuple[int, int], side: str) -> None:
    picture = desks.hand(desks.laid(DESKS[name], desks.sheet(5)), at, side)
    found = find(picture)
    assert found.reaches_in
    assert found.sheets == ()


def test_a_hand_beside_the_sheet_reaches_in_and_the_sheet_is_still_seen() -> None:
    corners = desks.sheet(5)
    picture = desks.hand(desks.laid(DESKS["dark"], corners), (1150, 500))
    assert max(off(picture, [corners])) < NEAR
    assert find(picture).reaches_in


def test_a_lamp_shines_back_from_dull_paper_and_is_said() -> None:
    corners = desks.sheet(5)
    plain = desks.laid(DESKS["dark"], corners, drawn.dimmed(drawn.text(100), 0.85))
    for picture, shines in ((plain, False), (desks.lamp(plain, (640, 480)), True)):
        assert max(off(picture, [corners])) < NEAR
        (sheet,) = find(picture).sheets
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
        assert glares(grey, sheet) is shines
    bright = desks.laid(DESKS["dark"], corners, np.full((400, 300), 255, np.uint8))  # a bright lamp on all of it
    assert not Eyes().look(bright).glare


def test_what_moves_is_noticed_and_grain_is_not() -> None:
    eyes = Eyes()
    first = desks.laid(DESKS["dark"], desks.sheet(5))
    assert eyes.look(first).moved > 50_000  # nothing was seen before
    assert eyes.look(desks.grainy(first, 3)).moved < 400
    assert eyes.look(desks.laid(DESKS["dark"], desks.sheet(8))).moved > 400
    assert eyes.look(desks.desk(size=(640, 300))).moved > 50_000  # the camera sends another size now


@pytest.mark.parametrize("size", [(161, 121), (97, 643), (640, 24), (9, 9), (2592, 1944)])
def test_pictures_of_odd_sizes_are_looked_at(size: tuple[int, int]) -> None:
    picture = desks.desk(size=size)
    assert find(picture).sheets == ()
    corners = desks.sheet(4, high=min(size) * 0.6, size=size)
    assert len(find(desks.laid(picture, corners, drawn.paper(40))).sheets) == (min(size) > 90)


@given(st.integers(0, 2**32 - 1), st.integers(8, 90), st.integers(8, 90))
@settings(max_examples=40)
def test_rubbish_is_looked_at_without_harm(seed: int, width: int, height: int) -> None:
    chance = np.random.default_rng(seed)
    picture = chance.integers(0, 256, (height, width, 3), np.uint8)
    for looked_at in (picture, np.full_like(picture, seed % 256)):
        assert all(lies_well(LaidSheet(sheet)) for sheet in find(looked_at).sheets)
