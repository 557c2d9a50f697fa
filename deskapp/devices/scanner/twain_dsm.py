"""The manager of TWAIN's sources: its library loaded, its one entry called, its memory used. The first four states.

States: 1 nothing, 2 the library is loaded, 3 the manager is open, 4 a source is open, 5 it is enabled, 6 a picture is
ready, 7 a picture is under way.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, c_uint16, c_uint32, c_void_p
from typing import Any

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import twain_memory
from deskapp.devices.scanner import twain_words as tw
from deskapp.devices.scanner.tray import DriverTrouble
from deskapp.devices.scanner.twain_memory import Memory
from deskapp.devices.scanner.twain_words import CONTROL, Cc, Dat, Identity, Msg, Rc

USUAL = ("TWAINDSM.dll", "twain_32.dll") if tw.ON_WINDOWS else ("libtwaindsm.so", "libtwaindsm.so.2")
_MOST_SOURCES = 64

_CODES = {
    Cc.NO_SOURCE: ScannerCode.NO_SUCH_SOURCE,
    Cc.MOST_CONNECTIONS: ScannerCode.BUSY,
    Cc.DENIED: ScannerCode.ACCESS_DENIED,
    Cc.PAPER_JAM: ScannerCode.JAMMED,
    Cc.DOUBLE_FEED: ScannerCode.DOUBLE_FEED,
    Cc.DEVICE_OFFLINE: ScannerCode.DISCONNECTED,
    Cc.INTERLOCK: ScannerCode.COVER_OPEN,
    Cc.NO_MEDIA: ScannerCode.EMPTY,
}


class Dsm:
    """The manager, opened. `window` is what its messages go to: 0 where there are no windows."""

    def __init__(self, library: Any, window: int) -> None:
        self._entry: Any = library.DSM_Entry
        self._entry.restype = c_uint16
        self._entry.argtypes = [POINTER(Identity), POINTER(Identity), c_uint32, c_uint16, c_uint16, c_void_p]
        self._memory: Memory | None = None
        self.window = window
        self.identity = Identity(
            version=tw.Version(1, 0, 13, 86, b"OneWindow"), protocol_major=tw.PROTOCOL[0],
            protocol_minor=tw.PROTOCOL[1], groups=tw.CONTROL | tw.IMAGE | tw.APP2, maker=b"OneWindow",
            family=b"OneWindow", product=b"OneWindow",
        )  # fmt: skip

    def call(self, source: Identity | None, group: int, dat: Dat, msg: Msg, data: Any) -> int:
        """One call, with a structure as its argument; its return code."""
        at = None if data is None else ctypes.addressof(data)
        told = None if source is None else ctypes.byref(source)
        return int(self._entry(ctypes.byref(self.identity), told, group, dat, msg, at))

    @property
    def memory(self) -> Memory:
        """Where containers lie."""
        if self._memory is None:
            self._memory = _memory(self)
        return self._memory

    def condition(self, source: Identity | None) -> int:
        """Why the last call failed."""
        status = tw.Status()
        went = self.call(source, CONTROL, Dat.STATUS, Msg.GET, status)
        return int(status.condition) if went == Rc.SUCCESS else 0


def _memory(dsm: Dsm) -> Memory:
    told = tw.EntryPoint(size=ctypes.sizeof(tw.EntryPoint))
    if dsm.identity.groups & tw.DSM2 and dsm.call(None, CONTROL, Dat.ENTRY_POINT, Msg.GET, told) == Rc.SUCCESS:
        return twain_memory.of_the_second_version(told)
    return twain_memory.of_windows()


@contextmanager
def opened(library: str, window: int = 0) -> Iterator[Dsm]:
    """The manager, open: states 1 to 3 and back. DriverTrouble NOT_ON_THIS_SYSTEM where there is none."""
    dsm = Dsm(_loaded(library), window)
    parent = c_void_p(window)
    if dsm.call(None, CONTROL, Dat.PARENT, Msg.OPEN_DSM, parent) != Rc.SUCCESS:
        raise failed(dsm, None)
    try:
        yield dsm
    finally:
        dsm.call(None, CONTROL, Dat.PARENT, Msg.CLOSE_DSM, parent)


def sources(dsm: Dsm) -> list[Identity]:
    """The sources that are installed."""
    found: list[Identity] = []
    message = Msg.GET_FIRST
    while len(found) < _MOST_SOURCES:
        identity = Identity()
        went = dsm.call(None, CONTROL, Dat.IDENTITY, message, identity)
        if went != Rc.SUCCESS:
            break
        found.append(identity)
        message = Msg.GET_NEXT
    return found


def name_of(source: Identity) -> str:
    """What a source is called: it may be in the letters of the system."""
    return bytes(source.product).decode("mbcs" if tw.ON_WINDOWS else "utf-8", "replace")


@contextmanager
def opened_source(dsm: Dsm, name: str) -> Iterator[Identity]:
    """One source, open: state 4 and back to 3. DriverTrouble NO_SUCH_SOURCE, or why it does not open."""
    source = next((source for source in sources(dsm) if name_of(source) == name), None)
    if source is None:
        raise DriverTrouble(ScannerCode.NO_SUCH_SOURCE, source=f"twain:{name}")
    if dsm.call(None, CONTROL, Dat.IDENTITY, Msg.OPEN_SOURCE, source) != Rc.SUCCESS:
        raise failed(dsm, None, name=name)
    try:
        yield source
    finally:
        dsm.call(None, CONTROL, Dat.IDENTITY, Msg.CLOSE_SOURCE, source)


def failed(
    dsm: Dsm,
    source: Identity | None,
    went: int = Rc.FAILURE,
    *,
    name: str = "",
    trouble: Callable[..., DriverTrouble] | None = None,
) -> DriverTrouble:
    """The trouble behind a return code; of a page on the way where `trouble` makes it (`Tray.trouble`)."""
    make = trouble or _first_page
    if went == Rc.CANCEL:
        return make(ScannerCode.CANCELLED_AT_DEVICE)
    if went in (Rc.BUSY, Rc.LOCKED):
        return make(ScannerCode.BUSY)
    condition = dsm.condition(source)
    code = _CODES.get(Cc(condition)) if condition in set(Cc) else None
    note = f"return code {went}, condition code {condition}"
    if code is None:
        return make(ScannerCode.FAILED, note, status=f"twain {condition}")
    return make(code, note, **({"source": f"twain:{name}"} if code == ScannerCode.NO_SUCH_SOURCE else {}))


def _first_page(code: ScannerCode, note: str = "", **values: object) -> DriverTrouble:
    counted = code in (ScannerCode.DISCONNECTED, ScannerCode.COVER_OPEN, ScannerCode.CANCELLED_AT_DEVICE,
                       ScannerCode.JAMMED, ScannerCode.DOUBLE_FEED)  # fmt: skip
    return DriverTrouble(code, note, **({"page": 1} if counted else {}), **values)


def _loaded(library: str) -> Any:
    for name in [library] if library else USUAL:
        try:
            return tw.library(name)
        except OSError:
            continue
    raise DriverTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind="twain")
