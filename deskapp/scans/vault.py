"""Where a desk keeps its pages: encrypted, named by the SHA-256 of their plain bytes, whole or not there at all.

A page is written beside its place, flushed, renamed into it, and the folder flushed: when `put` has returned, a power
cut does not lose the page, and a crash at any moment leaves no half of one. What a crash leaves behind is swept when
the vault is opened.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import hmac
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from deskapp.failures import StoreTrouble
from deskapp.ids import PageDigest
from deskapp.scans import sealing

if sys.platform != "win32":
    import fcntl

COMING = "coming"  # the folder of pages that are being written
KEY_MARK = "key"  # tells a wrong key at once, and not only when the first page is wanted

_DIGEST = re.compile(r"[0-9a-f]{64}")
_TRIED = 8  # pages; a disk damages one, a wrong key all of them
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def digest_of(data: bytes) -> PageDigest:
    """The name of a page."""
    return PageDigest(hashlib.sha256(data).hexdigest())


class Vault:
    """The pages in one folder under one key of 32 bytes. May be used from several threads and processes at once.

    Raises StoreTrouble: "vault.disk_full", "vault.not_writable", "vault.wrong_key" on opening, "vault.no_such_page",
    "vault.damaged", "vault.unreadable".
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        if len(key) != sealing.KEY_SIZE:
            raise ValueError("the vault's key has 32 bytes")
        self._folder = folder
        self._key = key
        with _disk():
            (folder / COMING).mkdir(parents=True, exist_ok=True, mode=0o700)
            self._mark_key()
            self._sweep()

    def put(self, data: bytes) -> PageDigest:
        """Keep a page; on the disk when this returns. Again is no harm, and mends a page that was damaged."""
        digest = digest_of(data)
        if not self._whole(digest):
            place = self._place(digest)
            with _disk():
                if not place.parent.is_dir():
                    place.parent.mkdir(exist_ok=True, mode=0o700)
                    _flush_folder(self._folder)
                self._write(sealing.sealed(data, digest, self._key), place)
        return digest

    def get(self, digest: PageDigest) -> bytes:
        """A page, checked against its name."""
        data = b"".join(self.read_from(digest, 0))
        if not hmac.compare_digest(digest_of(data), digest):
            raise StoreTrouble("vault.damaged", page=digest)
        return data

    def open(self, digest: PageDigest) -> Iterator[bytes]:
        """A page in pieces, each checked before it is handed out; one that is damaged ends with "vault.damaged"."""
        return self.read_from(digest, 0)

    def read_from(self, digest: PageDigest, offset: int) -> Iterator[bytes]:
        """The bytes of a page from an offset on, in pieces, as `open` gives them."""
        with _reading(digest), self._place(digest).open("rb") as file:
            yield from sealing.opened(file, digest, self._key, offset=offset)

    def size(self, digest: PageDigest) -> int:
        """Bytes of a page. Taken from its head: a forged one shows when the page is read."""
        with _reading(digest), self._place(digest).open("rb") as file:
            return sealing.head_of(file).size

    def has(self, digest: PageDigest) -> bool:
        """Whether there is such a page; not whether it is whole."""
        return bool(_DIGEST.fullmatch(digest)) and self._place(digest).is_file()

    def forget(self, digest: PageDigest) -> None:
        """Let a page go. One that is not there is gone already."""
        if self.has(digest):
            place = self._place(digest)
            with _disk():
                place.unlink(missing_ok=True)
                _flush_folder(place.parent)

    def digests(self) -> list[PageDigest]:
        """The names of all pages, in order."""
        with _disk():
            names = [path.name for path in self._folder.glob("[0-9a-f][0-9a-f]/*")]
        return [PageDigest(name) for name in sorted(names) if _DIGEST.fullmatch(name)]

    def _place(self, digest: PageDigest) -> Path:
        if not _DIGEST.fullmatch(digest):  # names come from outside, too: none may lead out of the folder
            raise StoreTrouble("vault.no_such_page", page=digest[:64])
        return self._folder / digest[:2] / digest

    def _whole(self, digest: PageDigest) -> bool:
        try:
            self.get(digest)
        except StoreTrouble:
            return False
        return True

    def _write(self, pieces: Iterable[bytes], place: Path) -> None:
        descriptor, part = self._begin()
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                for piece in pieces:
                    _write_all(file.fileno(), piece)
                os.fsync(file.fileno())
            part.replace(place)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
        _flush_folder(place.parent)

    def _begin(self) -> tuple[int, Path]:
        """A new file beside the pages, held so that no sweep takes it for a crash's."""
        while True:
            descriptor, name = tempfile.mkstemp(dir=self._folder / COMING)
            _hold(descriptor)
            if os.path.lexists(name):  # else a sweep came between the two lines above
                return descriptor, Path(name)
            os.close(descriptor)

    def _mark_key(self) -> None:
        mark = self._folder / KEY_MARK
        with contextlib.suppress(FileNotFoundError):
            known = mark.read_bytes()
            if not hmac.compare_digest(known, self._key_mark(known[:16])):
                raise StoreTrouble("vault.wrong_key")
            return
        if not self._opens_some_page():
            raise StoreTrouble("vault.wrong_key")
        self._write([self._key_mark(os.urandom(16))], mark)

    def _opens_some_page(self) -> bool:
        """Whether a vault that lost its mark is ours: one page in a few opens, or there is none."""
        some = self.digests()[:_TRIED]
        return not some or any(self._whole(digest) for digest in some)

    def _key_mark(self, salt: bytes) -> bytes:
        return salt + hmac.digest(self._key, b"onewindow vault key mark" + salt, "sha256")

    def _sweep(self) -> None:
        """Remove what a crash left half-written; what another process is writing now is held by it and stays."""
        for left in (self._folder / COMING).iterdir():
            with contextlib.suppress(FileNotFoundError, PermissionError, BlockingIOError):
                if sys.platform != "win32":
                    with left.open("rb") as file:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreTrouble("vault.disk_full" if error.errno in _FULL else "vault.not_writable") from error


@contextlib.contextmanager
def _reading(digest: PageDigest) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StoreTrouble("vault.no_such_page", page=digest) from error
    except sealing.Damaged as error:
        raise StoreTrouble("vault.damaged", page=digest) from error
    except OSError as error:
        raise StoreTrouble("vault.unreadable", page=digest) from error


def _hold(descriptor: int) -> None:
    # Windows refuses by itself to remove a file that is open.
    if sys.platform != "win32":
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder durable. Windows does so by itself and opens no folders."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
