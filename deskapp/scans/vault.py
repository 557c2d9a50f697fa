"""Where a desk keeps pages: whole or not at all, encrypted, named by the SHA-256 of their plain bytes."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from deskapp.failures import ContentTrouble, StoreTrouble
from deskapp.ids import PageDigest, new_id
from deskapp.scans.page_file import PIECE, SealedFile, disk_told, flush_folder, whole_page, whole_size

_UNFINISHED = ".part"
_SURELY_LEFT = 600.0  # s: no page takes so long; a younger one may be another process's, at this moment
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A page that is kept: since when, and the bytes of its file."""

    page: PageDigest
    since: datetime
    size: int


class Vault:
    """Pages in a folder, spread over 256 folders. `key` is the 32 bytes they are sealed under."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        self._guard = threading.Lock()  # between a page that comes again and the same one that is let go of
        with disk_told():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in folder.glob(f"*{_UNFINISHED}"):  # what a crash left half-written was never acknowledged
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _SURELY_LEFT:
                    left.unlink()

    def put(self, data: bytes) -> PageDigest:
        """Keep a page; durable on return. The same page twice is one page, from now on, and mends one that was damaged.

        StoreTrouble `page.no_room` or `page.not_kept` when the disk does not take it: then nothing of it is left.
        """
        digest = PageDigest(sha256(data).hexdigest())
        kept = self._path(digest)
        if self._is_whole(digest) and self._renewed(kept):
            return digest
        part = self._folder / f"{new_id()}{_UNFINISHED}"
        try:
            with disk_told():
                self._seal(part, data)
                grown = [kept.parent]
                if not kept.parent.is_dir():
                    kept.parent.mkdir(mode=0o700, exist_ok=True)
                    grown.append(self._folder)
                with self._guard:
                    os.replace(part, kept)
                for folder in grown:
                    flush_folder(folder)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return digest

    def has(self, digest: PageDigest) -> bool:
        """Whether the page is kept here; not whether it is undamaged."""
        return _DIGEST.fullmatch(digest) is not None and self._path(digest).is_file()

    def get(self, digest: PageDigest) -> bytes:
        """A page as it was put. StoreTrouble `page.not_here`, ContentTrouble `page.damaged`."""
        return b"".join(self.read_from(digest, 0))

    def size(self, digest: PageDigest) -> int:
        """Plain bytes of a page. StoreTrouble `page.not_here`, ContentTrouble `page.damaged`."""
        try:
            return whole_size(self._path(digest))
        except OSError as error:
            raise _unread(error) from error

    def read_from(self, digest: PageDigest, offset: int) -> Iterator[bytes]:
        """The plain bytes from an offset on, in pieces, each checked.

        StoreTrouble `page.not_here`; ContentTrouble `page.damaged`, after the last piece when they are another page's.
        """
        skip = offset
        read = sha256()
        try:
            for piece in whole_page(self._path(digest), self._key):
                read.update(piece)
                if skip < len(piece):
                    yield piece[skip:]
                skip = max(skip - len(piece), 0)
        except OSError as error:
            raise _unread(error) from error
        if read.hexdigest() != digest:
            raise ContentTrouble("page.damaged")

    def forget(self, digest: PageDigest, as_of: datetime | None = None) -> None:
        """Let go of a page; not of one that was put again since it was seen to be here `as_of`. One that is not here is
        gone already. StoreTrouble `page.not_kept`.
        """
        if self.has(digest):
            kept = self._path(digest)
            with disk_told():
                with self._guard, suppress(FileNotFoundError):
                    if as_of is not None and _since(kept.stat()) > as_of:
                        return
                    kept.unlink()
                flush_folder(kept.parent)

    def kept(self) -> Iterator[KeptFile]:
        """Every page kept here, with since when and how much it takes; one that goes meanwhile is passed over.

        StoreTrouble `page.not_kept` when the disk does not say it.
        """
        with disk_told():
            for file in self._folder.glob("??/*"):
                if _DIGEST.fullmatch(file.name):
                    with suppress(FileNotFoundError):
                        told = file.stat()
                        yield KeptFile(PageDigest(file.name), _since(told), told.st_size)

    def room_left(self) -> int:
        """Bytes free on its disk. StoreTrouble `page.not_kept` when the disk does not say it."""
        with disk_told():
            return shutil.disk_usage(self._folder).free

    def digests(self) -> Iterator[PageDigest]:
        """Every page kept here."""
        for file in self._folder.glob("??/*"):
            if _DIGEST.fullmatch(file.name):
                yield PageDigest(file.name)

    def _seal(self, part: Path, data: bytes) -> None:
        file = SealedFile(part, self._key)
        try:
            for start in range(0, len(data), PIECE):
                file.add(memoryview(data)[start : start + PIECE])
            file.end()
            file.flush()
        finally:
            file.close()

    def _renewed(self, kept: Path) -> bool:
        """Whether a page that is here is here as if it had come now: it may have been let go of in this moment."""
        with self._guard:
            try:
                os.utime(kept)
            except FileNotFoundError:
                return False
            except OSError:  # it keeps its age, and is there
                return True
        return True

    def _is_whole(self, digest: PageDigest) -> bool:
        try:
            self.get(digest)
        except (StoreTrouble, ContentTrouble):
            return False
        return True

    def _path(self, digest: PageDigest) -> Path:
        if not _DIGEST.fullmatch(digest):  # names come from outside, too: none may lead out of the folder
            raise StoreTrouble("page.not_here")
        return self._folder / digest[:2] / digest


def _since(told: os.stat_result) -> datetime:
    return datetime.fromtimestamp(told.st_mtime, UTC)


def _unread(error: OSError) -> StoreTrouble | ContentTrouble:
    """A page that is not there, or that the disk no longer gives."""
    return StoreTrouble("page.not_here") if isinstance(error, FileNotFoundError) else ContentTrouble("page.damaged")
