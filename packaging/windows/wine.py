"""Windows programs on Linux: a Wine of their own in one folder, told what it must be told.

Wine 8 lacks a few things that Windows 10 has, and each of them would look like a fault of ours:

- `bcryptprimitives.dll` and `icuuc.dll`: two small ones of our own (`stubs/`) stand in. They are never shipped.
- `wbemprox` answers half of a question that Python asks, and the process ends: switched off.
- Python does not start on a stream that is a file or `/dev/null`: all three standard streams are pipes.
- its voices (`sapi`, `windows.media.speech`) are empty and fall over: switched off, so Qt says that it has none.
- a crash opens a debugger that waits for ever, and the first start wants to fetch Mono and Gecko: switched off.
- desktop and menus lie in the caller's own home: it gets another one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

_STUBS = {"bcryptprimitives": ("-ladvapi32",), "icuuc": ()}
_SWITCHED_OFF = "wbemprox=d;winedbg.exe=d;winemenubuilder.exe=d;mscoree=d;mshtml=d;sapi=d;windows.media.speech=d"
_DRIVE = "Z:"  # Wine's name for the root of the disk


class Wine:
    """One Wine, made in a folder when it is first wanted. `user`: who it believes to sit there; "" is who calls it."""

    def __init__(self, folder: Path, user: str = "") -> None:
        self.folder = folder.absolute()
        self._user = user or os.environ.get("USER", "root")
        self.prefix = self.folder / "prefix"
        self.home = self.folder / "home"

    @property
    def drive(self) -> Path:
        """Where its drive C lies."""
        return self.prefix / "drive_c"

    @property
    def user(self) -> Path:
        """The folder of the user it knows."""
        return self.drive / "users" / self._user

    def make(self) -> None:
        """Begin it, unless it is there: a Windows 10 with what it lacks for our libraries."""
        if (self.prefix / "made").exists():
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.home / "Desktop").mkdir(parents=True)
        self.run("wineboot", "-i", timeout=300)
        self.run("winecfg", "-v", "win10", timeout=120)
        stubs = Path(__file__).resolve().parent / "stubs"
        for name, libraries in _STUBS.items():
            target = self.drive / "windows" / "system32" / f"{name}.dll"
            compiler = ["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-s", "-w", "-o", str(target)]
            subprocess.run([*compiler, str(stubs / f"{name}.c"), *libraries], check=True)
        (self.prefix / "made").touch()

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a program in it is started with. Wine keeps `QT_…` to itself unless it is called `WINEQT_…`."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "PYTHON", "DESKAPP_"))}
        return {
            **kept,
            "HOME": str(self.home),
            "USER": self.user.name,
            "LC_ALL": "C.UTF-8",  # else no name with a Chinese letter can be a file's
            "WINEARCH": "win64",
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _SWITCHED_OFF,
            **{f"WINE{name}" if name.startswith("QT_") else name: value for name, value in (more or {}).items()},
        }

    def start(
        self, *words: str | Path, folder: Path | None = None, more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program and go on. Whoever starts it reads what it says and ends it."""
        return subprocess.Popen(
            ["wine", *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            cwd=folder, env=self.environment(more),
        )  # fmt: skip

    def run(
        self,
        *words: str | Path,
        folder: Path | None = None,
        more: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; TimeoutExpired after so many seconds. What it said, both streams, without CR."""
        with self.start(*words, folder=folder, more=more) as process:
            try:
                said, _ = process.communicate(b"\n", timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        text = said.decode("utf-8", "replace").replace("\r", "")
        lines = [line for line in text.splitlines() if "XDG_RUNTIME_DIR" not in line]
        return subprocess.CompletedProcess(words, process.returncode, "\n".join(lines))

    def path(self, path: Path) -> str:
        """How a program in it calls a path of this computer."""
        absolute = path.absolute()
        if absolute.is_relative_to(self.drive):
            return "C:\\" + str(absolute.relative_to(self.drive)).replace("/", "\\")
        return _DRIVE + str(absolute).replace("/", "\\")

    def close(self) -> None:
        """End it and all that runs in it, and nothing of another."""
        subprocess.run(["wineserver", "-k"], env=self.environment(), check=False)


class Windows:
    """The same on Windows itself, where programs simply run."""

    def make(self) -> None:
        """It is there."""

    def run(
        self,
        *words: str | Path,
        folder: Path | None = None,
        more: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; TimeoutExpired after so many seconds. What it said, both streams."""
        return subprocess.run(
            [*map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", errors="replace",
            cwd=folder, env={**os.environ, **(more or {})}, timeout=timeout, check=False,
        )  # fmt: skip

    def path(self, path: Path) -> str:
        """A path is called what it is called."""
        return str(path.absolute())

    def close(self) -> None:
        """Nothing was begun."""
