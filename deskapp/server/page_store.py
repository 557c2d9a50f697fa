"""Where the centre keeps pages: each once, under its digest, sealed.

A desk's vault is given a page that is whole. Here pages come over a line in parts, so they are sealed as they arrive
(`scans/page_file.py`, the same form) and only change their name when they are whole: 100 MB are written once.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from deskapp.failures import Refusal
from deskapp.ids import PageDigest
from deskapp.scans.page_file import disk_told, flush_folder, whole_page, whole_size

_DIGEST = re.compile(r"[0-9a-f]{64}")


def as_digest(text: str) -> PageDigest:
    """A digest from outside. Refusal `page.wrong_digest` unless it is a SHA-256 in lower-case hex."""
    if not _DIGEST.fullmatch(text):
        raise Refusal("page.wrong_digest")
    return PageDigest(text)


class PageStore(Protocol):
    """What keeps pages. Digests given to it have been through `as_digest`."""

    def has(self, digest: PageDigest) -> bool:
        """Whether the page is kept."""

    def size(self, digest: PageDigest) -> int:
        """Plain bytes of a page. Refusal `page.unknown`; ContentTrouble `page.damaged`."""

    def open(self, digest: PageDigest) -> Iterator[bytes]:
        """The plain bytes in pieces. Refusal `page.unknown`; ContentTrouble `page.damaged` at the piece it concerns."""

    def keep(self, whole: Path, digest: PageDigest) -> None:
        """Take over an ended, flushed sealed file whose digest was compared. Durable on return; twice does no harm.

        StoreTrouble `page.no_room`, `page.not_kept` when the store does not take it; the file is then still there.
        """


class FolderStore:
    """Pages in a folder, spread over 256 × 256 folders. `key` is the 32 bytes under which pages are sealed."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def has(self, digest: PageDigest) -> bool:
        return self._path(digest).is_file()

    def size(self, digest: PageDigest) -> int:
        try:
            return whole_size(self._path(digest))
        except FileNotFoundError as error:
            raise Refusal("page.unknown") from error

    def open(self, digest: PageDigest) -> Iterator[bytes]:
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


def known(store: PageStore, digests: Iterable[PageDigest]) -> list[PageDigest]:
    """Those of the digests that the store keeps, in the order of asking."""
    return [digest for digest in digests if store.has(digest)]
