"""How a window photographs: its own settings as a profile, and back. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.devices.camera.contract import Listed, Size
from deskapp.failures import Refusal
from deskapp.rules.paper_sizes import AUTO, WISHES
from deskapp.settings import Settings

_BY_KEY, _BY_ITSELF = "key", "auto"
TURNS = (0, 90, 180, 270)
ENOUGH = 8_000_000  # pixels: A4 at 300 dpi; with more each picture only takes longer


@dataclass(frozen=True, slots=True)
class Profile:
    """`camera`: its name, "" for the first one; `size` in pixels, (0, 0) for the best; `turn` clockwise, in degrees."""

    camera: str = ""
    size: Size = (0, 0)
    turn: int = 0
    by_itself: bool = False
    paper: str = AUTO


def read(settings: Settings) -> Profile:
    """What this window's settings say. Refusal `settings.wrong_value`, naming the word."""
    if settings.camera_turn not in map(str, TURNS):
        raise Refusal("settings.wrong_value", word="camera_turn")
    if settings.camera_shutter not in (_BY_KEY, _BY_ITSELF):
        raise Refusal("settings.wrong_value", word="camera_shutter")
    if settings.camera_paper not in WISHES:
        raise Refusal("settings.wrong_value", word="camera_paper")
    return Profile(
        settings.camera,
        size_of(settings.camera_size),
        int(settings.camera_turn),
        settings.camera_shutter == _BY_ITSELF,
        settings.camera_paper,
    )


def words_of(profile: Profile) -> dict[str, str]:
    """A profile as the settings keep it."""
    return {
        "camera": profile.camera,
        "camera_size": size_words(profile.size),
        "camera_turn": str(profile.turn),
        "camera_shutter": _BY_ITSELF if profile.by_itself else _BY_KEY,
        "camera_paper": profile.paper,
    }


def size_of(words: str) -> Size:
    """ "2592x1944" as numbers; (0, 0) for "". Refusal `settings.wrong_value`."""
    if not words:
        return 0, 0
    wide, _, high = words.partition("x")
    if not all(part.isascii() and part.isdigit() and 0 < int(part[:6]) < 65536 for part in (wide, high)):
        raise Refusal("settings.wrong_value", word="camera_size")
    return int(wide), int(high)


def size_words(size: Size) -> str:
    """The numbers as the settings keep them."""
    return f"{size[0]}x{size[1]}" if size != (0, 0) else ""


def best_size(sizes: tuple[Size, ...], wish: Size) -> Size:
    """The size that was wished for, or the nearest to it; without a wish the finest that is not more than enough.

    (0, 0) when the camera says nothing of its sizes.
    """
    if not sizes:
        return 0, 0
    if wish != (0, 0):
        return min(sizes, key=lambda size: (abs(size[0] - wish[0]) + abs(size[1] - wish[1]), -size[0]))
    enough = [size for size in sizes if size[0] * size[1] <= ENOUGH]
    return max(enough, key=_pixels) if enough else min(sizes, key=_pixels)


def camera_of(cameras: tuple[Listed, ...], wish: str) -> Listed | None:
    """The camera of a name or, because a cable may be put into another socket, of a title; the first one for ""."""
    by_name = next((camera for camera in cameras if wish in ("", camera.name)), None)
    return by_name or next((camera for camera in cameras if camera.title == wish), None)


def _pixels(size: Size) -> int:
    return size[0] * size[1]
