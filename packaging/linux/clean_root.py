"""A clean system to try packages in: made by mmdebstrap from this machine's own sources, run by systemd-nspawn.

Two ways to run something in it: `once`, with nothing else running, and after `booted` beside its own systemd.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from staging import BuildError

_SOURCES = ("/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list")
_NSPAWN = ("systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--resolv-conf=copy-host")
# What nspawn says of a folder of its own, where no systemd runs beside it.
_NOISE = re.compile(r"Attempted to remove disk file system under .*\n?")
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Root:
    """A system in a folder."""

    def __init__(self, place: Path) -> None:
        self.place = place.absolute()
        self._leader = 0

    def make(self, *include: str) -> None:
        """Only what Debian calls essential, and apt; `include`: packages besides. BuildError if mmdebstrap fails."""
        shutil.rmtree(self.place, ignore_errors=True)
        sources = next((name for name in _SOURCES if Path(name).is_file()), None)
        must(sources, "this machine has no list of Debian's packages")
        words = ["mmdebstrap", "--variant=minbase", "--mode=root", "--quiet"]
        words += [f"--aptopt={option}" for option in _apt_options()]
        if include:
            words.append(f"--include={','.join(include)}")
        done = subprocess.run(
            [*words, _suite(), str(self.place), str(sources)], capture_output=True, text=True, timeout=900, check=False
        )
        must(done.returncode == 0, f"mmdebstrap ended with {done.returncode}: {done.stderr[-1500:]}")

    def once(
        self, *words: str, user: str = "root", timeout: float = 900, **around: str
    ) -> subprocess.CompletedProcess[str]:
        """Run something with nothing else running."""
        spoken = [*_NSPAWN, "--pipe", "--as-pid2", f"--user={user}", "-D", str(self.place)]
        spoken += [f"--setenv={name}={value}" for name, value in around.items()]
        done = _said([*spoken, *words], timeout)
        done.stdout = _NOISE.sub("", done.stdout)
        return done

    @contextlib.contextmanager
    def booted(self) -> Iterator[None]:
        """Its own systemd runs meanwhile. It has this machine's network, and with it the (abstract) sockets of its X
        screens; the folder of X sockets is not shared, because a system that boots empties it.
        """
        log = self.place.with_suffix(".boot.log")
        words = [*_NSPAWN, "--boot", "--console=pipe", "-D", str(self.place)]
        with (
            log.open("w") as told,
            subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=told, stderr=told) as nspawn,
        ):
            try:
                until(
                    lambda: _first_of(nspawn.pid) or nspawn.poll() is not None, "the clean system's own first process"
                )
                self._leader = _first_of(nspawn.pid)
                must(self._leader, f"the clean system did not boot; see {log}")
                until(
                    lambda: self.run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"), "boot"
                )
                yield
                self.run("systemctl", "--no-block", "poweroff")
                nspawn.wait(90)
            finally:
                self._leader = 0
                nspawn.kill()

    def run(
        self, *words: str, user: str = "root", timeout: float = 900, **around: str
    ) -> subprocess.CompletedProcess[str]:
        """Run something beside its systemd, or once when it is not booted."""
        if not self._leader:
            return self.once(*words, user=user, timeout=timeout, **around)
        return _said(self._inside(words, user, around), timeout)

    def start(self, *words: str, user: str, **around: str) -> subprocess.Popen[str]:
        """Run something beside its systemd that goes on; the caller ends it."""
        return subprocess.Popen(
            self._inside(words, user, around), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def well(self, *words: str, user: str = "root", **around: str) -> str:
        """Run something that has to end well; returns what it says. BuildError with its last words."""
        done = self.run(*words, user=user, **around)
        must(done.returncode == 0, f"{' '.join(words)[:200]} ended with {done.returncode}: {done.stdout[-2500:]}")
        return done.stdout

    def apt(self, *words: str) -> str:
        """apt-get, which asks nothing."""
        return self.well("apt-get", "-q", "-y", "--no-install-recommends", *words, DEBIAN_FRONTEND="noninteractive")

    def _inside(self, words: Sequence[str], user: str, around: dict[str, str]) -> list[str]:
        home = "/root" if user == "root" else f"/home/{user}"
        told = {"PATH": _PATH, "HOME": home, "LANG": "C.UTF-8", "USER": user, **around}
        enter = ["nsenter", "-t", str(self._leader), "-m", "-u", "-i", "-p", "-r", "-w", "env", "-i"]
        change = [] if user == "root" else ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
        return [*enter, *(f"{name}={value}" for name, value in told.items()), *change, *words]


def must(held: object, words: str) -> None:
    """BuildError with these words, unless it is so."""
    if not held:
        raise BuildError(words)


def until(asked: Callable[[], object], words: str, *, seconds: float = 120) -> None:
    """Wait for something; BuildError when it does not come."""
    end = time.monotonic() + seconds
    while not asked():
        must(time.monotonic() < end, f"waited {seconds:.0f} s in vain: {words}")
        time.sleep(0.2)


def _said(words: Sequence[str], timeout: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        timeout=timeout, check=False,
    )  # fmt: skip


def _first_of(nspawn: int) -> int:
    """The process that is the first of a system below this one; 0 while there is none."""
    waiting = [nspawn]
    while waiting:
        pid = waiting.pop()
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{pid}/status").read_text()
            spaces = next(line for line in status.splitlines() if line.startswith("NSpid:")).split()[1:]
            if len(spaces) > 1 and spaces[-1] == "1" and "\nName:\tsystemd\n" in f"\n{status}":
                return pid
            for thread in Path(f"/proc/{pid}/task").iterdir():
                waiting += [int(child) for child in (thread / "children").read_text().split()]
    return 0


def _suite() -> str:
    told = Path("/etc/os-release").read_text(encoding="utf-8")
    names = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    return names.get("VERSION_CODENAME", "stable").strip('"')


def _apt_options() -> list[str]:
    """How this machine speaks to its sources (proxies, dates that are believed): the clean system does so, too."""
    told = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True).stdout
    wanted = ("Acquire::Check-", "Acquire::http", "Acquire::https", "Acquire::Retries")
    return [line for line in told.splitlines() if line.startswith(wanted) and not line.endswith(' "";')]


def owner_of(path: Path) -> int:
    """The number of the account that a file belongs to."""
    return os.stat(path).st_uid
