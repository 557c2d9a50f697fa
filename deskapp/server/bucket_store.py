"""Pages in a bucket of an S3-compatible store: the same sealed files as in a folder, under the same names.

A page is received on the centre's own disk and put into the bucket when it is whole. Until the bucket has it the file
stays where it was received, so that an upload goes on when a store that failed is back, and nothing is acknowledged
that only one disk holds.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from deskapp.failures import ContentTrouble, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.scans.page_file import HEAD, Mark, Piece, SealedFile, disk_told, pieces_read, whole_size
from deskapp.server.bucket_line import Bucket, Kept
from deskapp.server.page_store import is_digest

_REMEMBERED = 100_000  # digests that are known to be kept: 20 MB
_ASKED_TOGETHER = 16  # requests under way for one question about many pages
_NAME = "kept/{0}/{1}/{2}"  # as in a folder: pages can be carried from one to the other


class BucketStore:
    """Implements `page_store.PageStore`. `key` is the 32 bytes under which pages are sealed."""

    def __init__(self, bucket: Bucket, key: bytes) -> None:
        self._bucket = bucket
        self._key = key
        self._guard = Lock()
        self._here: OrderedDict[PageDigest, None] = OrderedDict()  # a page that is kept stays kept: only yes is known

    def close(self) -> None:
        self._bucket.close()

    def ask(self) -> None:
        """Return when the bucket answers. StoreTrouble as everything here."""
        self._bucket.ask()

    def has(self, digest: PageDigest) -> bool:
        """Whether the page is kept. StoreTrouble when the store does not say."""
        with self._guard:
            if digest in self._here:
                self._here.move_to_end(digest)
                return True
        return self._found(digest) is not None

    def known(self, digests: Iterable[PageDigest]) -> list[PageDigest]:
        """Those that are kept, in the order of asking: of many that nobody remembers some are asked for together.

        StoreTrouble when the store does not say.
        """
        asked = list(digests)
        with self._guard:
            open_ones = [digest for digest in dict.fromkeys(asked) if digest not in self._here]
        if len(open_ones) > 1:
            with ThreadPoolExecutor(min(_ASKED_TOGETHER, len(open_ones)), "bucket") as hands:
                kept = {digest for digest, here in zip(open_ones, hands.map(self.has, open_ones), strict=True) if here}
        else:
            kept = {digest for digest in open_ones if self.has(digest)}
        missing = set(open_ones) - kept
        return [digest for digest in asked if digest not in missing]

    def size(self, digest: PageDigest) -> int:
        return self._kept(digest).plain

    def open(self, digest: PageDigest) -> Generator[bytes, None, None]:
        """One piece after the other as it comes, each opened with the key before it is given away. Where the stream
        breaks off, or brings what is no piece of ours, it is begun anew from there: a few times in a row, and then it
        is so.
        """
        place = _Place()
        tries = 0
        while True:
            fault: ContentTrouble | StoreTrouble = ContentTrouble("page.damaged")
            try:
                for piece in self._from(digest, place):
                    place.mark, tries = piece.after, 0
                    if piece.last:
                        return
                    yield piece.data
            except (ContentTrouble, StoreTrouble) as failure:
                fault = failure
            except Refusal:
                self._forget(digest)
                raise
            if place.mark == SealedFile.begin:
                place.head = b""  # it may be what came garbled
            tries += 1
            if tries == self._bucket.patience.tries:
                raise fault

    def keep(self, whole: Path, digest: PageDigest) -> None:
        if not self.has(digest):
            with disk_told():
                self._bucket.put(_name(digest), whole, whole_size(whole))
            self._remember(digest)
        with disk_told():
            whole.unlink()

    def digests(self) -> Iterator[PageDigest]:
        for name in self._bucket.names("kept/"):
            if is_digest(name.rpartition("/")[2]):
                yield PageDigest(name.rpartition("/")[2])

    def sealed(self, digest: PageDigest) -> tuple[int, Iterator[bytes]]:
        """The length and the parts of the file as it lies there. Refusal `page.unknown`; StoreTrouble."""
        opened = self._bucket.read(_name(digest))

        def parts() -> Iterator[bytes]:
            with contextlib.closing(opened.stream), self._bucket.reading():
                yield from opened.stream.iter_chunks(1024 * 1024)

        return opened.size, parts()

    def _kept(self, digest: PageDigest) -> Kept:
        found = self._found(digest)
        if found is None:
            self._bucket.ask()  # a bucket that is gone must not look like a page that never came
            raise Refusal("page.unknown")
        return found

    def _found(self, digest: PageDigest) -> Kept | None:
        found = self._bucket.look(_name(digest))
        if found is not None:
            self._remember(digest)
        else:
            self._forget(digest)
        return found

    def _forget(self, digest: PageDigest) -> None:
        with self._guard:
            self._here.pop(digest, None)

    def _remember(self, digest: PageDigest) -> None:
        with self._guard:
            self._here[digest] = None
            self._here.move_to_end(digest)
            while len(self._here) > _REMEMBERED:
                self._here.popitem(last=False)

    def _from(self, digest: PageDigest, place: _Place) -> Iterator[Piece]:
        begin = place.mark.position if place.head else 0
        opened = self._bucket.read(_name(digest), begin, edition=place.edition if place.head else "")
        with contextlib.closing(opened.stream):

            def read(size: int) -> bytes:
                with self._bucket.reading():
                    return _exactly(opened.stream, size)

            place.edition = opened.edition

            place.head = place.head or read(HEAD)
            yield from pieces_read(read, self._key, place.head, place.mark)


@dataclass
class _Place:
    """How far a page has been read, and how its file begins."""

    mark: Mark = SealedFile.begin
    head: bytes = b""
    edition: str = ""


def _exactly(stream: object, size: int) -> bytes:
    """So many bytes, and fewer only at the end."""
    held = bytearray()
    while len(held) < size and (part := stream.read(size - len(held))):  # type: ignore[attr-defined]
        held += part
    return bytes(held)


def _name(digest: PageDigest) -> str:
    return _NAME.format(digest[:2], digest[2:4], digest)
