"""Memory that TWAIN's sources and we both use: of the manager, or of Windows where the manager is an old one."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_uint32, c_void_p
from typing import Any

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import twain_words as tw
from deskapp.devices.scanner.tray import DriverTrouble


class Memory:
    """Memory that both sides use: of the manager, or of Windows where the manager is an old one."""

    def __init__(self, allocate: Any, free: Any, lock: Any, unlock: Any) -> None:
        self._allocate, self._free, self._lock, self._unlock = allocate, free, lock, unlock

    def filled(self, data: bytes) -> int:
        """A piece with these bytes in it."""
        piece = int(self._allocate(len(data)) or 0)
        if not piece:
            raise DriverTrouble(ScannerCode.FAILED, "no memory", status="twain memory")
        with self.read(piece) as at:
            ctypes.memmove(at, data, len(data))
        return piece

    @contextmanager
    def read(self, piece: int) -> Iterator[int]:
        """Where it lies, as long as it is read."""
        at = int(self._lock(piece) or 0)
        if not at:
            raise DriverTrouble(ScannerCode.FAILED, "memory that lies nowhere", status="twain memory")
        try:
            yield at
        finally:
            self._unlock(piece)

    def free(self, piece: int) -> None:
        """Give a piece back."""
        self._free(piece)


def of_the_second_version(told: tw.EntryPoint) -> Memory:
    """By the functions that a manager of the second version gives."""
    make = tw.calling()
    return Memory(
        make(c_void_p, c_uint32)(told.allocate), make(None, c_void_p)(told.free),
        make(c_void_p, c_void_p)(told.lock), make(None, c_void_p)(told.unlock),
    )  # fmt: skip


def of_windows() -> Memory:
    """As the first version had it. DriverTrouble where there is no Windows."""
    if tw.ON_WINDOWS:
        system = tw.library("kernel32")
        for name in ("GlobalAlloc", "GlobalLock", "GlobalFree"):
            getattr(system, name).restype = c_void_p
            getattr(system, name).argtypes = [c_uint32, ctypes.c_size_t] if name == "GlobalAlloc" else [c_void_p]
        system.GlobalUnlock.argtypes = [c_void_p]
        movable = 0x42  # and emptied
        return Memory(lambda n: system.GlobalAlloc(movable, n), system.GlobalFree, system.GlobalLock,
                       system.GlobalUnlock)  # fmt: skip
    raise DriverTrouble(ScannerCode.FAILED, "a manager without memory", status="twain manager")
