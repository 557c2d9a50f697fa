"""A Windows bitmap as a PNM: the standard library alone, because a driver's own process uses it.

Rows lie upside down, padded to four bytes, blue first; a header may lie in all of it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deskapp.devices.scanner.worker_words import MOST_PIXELS

_FILE_HEADER = 14
_INFO = struct.Struct("<IiiHHIIiiII")
_INCH = 0.0254  # m
_INVERTED = bytes(255 - byte for byte in range(256))


class NoBitmap(ValueError):
    """The bytes are no whole bitmap of a kind that scanners make."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """What a header says. `pixels_at` counts from the header's first byte; `dpi` is 0 when it is not said."""

    width: int
    height: int
    bits: int
    top_down: bool
    palette: bytes
    pixels_at: int
    dpi: int

    @property
    def stride(self) -> int:
        """Bytes of one row as it lies there."""
        return (self.width * self.bits + 31) // 32 * 4

    @property
    def size(self) -> int:
        """Bytes of all of it, from the header's first to the last row's last."""
        return self.pixels_at + self.stride * self.height


def header(data: bytes | memoryview) -> Bitmap:
    """The header of a bitmap in memory. Raises NoBitmap."""
    if len(data) < _INFO.size:
        raise NoBitmap("shorter than a header")
    size, width, height, planes, bits, packed, _, across, _, used, _ = _INFO.unpack(bytes(data[: _INFO.size]))
    if not 40 <= size <= 124 or planes != 1 or packed != 0 or bits not in (1, 8, 24, 32):
        raise NoBitmap("a kind that scanners do not make")
    if width <= 0 or height == 0 or width * abs(height) > MOST_PIXELS:
        raise NoBitmap("no size of a page")
    colours = 0 if bits > 8 else (used or 1 << bits)
    if colours > 256 or len(data) < size + 4 * colours:
        raise NoBitmap("no palette")
    palette = bytes(data[size : size + 4 * colours])
    dpi = round(across * _INCH)
    return Bitmap(width, abs(height), bits, height < 0, palette, size + 4 * colours, dpi if 50 <= dpi <= 9600 else 0)


def file_size(head: bytes) -> int:
    """How long a bitmap's file has to be by its own header, of which the first 1200 bytes are given. NoBitmap."""
    made, at = _of_file(head)
    return at + made.stride * made.height


def write_file(source: Path, target: Path) -> Bitmap:
    """A bitmap's file as a PNM. Raises NoBitmap when it is less than its header says, OSError."""
    data = source.read_bytes()
    made, at = _of_file(data)
    write(made, memoryview(data)[at:], target)
    return made


def write(made: Bitmap, pixels: bytes | memoryview, target: Path) -> None:
    """Rows of a bitmap as a PNM. Raises NoBitmap when there are fewer than its header says, OSError."""
    if len(pixels) < made.stride * made.height:
        raise NoBitmap("fewer rows than it says")
    kind, rows = _rows(made, memoryview(pixels))
    with target.open("wb") as file:
        file.write(b"%s\n%d %d\n%s" % (kind, made.width, made.height, b"" if kind == b"P4" else b"255\n"))
        file.writelines(rows)


def _of_file(data: bytes) -> tuple[Bitmap, int]:
    if data[:2] != b"BM":
        raise NoBitmap("no file of a bitmap")
    made = header(memoryview(data)[_FILE_HEADER:])
    at = int.from_bytes(data[10:14], "little")
    if not _FILE_HEADER + made.pixels_at <= at <= _FILE_HEADER + made.pixels_at + 4096:
        raise NoBitmap("rows that lie nowhere")
    return made, at


def _rows(made: Bitmap, pixels: memoryview) -> tuple[bytes, Iterator[bytes]]:
    order = range(made.height) if made.top_down else range(made.height - 1, -1, -1)
    lying = (bytes(pixels[row * made.stride : (row + 1) * made.stride]) for row in order)
    if made.bits == 1:
        black_is_one = _lightness(made.palette[:4]) > _lightness(made.palette[4:8])
        length = (made.width + 7) // 8
        return b"P4", (row[:length] if black_is_one else row[:length].translate(_INVERTED) for row in lying)
    if made.bits == 8:
        channels = [_table(made.palette, channel) for channel in (2, 1, 0)]
        if channels[0] == channels[1] == channels[2]:
            return b"P5", (row[: made.width].translate(channels[0]) for row in lying)
        return b"P6", (_together([row[: made.width].translate(one) for one in channels]) for row in lying)
    step = made.bits // 8
    end = made.width * step
    return b"P6", (_together([row[channel:end:step] for channel in (2, 1, 0)]) for row in lying)


def _together(channels: list[bytes]) -> bytes:
    row = bytearray(3 * len(channels[0]))
    for place, channel in enumerate(channels):
        row[place::3] = channel
    return bytes(row)


def _table(palette: bytes, channel: int) -> bytes:
    return palette[channel::4].ljust(256, b"\0")


def _lightness(colour: bytes) -> int:
    return sum(colour[:3])
