"""The centre's signed word on what its journal was, as a desk judges it."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from deskapp.protocol.messages import Checkpoint


def signed_by_its_key(checkpoint: Checkpoint) -> bool:
    """Whether a checkpoint's signature was made with the key it names (Ed25519, RFC 8032)."""
    said = f"{checkpoint.hall}|{checkpoint.seq}|{checkpoint.head}|{checkpoint.at}".encode()
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(checkpoint.key, validate=True))
        key.verify(base64.b64decode(checkpoint.signature, validate=True), said)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
