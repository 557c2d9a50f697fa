"""What the next turn of a dial says, with the cameras that are there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskapp.devices.camera.contract import Listed
from deskapp.devices.camera.profile import TURNS, Profile
from deskapp.rules.paper_sizes import WISHES
from ui.clerk.camera_sheet import Dial


@dataclass(frozen=True, slots=True)
class Here:
    """What is known of the camera that is open."""

    camera: Listed | None = None
    cameras: tuple[Listed, ...] = ()
    size: tuple[int, int] = (0, 0)


def turned_dial(dial: Dial, before: Profile, here: Here) -> Profile:
    """The next thing that this dial can say."""
    match dial:
        case Dial.BY_ITSELF:
            return replace(before, by_itself=not before.by_itself)
        case Dial.TURN:
            return replace(before, turn=TURNS[(TURNS.index(before.turn) + 1) % len(TURNS)])
        case Dial.PAPER:
            return replace(before, paper=WISHES[(WISHES.index(before.paper) + 1) % len(WISHES)])
        case Dial.CAMERA if len(here.cameras) > 1:
            at = here.cameras.index(here.camera) if here.camera in here.cameras else -1
            onward = here.cameras[(at + 1) % len(here.cameras)]
            alone = sum(one.title == onward.title for one in here.cameras) == 1
            return replace(before, camera=onward.title if alone else onward.name, size=(0, 0))
        case Dial.SIZE if here.camera is not None and len(here.camera.sizes) > 1:
            sizes = here.camera.sizes
            at = sizes.index(here.size) if here.size in sizes else -1
            return replace(before, size=sizes[(at + 1) % len(sizes)])
    return before
