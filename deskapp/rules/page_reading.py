"""What was read on a page: lines of writing, each with its place.

A reading is a guess. Nothing in it is true before a rule or a person has held it against something else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from deskapp.rules.page_making import Box

_WIDE = frozenset("WF")  # East Asian width of a letter that takes the room of two


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Some writing that lies in one line; `confidence` is the reader's own, from 0 to 1. Personal data."""

    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that was read on one page; its pixels as it is seen upright. Personal data."""

    width: int
    height: int
    lines: tuple[ReadLine, ...] = ()


def around(boxes: Iterable[Box]) -> Box:
    """The least box that holds them all; at least one is wanted."""
    held = list(boxes)
    return Box(
        min(box.left for box in held), min(box.top for box in held),
        max(box.right for box in held), max(box.bottom for box in held),
    )  # fmt: skip


def part_of(line: ReadLine, begin: int, end: int) -> Box:
    """Where the letters from `begin` to before `end` stand in a line: a Chinese letter is as wide as two others.

    The whole box for a line that runs downwards, or that has no such letters.
    """
    box, text = line.box, line.text
    widths = [2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in text]
    total = sum(widths)
    if not 0 <= begin < end <= len(text) or box.bottom - box.top > box.right - box.left:
        return box
    across = box.right - box.left
    left = box.left + across * sum(widths[:begin]) // total
    right = box.left + -(-across * sum(widths[:end]) // total)
    return Box(left, box.top, max(left + 1, min(box.right, right)), box.bottom)


def bare(text: str) -> str:
    """Only letters and figures, in their plain form and small: what printing and reading add between them is gone."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LN")
