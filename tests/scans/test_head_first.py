"""No picture is unpacked before its head was asked, by whichever way it comes in: a small file may be a bomb."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from deskapp.failures import ContentTrouble
from deskapp.scans import clean, page, sort
from deskapp.scans.layers import Layers, overview
from tests.scans import drawn
from tests.scans.test_page import GOOD, png, tiff

BOMB = png(20_000, 20_000, zlib.compress(bytes(1_000_000), 9))
WAYS: dict[str, Callable[[bytes], object]] = {
    "a small picture": lambda data: clean.thumbnail(data, 220),
    "at least so large": lambda data: clean.at_least(data, 220),
    "straightened": clean.straightened,
    "in grey": page.grey_of,
    "in colour": lambda data: page.unpacked(data, cv2.IMREAD_COLOR),
    "its codes": sort.codes,
    "how it lies": sort.turn_of,
    "its tiles": lambda data: Layers(data, 500),
    "as a whole": lambda data: overview(data, 500),
}
SCANS = drawn.saved(drawn.text(60), "JPEG")[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x01\x05\x02" * 300 + b"\xff\xd9"
REFUSED = {
    "a bomb": (BOMB, "page.too_large"),
    "a TIFF as large as a town": (tiff(0xFFFFFFFF, 0xFFFFFFFF), "page.too_large"),
    "a little more than a page may have": (png(120_001, 1000, zlib.compress(bytes(100_000))), "page.too_large"),
    "more scans than any program makes": (SCANS, "page.too_large"),
    "a kind that no scanner makes": (drawn.saved(drawn.text(60), "GIF"), "page.not_an_image"),
    "a kind that only OpenCV reads": (
        b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 20000 +X 20000\n" + bytes(1000),
        "page.not_an_image",
    ),
    "nothing": (b"", "page.not_an_image"),
}


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes were given to be unpacked, each time."""
    given: list[int] = []
    real = cv2.imdecode

    def imdecode(data: np.ndarray, how: int) -> object:  # type: ignore[type-arg]
        given.append(data.size)
        return real(data, how)

    monkeypatch.setattr("deskapp.scans.page.cv2.imdecode", imdecode)
    return given


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", REFUSED)
def test_what_claims_too_much_is_refused_and_nothing_of_it_unpacked(way: str, name: str, unpacked: list[int]) -> None:
    data, code = REFUSED[name]
    assert len(data) < 1_100_000
    with pytest.raises(ContentTrouble) as told:
        WAYS[way](data)
    assert told.value.code == code
    assert unpacked == []


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_a_page_goes_every_way(kind: str, unpacked: list[int]) -> None:
    for way in WAYS.values():
        way(GOOD[kind])
    assert unpacked


def test_a_narrow_strip_of_a_page_is_shown_as_it_is() -> None:
    """Tiles at the right edge of a page are as narrow as what is left of it: one pixel, if need be."""
    layers = Layers(drawn.saved(np.full((600, 513), 200, np.uint8), "PNG"), 600)
    tile = layers.tile(0, 1, 0)
    assert tile is not None
    assert (tile.width, tile.height) == (1, 512)
