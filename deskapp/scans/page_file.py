"""A page file at rest: bytes sealed as they come, in pieces that can only be added at the end.

    head     "OWP1", 16 random bytes from which the file's own key is derived
    piece    kind (1 byte) · length (4) · nonce (12) · AES-256-GCM of the bytes · tag (16)
    end      a piece of kind 2 and length 0; covers the total, so that a page cut short at a piece's edge is noticed

Sealing while receiving, rather than a plain file that is encrypted when it is whole, costs one write instead of two,
lets a finished upload become a kept page by a rename, and leaves no plain byte of a citizen's papers on the disk of
the centre, not even of an upload that never ends. A piece torn by a crash is cut off when the file is opened again, so
the offset of an upload is always what its data file really holds.
"""

from __future__ import annotations

import contextlib
import errno
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from deskapp.failures import ContentTrouble, StoreTrouble

PIECE = 1024 * 1024  # bytes: the most that one piece holds
_MAGIC = b"OWP1"
_SALT = 16
HEAD = len(_MAGIC) + _SALT  # bytes that every file begins with
_PIECE_HEAD = struct.Struct(">BI12s")
_TAG = 16
_BYTES, _END = 1, 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A place between two pieces: bytes of the page before it, and bytes of the file."""

    offset: int
    position: int


class SealedFile:
    """One sealed file open for adding. One writer at a time, which the caller sees to."""

    begin = Mark(0, HEAD)

    def __init__(self, path: Path, key: bytes) -> None:
        """Open or begin a file. Whatever a crash left torn at its end is cut off."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self.ended = False
        size = os.fstat(self._descriptor).st_size
        head = os.read(self._descriptor, HEAD)
        if len(head) < HEAD or not head.startswith(_MAGIC):
            head, size = _MAGIC + os.urandom(_SALT), HEAD
            os.ftruncate(self._descriptor, 0)
            self._write_at(0, head)
        self._seal = AESGCM(_file_key(key, head))
        # one for all pieces: to make room for each anew costs ten times what sealing it does
        self._room = bytearray()
        self._mark = self.begin
        for kind, length in _pieces(self._descriptor, size):
            self.ended = kind == _END
            self._mark = Mark(self._mark.offset + length, self._mark.position + _PIECE_HEAD.size + length + _TAG)
        if self._mark.position != size:
            os.ftruncate(self._descriptor, self._mark.position)

    @property
    def mark(self) -> Mark:
        return self._mark

    def add(self, data: bytes | bytearray | memoryview) -> None:
        """Seal at most PIECE bytes and add them. OSError when the disk takes them not; the file is as before."""
        self._add(_BYTES, data)

    def end(self) -> None:
        """Say that the page is whole. Nothing can be added after it."""
        self._add(_END, b"")
        self.ended = True

    def back_to(self, mark: Mark) -> None:
        """Forget what was added since a mark."""
        os.ftruncate(self._descriptor, mark.position)
        self._mark, self.ended = mark, False

    def flush(self) -> None:
        """Return when the disk holds it all."""
        os.fsync(self._descriptor)

    def state(self) -> tuple[int, int]:
        """Changes whenever anybody writes to the file."""
        told = os.fstat(self._descriptor)
        return told.st_size, told.st_mtime_ns

    def close(self) -> None:
        os.close(self._descriptor)
        self._room = bytearray()

    def _add(self, kind: int, data: bytes | bytearray | memoryview) -> None:
        nonce = os.urandom(12)
        size = _PIECE_HEAD.size + len(data) + _TAG
        if len(self._room) < size:
            self._room = bytearray(size)
        sealed = memoryview(self._room)[:size]
        _PIECE_HEAD.pack_into(sealed, 0, kind, len(data), nonce)
        self._seal.encrypt_into(nonce, data, _place(kind, self._mark.offset), sealed[_PIECE_HEAD.size :])
        try:
            self._write_at(self._mark.position, sealed)
        except OSError:
            os.ftruncate(self._descriptor, self._mark.position)
            raise
        self._mark = Mark(self._mark.offset + len(data), self._mark.position + size)

    def _write_at(self, position: int, data: bytes | memoryview) -> None:
        os.lseek(self._descriptor, position, os.SEEK_SET)
        left = memoryview(data)
        while left:
            left = left[os.write(self._descriptor, left) :]


@dataclass(frozen=True, slots=True)
class Piece:
    """The plain bytes of one piece, where it ends, and whether it says that the page is whole."""

    data: bytes
    after: Mark
    last: bool


def pieces(path: Path, key: bytes) -> Iterator[Piece]:
    """The pieces of a file in order, whether or not it is ended.

    ContentTrouble `page.damaged` at the first that is not as it was written; FileNotFoundError when there is no file.
    """
    with path.open("rb", buffering=0) as file:
        head = file.read(HEAD)
        if len(head) < HEAD or not head.startswith(_MAGIC):
            return
        seal = AESGCM(_file_key(key, head))
        mark = Mark(0, HEAD)
        for kind, length in _pieces(file.fileno(), os.fstat(file.fileno()).st_size):
            file.seek(mark.position)
            _, _, nonce = _PIECE_HEAD.unpack(file.read(_PIECE_HEAD.size))
            data = _opened(seal, nonce, file.read(length + _TAG), _place(kind, mark.offset))
            mark = Mark(mark.offset + length, mark.position + _PIECE_HEAD.size + length + _TAG)
            yield Piece(data, mark, kind == _END)


def pieces_read(read: Callable[[int], bytes], key: bytes, head: bytes, begin: Mark) -> Iterator[Piece]:
    """The pieces from a mark on of a file that is no file here: `head` is its first HEAD bytes, `read` gives so many of
    the bytes that follow, and fewer only at their end.

    Ends where the bytes do. ContentTrouble `page.damaged` at the first piece that is not as it was written.
    """
    if len(head) < HEAD or not head.startswith(_MAGIC):
        raise ContentTrouble("page.damaged")
    seal = AESGCM(_file_key(key, head))
    mark = begin
    while len(told := read(_PIECE_HEAD.size)) == _PIECE_HEAD.size:
        kind, length, nonce = _PIECE_HEAD.unpack(told)
        if not _sensible(kind, length):
            raise ContentTrouble("page.damaged")
        sealed = read(length + _TAG)
        if len(sealed) < length + _TAG:
            return
        data = _opened(seal, nonce, sealed, _place(kind, mark.offset))
        mark = Mark(mark.offset + length, mark.position + _PIECE_HEAD.size + length + _TAG)
        yield Piece(data, mark, kind == _END)
        if kind == _END:
            return


def whole_page(path: Path, key: bytes) -> Iterator[bytes]:
    """The bytes of a page, in parts, from an ended file.

    ContentTrouble `page.damaged` where it is not as it was written, or, after the last part, when it is cut short;
    FileNotFoundError when there is no file.
    """
    for piece in pieces(path, key):
        if piece.last:
            return
        yield piece.data
    raise ContentTrouble("page.damaged")


def whole_size(path: Path) -> int:
    """The bytes of the page in an ended file. ContentTrouble `page.damaged` when it was never ended or is cut short."""
    with path.open("rb", buffering=0) as file:
        found = list(_pieces(file.fileno(), os.fstat(file.fileno()).st_size))
    if not found or found[-1][0] != _END:
        raise ContentTrouble("page.damaged")
    return sum(length for _, length in found)


def _pieces(descriptor: int, size: int) -> Iterator[tuple[int, int]]:
    """Kind and length of each piece that is there as a whole, by its head alone."""
    position = HEAD
    while position + _PIECE_HEAD.size + _TAG <= size:
        os.lseek(descriptor, position, os.SEEK_SET)
        kind, length, _ = _PIECE_HEAD.unpack(os.read(descriptor, _PIECE_HEAD.size))
        position += _PIECE_HEAD.size + length + _TAG
        if position > size or not _sensible(kind, length):
            return
        yield kind, length
        if kind == _END:
            return


def _sensible(kind: int, length: int) -> bool:
    return length <= PIECE and (kind, length > 0) in {(_BYTES, True), (_END, False)}


def _opened(seal: AESGCM, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
    try:
        return seal.decrypt(nonce, sealed, place)
    except InvalidTag as error:
        raise ContentTrouble("page.damaged") from error


def _place(kind: int, offset: int) -> bytes:
    # Bound to the kind and the place, so that pieces cannot be exchanged, repeated or left out unseen.
    return struct.pack(">BQ", kind, offset)


def _file_key(key: bytes, head: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=head[len(_MAGIC) :], info=b"onewindow page at the centre").derive(key)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable. Windows does so by itself and opens no folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def disk_told() -> Iterator[None]:
    """Tell what the disk did not do: StoreTrouble `page.no_room` when it is full, else `page.not_kept`."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        raise StoreTrouble("page.no_room" if full else "page.not_kept") from error
