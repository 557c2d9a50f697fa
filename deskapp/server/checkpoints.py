"""The centre's signed word on what its journal is now: a desk keeps it, and a journal rolled back would show."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from deskapp.ids import HallId
from deskapp.journal.chain import moment_text
from deskapp.protocol.messages import Checkpoint
from deskapp.server.parts import CentreParts


def now(parts: CentreParts) -> Checkpoint:
    """The checkpoint of this moment."""
    with parts.journal.reading() as reading:
        last, head = reading.last()
    return signed(parts, last, head)


def signed(parts: CentreParts, seq: int, head: str) -> Checkpoint:
    """A checkpoint over a number and the running digest up to it. Signed once for each number."""
    return _signed(parts.signing, parts.hall.id, seq, head, moment_text(parts.clock.now())[:16])


@lru_cache(maxsize=4)
def _signed(key: Ed25519PrivateKey, hall: HallId, seq: int, head: str, minute: str) -> Checkpoint:
    at = f"{minute}:00.000000Z"
    signature = key.sign(f"{hall}|{seq}|{head}|{at}".encode())
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Checkpoint(
        hall=hall, seq=seq, head=head, at=at, signature=base64.b64encode(signature).decode(),
        key=base64.b64encode(public).decode(),
    )  # fmt: skip
