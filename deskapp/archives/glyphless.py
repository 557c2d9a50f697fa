"""A font without a shape: what the invisible text of a page is set in. Two glyphs, both empty, both one em wide.

PDF/A wants every font to be in the file, also one that is never seen (ISO 19005-2, 6.2.11.4, exempts text that is not
shown; other readers do not). So a font of some hundred bytes is, whose advance is the one that the file says.
"""

from __future__ import annotations

import struct
from functools import cache

EM = 1000
NAME = "OneWindowGlyphless"
_GLYPHS = 2  # the empty box that may not be used, and the one that stands for every character


@cache
def font() -> bytes:
    """The font as a TrueType file (OpenType 1.9, the tables that a PDF asks for)."""
    tables = {
        b"glyf": struct.pack(">5h2x", 0, 0, 0, 0, 0),  # of the box; the other one is not even that long
        b"head": _head(),
        b"hhea": struct.pack(">L3hH6h8xhH", 0x00010000, 800, -200, 0, EM, 0, 0, EM, 1, 0, 0, 0, _GLYPHS),
        b"hmtx": struct.pack(">HhHh", EM, 0, EM, 0),
        b"loca": struct.pack(">3H", 0, 6, 6),
        b"maxp": struct.pack(">L14H", 0x00010000, _GLYPHS, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    at = 12 + 16 * len(tables)
    power = 1 << (len(tables).bit_length() - 1)
    search = power * 16
    listed = struct.pack(
        ">L4H", 0x00010000, len(tables), search, power.bit_length() - 1, len(tables) * 16 - search
    )  # fmt: skip
    body = b""
    for name, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        listed += name + struct.pack(">3L", _sum(padded), at + len(body), len(data))
        body += padded
    whole = bytearray(listed + body)
    place = whole.index(_MAGIC) - 4  # head.checkSumAdjustment
    struct.pack_into(">L", whole, place, (0xB1B0AFBA - _sum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


_DAY = 3_850_000_000  # seconds since 1904, in 2026
_MAGIC = b"\x5f\x0f\x3c\xf5"


def _head() -> bytes:
    return (
        struct.pack(">3L", 0x00010000, 0x00010000, 0) + _MAGIC
        + struct.pack(">2H2q4h2H3h", 0, EM, _DAY, _DAY, 0, 0, 0, 0, 0, 8, 2, 0, 0)
    )  # fmt: skip


def _sum(data: bytes) -> int:
    return sum(int(word) for (word,) in struct.iter_unpack(">L", data)) & 0xFFFFFFFF
