"""Pictures out of an open source: enabled, taken strip by strip or whole, let rest again. States 4 to 7 and back."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_void_p
from typing import IO

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import dib, twain_caps
from deskapp.devices.scanner import twain_words as tw
from deskapp.devices.scanner.driver import Wish
from deskapp.devices.scanner.tray import DriverTrouble, Tray
from deskapp.devices.scanner.twain_caps import Asked
from deskapp.devices.scanner.twain_dsm import failed
from deskapp.devices.scanner.twain_wait import Ready
from deskapp.devices.scanner.twain_words import CONTROL, IMAGE, Dat, Msg, Rc
from deskapp.devices.scanner.worker_words import MOST_PIXELS

_USUAL_STRIP = 1024 * 1024  # bytes, where a source has no wish
_LONGEST_STRIP = 32 * 1024 * 1024
_WIDEST = 65_500  # pixels
_COUNT_PLACES = 12  # in a header, kept free for a height that is known at the end
_INVERTED = bytes(255 - byte for byte in range(256))
_KINDS = {1: b"P4", 8: b"P5", 24: b"P6"}  # by bits of a pixel


class Unwanted(Exception):
    """Nobody wants the page that is under way."""


def scan(asked: Asked, wish: Wish, tray: Tray) -> None:
    """Lay the pages into the tray. DriverTrouble after those before it were laid there."""
    twain_caps.choose(asked, wish)
    strips = twain_caps.by_memory(asked)
    ready = Ready(asked.dsm, asked.source)
    ready.register()
    with _enabled(asked, tray):
        if ready.wait(tray):
            _take_all(asked, wish, tray, strips=strips)


@contextmanager
def _enabled(asked: Asked, tray: Tray) -> Iterator[None]:
    dsm, source = asked.dsm, asked.source
    shown = tw.UserInterface(show=0, modal=0, parent=dsm.window)
    went = dsm.call(source, CONTROL, Dat.USER_INTERFACE, Msg.ENABLE, shown)
    if went not in (Rc.SUCCESS, Rc.CHECK_STATUS):  # the latter shows its own window although asked not to
        raise failed(dsm, source, went, trouble=tray.trouble)
    try:
        yield
    finally:
        dsm.call(source, CONTROL, Dat.USER_INTERFACE, Msg.DISABLE, shown)


def _take_all(asked: Asked, wish: Wish, tray: Tray, *, strips: bool) -> None:
    pending = tw.Pending(count=1)
    under_way = False
    try:
        while pending.count and not tray.unwanted and tray.came != wish.most:
            under_way = True
            try:
                dpi = _take(asked, tray, strips=strips)
            except Unwanted:
                return
            except DriverTrouble as trouble:
                if trouble.code == ScannerCode.EMPTY and tray.came:
                    return  # the feeder did not know that it was the last
                raise
            tray.keep(dpi)
            asked.dsm.call(asked.source, CONTROL, Dat.PENDING, Msg.END_TRANSFER, pending)
            under_way = False
    finally:
        if under_way:
            asked.dsm.call(asked.source, CONTROL, Dat.PENDING, Msg.END_TRANSFER, pending)
        if pending.count:  # the sheets that nobody takes any more stay in the feeder
            asked.dsm.call(asked.source, CONTROL, Dat.PENDING, Msg.RESET, pending)


def _take(asked: Asked, tray: Tray, *, strips: bool) -> int:
    """One picture into the tray's next file; its dots per inch, 0 when nobody knows. Raises Unwanted, DriverTrouble."""
    info = _info(asked, tray)
    dpi = round(tw.unfixed(info.x_resolution))
    if strips:
        with tray.next_file().open("wb") as file:
            _Strips(asked, tray, info, file).take()
    else:
        dpi = _take_whole(asked, tray) or dpi
    return dpi if 1 <= dpi <= 9600 else 0


def _info(asked: Asked, tray: Tray) -> tw.ImageInfo:
    info = tw.ImageInfo()
    went = asked.dsm.call(asked.source, IMAGE, Dat.IMAGE_INFO, Msg.GET, info)
    if went != Rc.SUCCESS:
        raise failed(asked.dsm, asked.source, went, trouble=tray.trouble)
    return info


class _Strips:
    """One picture in strips. Each is measured: what is less than a strip says is no page."""

    def __init__(self, asked: Asked, tray: Tray, info: tw.ImageInfo, file: IO[bytes]) -> None:
        self._asked = asked
        self._tray = tray
        self._info = info
        self._file = file
        self._width = int(info.width)
        self._bits = int(info.bits)
        self._row = (self._width * self._bits + 7) // 8
        self._rows = 0

    def take(self) -> None:
        """All strips, with a header before them that says how many rows came."""
        kind = _KINDS.get(self._bits)
        if kind is None or self._info.planar or self._info.compression or not 0 < self._width <= _WIDEST:
            raise self._tray.trouble(ScannerCode.FAILED, "a picture of another kind", status="twain kind")
        top = b"" if kind == b"P4" else b"255\n"
        self._file.write(b"%s\n%d %*d\n%s" % (kind, self._width, _COUNT_PLACES, 0, top))
        buffer = ctypes.create_string_buffer(self._strip_size())
        went = Rc.SUCCESS
        while went != Rc.TRANSFER_DONE:
            if self._tray.unwanted:
                raise Unwanted
            went = self._next(buffer)
            self._tray.beat()
        promised = int(_info_again(self._asked, self._info).length)
        if self._rows == 0 or (promised > 0 and self._rows < promised):
            raise self._tray.trouble(ScannerCode.INCOMPLETE_PAGE, f"{self._rows} rows of {promised}")
        self._file.seek(0)
        self._file.write(b"%s\n%d %*d\n" % (kind, self._width, _COUNT_PLACES, self._rows))

    def _strip_size(self) -> int:
        told = tw.SetupMemory()
        self._asked.dsm.call(self._asked.source, CONTROL, Dat.SETUP_MEMORY, Msg.GET, told)
        wished = int(told.preferred) if 0 < told.preferred <= _LONGEST_STRIP else _USUAL_STRIP
        size = max(wished, int(told.least), self._row)
        if size > _LONGEST_STRIP:
            raise self._tray.trouble(ScannerCode.FAILED, f"strips of {size} bytes", status="twain strips")
        return min(size, max(int(told.most), self._row)) if told.most else size

    def _next(self, buffer: ctypes.Array[ctypes.c_char]) -> Rc:
        length = ctypes.sizeof(buffer)
        memory = tw.Memory(flags=tw.APP_OWNS_POINTER, length=length, at=ctypes.addressof(buffer))
        nobody_knows = tw.DONT_CARE_32
        strip = tw.ImageMemory(
            compression=tw.DONT_CARE_16, bytes_per_row=nobody_knows, columns=nobody_knows, rows=nobody_knows,
            x=nobody_knows, y=nobody_knows, written=nobody_knows, memory=memory,
        )  # fmt: skip
        went = self._asked.dsm.call(self._asked.source, IMAGE, Dat.IMAGE_MEMORY, Msg.GET, strip)
        if went not in (Rc.SUCCESS, Rc.TRANSFER_DONE):
            raise failed(self._asked.dsm, self._asked.source, went, trouble=self._tray.trouble)
        self._keep(strip, memoryview(buffer).cast("B")[: min(int(strip.written), length)])
        return Rc(went)

    def _keep(self, strip: tw.ImageMemory, data: memoryview) -> None:
        rows, stride = int(strip.rows), int(strip.bytes_per_row)
        if rows == 0:
            return
        whole = strip.columns == self._width and self._row <= stride and stride * (rows - 1) + self._row <= len(data)
        if not whole or int(strip.written) > len(data) or (self._rows + rows) * self._width > MOST_PIXELS:
            raise self._tray.trouble(ScannerCode.INCOMPLETE_PAGE, f"{rows} rows of {stride} in {len(data)} bytes")
        self._rows += rows
        for row in range(rows):
            line = data[row * stride : row * stride + self._row]
            # black is 0 here, and 1 where a PNM has one bit
            self._file.write(bytes(line).translate(_INVERTED) if self._bits == 1 else line)


def _info_again(asked: Asked, before: tw.ImageInfo) -> tw.ImageInfo:
    """What it says after the last strip: how long the sheet really was is known only then."""
    after = tw.ImageInfo()
    went = asked.dsm.call(asked.source, IMAGE, Dat.IMAGE_INFO, Msg.GET, after)
    return after if went == Rc.SUCCESS else before


def _take_whole(asked: Asked, tray: Tray) -> int:
    """A picture that comes whole, as Windows' own bitmap. Nothing can stop it on the way."""
    handle = c_void_p()
    went = asked.dsm.call(asked.source, IMAGE, Dat.IMAGE_NATIVE, Msg.GET, handle)
    if went != Rc.TRANSFER_DONE or not handle.value:
        raise failed(asked.dsm, asked.source, went, trouble=tray.trouble)
    memory = asked.dsm.memory
    try:
        with memory.read(handle.value) as at:
            made = dib.header(ctypes.string_at(at, 40 + 1024))
            dib.write(made, ctypes.string_at(at + made.pixels_at, made.stride * made.height), tray.next_file())
            return made.dpi
    except dib.NoBitmap as error:
        raise tray.trouble(ScannerCode.INCOMPLETE_PAGE, str(error)) from error
    finally:
        memory.free(handle.value)
