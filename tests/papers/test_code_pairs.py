"""Code 128 by the standard's own table (ISO/IEC 15417), read back bar by bar by a reader written for this test."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskapp.papers.code_pairs import modules

START_C, STOP = 105, "1100011101011"
# Widths of bars and spaces of the signs whose value is a pair of figures, as the standard lists them.
_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
114311 411113 411311 113141 114131 311141 411131 211412 211214 211232
"""
_WIDTHS = _TABLE.split()


def sign(widths: str) -> str:
    return "".join(("1" if place % 2 == 0 else "0") * int(width) for place, width in enumerate(widths))


SIGNS = {sign(widths): value for value, widths in enumerate(_WIDTHS)}


def read(bars: str) -> str:
    """The figures of a barcode; AssertionError where the standard is broken."""
    assert bars.endswith(STOP)
    body = bars[: -len(STOP)]
    assert len(body) % 11 == 0
    values = [SIGNS[body[place : place + 11]] for place in range(0, len(body), 11)]
    start, *pairs, check = values
    assert start == START_C
    assert check == (start + sum(place * value for place, value in enumerate(pairs, 1))) % 103
    assert all(value < 100 for value in pairs)
    return "".join(f"{value:02}" for value in pairs)


def test_the_table_is_whole() -> None:
    assert len(SIGNS) == 106
    assert all(sum(map(int, widths)) == 11 for widths in _WIDTHS)


@given(st.integers(1, 20).flatmap(lambda pairs: st.text("0123456789", min_size=2 * pairs, max_size=2 * pairs)))
@example("99")
@example("9912")
@example("990000")
@example("9999999999")
def test_any_figures_are_read_back(digits: str) -> None:
    assert read(modules(digits)) == digits


@pytest.mark.parametrize("pairs", [1, 12, 20])
def test_each_pair_takes_eleven_modules(pairs: int) -> None:
    """So that the width of a barcode can be known before it is drawn."""
    assert len(modules("42" * pairs)) == 11 * (pairs + 2) + 13
