"""Windows' spooler by its own calls (winspool.drv): which printers there are, how they are, and bytes sent as they are.

Runs in a process of its own (`print_loop`). Source: Microsoft, "Print Spooler API". Words go as UTF-16 in buffers of
ours, so that the same calls reach a stand-in on another system.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import POINTER, Structure, byref, c_int, c_uint32, c_void_p
from typing import Any

from deskapp.devices.errors import PrinterCode

_LOCAL, _CONNECTED = 2, 4  # PRINTER_ENUM_…
_NO_SUCH, _ACCESS, _NO_ROOM = 1801, 5, 122  # ERROR_INVALID_PRINTER_NAME, _ACCESS_DENIED, _INSUFFICIENT_BUFFER
_MOST_PRINTERS = 256
_MOST_BYTES = 1 << 22
_WORK_OFFLINE = 0x400  # of the attributes
_STANDSTILL = (  # PRINTER_STATUS_…
    (0x00000010, PrinterCode.OUT_OF_PAPER),
    (0x00000008, PrinterCode.JAMMED),
    (0x00400000, PrinterCode.COVER_OPEN),
    (0x00040000, PrinterCode.OUT_OF_INK),
    (0x00000080 | 0x00001000 | 0x00000001, PrinterCode.OFFLINE),  # offline, not available, paused
    (0x00100000 | 0x00000002, PrinterCode.FAILED),  # somebody has to look, error
)


class SpoolerTrouble(Exception):
    """Why it does not print. `code` is one of ours, `status` what the spooler said."""

    def __init__(self, code: PrinterCode, status: str = "") -> None:
        super().__init__(status)
        self.code = code
        self.status = status


class _Named(Structure):  # PRINTER_INFO_4W
    _fields_ = (("name", c_void_p), ("server", c_void_p), ("attributes", c_uint32))


class _State(Structure):  # PRINTER_INFO_2W
    _fields_ = (
        ("words", c_void_p * 13), ("attributes", c_uint32), ("priority", c_uint32), ("usual_priority", c_uint32),
        ("from_time", c_uint32), ("until_time", c_uint32), ("status", c_uint32), ("jobs", c_uint32), ("pace", c_uint32),
    )  # fmt: skip


class _Paper(Structure):  # DOC_INFO_1W
    _fields_ = (("title", c_void_p), ("file", c_void_p), ("kind", c_void_p))


class Spooler:
    """The calls, once their shapes are said. `last_error`: what Windows says of the call before."""

    def __init__(self, library: Any, last_error: Callable[[], int]) -> None:
        self._calls = library
        self._last_error = last_error
        number = POINTER(c_uint32)
        shapes = {
            "EnumPrintersW": [c_uint32, c_void_p, c_uint32, c_void_p, c_uint32, number, number],
            "GetDefaultPrinterW": [c_void_p, number],
            "OpenPrinterW": [c_void_p, POINTER(c_void_p), c_void_p],
            "GetPrinterW": [c_void_p, c_uint32, c_void_p, c_uint32, number],
            "StartDocPrinterW": [c_void_p, c_uint32, c_void_p],
            "StartPagePrinter": [c_void_p],
            "WritePrinter": [c_void_p, c_void_p, c_uint32, number],
            "EndPagePrinter": [c_void_p],
            "EndDocPrinter": [c_void_p],
            "AbortPrinter": [c_void_p],
            "ClosePrinter": [c_void_p],
        }
        for name, shape in shapes.items():
            call = getattr(library, name)
            call.argtypes, call.restype = shape, c_int

    def names(self) -> list[str]:
        """The printers of this computer and those of others it is connected to."""
        needed, count = c_uint32(), c_uint32()
        asked = (_LOCAL | _CONNECTED, None, 4)
        if not self._calls.EnumPrintersW(*asked, None, 0, byref(needed), byref(count)):
            if self._last_error() != _NO_ROOM or not 0 < needed.value <= _MOST_BYTES:
                raise self._trouble()
            room = ctypes.create_string_buffer(needed.value)
            if not self._calls.EnumPrintersW(*asked, room, needed.value, byref(needed), byref(count)):
                raise self._trouble()
            most = min(count.value, _MOST_PRINTERS, len(room) // ctypes.sizeof(_Named))
            told = (_Named * most).from_buffer(room)
            return [name for one in told if (name := _text(one.name))]
        return []

    def default(self) -> str:
        """The system's default printer; "" when there is none."""
        length = c_uint32(512)
        room = ctypes.create_string_buffer(2 * length.value)
        return _text(ctypes.addressof(room)) if self._calls.GetDefaultPrinterW(room, byref(length)) else ""

    def must_be_ready(self, name: str) -> None:
        """Ask before sending: a paper queued at an empty tray would come out later, beside the one printed again."""
        with _Opened(self, name) as handle:
            needed = c_uint32()
            self._calls.GetPrinterW(handle, 2, None, 0, byref(needed))
            if not ctypes.sizeof(_State) <= needed.value <= _MOST_BYTES:
                raise self._trouble()
            room = ctypes.create_string_buffer(needed.value)
            if not self._calls.GetPrinterW(handle, 2, room, needed.value, byref(needed)):
                raise self._trouble()
            state = _State.from_buffer(room)
            if state.attributes & _WORK_OFFLINE:
                raise SpoolerTrouble(PrinterCode.OFFLINE, "work offline")
            for bits, code in _STANDSTILL:
                if state.status & bits:
                    raise SpoolerTrouble(code, f"0x{state.status:X}")

    def send(self, name: str, title: str, data: bytes) -> None:
        """Send bytes to the printer as they are, as one job; a job that cannot be whole is none."""
        words = [wide(title), wide("RAW")]
        paper = _Paper(ctypes.addressof(words[0]), None, ctypes.addressof(words[1]))
        with _Opened(self, name) as handle:
            if not self._calls.StartDocPrinterW(handle, 1, byref(paper)):
                raise self._trouble()
            try:
                self._must(self._calls.StartPagePrinter(handle))
                went = c_uint32()
                self._must(self._calls.WritePrinter(handle, data, len(data), byref(went)))
                if went.value != len(data):
                    raise SpoolerTrouble(PrinterCode.FAILED, "short")
                self._must(self._calls.EndPagePrinter(handle))
            except SpoolerTrouble:
                self._calls.AbortPrinter(handle)
                raise
            self._must(self._calls.EndDocPrinter(handle))

    def open(self, name: str) -> c_void_p:
        """A handle, to be closed. SpoolerTrouble NO_SUCH_PRINTER."""
        handle = c_void_p()
        if not self._calls.OpenPrinterW(wide(name), byref(handle), None):
            raise self._trouble()
        return handle

    def close(self, handle: c_void_p) -> None:
        """Let go of a printer."""
        self._calls.ClosePrinter(handle)

    def _must(self, went: int) -> None:
        if not went:
            raise self._trouble()

    def _trouble(self) -> SpoolerTrouble:
        error = self._last_error()
        return SpoolerTrouble(PrinterCode.NO_SUCH_PRINTER if error == _NO_SUCH else PrinterCode.FAILED, str(error))


class _Opened:
    """A printer, for as long as a `with` block."""

    def __init__(self, spooler: Spooler, name: str) -> None:
        self._spooler = spooler
        self._handle = spooler.open(name)

    def __enter__(self) -> c_void_p:
        return self._handle

    def __exit__(self, *_: object) -> None:
        self._spooler.close(self._handle)


def wide(text: str) -> Any:
    """A word as Windows takes it, in a buffer that has to be held for as long as the call."""
    return ctypes.create_string_buffer(text.replace("\0", " ").encode("utf-16-le") + b"\0\0")


def _text(address: int | None) -> str:
    """The word that lies at an address: Windows' letters have two bytes everywhere, Python's `wchar_t` has not."""
    if not address:
        return ""
    found = bytearray()
    while len(found) < 2048 and (two := ctypes.string_at(address + len(found), 2)) != b"\0\0":
        found += two
    return found.decode("utf-16-le", "replace")
