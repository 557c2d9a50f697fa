"""What stands on a page, as values: where, how large, how dark. All lengths in points from the lower left corner."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from deskapp.papers.fonts import REGULAR, Chain
from deskapp.papers.pixels import Pixels


class Ink(Enum):
    """How dark a mark is: red, green and blue from 0 to 1."""

    BLACK = (0.0, 0.0, 0.0)
    TEXT = (0.09, 0.10, 0.12)
    QUIET = (0.36, 0.39, 0.43)
    RULE = (0.66, 0.69, 0.73)
    SHADE = (0.955, 0.962, 0.97)
    GHOST = (0.90, 0.91, 0.92)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y` is its base line."""

    x: float
    y: float
    size: float
    text: str
    chain: Chain = REGULAR
    ink: Ink = Ink.TEXT


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle."""

    x: float
    y: float
    wide: float
    high: float
    ink: Ink = Ink.SHADE


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a rectangle."""

    x: float
    y: float
    wide: float
    high: float
    weight: float = 0.5
    ink: Ink = Ink.RULE


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float = 0.5
    ink: Ink = Ink.RULE


@dataclass(frozen=True, slots=True)
class Digits:
    """A Code 128 barcode with its quiet zones."""

    x: float
    y: float
    high: float
    digits: str


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code with its quiet zone."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Ghost:
    """A word written large and pale across the page, under everything else."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A seal or a signature. It lies below the words, so that none becomes unreadable under it."""

    x: float
    y: float
    wide: float
    high: float
    shown: Pixels


Mark = Text | Area | Frame | Rule | Digits | Square | Ghost | Picture
Page = list[Mark]
