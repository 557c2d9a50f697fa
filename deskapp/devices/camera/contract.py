"""What every document camera can be asked, whatever stands behind it, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from deskapp.failures import DeviceTrouble
from deskapp.rules.lying_still import Sheets, Sight

PRETEND = "pretend:"  # how the name of a camera begins that nobody has
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Listed:
    """A camera that is there: the name that finds it, what people call it, its sizes in pixels, largest first."""

    name: str
    title: str
    sizes: tuple[Size, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """Pictures are coming: from which camera, in which size, and which others there are."""

    name: str
    size: Size
    cameras: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """One moment of the live picture, reduced: four bytes a pixel (blue, green, red, one that says nothing), and what
    was seen in it. `number` counts the camera's pictures from 1.
    """

    number: int
    width: int
    height: int
    pixels: bytes
    sight: Sight


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as it was taken, as a file, and the sheets that lie in it. `asked` is the number it was asked by."""

    asked: int
    data: bytes
    width: int
    height: int
    sheets: Sheets


Told = Opened | Look | Shot | DeviceTrouble


class Camera(Protocol):
    """A camera that is looked through. It tells by the function it was opened with, on a thread of its own; after a
    DeviceTrouble it tells nothing more.
    """

    def shoot(self, asked: int) -> None:
        """Take the next picture whole; it is told as a Shot. Returns at once."""

    def close(self) -> None:
        """Look no more. Nothing is left running."""
