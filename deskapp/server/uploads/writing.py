"""Writes one upload: adds, hashes, takes back, and at the end lets the store keep it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import PageDigest
from deskapp.scans.page_file import PIECE, Mark, SealedFile, disk_told, flush_folder, pieces
from deskapp.server.page_store import PageStore


@dataclass(frozen=True, slots=True)
class Progress:
    """The hash of what a data file holds, the state of the file it is true for, and whether its note is on the disk."""

    state: tuple[int, int]
    hashed: Any
    note_flushed: bool


@dataclass(frozen=True, slots=True)
class Goal:
    """What an upload is to become, who keeps it then, the open note that has to last as long as the data, and the mark
    that is laid before the data leave.
    """

    length: int
    digest: PageDigest
    store: PageStore
    note: int
    done: Path


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an upload that can be gone back to."""

    mark: Mark
    hashed: Any


class UploadWriter:
    """One upload in the hands of its one writer. Its methods work on the disk: call them in a thread."""

    def __init__(self, length: int) -> None:
        """For `of_file` and `of_kept`."""
        self.length = length
        self.refused = False
        self._file: SealedFile | None = None
        self._path = Path()
        self._goal: Goal
        self._hashed: Any = sha256()
        self._note_flushed = False

    @classmethod
    def of_kept(cls, length: int) -> Self:
        """For an upload whose page the store keeps: nothing is left to be written."""
        return cls(length)

    @classmethod
    def of_file(cls, path: Path, key: bytes, goal: Goal, before: Progress | None) -> Self:
        """For an upload under way. Unless `before` still tells the hash of the file, the file is read and what is
        damaged in it is cut off. StoreTrouble `page.no_room`, `page.not_kept`.
        """
        writer = cls(goal.length)
        writer._path, writer._goal = path, goal
        with disk_told():
            file = writer._file = SealedFile(path, key)
            if before is not None and before.state == file.state():
                writer._hashed, writer._note_flushed = before.hashed, before.note_flushed
            else:
                good = file.begin
                try:
                    for piece in pieces(path, key):
                        writer._hashed.update(piece.data)
                        good = piece.after
                except ContentTrouble:
                    file.back_to(good)
                except OSError:
                    file.close()
                    raise
        return writer

    @property
    def offset(self) -> int:
        return self.length if self._file is None else self._file.mark.offset

    def place(self) -> Place:
        """Where the upload stands now."""
        file = self._open()
        return Place(file.mark, self._hashed.copy())

    def back_to(self, place: Place) -> None:
        """Forget what was added since."""
        with disk_told():
            self._open().back_to(place.mark)
        self._hashed = place.hashed.copy()

    def add(self, data: bytes | bytearray | memoryview) -> None:
        """Add bytes. StoreTrouble `page.no_room`, `page.not_kept`: then a first part of them may have been added."""
        file, view = self._open(), memoryview(data)
        with disk_told():
            for start in range(0, len(view), PIECE):
                piece = view[start : start + PIECE]
                file.add(piece)
                self._hashed.update(piece)

    def settle(self) -> None:
        """Return when the disk holds what was added, or, if it is the whole page, when the store keeps it.

        Refusal `page.digest_differs` when the page is not the announced one: the upload is then discarded.
        """
        if self._file is None:
            return
        if self.offset < self.length:
            with disk_told():
                self._file.flush()
                if not self._note_flushed:
                    os.fsync(self._goal.note)
                    flush_folder(self._path.parent)
                    self._note_flushed = True
            return
        if self._hashed.hexdigest() != self._goal.digest:
            self.refused = True
            raise Refusal("page.digest_differs")
        with disk_told():
            if not self._file.ended:
                self._file.end()
            self._file.flush()
            self._goal.done.touch(mode=0o600)
        self._file.close()
        self._file = None
        self._goal.store.keep(self._path, self._goal.digest)

    def close(self) -> Progress | None:
        """Let go of the file. What is returned saves the next writer from reading the file again."""
        if self._file is None:
            return None
        progress = Progress(self._file.state(), self._hashed, self._note_flushed)
        self._file.close()
        self._file = None
        return progress

    def _open(self) -> SealedFile:
        if self._file is None:
            raise Refusal("upload.unknown")
        return self._file
