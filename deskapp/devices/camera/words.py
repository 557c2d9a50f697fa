"""What the process around a camera says through its pipe, and how it is read. Nothing it says is believed unlooked.

A word: its letter, the length of what follows in four bytes, and that. For a look and a shot what follows begins with
the length of its JSON in four bytes, then the JSON, then the pixels or the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from deskapp.devices.camera.contract import Listed, Look, Opened, Shot, Size, Told
from deskapp.devices.errors import CameraCode
from deskapp.failures import ContentTrouble, DeviceTrouble
from deskapp.protocol.json import decode, encode
from deskapp.rules.lying_still import Sheets, Sight
from deskapp.rules.page_making import MOST_SHEETS, LaidSheet, lies_well

OPENED, LOOK, SHOT, TROUBLE = b"O", b"L", b"S", b"T"
MOST_SIDE = 2048  # pixels of a look
_MOST_JSON = 256 * 1024
_MOST = 64 * 1024 * 1024
_MOST_CAMERAS = 64


class Garbled(Exception):
    """What came is no word."""


@dataclass(frozen=True, slots=True)
class _LookHead:
    number: int
    width: int
    height: int
    sight: Sight


@dataclass(frozen=True, slots=True)
class _ShotHead:
    asked: int
    width: int
    height: int
    sheets: Sheets


@dataclass(frozen=True, slots=True)
class _Fault:
    code: str
    camera: str = ""


def said(told: Told) -> list[bytes | memoryview]:
    """A word in the pieces that are written one after the other; pixels are not copied."""
    match told:
        case Opened():
            return _word(OPENED, encode(told))
        case Look(number, width, height, pixels, sight):
            return _word(LOOK, encode(_LookHead(number, width, height, sight)), pixels)
        case Shot(asked, data, width, height, sheets):
            return _word(SHOT, encode(_ShotHead(asked, width, height, sheets)), data)
        case _:
            return _word(TROUBLE, encode(_Fault(told.code, str(told.values.get("camera", ""))[:200])))


def heard(read: Callable[[int], bytes]) -> Told | None:
    """The next word; None at the end. `read` gives exactly so many bytes, or fewer at the end. Raises Garbled."""
    first = read(5)
    if len(first) < 5:
        return None
    letter, size = first[:1], int.from_bytes(first[1:], "big")
    if letter not in (OPENED, LOOK, SHOT, TROUBLE) or size > _MOST:
        raise Garbled
    body = read(size)
    if len(body) < size:
        return None
    try:
        return _told(letter, body)
    except ContentTrouble as error:
        raise Garbled from error


def _word(letter: bytes, head: bytes, rest: bytes | None = None) -> list[bytes | memoryview]:
    if rest is None:
        return [letter + len(head).to_bytes(4, "big") + head]
    long = len(head) + len(rest) + 4
    return [letter + long.to_bytes(4, "big") + len(head).to_bytes(4, "big") + head, memoryview(rest)]


def _told(letter: bytes, body: bytes) -> Told:
    if letter == OPENED:
        opened = decode(body, Opened)
        return replace(opened, cameras=tuple(map(_short, opened.cameras[:_MOST_CAMERAS])))
    if letter == TROUBLE:
        fault = decode(body, _Fault)
        if fault.code not in set(CameraCode):
            raise Garbled
        return DeviceTrouble(CameraCode(fault.code), **({"camera": fault.camera[:200]} if fault.camera else {}))
    long = int.from_bytes(body[:4], "big")
    if long > min(_MOST_JSON, len(body) - 4):
        raise Garbled
    head, rest = body[4 : 4 + long], body[4 + long :]
    if letter == LOOK:
        look = decode(head, _LookHead)
        if not (
            0 < look.width <= MOST_SIDE and 0 < look.height <= MOST_SIDE and look.width * look.height * 4 == len(rest)
        ):
            raise Garbled
        return Look(look.number, look.width, look.height, rest, replace(look.sight, sheets=_sheets(look.sight.sheets)))
    shot = decode(head, _ShotHead)
    return Shot(shot.asked, rest, shot.width, shot.height, _sheets(shot.sheets))


def _sheets(sheets: Sheets) -> Sheets:
    if len(sheets) > MOST_SHEETS or not all(lies_well(LaidSheet(corners)) for corners in sheets):
        raise Garbled
    return sheets


def _short(camera: Listed) -> Listed:
    def fits(size: Size) -> bool:
        return 0 < size[0] < 65536 and 0 < size[1] < 65536

    return Listed(camera.name[:200], camera.title[:80], tuple(filter(fits, camera.sizes[:64])))
