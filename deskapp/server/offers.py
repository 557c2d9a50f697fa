"""What the centre has been given to hand on to its desks: setups, each in a folder named by its SHA-256.

Files and no table: an administrator's command gives them, every process of the centre reads them at once, and a desk
trusts none of it before it has looked at the signature. A folder without its `offer.json` is none: it is written last
and taken away first.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from deskapp.failures import ContentTrouble, Refusal, StoreTrouble
from deskapp.ids import WindowId, new_id
from deskapp.protocol.json import decode, encode
from deskapp.protocol.update_statement import is_whole
from deskapp.protocol.updates import SignedStatement, UpdateStatement
from deskapp.rules.program_version import order_of

_TOLD = "offer.json"
_SETUP = "setup"


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A version that is offered. `windows`: to whom alone; none: to every desk. `moment`: since when."""

    id: str
    statement: UpdateStatement
    signed: SignedStatement
    windows: Sequence[WindowId] = ()
    moment: str

    def is_for(self, kind: str, window: WindowId | None) -> bool:
        """Whether a desk is among those that it is offered to."""
        return kind == self.statement.kind and (not self.windows or window in self.windows)


class Offers:
    """The folder of them. `hours`: when desks may install, as the settings say it."""

    def __init__(self, folder: Path, hours: str) -> None:
        self._folder = folder
        self.hours = hours

    def keep(self, offer: Offer, setup: Path) -> None:
        """Take a copy of a setup and offer it, in place of what was that version before. Whole or not at all.

        ContentTrouble `update.damaged` unless it is what the statement says; StoreTrouble `update.not_kept`.
        """
        place = self._folder / offer.statement.sha256
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = place / f"{new_id()}.part"
            try:
                shutil.copyfile(setup, part)
                _flush(part)
                if not is_whole(part, offer.statement):
                    raise ContentTrouble("update.damaged", version=offer.statement.version)
                os.replace(part, place / _SETUP)
            finally:
                part.unlink(missing_ok=True)
            self._tell(offer)
            for old in self.listed():  # the same version, built once more
                same = (old.statement.kind, old.statement.version) == (offer.statement.kind, offer.statement.version)
                if same and old.statement.sha256 != offer.statement.sha256:
                    self._drop(old)
        except OSError as error:
            raise StoreTrouble("update.not_kept") from error

    def change(self, version: str, windows: Sequence[WindowId]) -> Offer:
        """Offer a version to these desks, or to all; those that gave it up do not try again. Refusal `….not_offered`.

        StoreTrouble `update.not_kept`.
        """
        offer = msgspec.structs.replace(self._of(version), windows=tuple(windows))
        try:
            self._tell(offer)
        except OSError as error:
            raise StoreTrouble("update.not_kept") from error
        return offer

    def withdraw(self, version: str) -> None:
        """Offer a version no more. Refusal `update.not_offered`; StoreTrouble `update.not_kept`."""
        try:
            self._drop(self._of(version))
        except OSError as error:
            raise StoreTrouble("update.not_kept") from error

    def listed(self) -> tuple[Offer, ...]:
        """All that is offered, the newest version first."""
        found = []
        for told in self._folder.glob(f"*/{_TOLD}") if self._folder.is_dir() else ():
            with suppress(OSError, ContentTrouble):  # withdrawn at this moment, or not ours
                found.append(decode(told.read_bytes(), Offer))
        return tuple(sorted(found, key=lambda offer: (order_of(offer.statement.version), offer.id), reverse=True))

    def to_desk(self, kind: str, window: WindowId | None) -> Offer | None:
        """The newest version that is offered to a desk."""
        return next((offer for offer in self.listed() if offer.is_for(kind, window)), None)

    def file_of(self, digest: str) -> Path:
        """The setup of this digest (64 hex digits). Refusal `update.withdrawn` when it is offered no more."""
        place = self._folder / digest
        if not ((place / _TOLD).is_file() and (place / _SETUP).is_file()):
            raise Refusal("update.withdrawn")
        return place / _SETUP

    def _of(self, version: str) -> Offer:
        for offer in self.listed():
            if offer.statement.version == version:
                return offer
        raise Refusal("update.not_offered", version=version[:32])

    def _drop(self, offer: Offer) -> None:
        place = self._folder / offer.statement.sha256
        (place / _TOLD).unlink()
        shutil.rmtree(place)

    def _tell(self, offer: Offer) -> None:
        told = self._folder / offer.statement.sha256 / _TOLD
        part = told.with_name(f"{new_id()}.part")
        part.write_bytes(encode(offer))
        _flush(part)
        os.replace(part, told)


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
