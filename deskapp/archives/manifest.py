"""The manifest: every part of a package with its size and digest, what the package is, and whose word stands for it.

`manifest.json` lists the parts before it, `manifest.sha256` holds the manifest's own digest as `sha256sum -c` reads it,
and `signature.json` is the centre's word for it (Ed25519, RFC 8032), with the key of its grants and checkpoints. A desk
has no such key: what it makes is the same but for this last part.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from deskapp.archives.parts import FORM, MANIFEST, Part, media_of
from deskapp.protocol.json import canonical

_SAID = b"onewindow archive manifest 1\n"  # what is signed begins so: no other thing signed with this key does


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part in the manifest."""

    name: str
    size: int
    sha256: str
    media: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the package is. `package` is the digest that the case's cover prints, `retention` a
    `rules.retention.Keep`.
    """

    form: str
    hall: str
    case: str
    number: str
    package: str
    retention: str
    archived_at: str
    parts: Sequence[Listed]


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The centre's signature over the digest of the manifest; key and signature in base64."""

    algorithm: str
    hall: str
    manifest: str
    key: str
    signature: str


def listed(parts: Sequence[Part]) -> list[Listed]:
    """Parts as the manifest lists them."""
    return [Listed(part.name, part.size, part.sha256, media_of(part.name)) for part in parts]


def bytes_of(manifest: Manifest) -> bytes:
    """The manifest in its canonical form."""
    return canonical(manifest)


def digest_line(data: bytes) -> bytes:
    """The content of `manifest.sha256`."""
    return f"{sha256(data).hexdigest()}  {MANIFEST}\n".encode("ascii")


def signed(data: bytes, hall: str, key: Ed25519PrivateKey) -> bytes:
    """The content of `signature.json` for a manifest. The same key signs the same manifest the same."""
    digest = sha256(data).hexdigest()
    return canonical(
        Signature(
            algorithm="Ed25519", hall=hall, manifest=digest,
            key=base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode(),
            signature=base64.b64encode(key.sign(_SAID + digest.encode())).decode(),
        )
    )  # fmt: skip


def is_signed(signature: Signature, data: bytes) -> bool:
    """Whether the signature was made over this manifest with the key that it names."""
    if signature.algorithm != "Ed25519" or signature.manifest != sha256(data).hexdigest():
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature.key, validate=True))
        key.verify(base64.b64decode(signature.signature, validate=True), _SAID + signature.manifest.encode())
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


__all__ = ["FORM", "Listed", "Manifest", "Signature", "bytes_of", "digest_line", "is_signed", "listed", "signed"]
