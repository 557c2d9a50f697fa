"""Where the centre keeps pages: each once, under its digest, sealed.

A desk's vault is given a page that is whole. Here pages come over a line in parts, so they are sealed as they arrive
(`scans/page_file.py`, the same form) and only change their name when they are whole: 100 MB are written once.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.scans.page_file import disk_told, flush_folder, whole_page, whole_size

_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """Whether this is a SHA-256 in lower-case hex."""
    return _DIGEST.fullmatch(text) is not None


def as_digest(text: str) -> PageDigest:
    """A digest from outside. Refusal `page.wrong_digest` unless it is a SHA-256 in lower-case hex."""
    if not is_digest(text):
        raise Refusal("page.wrong_digest")
    return PageDigest(text)


class PageStore(Protocol):
    """What keeps pages. Digests given to it have been through `as_digest`.

    Of a store that is not in this machine each question may meet a StoreTrouble too: `page.store_silent`,
    `page.store_denied`, `page.store_missing`. That is no answer, neither yes nor no.
    """

    def ask(self) -> None:
        """Return when the store answers. StoreTrouble."""

    def has(self, digest: PageDigest) -> bool:
        """Whether the page is kept."""

    def known(self, digests: Iterable[PageDigest]) -> list[PageDigest]:
        """Those of the digests that are kept, in the order of asking."""

    def size(self, digest: PageDigest) -> int:
        """Plain bytes of a page. Refusal `page.unknown`; ContentTrouble `page.damaged`."""

    def open(self, digest: PageDigest) -> Generator[bytes, None, None]:
        """The plain bytes in pieces. Refusal `page.unknown`; ContentTrouble `page.damaged` at the piece it concerns."""

    def keep(self, whole: Path, digest: PageDigest) -> None:
        """Take over an ended, flushed sealed file whose digest was compared. Durable on return; twice does no harm.

        StoreTrouble `page.no_room`, `page.not_kept` when the store does not take it; the file is then still there.
        """

    def digests(self) -> Iterator[PageDigest]:
        """Every page that is kept, in the order of their digests."""

    def sealed(self, digest: PageDigest) -> tuple[int, Iterator[bytes]]:
        """The length and the parts of the file as it lies there. Refusal `page.unknown`."""


class FolderStore:
    """Pages in a folder, spread over 256 × 256 folders. `key` is the 32 bytes under which pages are sealed."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def has(self, digest: PageDigest) -> bool:
        return self._path(digest).is_file()

    def known(self, digests: Iterable[PageDigest]) -> list[PageDigest]:
        return [digest for digest in digests if self.has(digest)]

    def digests(self) -> Iterator[PageDigest]:
        for path in sorted(self._folder.glob("??/??/*")):
            if is_digest(path.name):
                yield PageDigest(path.name)

    def sealed(self, digest: PageDigest) -> tuple[int, Iterator[bytes]]:
        try:
            size = self._path(digest).stat().st_size
        except FileNotFoundError as error:
            raise Refusal("page.unknown") from error
        return size, _parts(self._path(digest))

    def ask(self) -> None:
        if not os.access(self._folder, os.R_OK | os.W_OK):
            raise StoreTrouble("page.not_kept")

    def size(self, digest: PageDigest) -> int:
        try:
            return whole_size(self._path(digest))
        except FileNotFoundError as error:
            raise Refusal("page.unknown") from error

    def open(self, digest: PageDigest) -> Generator[bytes, None, None]:
        try:
            yield from whole_page(self._path(digest), self._key)
        except FileNotFoundError as error:
            raise Refusal("page.unknown") from error

    def keep(self, whole: Path, digest: PageDigest) -> None:
        kept = self._path(digest)
        with disk_told():
            if kept.is_file():
                whole.unlink()
                return
            grown = [kept.parent]
            for folder in (kept.parent.parent, kept.parent):
                with contextlib.suppress(FileExistsError):
                    folder.mkdir(mode=0o700)
                    grown.append(folder.parent)
            os.replace(whole, kept)
            # After the rename, all in a row: a journalling file system then has to wait for the disk only once.
            for folder in grown:
                flush_folder(folder)

    def _path(self, digest: PageDigest) -> Path:
        return self._folder / digest[:2] / digest[2:4] / digest


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(1024 * 1024):
            yield part
