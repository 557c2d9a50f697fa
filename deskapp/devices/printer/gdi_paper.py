"""A paper drawn for a printer by Windows' own drawing (gdi32): each page as a picture, in bands.

Every Windows printer takes pictures; only few take PDF. Runs in a process of its own (`print_loop`), because the
printer's driver is another maker's code and is loaded with the first call. Source: Microsoft, "Print Spooler API" and
"Windows GDI".
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import Structure, byref, c_int, c_int32, c_uint16, c_uint32, c_void_p
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.on_paper import Place, Sheet, placed
from deskapp.devices.printer.spooler import SpoolerTrouble, wide

_ACROSS, _DOWN, _WIDTH, _HEIGHT, _LEFT, _TOP = 88, 90, 110, 111, 112, 113  # of GetDeviceCaps
_BAND = 256  # rows of a picture given at once; printers with little memory refuse a whole page
_COLOR_ON_COLOR, _COPY = 3, 0x00CC0020  # COLORONCOLOR, SRCCOPY
_QUARTER = 90
_MOST_PIXELS = 80_000_000


class _Title(Structure):  # DOCINFOW
    _fields_ = (("size", c_int), ("title", c_void_p), ("file", c_void_p), ("kind", c_void_p), ("how", c_uint32))


class _Picture(Structure):  # BITMAPINFOHEADER
    _fields_ = (
        ("size", c_uint32), ("width", c_int32), ("height", c_int32), ("planes", c_uint16), ("bits", c_uint16),
        ("packed", c_uint32), ("bytes", c_uint32), ("across", c_int32), ("down", c_int32), ("used", c_uint32),
        ("needed", c_uint32),
    )  # fmt: skip


class Gdi:
    """The calls, once their shapes are said."""

    def __init__(self, library: Any, last_error: Callable[[], int]) -> None:
        self._calls = library
        self._last_error = last_error
        shapes = {
            "GetDeviceCaps": [c_void_p, c_int], "StartDocW": [c_void_p, c_void_p], "StartPage": [c_void_p],
            "EndPage": [c_void_p], "EndDoc": [c_void_p], "AbortDoc": [c_void_p], "DeleteDC": [c_void_p],
            "SetStretchBltMode": [c_void_p, c_int],
            "StretchDIBits": [c_void_p, *[c_int] * 8, c_void_p, c_void_p, c_uint32, c_uint32],
        }  # fmt: skip
        for name, shape in shapes.items():
            call = getattr(library, name)
            call.argtypes, call.restype = shape, c_int
        library.CreateDCW.argtypes, library.CreateDCW.restype = [c_void_p] * 4, c_void_p

    def print(self, name: str, title: str, pdf: bytes, copies: int, beat: Callable[[], None]) -> None:
        """Print a paper as one job, whole or not at all. `beat` is called at each page. SpoolerTrouble."""
        surface = self._calls.CreateDCW(wide("WINSPOOL"), wide(name), None, None)
        if not surface:
            raise SpoolerTrouble(PrinterCode.FAILED, f"no surface, {self._last_error()}")
        try:
            with _opened(pdf) as document:
                self._job(surface, title, document, copies, beat)
        finally:
            self._calls.DeleteDC(surface)

    def _job(self, surface: int, title: str, document: Any, copies: int, beat: Callable[[], None]) -> None:
        words = wide(title)
        told = _Title(ctypes.sizeof(_Title), ctypes.addressof(words), None, None, 0)
        self._must(self._calls.StartDocW(surface, byref(told)))
        try:
            for _ in range(copies):
                for number in range(len(document)):
                    beat()
                    self._must(self._calls.StartPage(surface))
                    self._draw(surface, document[number])
                    self._must(self._calls.EndPage(surface))
        except (SpoolerTrouble, pypdfium2.PdfiumError, ValueError, MemoryError) as error:
            self._calls.AbortDoc(surface)
            if isinstance(error, SpoolerTrouble):
                raise
            raise SpoolerTrouble(PrinterCode.FAILED, type(error).__name__) from error
        self._must(self._calls.EndDoc(surface))

    def _draw(self, surface: int, page: Any) -> None:
        width, height = page.get_size()
        place = placed(width, height, self._sheet(surface))
        if place.scale**2 * width * height > _MOST_PIXELS:
            raise SpoolerTrouble(PrinterCode.FAILED, "page too large")
        drawn = page.render(
            scale=place.scale, rotation=_QUARTER if place.turned else 0, fill_color=(255, 255, 255, 255),
            prefer_bgrx=True,
        )  # fmt: skip
        self._calls.SetStretchBltMode(surface, _COLOR_ON_COLOR)
        pixels, stride = bytes(drawn.buffer), drawn.stride
        for begin in range(0, drawn.height, _BAND):
            rows = min(_BAND, drawn.height - begin)
            band = b"".join(pixels[at * stride : (at + 1) * stride] for at in range(begin + rows - 1, begin - 1, -1))
            self._give(surface, place, band, (begin, rows, drawn.height), (stride // 4, drawn.width))

    def _give(
        self, surface: int, place: Place, band: bytes, part: tuple[int, int, int], wide_and_used: tuple[int, int]
    ) -> None:
        """One band, its lowest row first; bands meet without a gap, whatever their height on paper is rounded to."""
        begin, rows, of = part
        over, under = place.height * begin // of, place.height * (begin + rows) // of
        width, used = wide_and_used
        about = _Picture(ctypes.sizeof(_Picture), width, rows, 1, 32, 0, len(band), 0, 0, 0, 0)
        went = self._calls.StretchDIBits(
            surface, place.x, place.y + over, place.width, under - over, 0, 0, used, rows, band, byref(about), 0, _COPY
        )
        if went in {0, -1}:
            raise SpoolerTrouble(PrinterCode.FAILED, f"not drawn, {self._last_error()}")

    def _sheet(self, surface: int) -> Sheet:
        return Sheet(
            *(self._calls.GetDeviceCaps(surface, what) for what in (_ACROSS, _DOWN, _WIDTH, _HEIGHT, _LEFT, _TOP))
        )

    def _must(self, went: int) -> None:
        if went <= 0:
            raise SpoolerTrouble(PrinterCode.FAILED, str(self._last_error()))


def _opened(pdf: bytes) -> Any:
    """A paper, closed after a `with` block. SpoolerTrouble FAILED when it is none."""
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise SpoolerTrouble(PrinterCode.FAILED, "no paper") from error
