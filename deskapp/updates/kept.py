"""What a desk remembers of a new version from one start to the next: a small file beside the package itself.

A file and not the cache: whoever starts as a new version must be able to say that it came before anything is opened,
and a setup that goes back puts the cache back too.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import msgspec

from deskapp.failures import ContentTrouble, StoreTrouble
from deskapp.protocol.json import decode, encode
from deskapp.protocol.updates import UpdateOffer, UpdateState, UpdateStatement

_TOLD = "state.json"
_CAME = "came.txt"  # setup.nsi waits for it
_RESULT = "result.txt"  # setup.nsi writes into it how it ended
_PART = ".part"


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """The offer, and how far it came. `why`: a failure's code; `tries`: how often it came damaged or broke off."""

    offer: UpdateOffer | None = None
    version: str = ""
    state: UpdateState = UpdateState.NONE
    why: str = ""
    tries: int = 0


class UpdateFolder:
    """The folder of a desk in which a new version is kept. It is made when there is something to keep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self) -> Remembered:
        """What is remembered; nothing, where the file is not there or says nothing."""
        try:
            return decode((self.folder / _TOLD).read_bytes(), Remembered)
        except (OSError, ContentTrouble):
            return Remembered()

    def write(self, remembered: Remembered) -> None:
        """Remember this, whole or not at all. StoreTrouble `update.not_kept`."""
        part = self.folder / f"{_TOLD}{_PART}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with part.open("wb") as file:
                file.write(encode(remembered))
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, self.folder / _TOLD)
        except OSError as error:
            raise StoreTrouble("update.not_kept") from error

    def part(self, statement: UpdateStatement) -> Path:
        """Where the bytes of a package lie until it is whole."""
        return self.folder / f"{statement.sha256}{_PART}"

    def whole(self, statement: UpdateStatement) -> Path:
        """Where a package lies under its own name."""
        return self.folder / statement.file

    def clear(self, *, but: UpdateStatement | None = None) -> None:
        """Throw packages away, those of another version or all of them: there is room for one."""
        kept = {self.part(but), self.whole(but)} if but is not None else set()
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path not in kept and path.name not in (_TOLD, _CAME, _RESULT):
                with suppress(OSError):
                    path.unlink() if path.is_file() else shutil.rmtree(path)

    def forget_ending(self) -> None:
        """A setup is about to begin: what an earlier one said is past. StoreTrouble `update.not_kept`."""
        try:
            for name in (_CAME, _RESULT):
                (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreTrouble("update.not_kept") from error

    def ended(self) -> int | None:
        """How the setup ended; None when it has not said so."""
        try:
            said = (self.folder / _RESULT).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return int(said) if said.isdecimal() and len(said) < 6 else None

    def say_came(self, version: str) -> None:
        """The new version is here, and could open what it needs. StoreTrouble `update.not_kept`."""
        try:
            (self.folder / _CAME).write_text(version, encoding="ascii")
        except OSError as error:
            raise StoreTrouble("update.not_kept") from error
