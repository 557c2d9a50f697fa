"""A package opened for reading: hostile until it has been looked at, and then still only read, never unpacked to a
disk.

The whole file is held to what a writer of ours would have written for the same names and contents: every byte that is
neither a name nor a content has one value. What packs, encrypts, links, names twice, leads elsewhere or hides something
between the parts is told as what it is, and not opened.
"""

from __future__ import annotations

import io
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from deskapp.archives.findings import Check, Fault
from deskapp.archives.parts import MOST_PARTS, Part, is_sound
from deskapp.archives.store import (
    END,
    END_MARK,
    ENTRY,
    ENTRY_MARK,
    HEAD,
    PIECE,
    end,
    entry,
    head,
)

_MOST_LISTING = MOST_PARTS * 256  # bytes
_SHOWN = 60  # characters of a name in a fault


@dataclass(frozen=True, slots=True)
class Entry:
    """A part's line in the listing. `at` is where its bytes begin."""

    name: str
    size: int
    crc: int
    at: int


class Opened:
    """The parts of a package whose form is right. Not for several threads at once."""

    def __init__(self, file: BinaryIO, entries: tuple[Entry, ...]) -> None:
        self._file = file
        self.entries = entries
        self._by_name = {one.name: one for one in entries}

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._by_name

    def size(self, name: str) -> int:
        """Bytes of a part that is there."""
        return self._by_name[name].size

    def read(self, name: str) -> bytes:
        """A part as a whole; who asks has looked at its size."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part in pieces."""
        one = self._by_name[name]
        left, at = one.size, one.at
        while left:
            self._file.seek(at)
            piece = self._file.read(min(left, PIECE))
            if not piece:
                return
            at, left = at + len(piece), left - len(piece)
            yield piece

    def stream(self, name: str) -> BinaryIO:
        """A part as a file of its own."""
        one = self._by_name[name]
        return io.BufferedReader(_Window(self._file, one.at, one.size), PIECE)

    def measured(self, name: str) -> tuple[Part, bool]:
        """A part as it really is, and whether its check sum is the one that stands in its head."""
        read, crc, size = sha256(), 0, 0
        for piece in self.pieces(name):
            read.update(piece)
            crc, size = zlib.crc32(piece, crc), size + len(piece)
        return Part(name, size, read.hexdigest()), crc == self._by_name[name].crc


class _Window(io.RawIOBase):
    """Some bytes of a file as a file."""

    def __init__(self, file: BinaryIO, at: int, size: int) -> None:
        super().__init__()
        self._file, self._at, self._size, self._place = file, at, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, begin + offset)
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wanted = max(0, min(len(buffer), self._size - self._place))
        self._file.seek(self._at + self._place)
        data = self._file.read(wanted)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


def open_parts(file: BinaryIO, size: int) -> tuple[Opened | None, list[Fault]]:
    """Look at the form of a file. Without faults, its parts; else why they were not opened."""
    if size < END.size:
        return None, [_wrong(Check.INTEGRITY, "", "package.not_one")]
    file.seek(size - END.size)
    mark, *numbers = END.unpack(file.read(END.size))
    _, _, here, count, listing, begins, _ = numbers
    if mark != END_MARK:
        file.seek(max(0, size - END.size - 0xFFFF))
        tail = file.read()
        more = 0 <= tail.rfind(END_MARK) < len(tail) - END.size  # a whole end, and something behind it
        return None, [_wrong(Check.INTEGRITY, "", "package.goes_on" if more else "package.not_one")]
    if count > MOST_PARTS or listing > _MOST_LISTING or here != count:
        return None, [_wrong(Check.SAFETY, "", "package.too_many")]
    if begins + listing + END.size != size or end(count, listing, begins) != END.pack(mark, *numbers):
        return None, [_wrong(Check.INTEGRITY, "", "package.form")]
    file.seek(begins)
    entries, faults = _entries(file.read(listing), count)
    if not faults:
        faults = _heads(file, entries, begins)
    return (None, faults) if faults else (Opened(file, tuple(entries)), [])


def _entries(data: bytes, count: int) -> tuple[list[Entry], list[Fault]]:
    entries: list[Entry] = []
    faults: list[Fault] = []
    names: set[str] = set()
    at = 0
    for _ in range(count):
        if at + ENTRY.size > len(data):
            return entries, [*faults, _wrong(Check.INTEGRITY, "", "package.form")]
        mark, *fields = ENTRY.unpack_from(data, at)
        long = ENTRY.size + fields[9] + fields[10] + fields[11]
        raw = data[at + ENTRY.size : at + ENTRY.size + fields[9]]
        name = raw.decode("ascii", "backslashreplace")
        code, check = _fault_in(mark, fields, name, name in names)
        begins, size, crc = fields[15], fields[8], fields[6]
        if not code and data[at : at + long] != entry(name, crc, size, begins):
            code, check = "package.form", Check.INTEGRITY
        if code:
            faults.append(_wrong(check, name, code))
        names.add(name)
        entries.append(Entry(name, size, crc, begins + HEAD.size + len(raw)))
        at += long
    if at != len(data):
        faults.append(_wrong(Check.INTEGRITY, "", "package.form"))
    return entries, faults


def _fault_in(mark: bytes, fields: list[int], name: str, twice: bool) -> tuple[str, Check]:
    """The plainest word for what is wrong with an entry."""
    flags, method, attributes = fields[2], fields[3], fields[14]
    for wrong, code, check in (
        (mark != ENTRY_MARK, "package.form", Check.INTEGRITY),
        (stat.S_ISLNK(attributes >> 16), "package.link", Check.SAFETY),
        (not is_sound(name), "package.path", Check.SAFETY),
        (twice, "package.twice", Check.SAFETY),
        (flags & 0x41, "package.encrypted", Check.SAFETY),
        (method != 0, "package.packed", Check.SAFETY),
    ):
        if wrong:
            return code, check
    return "", Check.INTEGRITY


def _heads(file: BinaryIO, entries: list[Entry], begins: int) -> list[Fault]:
    """Whether the parts stand one behind the other, each behind the head that the listing promises."""
    at = 0
    for one in entries:
        told = head(one.name, one.crc, one.size)
        file.seek(at)
        if one.at != at + len(told) or file.read(len(told)) != told:
            return [_wrong(Check.INTEGRITY, one.name, "package.form")]
        at += len(told) + one.size
    return [] if at == begins else [_wrong(Check.INTEGRITY, "", "package.form")]


def _wrong(check: Check, place: str, code: str) -> Fault:
    return Fault(check, place[:_SHOWN], code)


def size_of(path: Path) -> int:
    """Bytes of a file. OSError when it cannot be asked."""
    return path.stat().st_size
