"""What a program folder needs of the system below it: packages for Depends, and the oldest C library."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_ELF = b"\x7fELF"
_MANY = 200  # files for one call: an argument list has an end
_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)(?:\.\d+)?\b")


class NeedsError(RuntimeError):
    """What is needed could not be found out; the text is that of the tool that was asked."""


def programs(folder: Path) -> list[Path]:
    """The programs and libraries of a folder, in one order; links to them count once."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == _ELF:
                    found.append(path)
    return found


def c_libraries(files: Iterable[Path]) -> Mapping[tuple[int, int], str]:
    """The versions of the C library that are asked for, newest first, each with one file that asks.

    NeedsError when a file cannot be read (objdump is in Debian's binutils, which PyInstaller wants too).
    """
    asked: dict[tuple[int, int], str] = {}
    for some in _in_parts(list(files)):
        told = _said(["objdump", "-p", *map(str, some)])
        for part in re.split(r"\n(?=\S[^\n]*:\s+file format)", told):
            name = part.lstrip().partition(":")[0].rpartition("/")[2]
            for found in _GLIBC.finditer(part.partition("Version References:")[2]):
                asked.setdefault((int(found[1]), int(found[2])), name)
    return dict(sorted(asked.items(), reverse=True))


def searched(files: Iterable[Path]) -> Mapping[Path, tuple[str, ...]]:
    """The folders in which a library looks for others before it looks where the system says. NeedsError as above."""
    found = {}
    for file in files:
        told = re.search(r"^\s+R(?:UN)?PATH\s+(\S+)$", _said(["objdump", "-p", str(file)]), re.MULTILINE)
        if told is not None:
            found[file] = tuple(told[1].split(":"))
    return found


def depends(files: Sequence[Path], own: Iterable[Path]) -> list[str]:
    """The packages of this system that these files are linked to, as Depends wants them: `libc6 (>= 2.35)`.

    `own`: folders with libraries that are shipped with the files. NeedsError naming a library that nobody has.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "debian").mkdir()
        (Path(folder) / "debian" / "control").write_text("Source: onewindow\n\nPackage: onewindow\nArchitecture: any\n")
        told = _said(
            [
                "dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0",
                *(f"-l{place}" for place in own), *(f"-e{file}" for file in files),
            ],
            folder=folder,
        )  # fmt: skip
    found = re.search(r"^shlibs:Depends=(.*)$", told, re.MULTILINE)
    if found is None:
        raise NeedsError(f"dpkg-shlibdeps told nothing: {told[-500:]}")
    return sorted(filter(None, (word.strip() for word in found[1].split(","))))


def _in_parts(files: Sequence[Path]) -> Iterable[Sequence[Path]]:
    return (files[at : at + _MANY] for at in range(0, len(files), _MANY))


def _said(words: Sequence[str], folder: str | None = None) -> str:
    try:
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    except FileNotFoundError as error:
        raise NeedsError(f"{words[0]} is needed: apt-get install binutils dpkg-dev") from error
    if done.returncode:
        faults = [line for line in done.stderr.splitlines() if "error:" in line] or [done.stderr.strip()]
        raise NeedsError(f"{words[0]} ended with {done.returncode}: {'; '.join(faults)[:1500]}")
    return done.stdout
