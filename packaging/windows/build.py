"""Makes the setup program of 一窗 · OneWindow for Windows.

    make windows                          on Linux (Wine runs Windows' Python)
    py packaging/windows/build.py         on Windows (NSIS has to be installed)

In `--out` (build/windows) afterwards: OneWindow-VERSION-setup.exe, its bill of materials (….cdx.json), the word on it
that desks believe (….update.json, where a key is named: statement.py), the digests (SHA256SUMS), and
`program/OneWindow`, the folder that the setup lays down. Exit code 1 with one line that says what is wrong.

The same input gives the same program folder: hashes, moments and the order of everything are fixed. The moment that is
written into files is the one of the last commit, or SOURCE_DATE_EPOCH.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import imports
import parts_list
import signing
import sizes
import statement
import verified
import version_info
import wheels
from wine import Windows, Wine

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NAME = "OneWindow"
RECIPE = (
    "recipe.sha256"  # the digest of the recipe that it was made by; verify.py holds it against the one that is there
)
_LONGEST = 3600  # s for PyInstaller on a computer that has other things to do
_MUST_BE_THERE = (
    "OneWindow.exe",
    "deskapp.exe",
    "_internal/PySide6/plugins/platforms/qwindows.dll",  # without it PyInstaller ends well and no window opens
    "_internal/PySide6/plugins/platforms/qoffscreen.dll",
    "_internal/PySide6/plugins/imageformats/qsvg.dll",
    "_internal/resources/fonts/NotoSansSC-Regular.ttf",
    "_internal/resources/catalog/sample.yaml",
    "_internal/resources/i18n/onewindow_en.qm",
    "_internal/db/migrations/env.py",
)
_MANIFEST_SAYS = (b"longPathAware", b"PerMonitorV2")


class BuildError(RuntimeError):
    """What was made is not what was wanted; the text says what and where."""


class Build:
    """One run of the recipe, in one folder."""

    def __init__(self, out: Path, version: str) -> None:
        self.out = out.absolute()
        self.version = version
        self.moment = _moment()
        self.machine = Windows() if sys.platform == "win32" else Wine(self.out / "wine")
        self.program = self.out / "program" / NAME
        self.setup = self.out / f"{NAME}-{version}-setup.exe"
        self._begun = time.monotonic()

    def say(self, words: str) -> None:
        """One step is done."""
        print(f"[{time.monotonic() - self._begun:5.0f} s] {words}", flush=True)

    def make_program(self) -> None:
        """The program folder: Python and wheels, PyInstaller, and what is looked at afterwards."""
        python = wheels.lay_out(self.out / "python")
        self.say("Python and the packages of the lock are laid out")
        self.machine.make()
        shutil.rmtree(self.out / "program", ignore_errors=True)
        described = self.out / "version.txt"
        described.write_text(version_info.text(self.version), encoding="utf-8")
        ended = self.machine.run(
            python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
            "--distpath", self.machine.path(self.out / "program"), "--workpath", self.machine.path(self.out / "work"),
            self.machine.path(HERE / "onewindow.spec"),
            folder=self.out, timeout=_LONGEST,
            more={
                "ONEWINDOW_VERSION_FILE": self.machine.path(described),
                "SOURCE_DATE_EPOCH": str(self.moment),
                "PYTHONHASHSEED": "1",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )  # fmt: skip
        (self.out / "pyinstaller.log").write_text(ended.stdout, encoding="utf-8")
        if ended.returncode:
            raise BuildError(f"PyInstaller ended with {ended.returncode}; see {self.out / 'pyinstaller.log'}")
        self.say("the program is put together")
        check(self.program)
        self.say("everything it needs is there, or part of Windows")

    def make_setup(self, *, quick: bool = False) -> None:
        """The setup program of the folder; `quick`: larger and made in a fraction of the time, for tries."""
        makensis = shutil.which("makensis")
        if makensis is None:
            raise BuildError("makensis is needed: install NSIS and have it in PATH")
        self.out.mkdir(parents=True, exist_ok=True)
        size = sum(sizes.shares(self.program).values()) // 1024
        statement.lay_keys(self.program / "_internal")
        listed = self.out / "files.nsh"
        listed.write_text(files_to_lay_down(self.program), encoding="utf-8")
        numbers = ".".join(map(str, version_info.numbers(self.version)))
        defines = [f"VERSION={self.version}", f"NUMBERS={numbers}", f"FILES={listed}", f"SETUP={self.setup}"]
        defines += [f"KILOBYTES={size}", *(["QUICK=1"] if quick else [])]
        if sys.platform != "win32":
            defines.append("TARGET=amd64-unicode")  # a setup of 32 bits does nothing in a Wine of 64, and says nothing
        if signing.command(self.setup, os.environ, windows=sys.platform == "win32", moment=self.moment) is not None:
            defines.append(f"SIGN={sys.executable} {Path(__file__).resolve()} --sign-one")
        words = [
            makensis,
            "-V2",
            "-INPUTCHARSET",
            "UTF8",
            *(f"-D{define}" for define in defines),
            str(HERE / "setup.nsi"),
        ]
        done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
                              env={**os.environ, "SOURCE_DATE_EPOCH": str(self.moment)})  # fmt: skip
        if done.returncode:
            raise BuildError(f"makensis ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}")
        self.say(f"{self.setup.name} is made")

    def sign_program(self) -> bool:
        """Sign our own programs in the folder. Those of others keep the signature they have."""
        signed = [signing.sign(self.program / name, moment=self.moment) for name in ("OneWindow.exe", "deskapp.exe")]
        self.say("the programs are signed" if all(signed) else "nothing is signed: no key was named (see signing.py)")
        return all(signed)

    def write_lists(self) -> None:
        """The bill of materials and the digests, beside the setup."""
        lib = self.out / "python" / "python" / wheels.SITE
        listing = (self.out / "work" / "onewindow" / "PYZ-00.toc").read_text(encoding="utf-8")
        packages = parts_list.shipped(lib, self.program, parts_list.modules_in(listing))
        told = parts_list.bill(
            self.version, _python_version(self.out), packages, wheels.LOCK.read_text(encoding="utf-8"),
            moment=self.moment, setup=self.setup,
        )  # fmt: skip
        bill = self.setup.with_suffix(".cdx.json")
        bill.write_text(told, encoding="utf-8")
        (self.out / RECIPE).write_text(verified.digest(of_making=True), encoding="ascii")
        signed = statement.write(self.setup, self.version)
        self.say("the statement for updates is signed" if signed else "no statement for updates: no key was named")
        handed_out = [self.setup, bill, *([self.setup.with_suffix(".update.json")] if signed else [])]
        (self.out / "SHA256SUMS").write_text(parts_list.digests(handed_out), encoding="utf-8")
        self.say(f"{bill.name} names {len(packages)} packages")


def files_to_lay_down(program: Path) -> str:
    """The program's files as the setup lays them down, those of one folder together, in one order on every disk.

    BuildError when there are none.
    """
    lines, folder = [], None
    files = [path for path in program.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda path: (path.parent.as_posix(), path.name)):
        if path.parent != folder:
            folder = path.parent
            below = str(folder.relative_to(program)).replace("/", "\\")
            lines.append(f'SetOutPath "$INSTDIR{"" if below == "." else chr(92) + below}"')
        lines.append(f'File "{path}"')
    if not lines:
        raise BuildError(f"there is no program in {program}")
    return "\n".join(lines) + "\n"


def check(program: Path) -> None:
    """That a program folder is whole. BuildError naming what lacks, or what is too large."""
    if lacking := [name for name in _MUST_BE_THERE if not (program / name).is_file()]:
        raise BuildError(f"not in the program: {', '.join(lacking)}")
    for name in ("OneWindow.exe", "deskapp.exe"):
        told = (program / name).read_bytes()
        if unsaid := [word.decode() for word in _MANIFEST_SAYS if word not in told]:
            raise BuildError(f"{name} does not tell Windows: {', '.join(unsaid)}")
    if missing := imports.missing(program):
        raise BuildError(
            "neither shipped nor part of Windows: "
            + "; ".join(f"{k} for {', '.join(v[:3])}" for k, v in missing.items())
        )


def _moment() -> int:
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not said:
        git = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        said = git.stdout.strip()
    return int(said or 1_700_000_000)


def _python_version(out: Path) -> str:
    """The full version of the Windows Python, as its library calls itself (UTF-16 in its description)."""
    data = (out / "python" / "python" / "python313.dll").read_bytes()
    found = re.search(rb"3\x00\.\x001\x003\x00\.\x00(?:[0-9]\x00)+", data)
    return found[0].decode("utf-16-le") if found else wheels.PYTHON_VERSION


def main() -> int:
    """Make it all, or one part."""
    parser = argparse.ArgumentParser(description="the Windows setup of OneWindow")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "windows")
    parser.add_argument("--version", default=version_info.version(), help="another version than pyproject.toml's")
    parser.add_argument("--setup-only", action="store_true", help="the program folder is there already")
    parser.add_argument("--quick", action="store_true", help="a larger setup in less time, for tries")
    parser.add_argument("--sign-one", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.sign_one is not None:  # makensis calls back for the setup and its uninstaller
        return 0 if signing.sign(said.sign_one, moment=_moment()) else 1
    build = Build(said.out, said.version)
    build.out.mkdir(parents=True, exist_ok=True)
    try:
        if not said.setup_only:
            build.make_program()
            build.sign_program()
        build.make_setup(quick=said.quick)
        build.write_lists()
    except (BuildError, signing.NoSigningError, subprocess.SubprocessError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    finally:
        build.machine.close()
    print(sizes.table(build.program, build.setup))
    too_large = [] if said.quick else sizes.too_large(build.program, build.setup)
    for finding in too_large:
        print(f"build.py: larger than it may be: {finding}", file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
