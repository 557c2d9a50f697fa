"""What a desk and its centre say to each other about versions of the program."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal, Protocol

import msgspec

_END = r"(?![\s\S])"  # `$` would let a last line break through
_Word = Annotated[str, msgspec.Meta(max_length=64, pattern=rf"^[A-Za-z0-9._+-]*{_END}")]  # is shown in a terminal

WINDOWS_SETUP = "windows-setup"  # kinds of packages
DEBIAN = "debian"


class UpdateState(StrEnum):
    """How far a desk has come with what it was offered."""

    NONE = "none"
    FETCHING = "fetching"
    READY = "ready"  # fetched whole and checked; it waits for the end of the shift
    WAITS_FOR_ADMIN = "waits_for_admin"  # the program may not replace itself here
    INSTALLING = "installing"
    WENT_BACK = "went_back"  # the new version did not pass its check, or did not come
    REFUSED = "refused"  # not what was signed, or not signed by anybody this desk trusts


class UpdateStatement(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed: which package this is, by its size in bytes and its SHA-256."""

    form: Literal[1] = 1
    product: Literal["OneWindow"] = "OneWindow"
    kind: _Word
    version: _Word
    file: Annotated[str, msgspec.Meta(pattern=rf"^[A-Za-z0-9][A-Za-z0-9._-]{{0,99}}{_END}")]
    size: Annotated[int, msgspec.Meta(gt=0, le=1024**3)]
    sha256: Annotated[str, msgspec.Meta(pattern=rf"^[0-9a-f]{{64}}{_END}")]


class SignedStatement(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as the text that was signed, and the Ed25519 signature (base64) over it."""

    statement: Annotated[str, msgspec.Meta(max_length=2048)]
    signature: Annotated[str, msgspec.Meta(max_length=128)]


class DeskProgram(msgspec.Struct, frozen=True, kw_only=True):
    """What runs at a desk, and how far it is with the version that it was offered. `why`: a failure's code."""

    version: _Word
    kind: _Word
    state: UpdateState = UpdateState.NONE
    offered: _Word = ""
    why: _Word = ""


class UpdateOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A version for this desk. `id` is another each time it is offered; `hours`: when it may be installed."""

    id: str
    signed: SignedStatement
    hours: str


class UpdateAnswer(msgspec.Struct, frozen=True, kw_only=True):
    offer: UpdateOffer | None = None


class UpdatesOfCentre(Protocol):
    """The centre as a desk sees it when it asks for new versions. Raises LineTrouble, or the centre's Refusal."""

    def ask(self, words: DeskProgram, *, token: str) -> UpdateOffer | None: ...

    def piece(self, statement: UpdateStatement, start: int, size: int, *, token: str) -> Iterator[bytes]:
        """So many bytes of a package from a place on, as they come. Refusal `update.withdrawn`."""
        ...
