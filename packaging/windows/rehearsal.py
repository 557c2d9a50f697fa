"""The setup's own ways, tried in a minute with a stand-in for the program: what goes wrong, and what is left then.

Started by verify.py before the program itself is installed, which takes minutes.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from trial import USER, until
from wine import Wine

from build import Build, BuildError

_STAND_IN = Path(__file__).resolve().parent / "stubs" / "stand_in.c"
_RUN = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
CENTRE = "http://centre.hall.example:8470/"
CODE = "4KX7-Q2MP-9TW8"


class Rehearsal:
    """A Wine and a stand-in of several versions."""

    def __init__(self, out: Path) -> None:
        self.out = out.absolute()
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        self.wine = Wine(self.out / "wine", USER)
        self.home = self.wine.user / "AppData" / "Local" / "OneWindow"
        self.place = self.wine.user / "AppData" / "Local" / "Programs" / "OneWindow"
        self._program = self.out / "stand-in.exe"

    def make(self) -> None:
        """Begin the Wine and compile the stand-in."""
        self.wine.make()
        compiler = ["x86_64-w64-mingw32-gcc", "-O1", "-s", "-w", "-municode", "-o", str(self._program), str(_STAND_IN)]
        subprocess.run(compiler, check=True)

    def setup(self, version: str, **codes: int) -> Path:
        """A setup of a version whose commands end with these codes."""
        one = Build(self.out, version)
        one.program = self.out / version
        (one.program / "_internal").mkdir(parents=True)
        for name in ("OneWindow.exe", "deskapp.exe"):
            shutil.copy(self._program, one.program / name)
        (one.program / "_internal" / "version.txt").write_text(version, encoding="ascii")
        for command, code in codes.items():
            (one.program / "_internal" / f"{command}.txt").write_text(str(code), encoding="ascii")
        one.make_setup(quick=True)
        return one.setup

    def run(self, program: Path, *words: str) -> int:
        """Run a setup or an uninstaller silently; its exit code."""
        more = {"ONEWINDOW_CALLS": self.wine.path(self.out)}
        return self.wine.run(program, "/S", *words, more=more, timeout=120).returncode

    def calls(self) -> list[str]:
        """How the program was called since this was asked last."""
        file = self.out / "calls.txt"
        said = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return said

    def version(self) -> str:
        """Which program lies there, whole; "" when none does."""
        file = self.place / "_internal" / "version.txt"
        whole = all((self.place / name).is_file() for name in ("OneWindow.exe", "deskapp.exe"))
        return file.read_text(encoding="ascii") if whole and file.exists() else ""

    def take_away(self, *words: str) -> int:
        """Run the uninstaller to its end: named so, it does not go on in a copy of itself."""
        copy = self.out / "uninstall.exe"
        shutil.copy(self.place / "uninstall.exe", copy)
        return self.run(copy, *words, f"_?={self.wine.path(self.place)}")


def held(found: object, wanted: object, words: str) -> None:
    """BuildError, unless what was found is what was wanted."""
    if found != wanted:
        raise BuildError(f"rehearsal: {words}: {found!r}, not {wanted!r}")


def words_are_taken_as_said(one: Rehearsal, first: Path) -> None:
    """What a script says reaches the program; what could be more than an address does not."""
    for odd in (f'/SERVER={CENTRE}" & calc', "/WINDOW=--help", "/WINDOW=3;4", "/SERVER=http://a b"):
        held(one.run(first, odd), 2, f"let in: {odd}")
        held(one.version(), "", f"installed with {odd}")
    held(one.run(first, "/ALLUSERS=1", f"/CODE={CODE}"), 2, "one code for everybody")
    held(one.version(), "", "installed with one code for everybody")
    authority = one.out / "the hall.pem"
    authority.write_text("a certificate", encoding="ascii")
    words = (f"/CAFILE={one.wine.path(authority)}", f"/SERVER={CENTRE}", "/WINDOW=3", f"/CODE={CODE}", "/DESKTOP=0")
    held(one.run(first, *words), 0, "the first installation")
    wanted = f"enroll 3 --server {CENTRE} --once --ca-file {one.wine.path(one.place / 'hall-ca.pem')} with {CODE}"
    held(one.calls(), ["doctor --installation", wanted], "called as")
    held((one.place / "hall-ca.pem").read_text(encoding="ascii"), "a certificate", "the hall's certificate")
    held([path.name for path in (one.wine.user / "Desktop").glob("*.lnk")], [], "on the desktop without being asked")
    exported = one.out / "software.reg"
    one.wine.run("reg", "export", r"HKCU\Software", one.wine.path(exported), "/y")
    kept = exported.read_text(encoding="utf-16")
    held(("OneWindow" in kept, CODE in kept), (True, False), "the setup and its code in the registry")


def a_program_that_stays_open_is_left_alone(one: Rehearsal, second: Path) -> None:
    """It is asked to close; when it does not, nothing has been touched."""
    one.calls()
    more = {"ONEWINDOW_CALLS": one.wine.path(one.out)}
    with one.wine.start(one.place / "OneWindow.exe", "wait", more=more) as process:
        try:
            until((one.out / "calls.txt").exists, "the stand-in to start")
            held(one.run(second), 2, "an upgrade of a program that is open")
            held(one.version(), "1.0.0", "under an open program")
            held((one.place / "previous").exists(), False, "put aside under an open program")
        finally:
            one.wine.run("taskkill", "/f", "/im", "OneWindow.exe")
            process.communicate(timeout=60)


def an_upgrade_goes_through_or_back(one: Rehearsal, second: Path, broken: Path) -> None:
    """Cache and program come back together; a setup that was cut off is mended by the next."""
    one.home.mkdir(parents=True, exist_ok=True)
    for name in ("cache.db", "cache.db-wal"):
        (one.home / name).write_text(name, encoding="ascii")
    held(one.run(second), 0, "the upgrade")
    held(one.version(), "2.0.0", "after the upgrade")
    held(one.run(broken), 2, "a version that fails its check")
    held(one.version(), "2.0.0", "after a version that fails its check")
    held(sorted(path.name for path in one.home.iterdir()), ["cache.db", "cache.db-wal"], "the data afterwards")
    held((one.home / "cache.db").read_text(encoding="ascii"), "cache.db", "the cache that the new version had changed")
    held((one.place / "previous").exists(), False, "left aside")
    aside = one.place / "previous"  # the power went while a new version was laid down
    aside.mkdir()
    for name in ("_internal", "deskapp.exe", "OneWindow.exe"):
        (one.place / name).rename(aside / name)
    (one.place / "_internal").mkdir()
    (one.place / "_internal" / "half.dll").write_text("half", encoding="ascii")
    held(one.run(broken), 2, "a broken version over half a program")
    held(one.version(), "2.0.0", "the whole program that lay aside")
    held((one.place / "_internal" / "half.dll").exists(), False, "half a program")


def one_that_the_program_began(one: Rehearsal, first: Path, second: Path, broken: Path, dead: Path) -> None:
    """Begun by the program itself, a version has to pass its check and to come; a program is open afterwards."""
    told = one.out / "updates"
    told.mkdir()
    word = f"/UPDATE={one.wine.path(told)}"
    held(one.run(first), 0, "a version to begin with")
    one.calls()
    for setup, code, version, calls, words in (
        (second, 0, "2.0.0", ["doctor --installation", ""], "one that comes"),
        (broken, 2, "2.0.0", ["doctor --installation", ""], "one that fails its check"),
        (dead, 2, "2.0.0", ["doctor --installation", "", ""], "one that dies at once"),
    ):
        held(one.run(setup, word), code, words)
        held((told / "result.txt").read_text(encoding="ascii"), str(code), f"told of {words}")
        held(one.version(), version, f"after {words}")
        until(lambda calls=calls: len(_lines(one)) >= len(calls), f"the program after {words}")
        held(one.calls(), calls, f"called for {words}")
        held((one.place / "previous").exists(), False, f"left aside by {words}")
    until(lambda: one.run(first) == 0, "the stand-in has ended, and the first version is back")


def _lines(one: Rehearsal) -> list[str]:
    file = one.out / "calls.txt"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def one_that_cannot_be_enrolled(one: Rehearsal, lonely: Path) -> None:
    """It is installed, and the exit code says that the centre was not there."""
    held(one.run(lonely, f"/SERVER={CENTRE}", "/WINDOW=3"), 3, "without the centre")
    held(one.version(), "3.0.0", "without the centre")


def it_is_taken_away(one: Rehearsal) -> None:
    """Unsent work stays; a silent uninstallation keeps the data; what is not ours stays."""
    held(one.take_away("/DATA=delete"), 4, "unsent work thrown away")
    held(one.version(), "3.0.0", "it refused and went all the same")
    (one.place / "somebody's.txt").write_text("not ours", encoding="ascii")
    held(one.take_away(), 0, "taken away")
    held([path.name for path in one.place.iterdir()], ["somebody's.txt"], "left in its folder")
    held((one.home / "cache.db").is_file(), True, "the data")
    shutil.rmtree(one.place)


def data_go_when_nothing_is_lost(one: Rehearsal, first: Path) -> None:
    """Asked to, and with nothing unsent, the uninstaller deletes the data too."""
    held(one.run(first), 0, "installed again")
    held(one.take_away("/DATA=delete"), 0, "taken away with the data")
    held((one.home.exists(), one.place.exists()), (False, False), "left")


def for_everybody(one: Rehearsal, first: Path) -> None:
    """Each user becomes the desk of the window at their next sign-in; nobody is enrolled now."""
    one.calls()
    held(one.run(first, "/ALLUSERS=1", f"/SERVER={CENTRE}", "/WINDOW=7"), 0, "for everybody")
    place = one.wine.drive / "Program Files" / "OneWindow"
    held((place / "OneWindow.exe").is_file(), True, "in Program Files")
    held(one.calls(), ["doctor --installation"], "called as")
    told = one.wine.run("reg", "query", _RUN, "/v", "OneWindow enrolment").stdout
    held(f"enroll 7 --server {CENTRE} --once" in told, True, f"at the next sign-in: {told}")


def rehearse(out: Path) -> None:
    """All of it. BuildError with what did not go as it must."""
    one = Rehearsal(out)
    try:
        one.make()
        first, second = one.setup("1.0.0"), one.setup("2.0.0")
        broken, lonely = one.setup("9.0.0", doctor=1), one.setup("3.0.0", enroll=1, unsent=1)
        dead = one.setup("8.0.0", none=1)
        words_are_taken_as_said(one, first)
        a_program_that_stays_open_is_left_alone(one, second)
        an_upgrade_goes_through_or_back(one, second, broken)
        one_that_the_program_began(one, first, second, broken, dead)
        one_that_cannot_be_enrolled(one, lonely)
        it_is_taken_away(one)
        data_go_when_nothing_is_lost(one, first)
        for_everybody(one, first)
    finally:
        one.wine.close()
