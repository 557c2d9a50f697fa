"""Holds the Debian packages to what they promise: installs them in a clean system, works with them, takes them away.

    make deb-test                         after make deb; what is seen is left in build/linux/test

On the way, each held to what must be so: apt finds everything that the program needs in a system with nothing in it; no
library is missing; the doctor; the centre's package starts nothing by itself; the centre under its own unit, closed off
as the unit says; a window that is enrolled, the first case of the day, a window that is looked at (its picture stays);
an upgrade under a running centre; a backup; removing and purging, and what is left.

The version before is the same program with another number, unless `--previous` names a folder with released packages.
It wants root: a clean system is somebody else's root.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "windows"))

import control  # noqa: E402
import needs  # noqa: E402
from clean_root import Root, must, owner_of, until  # noqa: E402
from debs import Build  # noqa: E402
from staging import ROOT, BuildError  # noqa: E402
from version_info import version  # noqa: E402

BEFORE = "0.0.9"
PORT = 8471  # not the centre's usual one: that it is told elsewhere is seen, too
CLERK = "clerk"
WINDOW = "3"
UNIT = "onewindow-centre.service"
LOOK = 4.0  # s for a window to be painted before it is looked at; nothing is decided by it
# As a desktop does at sign-in.
_SESSION = "echo -n secret | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null && exec"


class Trial:
    """One clean system, and what has been seen so far."""

    def __init__(self, built: Path, out: Path) -> None:
        self.out = out.absolute()
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        self.built = built.absolute()
        self.root = Root(self.out / "system")
        self.seen: list[dict[str, object]] = []
        self._begun = time.monotonic()

    def note(self, what: str, **seen: object) -> None:
        """Something was held to its promise."""
        self.seen.append({"what": what, "second": round(time.monotonic() - self._begun), **seen})
        print(f"[{time.monotonic() - self._begun:5.0f} s] {what} {seen or ''}", flush=True)

    def lay(self, *files: Path) -> list[str]:
        """Packages where the clean system sees them; their names there."""
        place = self.root.place / "srv"
        for file in files:
            shutil.copy(file, place)
        return [f"/srv/{file.name}" for file in files]

    def installed(self, package: str) -> str:
        """The version of a package that is installed whole; "" when it is not."""
        told = self.root.run("dpkg-query", "-W", "-f=${db:Status-Status} ${Version}", package).stdout.split()
        return told[1] if len(told) == 2 and told[0] == "installed" else ""

    def at_desk(self, *words: str) -> str:
        """Run something as a clerk who is signed in to a desktop with a keyring."""
        return self.root.well("dbus-run-session", "--", "sh", "-c", f'{_SESSION} "$@"', "sh", *words, user=CLERK)


def hold_lists(trial: Trial, build: Build) -> None:
    """The digests beside the packages are their own."""
    must(build.desk.is_file() and build.centre.is_file(), f"no packages in {build.out}; say first: make deb")
    check = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=build.out, check=False)
    must(check.returncode == 0, "the digests beside the packages are not their own")
    bill = json.loads(build.desk.with_suffix(".cdx.json").read_text(encoding="utf-8"))
    trial.note("digests, bill of materials", packages=len(bill["components"]))


def hold_lintian(trial: Trial, *packages: Path) -> None:
    """Debian's own judge of packages finds no error; what it says otherwise is kept."""
    words = ["lintian", "--no-cfg", "--fail-on", "error,warning", "--tag-display-limit", "0", *map(str, packages)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    (trial.out / "lintian.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    must(done.returncode == 0, f"lintian: {done.stdout[-2500:]}")
    trial.note("lintian finds nothing", said=len(done.stdout.splitlines()))


def hold_first_installation(trial: Trial, desk: Path) -> None:
    """apt brings everything the program needs into a system that has nothing; then no library is missing anywhere."""
    root = trial.root
    root.make()
    trial.note("a clean system is there", packages=len(root.well("dpkg-query", "-W").splitlines()))
    root.well("useradd", "--create-home", "--shell", "/bin/sh", CLERK)
    root.apt("update")
    root.apt("install", *trial.lay(desk))
    must(trial.installed(control.DESK), "apt ended well and installed nothing")
    folder = root.place / "usr/lib/onewindow"
    files = [f"/{path.relative_to(root.place)}" for path in needs.programs(folder)]
    told = root.run("ldd", *files).stdout
    shipped = {path.name for path in folder.rglob("*.so*")}  # by itself a library may not know where its folder is
    missing = sorted({line.split()[0] for line in told.splitlines() if "not found" in line} - shipped)
    must(told.count("=>") > len(files), "ldd told nothing")
    must(not missing, f"neither shipped nor brought by Depends: {', '.join(missing)}")
    must(not root.well("dpkg", "--verify", control.DESK), "files are not what the package says")
    size = sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
    trial.note("installed by apt alone", programs=len(files), megabytes=round(size / 1e6, 1))


def hold_doctor(trial: Trial) -> None:
    """The doctor finds the installation well, as a plain account; both names start the program."""
    for name in ("deskapp", "/usr/bin/onewindow"):
        told = trial.root.well(name, "doctor", "--installation", "--json", user=CLERK)
        must('"ok": true' in told and '"ok": false' not in told, f"the doctor: {told[-500:]}")
    trial.note("the doctor finds the installation well")


def hold_rules(trial: Trial) -> None:
    """udev reads our rules without a complaint; a desktop's lists name our kinds."""
    trial.root.apt("install", "udev", "desktop-file-utils", "shared-mime-info")
    if trial.root.run("udevadm", "verify", "--help").returncode == 0:
        trial.root.well("udevadm", "verify", "/usr/lib/udev/rules.d/70-onewindow.rules")
    else:  # before systemd 254 a test of any device reads all rules
        told = trial.root.run("udevadm", "test", "/sys/class/mem/null").stdout
        ours = [line for line in told.splitlines() if "70-onewindow" in line]
        must(ours and all("Reading rules file" in line for line in ours), f"udev: {ours or told[-500:]}")
    kinds = (trial.root.place / "usr/share/applications/mimeinfo.cache").read_text(encoding="utf-8")
    must("x-scheme-handler/deskapp=onewindow-link.desktop" in kinds, "no desktop would open a deskapp: link")
    must("application/x-onewindow-package=onewindow-package.desktop" in kinds, "nor an archive package")
    globs = (trial.root.place / "usr/share/mime/globs2").read_text(encoding="utf-8")
    must("application/x-onewindow-package:*.deskapp" in globs, "no desktop would know an archive package")
    trial.note("udev and the desktop's lists know us")


def hold_centre_package(trial: Trial, centre: Path) -> None:
    """The centre's package makes its account and folders, and starts nothing."""
    root = trial.root
    root.apt("install", *trial.lay(centre))
    must(trial.installed(control.CENTRE), "apt ended well and installed no centre")
    data = root.place / "var/lib/onewindow"
    must(oct(data.stat().st_mode & 0o777) == "0o700" and owner_of(data) != 0, "the data folder is not its own")
    must(root.run("systemctl", "is-enabled", UNIT).stdout.strip() == "disabled", "an installation enables the centre")
    must(not (data / "centre").exists(), "an installation begins a centre")
    trial.note("the centre's package starts nothing", account=owner_of(data))


def hold_unit(trial: Trial) -> None:
    """Told its port and filled with the sample hall the unit runs, as its account and closed off."""
    root = trial.root
    told = root.place / "etc/onewindow/centre.env"
    told.write_text(told.read_text(encoding="utf-8").replace("PORT=8470", f"PORT={PORT}"), encoding="utf-8")
    with root.start("onewindow-centre", "server", "--sample", "--port", "0", user="root") as filling:
        said = filling.stdout.readline() if filling.stdout is not None else ""
        root.run("pkill", "-u", "onewindow", "-x", "deskapp")
    must(said.startswith("ready "), f"the sample hall was not filled in: {said}")
    secrets = root.place / "etc/onewindow/credentials"
    (secrets / "database").write_text("sqlite:////var/lib/onewindow/centre/centre.db\n", encoding="utf-8")
    (secrets / "database").chmod(0o600)
    root.well("systemctl", "enable", "--now", UNIT)
    until(lambda: healthy() or root.run("systemctl", "is-failed", UNIT).returncode == 0, "the centre answers")
    must(healthy(), f"the centre does not run: {root.run('journalctl', '-u', UNIT, '-n', '40').stdout[-2500:]}")
    pid = root.well("systemctl", "show", "-p", "MainPID", "--value", UNIT).strip()
    status = dict(
        line.split(":\t", 1) for line in root.well("cat", f"/proc/{pid}/status").splitlines() if ":\t" in line
    )
    must(status["Uid"].split()[0] == str(owner_of(root.place / "var/lib/onewindow")), "it runs as somebody else")
    must(status["NoNewPrivs"] == "1" and status["Seccomp"] == "2", f"it is not closed off: {status}")
    must(int(status["CapBnd"], 16) == 0, "it could become more than it is")
    words = root.well("sh", "-c", f"tr '\\0' '\\n' </proc/{pid}/environ")
    must("CREDENTIALS_DIRECTORY=" in words and "centre.db" not in words, "its secrets stand in its environment")
    trial.note("the centre runs under its unit", account=status["Uid"].split()[0], memory=status["VmRSS"].strip())


def healthy() -> bool:
    """Whether the centre answers."""
    with (
        contextlib.suppress(OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/v1/health", timeout=2) as answer,
    ):
        return bool(answer.status == 200)
    return False


def hold_desk(trial: Trial) -> None:
    """A clerk's account becomes the desk of a window, and the first case of the day is accepted."""
    root = trial.root
    told = trial.at_desk("deskapp", "enroll", WINDOW, "--server", f"http://127.0.0.1:{PORT}")
    must(f"· {WINDOW} ·" in told, f"not enrolled: {told[-300:]}")
    root.well("deskapp", "demo", "--headless", "--out", f"/home/{CLERK}/demo", "--centre", str(PORT), user=CLERK)
    shutil.copytree(root.place / "home" / CLERK / "demo", trial.out / "demo", ignore=shutil.ignore_patterns("desk"))
    done = json.loads((trial.out / "demo/summary.json").read_text(encoding="utf-8"))
    must(done["state"] == "accepted" and done["offline"]["events_after_reconnect"] == 0, f"the case is {done['state']}")
    trial.note("enrolled, and the demo's case", case=done["case"], pages=done["pages"])


@contextlib.contextmanager
def screen(size: str = "1366x768x24") -> Iterator[str]:
    """An X screen of this machine; gives its name."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-ac"]
    with subprocess.Popen(words, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        try:
            with os.fdopen(read) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


@contextlib.contextmanager
def opened(trial: Trial, display: str) -> Iterator[str]:
    """The installed program as the start menu opens it, at a desktop with a keyring; gives its X window."""
    words = ("dbus-run-session", "--", "sh", "-c", f"{_SESSION} onewindow")
    with trial.root.start(*words, user=CLERK, DISPLAY=display) as program:
        try:
            until(lambda: windows(display) or program.poll() is not None, "a window of the program")
            must(windows(display), f"no window; the program {'ended' if program.poll() is not None else 'runs'}")
            yield windows(display)[0]
        finally:
            trial.root.run("pkill", "-KILL", "-u", CLERK)  # the keyring stays otherwise, and the session with it
            program.wait(30)


def windows(display: str) -> list[str]:
    """The X windows of the program that can be seen."""
    words = ["xdotool", "search", "--onlyvisible", "--class", "OneWindow"]
    around = {**os.environ, "DISPLAY": display}
    return subprocess.run(words, capture_output=True, text=True, check=False, env=around).stdout.split()


def hold_window(trial: Trial) -> None:
    """The window opens on a screen, under the name that its entry in the start menu has; somebody signs in by keys."""
    with screen() as display, opened(trial, display) as window:
        around = {**os.environ, "DISPLAY": display}

        def keys(*words: str) -> None:
            subprocess.run(["xdotool", "windowfocus", "--sync", window], check=False, env=around)
            subprocess.run(["xdotool", *words], check=True, env=around)

        def picture(name: str) -> None:
            time.sleep(LOOK)
            subprocess.run(["import", "-window", "root", str(trial.out / name)], check=True, env=around)

        picture("1-first-page.png")
        keys("key", "--clearmodifiers", "ctrl+a")
        keys("type", "--delay", "60", "clerk3")
        keys("key", "Tab")
        keys("type", "--delay", "60", "demo")
        keys("key", "Return")
        picture("2-signed-in.png")
    trial.note("a window, looked at", pictures=sorted(path.name for path in trial.out.glob("*.png")))


def hold_upgrade(trial: Trial, desk: Path, centre: Path) -> None:
    """The new version under a running centre: it runs again, and nothing that was said or kept is another."""
    root = trial.root
    told = (root.place / "etc/onewindow/centre.env").read_bytes()
    before = root.well("systemctl", "show", "-p", "MainPID", "--value", UNIT).strip()
    settings = (root.place / "home" / CLERK / ".local/share/OneWindow/settings.toml").read_bytes()
    root.apt("install", *trial.lay(desk, centre))
    must(trial.installed(control.DESK) == trial.installed(control.CENTRE) == control.version(version()), "not upgraded")
    until(healthy, "the centre answers after the upgrade")
    must(root.well("systemctl", "show", "-p", "MainPID", "--value", UNIT).strip() != before, "the old program runs on")
    must((root.place / "etc/onewindow/centre.env").read_bytes() == told, "what the administrator said is gone")
    kept = (root.place / "home" / CLERK / ".local/share/OneWindow/settings.toml").read_bytes()
    must(kept == settings, "the desk is another one")
    must(not (root.place / "run/onewindow-centre.goes-on").exists(), "a mark was left behind")
    trial.at_desk("deskapp", "doctor", "--installation")
    root.well("onewindow-centre", "verify")
    trial.note("upgraded under a running centre", version=trial.installed(control.DESK))


def hold_backup(trial: Trial) -> None:
    """The nightly unit writes a backup that another centre can be made of."""
    root = trial.root
    root.well("systemctl", "start", "onewindow-backup.service")
    (written,) = (root.place / "var/backups/onewindow").glob("onewindow-*.owb")
    root.well("deskapp", "restore", f"/var/backups/onewindow/{written.name}", DESKAPP_HOME="/srv/another")
    trial.note("a backup, and restored elsewhere", bytes=written.stat().st_size)


def hold_taking_away(trial: Trial) -> None:
    """Removed and purged, nothing of the program is left and everything of the citizens is."""
    root = trial.root
    data = root.place / "var/lib/onewindow"
    root.apt("remove", control.DESK, control.CENTRE)
    must(not healthy(), "the centre runs on without its program")
    must((root.place / "etc/onewindow/centre.env").is_file(), "removing took the configuration away")
    said = root.apt("purge", control.DESK, control.CENTRE)
    must("/var/lib/onewindow" in said, "purging does not say where the data are")
    must((data / "centre/centre.db").is_file() and (data / "centre/centre.key").is_file(), "data were thrown away")
    must(list((root.place / "var/backups/onewindow").glob("*.owb")), "backups were thrown away")
    left = [
        str(path.relative_to(root.place))
        for top in ("usr", "etc", "lib", "run")
        for path in (root.place / top).rglob("*onewindow*")
        if not path.is_symlink() or not path.exists()
    ]
    must(not left, f"left behind: {left[:10]}")
    must((root.place / "home" / CLERK / ".local/share/OneWindow/cache.db").is_file(), "the desk's cache is gone")
    trial.note("removed and purged", kept=sorted(path.name for path in (data / "centre").iterdir()))


def packages(trial: Trial, previous: Path | None, quick: bool) -> tuple[Build, Build]:
    """The packages that were built, and those of the version before."""
    built = Build(trial.built, version())
    before = Build(previous or trial.out / "before", BEFORE)
    if previous is None:
        before.program = built.program
        before.work = built.work
        before.make_packages(quick=quick)
        trial.note("the version before is made", version=BEFORE)
    return before, built


def run(trial: Trial, previous: Path | None) -> None:
    """Everything, in the order of the page's head. BuildError with what does not hold."""
    must(os.geteuid() == 0, "please run this as root: a clean system is somebody else's root")
    before, built = packages(trial, previous, quick=True)
    hold_lists(trial, built)
    hold_first_installation(trial, before.desk)
    hold_doctor(trial)
    trial.root.apt("install", "systemd-sysv", "dbus", "dbus-user-session", "gnome-keyring", "sane-utils", "procps")
    hold_rules(trial)
    hold_centre_package(trial, before.centre)
    with trial.root.booted():
        trial.note("the clean system is booted")
        hold_unit(trial)
        hold_desk(trial)
        hold_window(trial)
        hold_upgrade(trial, built.desk, built.centre)
        hold_backup(trial)
        hold_taking_away(trial)
    hold_lintian(trial, built.desk, built.centre)


def main() -> int:
    """Run it all; 0 when everything held. What was seen is left in `--out`."""
    parser = argparse.ArgumentParser(description="hold the Debian packages to what they promise, in a clean system")
    parser.add_argument("--built", type=Path, default=ROOT / "build" / "linux", help="where make deb has put them")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "linux" / "test")
    parser.add_argument("--previous", type=Path, help="a folder with packages of the version before")
    said = parser.parse_args()
    trial = Trial(said.built, said.out)
    try:
        run(trial, said.previous)
    except (BuildError, OSError, subprocess.SubprocessError) as error:
        print(f"verify.py: {error}", file=sys.stderr)
        return 1
    finally:
        (trial.out / "seen.json").write_text(json.dumps(trial.seen, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"everything held; see {trial.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
