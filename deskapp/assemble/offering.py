"""A new version is given to the centre, which hands it on to desks: held first to the lists that lie beside it."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

from deskapp.assemble.centre import CentreWords, offers_of
from deskapp.assemble.updates import trusted_keys
from deskapp.clock import Clock, wall_clock
from deskapp.failures import ContentTrouble, Refusal, StoreTrouble
from deskapp.ids import WindowId, new_id
from deskapp.journal.chain import moment_text
from deskapp.protocol.json import decode
from deskapp.protocol.update_statement import opened
from deskapp.protocol.updates import SignedStatement
from deskapp.rules.program_version import order_of
from deskapp.server.offers import Offer
from deskapp.settings import Settings

SIGNED = ".update.json"  # beside a setup, in place of its .exe
LISTED = "SHA256SUMS"
_MOST = 64 * 1024  # bytes of what lies beside it


def offer(
    words: CentreWords, settings: Settings, setup: Path, windows: Sequence[WindowId], clock: Clock | None = None
) -> Offer:
    """Offer a setup to these desks, or to all of them. Desks that gave this version up try it again.

    Refusal `update.no_keys`, `update.bad_key`, `update.bad_version`; ContentTrouble `update.not_signed` by anybody this
    computer believes, `update.not_listed`, `update.damaged`; StoreTrouble `update.no_statement`, `update.not_kept`.
    """
    keys = trusted_keys(settings)
    if not keys:
        raise Refusal("update.no_keys")
    signed = decode(_beside(setup.with_suffix(SIGNED)), SignedStatement)
    statement = opened(signed, keys)
    order_of(statement.version)
    _ask_list(setup)
    made = Offer(
        id=new_id(), statement=statement, signed=signed, windows=tuple(windows),
        moment=moment_text((clock or wall_clock()).now()),
    )  # fmt: skip
    offers_of(words).keep(made, setup)
    return made


def _beside(file: Path) -> bytes:
    try:
        with file.open("rb") as opened_file:
            return opened_file.read(_MOST)
    except OSError as error:
        raise StoreTrouble("update.no_statement", file=file.name) from error


def _ask_list(setup: Path) -> None:
    """The list of digests that is handed out with a setup names it, as whoever checks by hand would see it."""
    listed = setup.with_name(LISTED)
    if not listed.exists():
        return
    try:
        lines = [line.partition("  ") for line in _beside(listed).decode().splitlines()]
        told = {name: digest for digest, _, name in lines}
        with setup.open("rb") as file:
            own = file_digest(file, "sha256").hexdigest()
    except (UnicodeDecodeError, OSError) as error:
        raise ContentTrouble("update.not_listed", file=setup.name) from error
    if not hmac.compare_digest(told.get(setup.name, "").encode(), own.encode()):
        raise ContentTrouble("update.not_listed", file=setup.name)
