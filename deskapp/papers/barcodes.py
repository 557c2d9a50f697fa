"""Barcodes as rectangles, in whole printer dots, so that any scanner reads them from any printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

DOT = 72 / 300  # points: one dot at 300 dpi, two at 600
MODULE = 3 * DOT  # 0.254 mm: the least that a worn printer and a cheap scanner agree on
_QUIET = 10  # modules on each side (ISO/IEC 15417, 4.4)
_SQUARE = 72.0  # points: how large a QR code is meant to be; level M or better
_LEAST_DOTS = 4  # 0.34 mm a module: what a telephone reads from a folded paper
_SQUARE_QUIET = 4  # modules on each side (ISO/IEC 18004, 9.1)
Bar = tuple[float, float, float, float]  # x, y, width, height


def code128_width(digits: str) -> float:
    """How wide the code stands with its quiet zones, in points. Raises ValueError as `code128`."""
    return (len(code128_modules(digits)) + 2 * _QUIET) * MODULE


def code128(digits: str, x: float, y: float, high: float) -> Iterator[Bar]:
    """The bars of Code 128 (ISO/IEC 15417), the left quiet zone beginning at `x`.

    Raises ValueError unless there is an even number of digits, which code set C carries in pairs: an input method
    was seen to eat letters, so no barcode of ours holds any.
    """
    left = to_dot(x) + _QUIET * MODULE
    for place, length in _dark(code128_modules(digits)):
        yield left + place * MODULE, to_dot(y), length * MODULE, high


def square_width(text: str) -> float:
    """How wide and high the QR code of `text` stands with its quiet zone, in points."""
    return (len(_rows(text)) + 2 * _SQUARE_QUIET) * _square_module(text)


def square(text: str, x: float, y: float) -> Iterator[Bar]:
    """The dark cells of a QR code (ISO/IEC 18004), joined along each row. Raises ValueError for too much."""
    module = _square_module(text)
    left, rows = to_dot(x) + _SQUARE_QUIET * module, _rows(text)
    top = to_dot(y) + (len(rows) + _SQUARE_QUIET) * module
    for row, cells in enumerate(rows, start=1):
        for place, length in _dark(cells):
            yield left + place * module, top - row * module, length * module, module


def square_cells(text: str) -> tuple[bytes, ...]:
    """The cells of a QR code without its quiet zone, row by row from the top, 1 for dark. Raises as `square`."""
    return _rows(text)


def to_dot(length: float) -> float:
    """The nearest whole printer dot."""
    return round(length / DOT) * DOT


def _square_module(text: str) -> float:
    return max(_LEAST_DOTS, int(_SQUARE / DOT / (len(_rows(text)) + 2 * _SQUARE_QUIET))) * DOT


def _dark(cells: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Each run of dark cells: where it begins and how long it is."""
    place = 0
    for dark, run in groupby(cells):
        length = len(list(run))
        if dark:
            yield place, length
        place += length


@lru_cache(maxsize=16)
def code128_modules(digits: str) -> tuple[bool, ...]:
    """The code without its quiet zones, dark or light. Raises ValueError as `code128`."""
    from deskapp.papers import code_pairs  # see the package: only a paper needs the library

    if not (digits.isascii() and digits.isdigit()) or len(digits) % 2:
        raise ValueError("a barcode holds an even number of digits")
    return tuple(bit == "1" for bit in code_pairs.modules(digits))


@lru_cache(maxsize=16)
def _rows(text: str) -> tuple[bytes, ...]:
    import segno  # see the package: only a paper needs the library

    return tuple(bytes(row) for row in segno.make(text, error="m", micro=False).matrix)
