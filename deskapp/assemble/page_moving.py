"""Carries the centre's pages from one store into another: into a bucket when a hall has grown, or back.

Whatever the target has already is passed over, so that a move that broke off is simply begun again. Each page is opened
with its key and compared with its digest on the way, and given to the target's own `keep`, which returns when the page
is durable there. Nothing is taken out of the store it comes from.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from deskapp.assemble.centre import CentreWords, bucket_store_of, keys_of, page_store_of
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import PageDigest, new_id
from deskapp.scans.page_file import disk_told, whole_page
from deskapp.server import bucket_address
from deskapp.server.page_store import FolderStore, PageStore

_ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """How many pages were carried, how many were there, and the digests of those that are damaged where they are."""

    carried: int
    there: int
    damaged: tuple[PageDigest, ...]


class Parts:
    """Parts as a file that is read from its beginning to its end, for who wants one."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer only at the end."""
        held = bytearray(self._held)
        while size < 0 or len(held) < size:
            part = next(self._parts, b"")
            if not part:
                break
            held += part
        end = len(held) if size < 0 else size
        self._held = bytes(held[end:])
        return bytes(held[:end])


def move(words: CentreWords, to: str, on_page: Callable[[Moved], None]) -> Moved:
    """Carry every page of the centre into another store, a folder or a bucket; `on_page` hears how far it is.

    Refusal `pages.same_place`, `pages.bad_address`, `pages.secret_in_address`; StoreTrouble of either store: what was
    carried until then is there.
    """
    opened = keys_of(words)
    source = page_store_of(words, opened)
    target: PageStore
    if bucket_address.is_one(to):
        target = bucket_store_of(to, opened)
    else:
        target = FolderStore(Path(to).absolute() / "kept", opened.vault)
    if to == words.bucket or (not words.bucket and Path(to).absolute() == words.pages.absolute()):
        raise Refusal("pages.same_place")
    source.ask()
    target.ask()
    beside = words.pages / "unfinished" if bucket_address.is_one(to) else Path(to).absolute() / "unfinished"
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left_over in beside.glob("*.carried"):  # by a move that was killed
        left_over.unlink(missing_ok=True)
    done = Moved(0, 0, ())
    pages = source.digests()
    while some := list(islice(pages, _ASKED_AT_ONCE)):
        there = set(target.known(some))
        done = Moved(done.carried, done.there + len(there), done.damaged)
        for digest in some:
            if digest in there:
                continue
            try:
                carry(source.sealed(digest)[1], beside, digest, target, key=opened.vault)
                done = Moved(done.carried + 1, done.there, done.damaged)
            except ContentTrouble:
                done = Moved(done.carried, done.there, (*done.damaged, digest))
            on_page(done)
    return done


def carry(
    parts: Iterator[bytes], beside: Path, digest: PageDigest, target: PageStore, *, key: bytes | None = None
) -> None:
    """Write a sealed file down in a folder and give it to a store. With a key it is opened and compared first:
    ContentTrouble `page.damaged`. StoreTrouble; nothing is left in the folder in either case.
    """
    path = beside / f"{new_id()}.carried"
    try:
        with disk_told(), path.open("xb") as file:
            path.chmod(0o600)
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        if key is not None:
            hashed = sha256()
            for piece in whole_page(path, key):
                hashed.update(piece)
            if hashed.hexdigest() != digest:
                raise ContentTrouble("page.damaged")
        target.keep(path, digest)
    finally:
        path.unlink(missing_ok=True)
