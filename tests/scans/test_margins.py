"""What a scanner shows beside the paper is left away, and never a millimetre of the paper; in doubt the page stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.rules.page_making import WHOLE, Box, Craft, Making, ask_sound
from deskapp.scans import looking, margins
from deskapp.scans import making as crafts
from deskapp.scans.flatten import in_pixels
from deskapp.scans.page import Colour, grey_of, head
from tests.scans import drawn
from tests.scans import margins as scans
from tests.scans.drawn import Picture
from tests.scans.margins import BLACK, DPI, LID, MM, card, ground, laid, slip

NEAR = 1.8  # mm that may be left around a sheet


def without(picture: Picture, tint: tuple[int, int, int] | None = None, dpi: int = DPI) -> Making | None:
    """What is made of a page by itself; `tint` colours all of it (blue, green, red are taken off so much)."""

    def colour() -> Colour:
        seen = np.dstack([picture] * 3).astype(np.int16) - (tint or (0, 0, 0))
        return np.clip(seen, 0, 255).astype(np.uint8)

    made = margins.without(margins.sheets(picture, dpi), colour)
    if made is not None:
        ask_sound(made, 1)
    return made


def millimetres(box: Box, picture: Picture) -> tuple[float, ...]:
    high, wide = (side / MM for side in picture.shape)
    return tuple(at * side / WHOLE for at, side in zip((box.left, box.top, box.right, box.bottom), (wide, high) * 2,
                                                       strict=True))  # fmt: skip


def ask_around(picture: Picture, left: float, top: float, right: float, bottom: float) -> None:
    """A crop was made that keeps all of this, and no more than a seam around it."""
    made = without(picture)
    assert made is not None
    assert made.craft is Craft.CROP
    kept = millimetres(made.boxes[0], picture)
    for at, edge, outwards in zip(kept, (left, top, right, bottom), (-1, -1, 1, 1), strict=True):
        assert -0.1 <= (at - edge) * outwards <= NEAR


ON_GROUND = {
    "a card on white": (LID, card(), (85.6, 53.98)),
    "a dark card on white": (LID, card(tone=120), (85.6, 53.98)),
    "a card on black": (BLACK, card(), (85.6, 53.98)),
    "a slip on grey": (218, slip(), (80, 180)),
    "a slip on black": (BLACK, slip(), (80, 180)),
    "a narrow slip on black": (40, slip(57, 90), (57, 90)),
    "a booklet on black": (BLACK, slip(125, 176), (125, 176)),
}


@pytest.mark.parametrize("at", [(70, 110), (105, 148), (130, 180)])
@pytest.mark.parametrize("name", ON_GROUND)
def test_a_small_sheet_read_as_a4_is_cropped_to_itself(name: str, at: tuple[int, int]) -> None:
    level, page, (wide, high) = ON_GROUND[name]
    picture = laid(ground(level), page, at)
    ask_around(picture, at[0] - wide / 2, at[1] - high / 2, at[0] + wide / 2, at[1] + high / 2)


def test_on_pure_white_only_what_has_the_size_of_a_card_is_taken_for_a_sheet() -> None:
    under = ground(255, noise=0)
    for tilt in (0, 4):
        picture = laid(under, card(), (100, 100), tilt)
        assert without(picture) is not None
        assert without(picture, dpi=0) is None, "nobody knows how large it is"
        assert without(picture, dpi=2 * DPI) is None
        assert without(laid(under, slip(tone=190), (105, 140), tilt)) is None, "it may be a picture on the page"


def test_a_card_is_kept_with_its_shadow() -> None:
    picture = scans.shadowed(laid(ground(), card(), (100, 100)), (57.2, 73, 142.8, 127))
    ask_around(picture, 57.2, 73, 144, 128.2)


BEHIND = {
    "below": ((210, 250), (105, 125), (0, 0, 210, 250)),
    "to the right": ((170, 297), (85, 148.5), (0, 0, 170, 297)),
    "on both sides": ((182, 297), (105, 148.5), (14, 0, 196, 297)),
    "to the right and below": ((182, 257), (91, 128.5), (0, 0, 182, 257)),
    "all around": ((182, 257), (105, 148.5), (14, 20, 196, 277)),
}


@pytest.mark.parametrize("name", BEHIND)
def test_a_black_roller_beside_the_paper_is_left_away(name: str) -> None:
    (wide, high), at, edges = BEHIND[name]
    page = cv2.resize(drawn.text(DPI), (round(wide * MM), round(high * MM)), interpolation=cv2.INTER_AREA)
    ask_around(laid(ground(BLACK), np.asarray(page, np.uint8), at), *edges)


def test_a_grey_lid_behind_the_end_of_the_sheet_is_left_away_and_one_beside_it_is_not() -> None:
    page = np.asarray(cv2.resize(drawn.text(DPI), (round(210 * MM), round(250 * MM))), np.uint8)
    ask_around(laid(ground(215), page, (105, 125)), 0, 0, 210, 250)
    assert without(laid(ground(215), page, (105, 172))) is None, "a band above may be printed"


@pytest.mark.parametrize("tilt", [-17, -6, -1.5, 0.8, 3, 12])
@pytest.mark.parametrize("name", ["a card on white", "a card on black", "a slip on grey", "a slip on black"])
def test_a_sheet_that_lay_askew_is_laid_flat_in_one_making(name: str, tilt: float) -> None:
    level, page, (wide, high) = ON_GROUND[name]
    picture = laid(ground(level), page, (105, 140), tilt)
    made = without(picture)
    assert made is not None
    assert made.craft is Craft.FLATTEN
    (sheet,) = made.sheets
    assert (sheet.wide / 100, sheet.high / 100) == pytest.approx((wide + 2, high + 2), abs=1.5)
    turn = np.radians(tilt)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    lies = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) / 2 @ spin.T + (105, 140)
    seen = in_pixels(sheet.corners, picture.shape[1], picture.shape[0]) / MM
    assert np.abs(seen - lies).max() < 2
    hull = np.asarray(seen, np.float32)
    assert all(cv2.pointPolygonTest(hull, (float(x), float(y)), measureDist=True) > -0.15 for x, y in lies)


def test_what_is_laid_flat_is_straight_and_true_to_size() -> None:
    data = drawn.saved(laid(ground(BLACK), slip(), (105, 140), 4), "PNG", dpi=(DPI, DPI))
    (straight,) = looking.look_at(data, DPI).made
    assert straight.making.craft is Craft.FLATTEN
    done = head(straight.data)
    assert done.dpi == DPI
    assert (done.width / MM, done.height / MM) == pytest.approx((82, 182), abs=1.5)
    pixels = grey_of(straight.data)
    for side in (pixels[8:14, 8:-8], pixels[-14:-8, 8:-8], pixels[8:-8, 8:14], pixels[8:-8, -14:-8]):
        assert side.min() > 200, "nothing of the roller is left within, along none of its sides"
    assert crafts.made([data], straight.making) == (straight.data,), "and anybody can make it again"
    assert (straight.seen.width, straight.seen.dark, straight.seen.blank) == (done.width, False, False)


def full(**more: int) -> Picture:
    return drawn.text(DPI, **more)


def framed(level: int = drawn.INK, thick: int = 2) -> Picture:
    page = drawn.text(DPI, rows=10)
    cv2.rectangle(page, (60, 60), (page.shape[1] - 60, page.shape[0] - 60), (level,), thick)
    return page


def stamped() -> Picture:
    page = full()
    cv2.circle(page, (page.shape[1] - 20, 600), 80, (110,), 6)
    return page


def punched(level: int) -> Picture:
    page = full()
    for y in (400, 720):
        cv2.circle(page, (45, y), 12, (level,), -1)
    return page


def numbered() -> Picture:
    page = drawn.paper(DPI)
    cv2.putText(page, "- 12 -", (380, page.shape[0] - 20), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (drawn.INK,), 1, cv2.LINE_AA)
    return page


def edged(level: int, thick: int) -> Picture:
    page = full()
    page[:, :thick] = level
    return page


def photograph() -> Picture:
    across, down = np.meshgrid(np.linspace(0, 255, 827), np.linspace(0, 120, 1169))
    return drawn.noisy(np.clip(across * 0.6 + down, 0, 255).astype(np.uint8), 6)


def two_cards() -> Picture:
    return laid(laid(ground(), card(), (100, 80)), card(), (100, 180))


def noted_beside() -> Picture:
    picture = laid(ground(), card(), (100, 100))
    cv2.putText(picture, "ok", (300, 900), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (drawn.INK,), 1, cv2.LINE_AA)
    return picture


def table() -> Picture:
    page = drawn.paper(DPI)
    for row in range(8):
        cv2.rectangle(page, (120, 150 + row * 40), (640, 190 + row * 40), (drawn.INK,), 2)
    return page


WHOLE_PAGES = {
    "a page of print": full(),
    "a page of faint print": full(ink=170),
    "two lines on a sheet": full(rows=2),
    "white paper on a white lid": laid(ground(drawn.PAPER, noise=0), slip(), (105, 140)),
    "nearly white paper on a white lid": laid(ground(drawn.PAPER + 5), slip(), (105, 140)),
    "a page with a frame": framed(),
    "a page with a thick grey frame": framed(150, 9),
    "a table and nothing else": table(),
    "a seal at the edge": stamped(),
    "holes on a black roller": punched(BLACK),
    "holes on a white one": punched(252),
    "a page number alone": numbered(),
    "the shadow of a spine": edged(60, 12),
    "a black seam": edged(BLACK, 3),
    "a photograph": photograph(),
    "two cards": two_cards(),
    "a card and a note": noted_beside(),
    "nothing but the lid": ground(),
    "nothing but the roller": ground(BLACK),
    "black with a crumpled sheet": laid(ground(BLACK), np.tril(np.full((700, 600), 240, np.uint8)), (105, 140)),
    "a panel that fills a white page": laid(ground(), slip(190, 275, tone=215), (105, 148.5)),
    "an askew sheet that runs out": laid(ground(BLACK), full(), (105, 120), 3),
}


@pytest.mark.parametrize("name", WHOLE_PAGES)
def test_what_nobody_can_be_sure_of_stays_whole(name: str) -> None:
    assert without(WHOLE_PAGES[name]) is None
    assert without(drawn.noisy(WHOLE_PAGES[name], 4)) is None


def test_a_cover_of_coloured_cloth_is_no_roller() -> None:
    picture = laid(ground(48), slip(120, 80), (105, 100))
    assert without(picture, (0, 0, 0)) is not None
    assert without(picture, (0, 30, 36)) is None


@pytest.mark.parametrize("level", [LID, BLACK])
def test_writing_at_the_very_edge_of_the_sheet_is_kept(level: int) -> None:
    page = card()
    cv2.putText(page, "EDGE", (0, page.shape[0] - 1), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (10,), 2)
    page[:25, -3:] = drawn.INK
    picture = laid(ground(level), page, (100, 100))
    made = without(picture)
    if made is not None:
        left, top, right, bottom = millimetres(made.boxes[0], picture)
        assert left <= 57.3
        assert top <= 73.1
        assert right >= 142.7
        assert bottom >= 126.9


@given(
    size=st.tuples(st.integers(40, 130), st.integers(40, 150)),
    at=st.tuples(st.integers(70, 140), st.integers(90, 200)),
    level=st.sampled_from((10, 40, 200, 235)), noise=st.sampled_from((0.0, 1.5)),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_a_sheet_anywhere_is_kept_to_its_last_pixel(
    size: tuple[int, int], at: tuple[int, int], level: int, noise: float
) -> None:
    picture = laid(ground(level, noise=noise), slip(*size, tone=165 if level > 100 else 240), at)
    (wide, high), (x, y) = size, at
    ask_around(picture, x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


@given(st.integers(0, 2**32 - 1), st.integers(8, 300), st.integers(8, 300))
@settings(max_examples=40, deadline=None)
def test_rubbish_is_looked_at_without_harm(seed: int, wide: int, high: int) -> None:
    chance = np.random.default_rng(seed)
    for picture in (chance.integers(0, 256, (high, wide), np.uint8), np.full((high, wide), seed % 256, np.uint8)):
        assert without(picture) is None


@pytest.mark.parametrize("turn", [0, 90])
def test_a_page_is_cropped_as_a_hand_would(turn: int) -> None:
    picture = laid(ground(BLACK), card(), (100, 100))
    data = drawn.saved(np.asarray(np.rot90(picture, turn // 90), np.uint8), "PNG", dpi=(DPI, DPI))
    look = looking.look_at(data, DPI)
    (cropped,) = look.made
    assert look.seen.dark, "of the roller"
    assert not cropped.seen.dark, "and not of the card"
    assert crafts.made([data], cropped.making) == (cropped.data,)
    assert head(cropped.data).dpi == DPI
