"""Where a desk keeps pages: whole or not at all, encrypted, named by the SHA-256 of their plain bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from deskapp.failures import StoreTrouble
from deskapp.ids import PageDigest, new_id
from deskapp.scans.page_file import PIECE, SealedFile, disk_told, flush_folder, whole_page, whole_size

_UNFINISHED = ".part"


class Vault:
    """Pages in a folder, spread over 256 folders. `key` is the 32 bytes they are sealed under."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        with disk_told():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in folder.glob(f"*{_UNFINISHED}"):  # what a crash left half-written was never acknowledged
            with suppress(OSError):
                left.unlink()

    def put(self, data: bytes) -> PageDigest:
        """Keep a page; durable on return. The same page twice is one page.

        StoreTrouble `page.no_room` or `page.not_kept` when the disk does not take it: then nothing of it is left.
        """
        digest = PageDigest(sha256(data).hexdigest())
        kept = self._path(digest)
        if kept.is_file():
            return digest
        part = self._folder / f"{new_id()}{_UNFINISHED}"
        try:
            with disk_told():
                self._seal(part, data)
                grown = [kept.parent]
                if not kept.parent.is_dir():
                    kept.parent.mkdir(mode=0o700, exist_ok=True)
                    grown.append(self._folder)
                os.replace(part, kept)
                for folder in grown:
                    flush_folder(folder)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return digest

    def has(self, digest: PageDigest) -> bool:
        """Whether the page is kept here."""
        return self._path(digest).is_file()

    def get(self, digest: PageDigest) -> bytes:
        """A page as it was put. StoreTrouble `page.not_here`, ContentTrouble `page.damaged`."""
        return b"".join(self.read_from(digest, 0))

    def size(self, digest: PageDigest) -> int:
        """Plain bytes of a page. StoreTrouble `page.not_here`, ContentTrouble `page.damaged`."""
        try:
            return whole_size(self._path(digest))
        except FileNotFoundError as error:
            raise StoreTrouble("page.not_here") from error

    def read_from(self, digest: PageDigest, offset: int) -> Iterator[bytes]:
        """The plain bytes from an offset on, in pieces. StoreTrouble `page.not_here`, ContentTrouble `page.damaged`."""
        skip = offset
        try:
            for piece in whole_page(self._path(digest), self._key):
                if skip < len(piece):
                    yield piece[skip:]
                skip = max(skip - len(piece), 0)
        except FileNotFoundError as error:
            raise StoreTrouble("page.not_here") from error

    def forget(self, digest: PageDigest) -> None:
        """Let go of a page."""
        with disk_told():
            self._path(digest).unlink(missing_ok=True)

    def digests(self) -> Iterator[PageDigest]:
        """Every page kept here."""
        for file in self._folder.glob("??/*"):
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

    def _path(self, digest: PageDigest) -> Path:
        return self._folder / digest[:2] / digest
