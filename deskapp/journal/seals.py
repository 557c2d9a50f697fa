"""Personal data in events: sealed under a key per case, so that destroying one key erases one person everywhere."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from deskapp.failures import ContentTrouble, StoreTrouble

KEY_BYTES = 32
_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces; a case holds a few dozen seals at the most


def new_key() -> bytes:
    """A fresh key for one case."""
    return os.urandom(KEY_BYTES)


def seal(plain: bytes, key: bytes, place: str) -> str:
    """Seal for one place ("hall|case|kind|field"): a seal moved to another place does not open."""
    nonce = os.urandom(_NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, place.encode())).decode()


def unseal(sealed: str, key: bytes, place: str) -> bytes:
    """Open a seal. ContentTrouble `seal.broken` when it was not made with this key for this place."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise ContentTrouble("seal.broken", place=place.rsplit("|", 1)[-1]) from error


@dataclass(frozen=True, slots=True)
class Keeper:
    """Wraps case keys for keeping, under a key that is not in the same database."""

    wrapping_key: bytes

    def mark(self, text: str) -> str:
        """A mark by which the same text is known again, and from which it cannot be read or guessed without the key."""
        return hmac.new(self.wrapping_key, text.encode(), sha256).hexdigest()

    def wrap(self, key: bytes, case_id: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.wrapping_key).encrypt(nonce, key, case_id.encode())

    def unwrap(self, wrapped: bytes, case_id: str) -> bytes:
        """The key of a case. StoreTrouble `keys.wrong_wrapping_key` when it was wrapped under another."""
        try:
            return AESGCM(self.wrapping_key).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], case_id.encode())
        except (InvalidTag, ValueError) as error:
            raise StoreTrouble("keys.wrong_wrapping_key") from error
