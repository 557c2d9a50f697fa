"""The one file of a package: a ZIP that stores and does not pack, in one form only (APPNOTE.TXT 6.3.3, 4.3).

    part      head (30 bytes and the name), then the bytes as they are
    listing   one entry (46 bytes and the name) for each part, in the same order
    end       22 bytes: how many, how long the listing is, where it begins

No time, no system, no attributes, no comment, no gap: every byte follows from names and contents, so that the same
parts are the same file, and a reader can hold the whole file to what a writer would have written. Any unpacking program
opens it. Parts and file stay below 4 GiB, as the form without extensions has it.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from deskapp.archives.parts import SUFFIX, Part, is_sound
from deskapp.failures import ContentTrouble, StoreTrouble
from deskapp.scans.page_file import disk_told, flush_folder

HEAD = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
HEAD_MARK, ENTRY_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION = 20  # 2.0, the least that every reader knows
FIRST_DAY = 0x21  # 1 January 1980: the form has no "no time"
LARGEST = 0xFFFF_FFFE
PIECE = 1024 * 1024
UNFINISHED = ".part"
_SURELY_LEFT = 3600.0  # s without a byte more


@dataclass(frozen=True, slots=True)
class Written:
    """A part's place in the file: where its head begins, and the check sum that its head holds."""

    part: Part
    begins: int
    crc: int


def head(name: str, crc: int, size: int) -> bytes:
    """What stands before a part's bytes."""
    encoded = name.encode("ascii")
    return HEAD.pack(HEAD_MARK, VERSION, 0, 0, 0, FIRST_DAY, crc, size, size, len(encoded), 0) + encoded


def entry(name: str, crc: int, size: int, begins: int) -> bytes:
    """A part's line in the listing."""
    encoded = name.encode("ascii")
    numbers = (VERSION, VERSION, 0, 0, 0, FIRST_DAY, crc, size, size, len(encoded), 0, 0, 0, 0, 0, begins)
    return ENTRY.pack(ENTRY_MARK, *numbers) + encoded


def end(count: int, listing: int, begins: int) -> bytes:
    """What stands at the end of the file."""
    return END.pack(END_MARK, 0, 0, count, count, listing, begins, 0)


class Layout:
    """A package as it comes: each part's pieces, and at the end the listing. Nothing is gone back to, so that it can be
    written to a line as well as to a disk. StoreTrouble `archive.too_large` beyond 4 GiB.
    """

    def __init__(self) -> None:
        self._written: list[Written] = []
        self._at = 0

    @property
    def parts(self) -> list[Part]:
        """The parts so far."""
        return [one.part for one in self._written]

    def part(self, name: str, data: bytes) -> Iterator[bytes]:
        """A part that is at hand."""
        return self.made(name, lambda: pieces_of(data))

    def made(self, name: str, make: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
        """A part that is made twice, the same each time: once to measure it, because its head tells how long it is,
        and once to give it away. Two makings are cheaper than to keep a person's papers on a disk in the clear.
        """
        if not is_sound(name) or any(one.part.name == name for one in self._written):
            raise ValueError(name)
        crc, size, read = 0, 0, sha256()
        for piece in make():
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            read.update(piece)
        if self._at + HEAD.size + len(name) + size > LARGEST:
            raise StoreTrouble("archive.too_large")
        told = head(name, crc, size)
        yield told
        given = 0
        for piece in make():
            given += len(piece)
            yield piece
        if given != size:
            raise ContentTrouble("page.damaged")  # a page changed under the hand
        self._written.append(Written(Part(name, size, read.hexdigest()), self._at, crc))
        self._at += len(told) + size

    def ending(self) -> bytes:
        """The listing and the end."""
        listing = b"".join(entry(one.part.name, one.crc, one.part.size, one.begins) for one in self._written)
        if self._at + len(listing) > LARGEST:
            raise StoreTrouble("archive.too_large")
        return listing + end(len(self._written), len(listing), self._at)


def keep(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all, readable by its owner alone. What was there before stays until then.

    StoreTrouble `page.no_room` or `page.not_kept` when the disk does not take it.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        with disk_told():
            descriptor = os.open(part, _HOW, 0o600)
        with os.fdopen(descriptor, "wb", buffering=PIECE) as file:
            for piece in pieces:
                with disk_told():
                    file.write(piece)
            with disk_told():
                file.flush()
                os.fsync(file.fileno())
        with disk_told():
            os.replace(part, path)
            flush_folder(path.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


_HOW = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def pieces_of(data: bytes) -> Iterator[bytes]:
    """Bytes as pieces."""
    for begin in range(0, len(data), PIECE):
        yield data[begin : begin + PIECE]


def sweep(folder: Path) -> None:
    """Remove what writers that were killed have left half-written in a folder, but not what is being written now."""
    for left in folder.glob(f".*{SUFFIX}.*{UNFINISHED}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _SURELY_LEFT:
                left.unlink()
