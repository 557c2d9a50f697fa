"""What a source can do and is to do, asked and set through TWAIN's containers. In state 4."""

from __future__ import annotations

import struct

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import twain_containers
from deskapp.devices.scanner import twain_words as tw
from deskapp.devices.scanner.driver import Able, Wish
from deskapp.devices.scanner.tray import DriverTrouble
from deskapp.devices.scanner.twain_containers import Values
from deskapp.devices.scanner.twain_dsm import Dsm
from deskapp.devices.scanner.twain_words import CONTROL, IMAGE, Cap, Dat, Identity, Kind, Msg, Rc

_ALL = -1  # transfers, when nobody counts them


class Asked:
    """One open source that is asked and told."""

    def __init__(self, dsm: Dsm, source: Identity) -> None:
        self.dsm = dsm
        self.source = source

    def get(self, cap: Cap, message: Msg = Msg.GET) -> Values | None:
        """What may be chosen, or with GET_CURRENT what is; None when the source does not know it."""
        told = tw.Capability(cap=cap, container_kind=tw.DONT_CARE_16)
        if self.dsm.call(self.source, CONTROL, Dat.CAPABILITY, message, told) != Rc.SUCCESS or not told.container:
            return None
        memory = self.dsm.memory
        try:
            with memory.read(told.container) as at:
                return twain_containers.read(int(told.container_kind), at)
        finally:
            memory.free(told.container)

    def is_now(self, cap: Cap) -> float | None:
        """What is chosen now."""
        values = self.get(cap, Msg.GET_CURRENT)
        return values.only[0] if values and values.only else None

    def set(self, cap: Cap, kind: Kind, value: float) -> bool:
        """Choose; whether the source took it, perhaps rounded."""
        item = struct.pack("<I", twain_containers.bits(kind, value))
        memory = self.dsm.memory
        piece = memory.filled(struct.pack("<H", kind) + item)
        try:
            told = tw.Capability(cap=cap, container_kind=tw.ONE_VALUE, container=piece)
            went = self.dsm.call(self.source, CONTROL, Dat.CAPABILITY, Msg.SET, told)
            return went in (Rc.SUCCESS, Rc.CHECK_STATUS)
        finally:
            memory.free(piece)

    def held(self, cap: Cap, on: bool) -> bool:
        """Switch something on or off, and look whether it is: some take the word and do nothing."""
        return self.set(cap, Kind.BOOL, on) and bool(self.is_now(cap)) == on


def abilities(asked: Asked) -> Able:
    """What the source says of itself. Leaves its feeder off."""
    feeder = asked.get(Cap.FEEDER_ENABLED) is not None and asked.held(Cap.FEEDER_ENABLED, on=True)
    sides = asked.is_now(Cap.DUPLEX)
    duplex = feeder and bool(sides)
    glass = not feeder or asked.held(Cap.FEEDER_ENABLED, on=False)
    pixels = asked.get(Cap.PIXEL_TYPE)
    known = set(pixels.only) if pixels else set()
    asked.set(Cap.UNITS, Kind.UINT16, tw.INCHES)
    dots = asked.get(Cap.X_RESOLUTION) or Values(())
    return Able(
        glass=glass, feeder=feeder, duplex=duplex, color=tw.RGB in known or not known,
        gray=tw.GRAY in known or not known, resolutions=tuple(round(dpi) for dpi in dots.only), ranged=dots.ranged,
    )  # fmt: skip


def choose(asked: Asked, wish: Wish) -> None:
    """Set everything for a scan. DriverTrouble NO_FEEDER, NO_DUPLEX, NO_SUCH_MODE; what else it refuses shows in the
    picture that comes."""
    _choose_sheets(asked, wish)
    asked.set(Cap.INDICATORS, Kind.BOOL, False)  # no window of the driver's over the clerk's
    asked.set(Cap.UNITS, Kind.UINT16, tw.INCHES)
    pixel = tw.RGB if wish.color else tw.GRAY
    if not asked.set(Cap.PIXEL_TYPE, Kind.UINT16, pixel) or asked.is_now(Cap.PIXEL_TYPE) not in (pixel, None):
        raise DriverTrouble(ScannerCode.NO_SUCH_MODE, mode="color" if wish.color else "gray")
    asked.set(Cap.BIT_DEPTH, Kind.UINT16, 24 if wish.color else 8)
    asked.set(Cap.CHUNKY, Kind.UINT16, tw.PLAIN)
    asked.set(Cap.COMPRESSION, Kind.UINT16, tw.PLAIN)
    for cap in (Cap.X_RESOLUTION, Cap.Y_RESOLUTION):
        asked.set(cap, Kind.FIX32, wish.dpi)
    _choose_size(asked, wish)


def by_memory(asked: Asked) -> bool:
    """Choose strips in memory, which can be stopped between two; False when the source gives whole pictures only."""
    taken = asked.set(Cap.MECHANISM, Kind.UINT16, tw.MEMORY)
    if taken and asked.is_now(Cap.MECHANISM) in (tw.MEMORY, None):
        return True
    asked.set(Cap.MECHANISM, Kind.UINT16, tw.NATIVE)
    return False


def _choose_sheets(asked: Asked, wish: Wish) -> None:
    if wish.feeder:
        if not asked.held(Cap.FEEDER_ENABLED, on=True):
            raise DriverTrouble(ScannerCode.NO_FEEDER)
        asked.set(Cap.AUTO_FEED, Kind.BOOL, True)
        if asked.is_now(Cap.FEEDER_LOADED) == 0:
            raise DriverTrouble(ScannerCode.EMPTY)
    elif asked.get(Cap.FEEDER_ENABLED) is not None:
        asked.set(Cap.FEEDER_ENABLED, Kind.BOOL, False)
    if wish.duplex and not asked.held(Cap.DUPLEX_ENABLED, on=True):
        raise DriverTrouble(ScannerCode.NO_DUPLEX)
    if not wish.duplex and asked.is_now(Cap.DUPLEX_ENABLED):
        asked.set(Cap.DUPLEX_ENABLED, Kind.BOOL, False)
    asked.set(Cap.TRANSFERS, Kind.INT16, _ALL if wish.most is None else min(wish.most, 32767))


def _choose_size(asked: Asked, wish: Wish) -> None:
    width = min(wish.width, asked.is_now(Cap.PHYSICAL_WIDTH) or wish.width)
    height = min(wish.height, asked.is_now(Cap.PHYSICAL_HEIGHT) or wish.height)
    layout = tw.Layout(left=tw.fix(0), top=tw.fix(0), right=tw.fix(width), bottom=tw.fix(height))
    layout.document = layout.page = layout.frame = 1
    asked.dsm.call(asked.source, IMAGE, Dat.IMAGE_LAYOUT, Msg.SET, layout)  # refused: it reads as much as it likes
