"""How the lines of a page lie beside each other: a label, and what was written behind it."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.rules.page_making import Box
from deskapp.rules.page_reading import PageReading, ReadLine, around


@dataclass(frozen=True, slots=True)
class Row:
    """Lines at one height, from left to right: a label, and what was written beside it."""

    lines: tuple[ReadLine, ...]

    @property
    def whole(self) -> ReadLine:
        """The row as one line: its letters behind each other, no surer than the least sure of them."""
        return ReadLine(
            " ".join(line.text for line in self.lines),
            min(line.confidence for line in self.lines),
            around(line.box for line in self.lines),
        )


def rows(reading: PageReading) -> tuple[Row, ...]:
    """The lines in rows, from the top down. Two lie in one row when either's middle is within the other's height."""
    found: list[list[ReadLine]] = []
    for line in sorted(reading.lines, key=lambda line: (_middle(line.box), line.box.left)):
        if found and _beside(found[-1][-1].box, line.box):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(Row(tuple(sorted(row, key=lambda line: line.box.left))) for row in found)


def _middle(box: Box) -> int:
    return (box.top + box.bottom) // 2


def _beside(one: Box, other: Box) -> bool:
    return one.top <= _middle(other) <= one.bottom or other.top <= _middle(one) <= other.bottom
