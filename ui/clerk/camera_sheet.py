"""What the panel of the document camera says beside the picture: a value made for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from deskapp.devices.camera.contract import Size
from deskapp.devices.camera.profile import Profile


class Dial(StrEnum):
    """What can be set at the camera, each by its key."""

    BY_ITSELF = "by_itself"
    SIDES = "sides"
    TURN = "turn"
    PAPER = "paper"
    CAMERA = "camera"
    SIZE = "size"


class Sides(StrEnum):
    """Whether two sides of a card become one page, and which of them is next."""

    APART = "apart"
    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class CameraSheet:
    """What the panel says beside the picture. `place`: which of the materials it is, "2/5"."""

    material: str = ""
    place: str = ""
    pages: int = 0
    camera: str = ""
    cameras: int = 0
    size: Size = (0, 0)
    profile: Profile = field(default_factory=Profile)
    sides: Sides = Sides.APART
    last: str = ""  # what is to be said of the page that came last
    doubtful: bool = False
    retakable: bool = False
    failed: bool = False
