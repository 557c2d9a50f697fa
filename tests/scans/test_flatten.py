"""A sheet seen at a slant becomes the page it is: straight, of its own proportions, with true dots per inch or none."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from deskapp.failures import ContentTrouble, Refusal
from deskapp.rules.page_making import WHOLE, Corner, Craft, LaidSheet, Making
from deskapp.scans import making as crafts
from deskapp.scans.clean import skew
from deskapp.scans.flatten import flattened, proportion, turned
from deskapp.scans.page import head
from deskapp.scans.sheets_seen import find
from tests.scans import desks, drawn

SIZE = (1296, 972)


def through_a_lens(
    paper: tuple[float, float], *, lean: float, spin: float, focus: float = 1.2, far: float = 700, aside: float = 0.0
) -> NDArray[np.float64]:
    """The corners of a paper of these millimetres as a real lens sees them: leaning away, turned on the desk."""
    wide, high = paper
    flat = np.array([[-wide, -high, 0], [wide, -high, 0], [wide, high, 0], [-wide, high, 0]]) / 2
    a, b = np.radians(spin), np.radians(lean)
    turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    tip = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    seen = (flat @ turn.T + (aside, 0, 0)) @ tip.T + (0, 0, far)
    pixels = seen[:, :2] / seen[:, 2:] * focus * SIZE[0] + (SIZE[0] / 2, SIZE[1] / 2)
    return np.asarray(pixels, np.float64)


def shares(corners: NDArray[np.float64]) -> tuple[Corner, ...]:
    return tuple(Corner(round(x * WHOLE / SIZE[0]), round(y * WHOLE / SIZE[1])) for x, y in corners.tolist())


@pytest.mark.parametrize("focus", [0.9, 1.2, 1.6])
@pytest.mark.parametrize(("lean", "spin"), [(0, 0), (0, 20), (8, 0), (8, 12), (15, -30), (25, 20), (25, 45)])
@pytest.mark.parametrize("paper", [(210, 297), (297, 210), (85.6, 53.98)])
def test_the_proportions_are_those_of_the_paper_and_not_of_the_picture(
    paper: tuple[float, float], lean: float, spin: float, focus: float
) -> None:
    corners = shares(through_a_lens(paper, lean=lean, spin=spin, focus=focus))
    assert proportion(corners, *SIZE) == pytest.approx(paper[0] / paper[1], rel=0.035)


def test_corners_that_are_none_have_no_proportions() -> None:
    line = (Corner(0, 0), Corner(10_000, 0), Corner(20_000, 0), Corner(30_000, 0))
    assert proportion(line, *SIZE) == 0.0


def a_form() -> drawn.Picture:
    form = drawn.text(100, rows=22)
    for number, (x, y) in enumerate(((90, 40), (560, 60), (620, 560), (120, 1010), (480, 940))):
        cv2.rectangle(form, (x, y), (x + 90 + 20 * number, y + 60), (70,), -1)
    return form


def alike(one: drawn.Picture, other: drawn.Picture) -> float:
    """Whether two pictures show the same, whatever a pixel may be off: 1 for the same."""
    soft = [
        np.asarray(cv2.GaussianBlur(picture, (0, 0), 4)[8:-8, 8:-8], np.float64).ravel() for picture in (one, other)
    ]
    return float(np.corrcoef(soft[0], soft[1])[0, 1])


def shot(corners: NDArray[np.float64], kind: str = ".png") -> bytes:
    return bytes(cv2.imencode(kind, desks.laid(desks.desk(), corners, a_form()))[1])


def pixels(data: bytes) -> drawn.Picture:
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"), np.uint8)


@pytest.mark.parametrize(("lean", "spin"), [(0, 7), (14, -20), (20, 10)])
def test_the_page_that_is_made_is_the_page_that_lay_there(lean: float, spin: float) -> None:
    corners = through_a_lens((210, 297), lean=lean, spin=spin, far=700)
    data = shot(corners)
    (sheet,) = find(np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)).sheets
    (page,) = crafts.made([data], Making(Craft.FLATTEN, sheets=(LaidSheet(sheet, 21_000, 29_700),)))
    made = pixels(page)
    assert made.shape[0] / made.shape[1] == pytest.approx(297 / 210, rel=0.005)
    assert abs(skew(made)) < 0.3
    wanted = np.asarray(cv2.resize(a_form(), (made.shape[1], made.shape[0]), interpolation=cv2.INTER_AREA), np.uint8)
    assert alike(made, wanted) > 0.9


def test_dots_per_inch_are_true_where_the_paper_is_known_and_none_where_it_is_not() -> None:
    corners = desks.sheet(0, high=880, ratio=297 / 210)
    known, unknown = (
        LaidSheet(shares(corners), 21_000, 29_700),
        LaidSheet(shares(corners)),
    )
    first, second = (crafts.made([shot(corners)], Making(Craft.FLATTEN, sheets=(one,)))[0] for one in (known, unknown))
    assert head(first).dpi == round(880 / 297 * 25.4)
    assert head(first).height / head(first).dpi == pytest.approx(297 / 25.4, rel=0.01)
    assert head(second).dpi == 0
    assert (head(second).width, head(second).height) == (round(880 * 210 / 297), 880)


def test_each_of_two_sheets_is_a_page_of_its_own_dots() -> None:
    one = LaidSheet(shares(desks.sheet(0, high=300, at=(300, 400))), 5_250, 7_425)
    other = LaidSheet(shares(desks.sheet(0, high=200, ratio=53.98 / 85.6, at=(900, 400))))
    made = crafts.made([shot(desks.sheet(0))], Making(Craft.FLATTEN, sheets=(one, other)))
    assert [head(page).dpi for page in made] == [103, 0]


@pytest.mark.parametrize("kind", [".png", ".jpg"])
def test_the_same_making_of_the_same_picture_gives_the_same_page(kind: str) -> None:
    data = shot(desks.sheet(9), kind)
    making = Making(Craft.FLATTEN, sheets=(LaidSheet(shares(desks.sheet(9)), 21_000, 29_700),))
    assert crafts.made([data], making) == crafts.made([data], making)


def test_a_page_that_is_seen_turned_is_read_from_its_own_first_corner() -> None:
    corners = shares(desks.sheet(0))
    upside_down = turned(corners, 180)
    assert upside_down[0] == corners[2]
    assert turned(corners, 0) == corners
    assert turned(turned(corners, 90), 270) == corners
    picture = desks.laid(desks.desk(), desks.sheet(0), a_form())
    straight, _ = flattened(picture, LaidSheet(corners))
    clockwise, _ = flattened(picture, LaidSheet(turned(corners, 90)))
    assert clockwise.shape[:2] == straight.shape[1::-1]
    assert alike(np.rot90(straight, -1), clockwise) > 0.97
    assert alike(np.rot90(straight, 1), clockwise) < 0.7


def test_more_than_a_machine_holds_is_refused() -> None:
    slip = LaidSheet(
        (Corner(0, 0), Corner(WHOLE, 0), Corner(WHOLE, 600), Corner(0, 600)), 500, 200_000
    )  # a strip that is said to be four hundred times as high as it is wide
    with pytest.raises(ContentTrouble):
        flattened(np.zeros((4000, 6000, 3), np.uint8), slip)
    with pytest.raises(Refusal):
        crafts.made([shot(desks.sheet(0))], Making(Craft.FLATTEN))
