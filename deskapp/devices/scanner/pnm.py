"""Raw pages as drivers' own processes write them, measured before they are believed."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Page
from deskapp.devices.scanner.picture import MOST_PIXELS
from deskapp.failures import DeviceTrouble

MEDIA_TYPE = "image/x-portable-anymap"

MOST_BYTES = 6 * MOST_PIXELS + 4096  # of one page: in colours of 16 bits, which nobody asked for

_HEAD = 4096  # bytes in which the header ends, whatever a driver remarks in it
_PNM = re.compile(rb"P(?P<kind>[456])(?:\s|#[^\n]*\n)+(?P<width>\d{1,6})\s+(?P<height>\d{1,6})\s")
_PNM_TOP = re.compile(rb"\s*(?P<top>\d{1,5})\s")


def taken(file: Path, number: int, dpi: int) -> Page:
    """A finished file as a page; the file is gone afterwards, because a hundred raw pages fill a small disk.

    Every file is measured against its own header: a driver that breaks off may leave a header alone and exit with 0.
    DeviceTrouble INCOMPLETE_PAGE with its number.
    """
    try:
        data = _read(file)
        file.unlink()
    except (OSError, ValueError) as error:  # of a name with a NUL in it Python says that it is no value
        raise DeviceTrouble(ScannerCode.INCOMPLETE_PAGE, page=number) from error
    size = size_of(data)
    if size is None:
        raise DeviceTrouble(ScannerCode.INCOMPLETE_PAGE, page=number)
    return Page(data, MEDIA_TYPE, *size, dpi)


def _read(file: Path) -> bytes:
    """A plain file that is not absurdly large: no pipe that never gives a byte, and no way to what lies elsewhere."""
    how = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(file, how), "rb") as opened:
        told = os.fstat(opened.fileno())
        if not stat.S_ISREG(told.st_mode) or told.st_size > MOST_BYTES:
            raise OSError(f"no page: {told.st_size} bytes")
        return opened.read()


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of a whole PNM, None when it is no PNM or has fewer bytes than its header promises."""
    header = _PNM.match(data[:_HEAD])
    if header is None:
        return None
    width, height = int(header["width"]), int(header["height"])
    if header["kind"] == b"4":
        row, start = (width + 7) // 8, header.end()
    else:
        top = _PNM_TOP.match(data[:_HEAD], header.end())
        if top is None:
            return None
        if not int(top["top"]):
            return None
        row = width * (3 if header["kind"] == b"6" else 1) * (2 if int(top["top"]) > 255 else 1)
        start = top.end()
    return (width, height) if width and height and len(data) - start >= row * height else None
