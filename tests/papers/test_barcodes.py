"""Codes: whole dots, quiet zones, digits in pairs; read back by a program that is not ours."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from deskapp.papers import barcodes
from deskapp.papers.barcodes import DOT, MODULE, Bar
from tests.papers.samples import NUMBER, TRACK

DIGITS = st.integers(1, 24).flatmap(lambda pairs: st.text("0123456789", min_size=2 * pairs, max_size=2 * pairs))


def raster(bars: Iterable[Bar], wide: float, high: float) -> Image.Image:
    """What a printer of 300 dpi makes of it, dot by dot."""
    picture = Image.new("L", (round(wide / DOT), round(high / DOT)), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, across, up in bars:
        left, bottom = round(x / DOT), picture.height - round(y / DOT)
        pen.rectangle((left, bottom - round(up / DOT), left + round(across / DOT) - 1, bottom - 1), fill=0)
    return picture


@settings(max_examples=30, deadline=None)
@given(DIGITS)
@example("99")
@example("9901" * 6)
@example("9999")
def test_any_digits_are_read_back_from_the_dots(digits: str) -> None:
    bars = barcodes.code128(digits, 0, 0, 34)
    found = zxingcpp.read_barcodes(raster(bars, barcodes.code128_width(digits), 34))
    assert [(code.text, code.format) for code in found] == [(digits, zxingcpp.BarcodeFormat.Code128)]


@settings(max_examples=20, deadline=None)
@given(st.text("abcXYZ019-_", min_size=1, max_size=120).map(lambda code: f"https://hall.example/track/{code}"))
def test_any_address_is_read_back_from_the_dots(address: str) -> None:
    side = barcodes.square_width(address)
    found = zxingcpp.read_barcodes(raster(barcodes.square(address, 0, 0), side, side))
    assert [code.text for code in found] == [address]


@given(DIGITS)
def test_digits_are_carried_in_pairs(digits: str) -> None:
    modules = round(barcodes.code128_width(digits) / MODULE) - 20
    assert modules == (1 + len(digits) // 2 + 1) * 11 + 13  # start, pairs, check; stop is two modules longer


@pytest.mark.parametrize("digits", ["", "123", "A012", "12 4", "１２", "12\n4"])
def test_what_is_no_pairs_of_digits_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="even number of digits"):
        barcodes.code128_width(digits)


def test_bars_are_whole_dots_and_never_thinner_than_a_quarter_of_a_millimetre() -> None:
    for x, y, wide, _ in barcodes.code128(NUMBER, 123.4, 56.7, 34):
        assert wide / 72 * 25.4 >= 0.25
        assert wide / DOT == pytest.approx(round(wide / DOT))
        assert x / DOT == pytest.approx(round(x / DOT))
        assert y / DOT == pytest.approx(round(y / DOT))


@pytest.mark.parametrize("text", [TRACK, TRACK + "x" * 200, "a"])
def test_cells_are_whole_dots_and_large_enough_for_a_telephone(text: str) -> None:
    for x, y, wide, high in barcodes.square(text, 123.4, 56.7):
        assert high / 72 * 25.4 >= 0.33
        assert (wide / high) == pytest.approx(round(wide / high))
        for length in (x, y, wide, high):
            assert length / DOT == pytest.approx(round(length / DOT))


def test_both_codes_keep_their_quiet_zones_free() -> None:
    bars = list(barcodes.code128(NUMBER, 0, 0, 34))
    assert min(x for x, *_ in bars) == pytest.approx(10 * MODULE)
    assert max(x + wide for x, _, wide, _ in bars) == pytest.approx(barcodes.code128_width(NUMBER) - 10 * MODULE)
    cells = list(barcodes.square(TRACK, 0, 0))
    cell, side = min(high for *_, high in cells), barcodes.square_width(TRACK)
    for low, high in (
        (min(x for x, *_ in cells), max(x + wide for x, _, wide, _ in cells)),
        (min(y for _, y, *_ in cells), max(y + up for _, y, _, up in cells)),
    ):
        assert low == pytest.approx(4 * cell)
        assert high == pytest.approx(side - 4 * cell)


def test_an_address_longer_than_any_code_is_refused() -> None:
    with pytest.raises(ValueError, match="Data too large"):
        barcodes.square_width("x" * 5000)
