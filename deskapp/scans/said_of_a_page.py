"""What the process that reads says of a page, held to what can be said of one."""

from __future__ import annotations

import unicodedata

import msgspec

from deskapp.rules.page_making import WHOLE, Box
from deskapp.rules.page_reading import PageReading, ReadLine

_MOST_LINES = 2000
_MOST_LETTERS = 500  # in a line
_MOST_PIXELS = 100_000  # of a side
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})


class NonsenseError(Exception):
    """This is not what is said of a page."""


class _Said(msgspec.Struct, forbid_unknown_fields=True):
    width: int
    height: int
    lines: list[tuple[str, float, int, int, int, int]]


def reading_of(body: bytes) -> PageReading:
    """What was said, held to what can be said of a page. NonsenseError when it is something else."""
    try:
        said = msgspec.json.decode(body, type=_Said)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NonsenseError from error
    if not (0 < said.width <= _MOST_PIXELS and 0 < said.height <= _MOST_PIXELS) or len(said.lines) > _MOST_LINES:
        raise NonsenseError
    lines = []
    for text, confidence, *edges in said.lines:
        words = "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN).strip()
        left, top, right, bottom = (min(WHOLE, max(0, edge)) for edge in edges)
        if words and len(words) <= _MOST_LETTERS and left < right and top < bottom:
            lines.append(ReadLine(words, min(1.0, max(0.0, confidence)), Box(left, top, right, bottom)))
    return PageReading(said.width, said.height, tuple(lines))
