"""The format of one encrypted page: what a page looks like at rest, and how it is opened again.

    head     "OWPV", version (1 byte), three zero bytes, bytes per chunk (4), bytes of the page (8), salt (32)
    chunk    AES-256-GCM of at most that many bytes, then its tag (16)
    …        as many as the page has, at least one

Every file has a key of its own, derived by HKDF-SHA256 from the vault's key, the salt and the page's digest; so a
chunk's nonce can be its number (11 bytes) and a byte that is 1 on the last chunk (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár 2015). The head is the chunks' associated data. Therefore a changed bit, a chunk left
out, repeated or moved, a file cut short or renamed to another page's digest, and a wrong key all fail to open.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from deskapp.ids import PageDigest

CHUNK = 256 * 1024  # bytes of plain page in one chunk
TAG = 16
KEY_SIZE = 32

_HEAD = struct.Struct(">4sB3xIQ32s")
_MAGIC, _VERSION = b"OWPV", 1
_LARGEST_CHUNK = 16 * 1024 * 1024  # what a reader will hold at once, whatever a head claims


class Damaged(Exception):
    """The file is not what was written, or was written under another key."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a file. `size` is the plain page's. Not to be trusted before a chunk has opened."""

    raw: bytes
    chunk: int
    size: int
    salt: bytes

    @property
    def chunks(self) -> int:
        return max(1, -(-self.size // self.chunk))

    @property
    def file_size(self) -> int:
        return _HEAD.size + self.size + self.chunks * TAG


def sealed(data: bytes, digest: PageDigest, key: bytes) -> Iterator[bytes]:
    """The file of a page, piece by piece."""
    salt = os.urandom(32)
    raw = _HEAD.pack(_MAGIC, _VERSION, CHUNK, len(data), salt)
    head = Head(raw, CHUNK, len(data), salt)
    seal = _seal(head, digest, key)
    yield raw
    view = memoryview(data)
    for number in range(head.chunks):
        plain = view[number * CHUNK : (number + 1) * CHUNK]
        yield seal.encrypt(_nonce(head, number), plain, raw)


def head_of(file: IO[bytes]) -> Head:
    """The head of a file whose length agrees with it. Raises Damaged."""
    raw = file.read(_HEAD.size)
    if len(raw) < _HEAD.size:
        raise Damaged("cut short")
    magic, version, chunk, size, salt = _HEAD.unpack(raw)
    if magic != _MAGIC or version != _VERSION or not 0 < chunk <= _LARGEST_CHUNK:
        raise Damaged("head")
    head = Head(raw, chunk, size, salt)
    if os.fstat(file.fileno()).st_size != head.file_size:
        raise Damaged("length")
    return head


def opened(file: IO[bytes], digest: PageDigest, key: bytes, *, offset: int = 0) -> Iterator[bytes]:
    """The plain bytes from an offset on, in pieces, each checked before it is handed out. Raises Damaged."""
    head = head_of(file)
    seal = _seal(head, digest, key)
    first = min(max(offset, 0) // head.chunk, head.chunks - 1)
    file.seek(_HEAD.size + first * (head.chunk + TAG))
    for number in range(first, head.chunks):
        try:
            plain = seal.decrypt(_nonce(head, number), file.read(head.chunk + TAG), head.raw)
        except InvalidTag:
            raise Damaged(f"chunk {number}") from None
        begin = max(0, offset - number * head.chunk)
        if begin < len(plain):
            yield plain[begin:]


def _seal(head: Head, digest: PageDigest, key: bytes) -> AESGCM:
    about = b"onewindow page vault 1:" + digest.encode()
    return AESGCM(HKDF(SHA256(), KEY_SIZE, salt=head.salt, info=about).derive(key))


def _nonce(head: Head, number: int) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if number == head.chunks - 1 else b"\x00")
