"""Letters to the centre: whoever writes one cannot read it again, and neither can anybody it passes.

X25519 with a key made for each letter, HKDF-SHA-256, AES-256-GCM, bound to the place where the letter belongs. Every
letter is filled up to the same length: who can only weigh it must not learn that somebody had much to say.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from deskapp.failures import ContentTrouble

_KEY_BYTES = 32
_NONCE = bytes(12)  # each key closes one letter
_FILLED = 8 * 1024  # bytes: more than the longest rating holds
_LENGTH = 4  # bytes that say how much of it is the letter


def address(key: X25519PrivateKey) -> str:
    """What a letter is closed with, to be told to everybody: base64."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def close(plain: bytes, to: str, place: str) -> str:
    """A letter for this address, bound to its place. ContentTrouble `letter.no_address`."""
    try:
        theirs = X25519PublicKey.from_public_bytes(base64.b64decode(to, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ContentTrouble("letter.no_address") from error
    once = X25519PrivateKey.generate()
    ours = once.public_key().public_bytes_raw()
    key = _derived(once.exchange(theirs), ours, theirs.public_bytes_raw())
    whole = len(plain).to_bytes(_LENGTH, "big") + plain
    filled = whole + bytes(-len(whole) % _FILLED)
    return base64.b64encode(ours + AESGCM(key).encrypt(_NONCE, filled, place.encode())).decode()


def read(letter: str, key: X25519PrivateKey, place: str) -> bytes:
    """What a letter says. ContentTrouble `letter.unreadable` for one that is not for this key and this place."""
    try:
        raw = base64.b64decode(letter, validate=True)
        theirs = X25519PublicKey.from_public_bytes(raw[:_KEY_BYTES])
        own = _derived(key.exchange(theirs), raw[:_KEY_BYTES], key.public_key().public_bytes_raw())
        filled = AESGCM(own).decrypt(_NONCE, raw[_KEY_BYTES:], place.encode())
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise ContentTrouble("letter.unreadable") from error
    return filled[_LENGTH : _LENGTH + int.from_bytes(filled[:_LENGTH], "big")]


def _derived(shared: bytes, once: bytes, to: bytes) -> bytes:
    info = b"onewindow letter 1" + once + to
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(shared)
