"""What a trial of the setup needs: a Windows of its own, a screen, a centre on the Linux side, hands on the keys."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from wine import Wine

from build import BuildError

LOOK = 3.0  # s for a window to be painted before it is looked at; nothing is decided by it
ROOT = Path(__file__).resolve().parents[2]
GOOD = json.loads((ROOT / "resources" / "themes" / "light.json").read_text(encoding="utf-8"))["good"]
SPECK = 9  # pixels: the inside of the round sign before the words
USER = "张三"  # a folder of a user with a Chinese name is in every path
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\OneWindow"


class Trial:
    """One Wine, one centre, and what has been seen so far."""

    def __init__(self, built: Path, out: Path) -> None:
        self.out = out.absolute()
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        self.wine = Wine(self.out / "wine", USER)
        self.built = built
        self.home = self.wine.user / "AppData" / "Local" / "OneWindow"
        self.place = self.wine.user / "AppData" / "Local" / "Programs" / "OneWindow"
        self.port = 0
        self.seen: list[dict[str, object]] = []
        self._begun = time.monotonic()

    def note(self, what: str, **seen: object) -> None:
        """Something was held to its promise."""
        self.seen.append({"what": what, "second": round(time.monotonic() - self._begun), **seen})
        print(f"[{time.monotonic() - self._begun:5.0f} s] {what} {seen or ''}", flush=True)

    def deskapp(self, *words: str, timeout: float = 400) -> subprocess.CompletedProcess[str]:
        """Run the installed command line."""
        return self.wine.run(self.place / "deskapp.exe", *words, timeout=timeout)

    def registry(self, key: str, value: str) -> str:
        """A value of this user's registry; "" without one."""
        told = self.wine.run("reg", "query", f"HKCU\\{key}", *(["/v", value] if value else ["/ve"])).stdout
        for line in told.splitlines():
            for kind in ("REG_SZ", "REG_DWORD"):
                if kind in line:
                    return line.partition(kind)[2].strip()
        return ""

    def unsent(self) -> dict[str, int]:
        """What the installed program says it has not sent."""
        said = self.deskapp("unsent", "--json").stdout
        found = said_json(said)
        must(isinstance(found, dict), f"unsent says {said[-300:]}")
        return cast("dict[str, int]", found)

    def picture(self, name: str) -> Path:
        """What stands on the screen now."""
        path = self.out / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], check=True)
        return path

    def page_is_ready(self) -> bool:
        """Whether the sign-in page says, in its own green, that the centre answers: then it has also named whoever was
        here last, and moves the cursor no more.
        """
        return shows(self.picture("0-seen-last"), GOOD)


def shows(picture: Path, colour: str) -> bool:
    """Whether a colour (#RRGGBB) stands in a picture, on more than a speck of it."""
    seen = cv2.imread(str(picture), cv2.IMREAD_COLOR)
    if seen is None:
        raise BuildError(f"no picture: {picture.name}")
    blue_green_red = np.array([int(colour[at : at + 2], 16) for at in (5, 3, 1)], dtype=np.uint8)
    return int(cv2.inRange(seen, blue_green_red, blue_green_red).sum()) // 255 >= SPECK


def said_json(text: str) -> object:
    """The line of JSON among what a program and its libraries said. BuildError when there is none."""
    for line in text.splitlines():
        if line.startswith(("[", "{")):
            with contextlib.suppress(ValueError):
                return json.loads(line)
    raise BuildError(f"no line of JSON in: {text[-500:]}")


def must(held: object, words: str) -> None:
    """BuildError with these words, unless it is so."""
    if not held:
        raise BuildError(words)


def until(asked: Callable[[], object], words: str, *, seconds: float = 120) -> None:
    """Wait for something; BuildError when it does not come."""
    end = time.monotonic() + seconds
    while not asked():
        must(time.monotonic() < end, f"waited {seconds:.0f} s in vain: {words}")
        time.sleep(0.5)


@contextmanager
def screen(size: str = "1366x768x24") -> Iterator[None]:
    """An X screen of our own; DISPLAY names it meanwhile."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    with subprocess.Popen(words, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        try:
            with os.fdopen(read) as told:
                os.environ["DISPLAY"] = f":{told.readline().strip()}"
            yield
        finally:
            server.terminate()


@contextmanager
def centre(folder: Path, port: int = 0) -> Iterator[int]:
    """A centre with the sample hall, on the Linux side; gives its port. Begun again in the same folder it goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [
        sys.executable, "-m", "ui", "server", "--sample", "--port", str(port),
        "--database", f"sqlite:///{folder / 'centre.db'}", "--pages", str(folder / "pages"),
    ]  # fmt: skip
    environment = {**os.environ, "DESKAPP_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as server:
        try:
            ready = server.stdout.readline().strip() if server.stdout is not None else ""
            must(ready.startswith("ready "), f"the centre did not start: {ready}")
            yield int(ready.rpartition(":")[2])
        finally:
            server.terminate()
            server.wait(30)


def install(trial: Trial, setup: Path, *words: str) -> int:
    """Run a setup silently; its exit code."""
    return trial.wine.run(setup, "/S", *words, timeout=900).returncode


def installed_is(trial: Trial, wanted: str) -> None:
    """That this version is installed whole, and Windows was told so."""
    must((trial.place / "OneWindow.exe").is_file(), "the setup ended well and installed nothing")
    must(not (trial.place / "previous").exists(), "the program before was not let go of")
    shown = trial.registry(UNINSTALL, "DisplayVersion")
    must(shown == wanted, f"Windows' list of programs says {shown or 'nothing'}, not {wanted}")


@contextmanager
def opened(trial: Trial) -> Iterator[str]:
    """The installed program, as the start menu opens it; gives its X window. Closed as by its own button."""
    with trial.wine.start(trial.place / "OneWindow.exe") as process:
        try:
            until(windows, "a window of the program")
            yield windows()[0]
            trial.wine.run("taskkill", "/im", "OneWindow.exe")
            process.communicate(timeout=60)
        finally:
            process.kill()


def windows() -> list[str]:
    """The X windows of the program that can be seen."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "一窗"], capture_output=True, text=True, check=False
    )
    return found.stdout.split()


def keys(window: str, *words: str) -> None:
    """Real keys, to whatever has the focus in a window."""
    subprocess.run(["xdotool", "windowfocus", "--sync", window], check=False)
    subprocess.run(["xdotool", *words], check=True)


def sign_in(trial: Trial, window: str, heard: Callable[[], bool], *, user: str = "") -> None:
    """Somebody signs in by the keyboard; BuildError when the centre does not hear of it.

    Without `user` it is whoever was here last: the page names them, and the cursor stands at the password.
    """
    until(trial.page_is_ready, "the sign-in page says that the centre answers")
    if user:
        keys(window, "type", "--delay", "60", user)
        keys(window, "key", "Return")
    keys(window, "type", "--delay", "60", "demo")
    keys(window, "key", "Return")
    until(heard, "the centre hears of somebody who signs in")


def take_away(trial: Trial, *words: str) -> int:
    """Run the uninstaller silently, and to its end: named so, it does not go on in a copy of itself."""
    copy = trial.out / "uninstall.exe"
    shutil.copy(trial.place / "uninstall.exe", copy)
    return trial.wine.run(copy, "/S", *words, f"_?={trial.wine.path(trial.place)}", timeout=300).returncode
