"""The signed word on a new version, and who is believed.

Whoever makes the setup signs; whoever only hands it on (the centre, the line, a disk) can neither change nor invent
one. The keys that are believed come with the program's own package and with the desk's own settings, never over the
line.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

from deskapp.failures import ContentTrouble, Refusal
from deskapp.protocol.json import canonical, decode
from deskapp.protocol.updates import SignedStatement, UpdateStatement

_MARK = b"onewindow update 1\n"  # a signature of this key over anything else is no word on an update
_KEY = 32  # bytes
_MOST_KEYS = 8


def to_sign(statement: str) -> bytes:
    """The bytes that a signature covers."""
    return _MARK + statement.encode()


def as_text(statement: UpdateStatement) -> str:
    """A statement as the text that is signed."""
    return canonical(statement).decode()


def read_keys(text: str) -> tuple[bytes, ...]:
    """Public keys (Ed25519, base64) with blanks or commas between them. Refusal `update.bad_key`."""
    keys = []
    for word in text.replace(",", " ").split():
        try:
            key = base64.b64decode(word, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refusal("update.bad_key") from error
        if len(key) != _KEY:
            raise Refusal("update.bad_key")
        keys.append(key)
    if len(keys) > _MOST_KEYS:
        raise Refusal("update.bad_key")
    return tuple(keys)


def opened(signed: SignedStatement, keys: Sequence[bytes]) -> UpdateStatement:
    """What somebody whom we believe has signed. ContentTrouble `update.not_signed`; nothing is read before that."""
    from cryptography.exceptions import InvalidSignature  # only a desk that is offered something loads it for this
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        signature = base64.b64decode(signed.signature, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ContentTrouble("update.not_signed") from error
    for key in keys:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, to_sign(signed.statement))
        except (InvalidSignature, ValueError):
            continue
        return decode(signed.statement.encode(), UpdateStatement)
    raise ContentTrouble("update.not_signed")


def is_whole(file: Path, statement: UpdateStatement) -> bool:
    """Whether a file is byte for byte what a statement says. OSError."""
    if file.stat().st_size != statement.size:
        return False
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest() == statement.sha256
