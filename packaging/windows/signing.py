"""Signs programs with a certificate of one's own: by osslsigncode on Linux, by signtool on Windows.

The key is named by the environment and lies outside of the repository: ONEWINDOW_SIGN_CERT (PEM, with its chain) and
ONEWINDOW_SIGN_KEY (PEM), or on Windows ONEWINDOW_SIGN_THUMBPRINT of a certificate in the system's own store. Without
any, nothing is signed, and the build says so. ONEWINDOW_SIGN_PASS_FILE: a file with the key's password.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TITLE = "OneWindow"
TEST_NAME = "/CN=OneWindow test, trusted by nobody"


class NoSigningError(RuntimeError):
    """The key cannot be used; the text says what to do."""


def command(file: Path, environment: Mapping[str, str], *, windows: bool, moment: int) -> Sequence[str] | None:
    """What signs a file, or None when no key is named. `moment`: the time it is signed for, seconds since 1970.

    NoSigningError when a key is named that is not there, or lies in the repository.
    """
    thumbprint = environment.get("ONEWINDOW_SIGN_THUMBPRINT", "")
    if windows and thumbprint:
        return ["signtool", "sign", "/fd", "SHA256", "/sha1", thumbprint, "/d", TITLE, str(file)]
    certificate, key = environment.get("ONEWINDOW_SIGN_CERT", ""), environment.get("ONEWINDOW_SIGN_KEY", "")
    if not (certificate or key):
        return None
    if not (certificate and key):
        raise NoSigningError("name both ONEWINDOW_SIGN_CERT and ONEWINDOW_SIGN_KEY, or neither")
    for path in (Path(certificate), Path(key)):
        if not path.is_file():
            raise NoSigningError(f"no such file: {path}")
    if is_kept_with_the_code(Path(key)):
        raise NoSigningError(f"the key lies in the repository; keep it elsewhere: {key}")
    words = [
        "osslsigncode",
        "sign",
        "-certs",
        certificate,
        "-key",
        key,
        "-h",
        "sha256",
        "-n",
        TITLE,
        "-time",
        str(moment),
    ]
    if password := environment.get("ONEWINDOW_SIGN_PASS_FILE", ""):
        words += ["-readpass", password]
    return [*words, "-in", str(file), "-out", str(_beside(file))]


def sign(file: Path, *, moment: int, environment: Mapping[str, str] | None = None) -> bool:
    """Sign a file in its place. False when no key is named. NoSigningError when it cannot be done."""
    environment = os.environ if environment is None else environment
    words = command(file, environment, windows=sys.platform == "win32", moment=moment)
    if words is None:
        return False
    if shutil.which(words[0]) is None:
        raise NoSigningError(f"{words[0]} is needed for signing; please install it")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoSigningError(f"{words[0]}: {(done.stdout + done.stderr).strip().splitlines()[-1:]}")
    if _beside(file).exists():
        _beside(file).replace(file)
    return True


def is_signed(file: Path, certificate: Path) -> bool:
    """Whether a file carries a signature that this certificate (PEM) vouches for, over every byte of it."""
    words = ["osslsigncode", "verify", "-CAfile", str(certificate), "-in", str(file)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def make_test_certificate(folder: Path) -> dict[str, str]:
    """A key and a certificate for trying, good for a week. Returns the environment that names them."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    certificate, key = folder / "test-certificate.pem", folder / "test-key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-keyout", str(key), "-out", str(certificate),
            "-days", "7", "-subj", TEST_NAME, "-addext", "extendedKeyUsage=codeSigning",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    key.chmod(0o600)
    return {"ONEWINDOW_SIGN_CERT": str(certificate), "ONEWINDOW_SIGN_KEY": str(key)}


def is_kept_with_the_code(key: Path) -> bool:
    """Whether git would take the file along. The folder `build` is nobody's to commit."""
    resolved = key.resolve()
    return resolved.is_relative_to(ROOT) and not resolved.is_relative_to(ROOT / "build")


def _beside(file: Path) -> Path:
    return file.with_name(file.name + ".signed")
