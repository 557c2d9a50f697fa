"""Which paper it is by its proportions, so that a picture of it can be printed true to size.

Sizes by ISO 216; a card is ISO/IEC 7810 ID-1, as identity and bank cards are. A4 and A5 have the same proportions: what
lies before a camera is taken for A4 unless somebody says otherwise, because that is what people bring.
"""

from __future__ import annotations

from collections.abc import Mapping

AUTO, UNKNOWN = "auto", "none"
SIZES: Mapping[str, tuple[int, int]] = {  # short and long side, in hundredths of a millimetre
    "A4": (21_000, 29_700),
    "A5": (14_800, 21_000),
    "A3": (29_700, 42_000),
    "card": (5_398, 8_560),
}
WISHES = (AUTO, *SIZES, UNKNOWN)  # what can be said of the paper before a camera
_BY_ITSELF = ("card", "A4")
_OFF = 0.035  # share by which the proportions may be off when nobody said what it is
_FAR_OFF = 0.08  # and when somebody did


def paper_of(proportion: float, wish: str = AUTO) -> str:
    """The name of the paper whose width is so many times its height; "" when it is none of those.

    `wish`: one of WISHES. A paper that was said and cannot be this one is not taken for it.
    """
    if proportion <= 0 or wish == UNKNOWN:
        return ""
    seen = max(proportion, 1 / proportion)
    if wish in SIZES:
        return wish if _off(seen, wish) <= _FAR_OFF else ""
    nearest = min(_BY_ITSELF, key=lambda name: _off(seen, name))
    return nearest if _off(seen, nearest) <= _OFF else ""


def size_of(proportion: float, wish: str = AUTO) -> tuple[int, int]:
    """Width and height of that paper as it lies, in hundredths of a millimetre; (0, 0) when nobody knows."""
    name = paper_of(proportion, wish)
    if not name:
        return 0, 0
    short, long = SIZES[name]
    return (long, short) if proportion >= 1 else (short, long)


def _off(seen: float, name: str) -> float:
    short, long = SIZES[name]
    return abs(seen / (long / short) - 1)
