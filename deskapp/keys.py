"""Secrets: one master key in the system's keyring, and what is derived from it.

No keyring, no cache: a key in a file beside what it opens would lock nothing. Only stores that are known to encrypt are
allowed, because a plaintext one may offer itself silently.
"""

from __future__ import annotations

import base64
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
_STAYS = {1: "session", 2: "local machine", 3: "enterprise"}  # Windows: CRED_PERSIST_…


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
    from keyring.errors import KeyringError

    backend = _store()
    try:
        kept = backend.get_password(_SERVICE, str(home))
        if kept is None:
            if (home / "cache.db").exists():
                raise StoreTrouble("keys.lost")
            kept = base64.b64encode(os.urandom(_BYTES)).decode()
            backend.set_password(_SERVICE, str(home), kept)
    except KeyringError as error:
        raise StoreTrouble("keys.locked") from error
    return from_master(_master(kept))


def store_name() -> str:
    """What the system's store is called, and where on Windows its words stay. StoreTrouble `keys.no_keyring`."""
    backend = _store()
    stays = _STAYS.get(getattr(backend, "persist", 0), "")
    return type(backend).__name__ + (f", {stays}" if stays else "")


def _store() -> Any:
    """The system's store of secrets, one of those that encrypt."""
    import keyring  # slow to import, and the centre never needs it

    offered = keyring.get_keyring()
    backends = (offered, *getattr(offered, "backends", ()))  # a chain of several names its links
    backend = next((one for one in backends if f"{type(one).__module__}.".startswith(_ALLOWED)), None)
    if backend is None:
        raise StoreTrouble("keys.no_keyring")
    if hasattr(backend, "persist"):  # Windows' store: by default what is in it travels with a user's roaming profile
        backend.persist = "local machine"
    return backend


def _master(kept: str) -> bytes:
    try:
        master = base64.b64decode(kept, validate=True)
    except ValueError as error:
        raise StoreTrouble("keys.lost") from error
    if len(master) != _BYTES:
        raise StoreTrouble("keys.lost")
    return master


def beside(path: Path) -> Keys:
    """Keys from a file that only its owner may read: for the demo, and for a centre, whose machine is its keyring.

    StoreTrouble `keys.lost` when the file holds something else.
    """
    if not path.exists():
        _begin(path)
    master = path.read_bytes()
    if len(master) != _BYTES:
        raise StoreTrouble("keys.lost")
    return from_master(master)


def _begin(path: Path) -> None:
    """A new master key; whole or not there, and the first of several starters wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made, part = tempfile.mkstemp(dir=path.parent)  # only its owner may read it
    try:
        with os.fdopen(made, "wb") as file:
            file.write(os.urandom(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            if os.name == "nt":
                os.rename(part, path)  # refuses by itself to replace a file
            else:
                os.link(part, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)


def _derived(master: bytes, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=f"onewindow {use} 1".encode()).derive(master)
