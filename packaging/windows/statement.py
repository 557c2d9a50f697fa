"""Signs the word on a new version that every desk wants to see before it installs one, whoever handed it on.

    python packaging/windows/statement.py --make-key update.pem     once; keep it apart. Prints the public key
    python packaging/windows/statement.py --public update.pem       prints it again, for update_keys in settings.toml
    python packaging/windows/statement.py SETUP.exe VERSION         signs a setup that lies there already

ONEWINDOW_UPDATE_KEY names the key (PEM, Ed25519), which lies outside of the repository. build.py lays the public key
into the program, so that the versions of today believe those of tomorrow, and writes `….update.json` beside the setup.
ONEWINDOW_UPDATE_KEYS names further public keys (base64, with blanks): of the next key, or for a builder without one.
Without any, nothing is signed, desks ask for no updates, and the build says so.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from signing import NoSigningError, is_kept_with_the_code

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEYS = "update_keys.txt"  # in the program folder
KIND = "windows-setup"
_MARK = b"onewindow update 1\n"  # as deskapp/protocol/update_statement.py; a test compares what both make


def text(setup: Path, version: str, kind: str = KIND) -> str:
    """What is signed: which package this is."""
    data = setup.read_bytes()
    said = {
        "file": setup.name, "form": 1, "kind": kind, "product": "OneWindow",
        "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "version": version,
    }  # fmt: skip
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def write(setup: Path, version: str, kind: str = KIND, environment: Mapping[str, str] | None = None) -> bool:
    """Write the signed statement beside a setup. False when no key is named. NoSigningError."""
    key = _key(os.environ if environment is None else environment)
    if key is None:
        return False
    said = text(setup, version, kind)
    signature = base64.b64encode(key.sign(_MARK + said.encode())).decode()
    made = json.dumps({"statement": said, "signature": signature}, indent=1)
    setup.with_suffix(".update.json").write_text(made + "\n", encoding="ascii")
    return True


def lay_keys(folder: Path, environment: Mapping[str, str] | None = None) -> bool:
    """Lay the public keys into a program folder. False, and none lie there, when none are named. NoSigningError."""
    environment = os.environ if environment is None else environment
    key = _key(environment)
    keys = ([public(key)] if key is not None else []) + environment.get("ONEWINDOW_UPDATE_KEYS", "").split()
    laid = folder / KEYS
    laid.unlink(missing_ok=True)
    if keys and folder.is_dir():
        laid.write_text("\n".join(dict.fromkeys(keys)) + "\n", encoding="ascii")
    return bool(keys)


def make_key(file: Path) -> str:
    """A new key in a file that only its owner reads; returns the public key. NoSigningError for a bad place."""
    if is_kept_with_the_code(file):
        raise NoSigningError(f"the key would lie in the repository; keep it elsewhere: {file}")
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    made = Ed25519PrivateKey.generate()
    pem = made.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(pem)
    except OSError as error:
        raise NoSigningError(f"the key cannot be written: {file}: {error.strerror}") from error
    return public(made)


def public(key: Ed25519PrivateKey) -> str:
    """The public key as settings and packages bear it."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def _key(environment: Mapping[str, str]) -> Ed25519PrivateKey | None:
    named = environment.get("ONEWINDOW_UPDATE_KEY", "")
    if not named:
        return None
    file = Path(named)
    if is_kept_with_the_code(file):
        raise NoSigningError(f"the key lies in the repository; keep it elsewhere: {file}")
    return read_key(file)


def read_key(file: Path) -> Ed25519PrivateKey:
    """The key in a file. NoSigningError."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise NoSigningError("the package cryptography is needed for the statement; please install it") from error
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise NoSigningError(f"no key (PEM, Ed25519, without a password) in {file}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoSigningError(f"not a key of Ed25519: {file}")
    return key


def main() -> int:
    """Make a key, show its public half, or sign."""
    parser = argparse.ArgumentParser(description="the signed word on a new version")
    parser.add_argument("--make-key", type=Path, metavar="FILE")
    parser.add_argument("--public", type=Path, metavar="FILE")
    parser.add_argument("setup", type=Path, nargs="?")
    parser.add_argument("version", nargs="?")
    parser.add_argument("--kind", default=KIND, help="of the package: windows-setup, or debian")
    said = parser.parse_args()
    try:
        if said.make_key is not None:
            print(make_key(said.make_key))
        elif said.public is not None:
            print(public(read_key(said.public)))
        elif said.setup is None or said.version is None:
            parser.error("name a setup and its version")
        elif not write(said.setup, said.version, said.kind):
            raise NoSigningError("name a key: ONEWINDOW_UPDATE_KEY")
    except (NoSigningError, OSError) as error:
        print(f"statement.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
