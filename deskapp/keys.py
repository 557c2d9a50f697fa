"""Secrets: one master key in the system's keyring, and what is derived from it.

No keyring, no cache: a key in a file beside what it opens would lock nothing. Only stores that are known to encrypt are
allowed, because a plaintext one may offer itself silently.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from deskapp.failures import StoreTrouble

_SERVICE = "OneWindow"
_ALLOWED = (
    "keyring.backends.Windows.",
    "keyring.backends.SecretService.",
    "keyring.backends.libsecret.",
    "keyring.backends.kwallet.",
    "keyring.backends.macOS.",
)
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens this installation's stores; each 32 bytes, each good for one store only."""

    cache: bytes
    vault: bytes
    wrapping: bytes


def from_master(master: bytes) -> Keys:
    """The keys that a master key stands for (HKDF-SHA-256, RFC 5869)."""
    return Keys(*(_derived(master, use) for use in ("cache", "vault", "wrapping")))


def from_keyring(home: Path) -> Keys:
    """The keys of the installation in this folder; made at its first start.

    StoreTrouble `keys.no_keyring` when the system offers no keyring that encrypts, `keys.locked` when it will not
    open, `keys.lost` when the cache is there but its key is not.
    """
    import keyring  # slow to import, and the centre never needs it
    from keyring.errors import KeyringError

    backend = keyring.get_keyring()
    names = [f"{type(b).__module__}." for b in (backend, *getattr(backend, "backends", ()))]
    if not any(name.startswith(_ALLOWED) for name in names):
        raise StoreTrouble("keys.no_keyring")
    try:
        kept = keyring.get_password(_SERVICE, str(home))
        if kept is None:
            if (home / "cache.db").exists():
                raise StoreTrouble("keys.lost")
            kept = base64.b64encode(os.urandom(_BYTES)).decode()
            keyring.set_password(_SERVICE, str(home), kept)
    except KeyringError as error:
        raise StoreTrouble("keys.locked") from error
    return from_master(base64.b64decode(kept))


def beside(path: Path) -> Keys:
    """Keys from a file that only its owner may read: for the demo, and for a centre, whose machine is its keyring."""
    try:
        master = path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        master = os.urandom(_BYTES)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "wb") as file:
            file.write(master)
            file.flush()
            os.fsync(file.fileno())
    if len(master) != _BYTES:
        raise StoreTrouble("keys.lost")
    return from_master(master)


def _derived(master: bytes, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=f"onewindow {use} 1".encode()).derive(master)
