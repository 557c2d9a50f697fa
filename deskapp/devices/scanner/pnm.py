"""Raw pages as drivers' own processes write them, measured before they are believed."""

from __future__ import annotations

import re
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Page
from deskapp.failures import DeviceTrouble

MEDIA_TYPE = "image/x-portable-anymap"

_PNM = re.compile(rb"P(?P<kind>[456])(?:\s+|#[^\n]*\n)+(?P<width>\d+)\s+(?P<height>\d+)\s+")
_PNM_TOP = re.compile(rb"(?P<top>\d+)\s")


def taken(file: Path, number: int, dpi: int) -> Page:
    """A finished file as a page; the file is gone afterwards, because a hundred raw pages fill a small disk.

    Every file is measured against its own header: a driver that breaks off may leave a header alone and exit with 0.
    DeviceTrouble INCOMPLETE_PAGE with its number.
    """
    try:
        data = file.read_bytes()
        file.unlink()
    except OSError as error:
        raise DeviceTrouble(ScannerCode.INCOMPLETE_PAGE, page=number) from error
    size = size_of(data)
    if size is None:
        raise DeviceTrouble(ScannerCode.INCOMPLETE_PAGE, page=number)
    return Page(data, MEDIA_TYPE, *size, dpi)


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of a whole PNM, None when it is no PNM or has fewer bytes than its header promises."""
    header = _PNM.match(data)
    if header is None:
        return None
    width, height = int(header["width"]), int(header["height"])
    if header["kind"] == b"4":
        row, start = (width + 7) // 8, header.end()
    else:
        top = _PNM_TOP.match(data, header.end())
        if top is None:
            return None
        row = width * (3 if header["kind"] == b"6" else 1) * (2 if int(top["top"]) > 255 else 1)
        start = top.end()
    return (width, height) if width and height and len(data) - start >= row * height else None
