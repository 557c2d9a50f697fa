"""The colours of a page: sRGB (IEC 61966-2-1) as an ICC profile of version 2 (ICC.1:2001-04), made here byte by byte.

A profile from a library holds the moment at which it was made, or somebody's licence; this one is the same each time.
"""

from __future__ import annotations

import struct
from functools import cache

_STEPS = 1024
# Primaries and white adapted to D50, as the ICC's own sRGB profiles have them (s15Fixed16Number).
_WHITE = (0.9642, 1.0, 0.8249)
_RED, _GREEN, _BLUE = (0.4360, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)


@cache
def profile() -> bytes:
    """The profile."""
    curve = b"curv" + struct.pack(">4xL", _STEPS) + b"".join(_light(step / (_STEPS - 1)) for step in range(_STEPS))
    tags = {
        b"desc": _described("sRGB IEC61966-2.1"), b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": _xyz(_WHITE), b"rXYZ": _xyz(_RED), b"gXYZ": _xyz(_GREEN), b"bXYZ": _xyz(_BLUE),
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    at = 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    table, body = struct.pack(">L", len(tags)), b""
    for name, data in tags.items():
        if data not in places:
            places[data] = at + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">LL", places[data], len(data))
    return _head(at + len(body)) + table + body


def _head(size: int) -> bytes:
    day = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    white = struct.pack(">3l", *(round(value * 65536) for value in _WHITE))
    return (
        struct.pack(">L4sL", size, b"\0\0\0\0", 0x02400000) + b"mntrRGB XYZ " + day + b"acsp" + b"\0" * 28 + white
    ).ljust(128, b"\0")


def _light(value: float) -> bytes:
    light = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return struct.pack(">H", round(light * 65535))


def _xyz(of: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3l", *(round(value * 65536) for value in of))


def _described(text: str) -> bytes:
    ascii_text = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">L", len(ascii_text)) + ascii_text + b"\0" * 78
