"""Uploads that are not finished: a folder in which each has a sealed data file and a sealed note about it.

`<expiry><random>.data` holds the bytes and alone says how far the upload has got; `<expiry><random>.note` says whose it
is, how long and which digest it will have. When the last byte is there and the digest is right, an empty `.done` is
laid beside the data file, which then *becomes* the page: `.done` without data means that all arrived, and a client that
never heard the last answer is told so, even when the centre died between the two.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from deskapp.clock import Clock
from deskapp.failures import ContentTrouble, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.protocol.json import decode, encode
from deskapp.scans.page_file import PIECE, SealedFile, disk_told, whole_page
from deskapp.server.page_store import PageStore
from deskapp.server.store_threads import StoreThreads
from deskapp.server.uploads.locks import lock
from deskapp.server.uploads.writing import Goal, Progress, UploadWriter

_NAME = re.compile(r"[0-9a-f]{42}")  # ten digits of seconds since 1970 when it expires, 128 random bits
_EXPIRY_DIGITS = 10
_REMEMBERED = 256  # hashes of uploads under way; one that fell out is read again from the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much and how long. Sizes in bytes."""

    largest: int = 256 * 1024 * 1024  # an A3 page at 600 dpi in colour, not compressed at all
    small_page: int = 1024 * 1024  # what may come in one PUT
    reserve: int = 64 * 1024 * 1024  # disk that uploads leave free
    kept_for: timedelta = timedelta(days=2)  # a desk whose line was cut over a night goes on where it was
    silence: float = 30.0  # seconds without a byte after which a client is taken to have gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is known of an upload before its first byte."""

    user: str
    length: int
    digest: PageDigest
    metadata: str  # as the client said it; may hold a file name, so it lies sealed


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    note: Note

    @property
    def expires(self) -> datetime:
        return datetime.fromtimestamp(int(self.name[:_EXPIRY_DIGITS], 16), UTC)


class Shelf:
    """Begins, finds, goes on with, ends and clears away uploads. Safe from several threads and processes."""

    def __init__(self, folder: Path, key: bytes, store: PageStore, clock: Clock, limits: Limits | None = None) -> None:
        """`folder` must lie on the disk of a store that is a folder, because a finished upload is renamed into it.
        `key` is the store's.
        """
        self.limits = limits or Limits()
        self.threads = StoreThreads()
        self._folder = folder
        self._key = key
        self._store = store
        self._clock = clock
        self._progress: OrderedDict[str, Progress] = OrderedDict()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def begin(self, note: Note) -> Upload:
        """A new upload. Refusal `upload.empty`, `upload.too_large`; StoreTrouble `page.no_room`."""
        if note.length == 0:
            raise Refusal("upload.empty")
        if note.length > self.limits.largest:
            raise Refusal("upload.too_large", limit=self.limits.largest)
        self.need_room(note.length)
        upload = Upload(self._new_name(), note)
        # Not flushed: an upload that a power cut takes away before its first byte is begun anew. With the first
        # bytes that are acknowledged, `UploadWriter.flush` makes the note durable too.
        self._write_sealed(self._note(upload.name), encode(note))
        return upload

    def find(self, name: str, user: str) -> Upload:
        """The user's own upload. Refusal `upload.unknown` (also when it is somebody else's), `upload.expired`."""
        if not _NAME.fullmatch(name):
            raise Refusal("upload.unknown")
        try:
            note = decode(b"".join(whole_page(self._note(name), self._key)), Note)
        except (FileNotFoundError, ContentTrouble) as error:
            raise Refusal("upload.unknown") from error
        upload = Upload(name, note)
        if not secrets.compare_digest(note.user.encode(), user.encode()):
            raise Refusal("upload.unknown")
        if upload.expires <= self._clock.now():
            raise Refusal("upload.expired")
        return upload

    @contextlib.contextmanager
    def writing(self, upload: Upload, patience: float = 0.0) -> Iterator[UploadWriter]:
        """The right to write, for one at a time.

        Refusal `upload.busy` when another has it still after `patience` seconds, `upload.unknown` when it was ended
        meanwhile.
        """
        with self._locked(upload.name, patience) as note:
            writer = self._writer(upload, note)
            try:
                yield writer
            finally:
                self._remember(upload.name, writer.close())
                if writer.refused:
                    self._drop(upload.name)

    def forget(self, upload: Upload) -> None:
        """End an upload and leave nothing of it. Refusal `upload.busy`."""
        with self._locked(upload.name, 0.0):
            self._drop(upload.name)

    def keep_whole(self, data: bytes, digest: PageDigest) -> bool:
        """Keep a small page that came in one piece. False when it was kept before.

        Refusal `page.digest_differs`, `upload.empty`; StoreTrouble `page.no_room`, `page.not_kept`.
        """
        if not data:
            raise Refusal("upload.empty")
        if sha256(data).hexdigest() != digest:
            raise Refusal("page.digest_differs")
        if self._store.has(digest):
            return False
        self.need_room(len(data))
        path = self._data(self._new_name())
        self._write_sealed(path, data, flush=True)
        self._store.keep(path, digest)
        return True

    def sweep(self) -> int:
        """Clear away what has expired and nobody is writing to. Returns how many files went. Call it now and then."""
        gone = 0
        now = self._clock.now().timestamp()
        for path in sorted(self._folder.glob("*.*")):
            if not _NAME.fullmatch(path.stem) or int(path.stem[:_EXPIRY_DIGITS], 16) > now:
                continue
            with contextlib.suppress(Refusal):
                if self._note(path.stem).exists():
                    with self._locked(path.stem, 0.0):
                        self._drop(path.stem)
                path.unlink(missing_ok=True)  # what a PUT or a note-less upload left
                gone += 1
        return gone

    def need_room(self, size: int) -> None:
        """StoreTrouble `page.no_room` when the disk could not take so many bytes more and keep its reserve."""
        if shutil.disk_usage(self._folder).free < size + self.limits.reserve:
            raise StoreTrouble("page.no_room")

    def _writer(self, upload: Upload, note: BinaryIO) -> UploadWriter:
        if self._done(upload.name).exists() and not self._data(upload.name).exists():
            return UploadWriter.of_kept(upload.note.length)
        return UploadWriter.of_file(
            self._data(upload.name),
            self._key,
            Goal(upload.note.length, upload.note.digest, self._store, note.fileno(), self._done(upload.name)),
            self._progress.get(upload.name),
        )

    def _remember(self, name: str, progress: Progress | None) -> None:
        self._progress.pop(name, None)
        if progress is not None:
            self._progress[name] = progress
        while len(self._progress) > _REMEMBERED:
            self._progress.popitem(last=False)

    @contextlib.contextmanager
    def _locked(self, name: str, patience: float) -> Iterator[BinaryIO]:
        try:
            note = self._note(name).open("r+b")
        except FileNotFoundError as error:
            raise Refusal("upload.unknown") from error
        with note:
            if not lock(note, patience):
                raise Refusal("upload.busy")
            if not self._note(name).exists():
                raise Refusal("upload.unknown")
            yield note

    def _drop(self, name: str) -> None:
        """Unlink what there is of an upload. To be called by who holds its lock."""
        self._progress.pop(name, None)
        for path in (self._data(name), self._done(name), self._note(name)):
            # Windows lets nobody unlink the note that is open for its lock: the sweep gets it.
            with contextlib.suppress(PermissionError):
                path.unlink(missing_ok=True)

    def _write_sealed(self, path: Path, data: bytes, *, flush: bool = False) -> None:
        with disk_told():
            file = SealedFile(path, self._key)
            try:
                for start in range(0, len(data), PIECE):
                    file.add(data[start : start + PIECE])
                file.end()
                if flush:
                    file.flush()
            finally:
                file.close()

    def _new_name(self) -> str:
        expires = int((self._clock.now() + self.limits.kept_for).timestamp())
        return f"{expires:0{_EXPIRY_DIGITS}x}{secrets.token_hex(16)}"

    def _note(self, name: str) -> Path:
        return self._folder / f"{name}.note"

    def _data(self, name: str) -> Path:
        return self._folder / f"{name}.data"

    def _done(self, name: str) -> Path:
        return self._folder / f"{name}.done"
