"""Holds a setup to what it promises: installs it under Wine on a screen of its own, works with it, and takes it away.

    make windows-test                     after make windows; what is seen is left in build/windows/test

On the way, each held to what must be so, all of it for a user called 张三: the setup's first page; a silent
installation of the version before, which enrols the window; the doctor and every child of the program; the first case
of the day through the installed program against a centre on the Linux side; a desk in a folder deeper than 260
characters; a paper and a receipt through the spooler; a second start; a crash of native code; a window that is looked
at (its picture stays), in which somebody signs in and works while the centre is gone; an upgrade with that work unsent;
an upgrade that does not pass its own check, after which all is as before; an upgrade that the program fetches from its
centre and begins by itself; an uninstaller that refuses to throw work away; the centre back and the work there; and
what is left. What Wine cannot show stands in CHECKLIST.md. When all of it held, verified.toml says so.

The version before is the same program with another number, unless `--previous` names a setup that was released.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import parts_list
import signing
import sizes
import statement
import verified
from rehearsal import rehearse
from trial import (
    LOOK,
    ROOT,
    UNINSTALL,
    Trial,
    centre,
    install,
    installed_is,
    keys,
    must,
    opened,
    said_json,
    screen,
    sign_in,
    take_away,
    until,
    windows,
)
from version_info import version
from windows_parts import hold_long_path, hold_one_instance_and_a_crash, hold_printing, look_at_setup

from build import RECIPE, Build, BuildError

BEFORE = "0.0.9"
BROKEN = "99.0.0"
NEXT = "9.0.0"
WINDOW = "3"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"


def hold_lists(trial: Trial) -> None:
    """The digests beside the setup are its own, the bill names it, and its signature is whole if it has one."""
    check = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=trial.built, check=False)
    must(check.returncode == 0, "the digests beside the setup are not its own")
    made_by = trial.built / RECIPE
    now = made_by.is_file() and made_by.read_text(encoding="ascii") == verified.digest(of_making=True)
    must(now, "the setup was made by another recipe than the one that is here; say first: make windows")
    setup = Build(trial.built, version()).setup
    bill = json.loads(setup.with_suffix(".cdx.json").read_text(encoding="utf-8"))
    told = bill["metadata"]["component"]["hashes"][0]["content"]
    must(told == parts_list.digest(setup), "the bill of materials is of another setup")
    certificate = os.environ.get("ONEWINDOW_SIGN_CERT", "")
    if certificate:
        must(signing.is_signed(setup, Path(certificate)), "the setup is not signed by the certificate that is named")
    trial.note("digests, bill of materials", packages=len(bill["components"]), signed=bool(certificate))


def hold_first_installation(trial: Trial, setup: Path) -> None:
    """Installed silently it is the desk of its window, and Windows knows it."""
    code = install(trial, setup, f"/SERVER=http://127.0.0.1:{trial.port}", f"/WINDOW={WINDOW}", "/AUTOSTART=1")
    must(code == 0, f"the setup ended with {code}")
    installed_is(trial, BEFORE)
    settings = (trial.home / "settings.toml").read_text(encoding="utf-8")
    must(f":{trial.port}" in settings, "the window was not enrolled")
    command = trial.registry(r"Software\Classes\deskapp\shell\open\command", "")
    must(command.endswith('OneWindow.exe" --link "%1"'), f"no deskapp: link, but {command}")
    must(trial.registry(r"Software\Classes\.deskapp", "") == "OneWindow.Package", "no .deskapp packages")
    must("OneWindow.exe" in trial.registry(_RUN, "OneWindow"), "no autostart")
    links = [str(path.relative_to(trial.wine.user)) for path in trial.wine.user.rglob("OneWindow.lnk")]
    must(any("Start Menu" in link for link in links), f"not in the start menu: {links}")
    size = sum(path.stat().st_size for path in trial.place.rglob("*") if path.is_file())
    trial.note("installed silently and enrolled", version=BEFORE, megabytes=round(size / 1e6, 1), links=links)


@contextlib.contextmanager
def without_sapi(trial: Trial) -> Iterator[None]:
    """Wine's old voices hang or fall over; Qt's part that asks them is put aside meanwhile."""
    (part,) = trial.place.rglob("qtexttospeech_sapi.dll")
    aside = trial.out / part.name
    part.rename(aside)
    try:
        yield
    finally:
        aside.rename(part)


def hold_doctor(trial: Trial) -> None:
    """The doctor finds program, fonts, keyring, cache and line well, and says it in a file and on its stream."""
    report = trial.out / "doctor.json"
    with without_sapi(trial):
        said = trial.deskapp("doctor", "--json", "--out", trial.wine.path(report))
    found = {one["name"]: (one["ok"], one["message"]) for one in json.loads(report.read_text(encoding="utf-8"))}
    must(said_json(said.stdout), "the doctor says nothing on its stream")
    for name in ("program", "fonts", "keyring", "cache", "line"):
        must(found[name][0], f"doctor: {name}: {found[name][1]}")
    # the program of the window, started as the start menu does, without any stream: its children are itself
    report = trial.out / "parts.json"
    trial.wine.run(
        "start", "/wait", "/b", trial.wine.path(trial.place / "OneWindow.exe"),
        "doctor", "--installation", "--out", trial.wine.path(report), timeout=400,
    )  # fmt: skip
    parts = {one["name"]: (one["ok"], one["message"]) for one in json.loads(report.read_text(encoding="utf-8"))}
    for name, (well, words) in parts.items():
        must(well, f"doctor --installation: {name}: {words}")
    must("local machine" in parts["keyring"][1], f"the key travels with a profile: {parts['keyring'][1]}")
    trial.note("the parts of the program", **{name: words for name, (_, words) in parts.items()})
    trial.note("the doctor", **{name: ok for name, (ok, _) in found.items()})


def hold_demo(trial: Trial) -> None:
    """The first case of the day, through the installed program, against the centre on the Linux side."""
    out = trial.out / "demo"
    words = ["demo", "--headless", "--out", trial.wine.path(out), "--centre", str(trial.port)]
    ended = trial.deskapp(*words, timeout=600)
    must(ended.returncode == 0, f"the demo ended with {ended.returncode}: {ended.stdout[-1500:]}")
    done = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    must(done["state"] == "accepted" and done["offline"]["events_after_reconnect"] == 0, f"the case is {done['state']}")
    for paper in done["papers"]:
        must((out / Path(paper["file"].replace("\\", "/")).name).stat().st_size > 1000, f"no paper {paper}")
    trial.note("the demo's case", case=done["case"], pages=done["pages"], queued=done["offline"]["events_queued"])


def hold_work_without_a_line(trial: Trial, folder: Path) -> dict[str, int]:
    """Somebody signs in at the real window; the centre goes; work goes on, and is kept. Returns what is unsent."""
    with contextlib.ExitStack() as stack:
        gone = stack.enter_context(contextlib.ExitStack())
        gone.enter_context(centre(folder, trial.port))
        before = signed_in(folder)
        window = stack.enter_context(opened(trial))
        trial.picture("1-first-page")
        sign_in(trial, window, lambda: signed_in(folder) > before, user="clerk3")
        time.sleep(LOOK)
        trial.picture("2-signed-in")
        gone.close()
        keys(window, "key", "F8")  # the window is paused: a step like any other
        until(lambda: trial.unsent()["steps"], "a step that the centre does not have")
        trial.picture("3-without-the-centre")
    left = trial.unsent()
    must(left["steps"] > 0, f"nothing is kept for the centre: {left}")
    trial.note("worked without the centre", **left)
    return left


def signed_in(folder: Path) -> int:
    """How often clerk3 has opened the window, as the centre heard it: a password alone opens none."""
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'centre.db'}?mode=ro", uri=True)) as database:
        asked = "SELECT count(*) FROM events WHERE kind = 'window.opened' AND actor = 'clerk3'"
        return int(database.execute(asked).fetchone()[0])


def hold_upgrade(trial: Trial, setup: Path, wanted: str, left: dict[str, int]) -> None:
    """The new version is there, the window is still the window it was, and what was not sent is still there."""
    settings = (trial.home / "settings.toml").read_bytes()
    code = install(trial, setup)
    must(code == 0, f"the upgrade ended with {code}")
    installed_is(trial, wanted)
    must((trial.home / "settings.toml").read_bytes() == settings, "the settings were touched")
    must(trial.unsent() == left, f"the outbox is another one: {trial.unsent()}, not {left}")
    must("OneWindow.exe" in trial.registry(_RUN, "OneWindow"), "the autostart is gone")
    trial.note("upgraded", version=wanted, **left)


def hold_way_back(trial: Trial, setup: Path, wanted: str, left: dict[str, int]) -> None:
    """A version that does not pass its own check leaves everything as it was."""
    cache = (trial.home / "cache.db").read_bytes()
    code = install(trial, setup)
    must(code == 2, f"a broken version was let in: the setup ended with {code}")
    installed_is(trial, wanted)
    must((trial.home / "cache.db").read_bytes() == cache, "the cache is not the one it was")
    must(not (trial.home / "before-upgrade").exists(), "a copy of the cache was left behind")
    must(trial.deskapp("doctor", "--installation").returncode == 0, "the old program does not run any more")
    must(trial.unsent() == left, "the outbox is another one")
    trial.note("a version that fails its check is taken back", version=wanted)


def hold_repair(trial: Trial, setup: Path, wanted: str) -> None:
    """A part that was deleted is there again after the same setup has run once more."""
    lost = trial.place / "_internal" / "python313.dll"
    lost.unlink()
    must(install(trial, setup) == 0, "the repair did not end well")
    must(lost.is_file(), "the part is still missing")
    installed_is(trial, wanted)
    trial.note("repaired", part=lost.name)


def hold_update_by_itself(trial: Trial, folder: Path, left: dict[str, int]) -> None:
    """The centre is given the next version; the program at its first page fetches it, ends, and is the next version."""
    key = trial.out / "update.pem"
    public = statement.make_key(key)
    one = Build(trial.out, NEXT)
    one.program = Build(trial.built, version()).program
    one.make_setup(quick=True)
    statement.write(one.setup, NEXT, environment={"ONEWINDOW_UPDATE_KEY": str(key)})
    for file, words in (
        (trial.home / "settings.toml", {"update_keys": public, "update_after": "1"}),
        (folder / "settings.toml", {"update_keys": public, "update_hours": "00:00-24:00"}),
    ):
        said = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text("".join(f'{name} = "{word}"\n' for name, word in words.items()) + said, encoding="utf-8")
    with centre(folder, trial.port):
        database = f"sqlite:///{folder / 'centre.db'}"
        must(on_linux(folder, "update", "offer", str(one.setup), "--database", database) is not None, "not offered")
        with trial.wine.start(trial.place / "OneWindow.exe") as process:
            try:
                until((trial.home / "updates" / one.setup.name).exists, "the desk to fetch it", seconds=900)
                process.wait(timeout=600)  # nobody has signed in for a minute; its streams are the next one's as well
            finally:
                process.kill()
        until((trial.home / "updates" / "result.txt").exists, "the setup to end", seconds=900)
        code = (trial.home / "updates" / "result.txt").read_text(encoding="ascii")
        must(code == "0", f"the setup that the program began ended with {code}")
        installed_is(trial, NEXT)
        until(windows, "the new version's window")
        trial.picture("5-updated-by-itself")
        asked = ("update", "list", "--json", "--database", database)
        heard = f'"version":"{NEXT}","kind":"windows-setup","state":"none"'
        until(lambda: heard in (on_linux(folder, *asked) or ""), "the centre hears what runs there", seconds=900)
        trial.wine.run("taskkill", "/im", "OneWindow.exe")
        until(lambda: not windows(), "the window to close")
    must(trial.unsent() == left, "the outbox is another one")
    trial.note("fetched from the centre and installed between two shifts", version=NEXT, **left)


def on_linux(folder: Path, *words: str) -> str | None:
    """What a command says on the centre's side; None when it does not end well."""
    environment = {**os.environ, "DESKAPP_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "ui", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else None


def hold_taking_away(trial: Trial, folder: Path) -> None:
    """Unsent work is not thrown away without a word; sent, it may be; and nothing of the program stays."""
    must(take_away(trial, "/DATA=delete") == 4, "unsent work was thrown away")
    must((trial.place / "OneWindow.exe").is_file(), "it refused, and took the program away all the same")
    trial.note("the uninstaller refused to throw unsent work away")
    before = signed_in(folder)
    with centre(folder, trial.port), opened(trial) as window:
        sign_in(trial, window, lambda: signed_in(folder) > before)
        until(lambda: not trial.unsent()["steps"], "the work reached the centre", seconds=180)
        trial.picture("4-line-back")
    trial.note("the centre is back", **trial.unsent())
    must(take_away(trial) == 0, "the uninstaller did not end well")
    left = [str(path.relative_to(trial.wine.user)) for path in trial.place.rglob("*")]
    must(not left, f"left of the program: {left[:5]}")
    for key in (UNINSTALL, r"Software\Classes\deskapp\shell\open\command", r"Software\Classes\.deskapp"):
        must(not trial.registry(key, "DisplayName" if key == UNINSTALL else ""), f"left in the registry: {key}")
    must(not list(trial.wine.user.rglob("OneWindow.lnk")), "left in the start menu")
    must((trial.home / "cache.db").is_file(), "a silent uninstallation threw the data away")
    trial.note("uninstalled", kept=sorted(path.name for path in trial.home.iterdir()))


def broken_copy(program: Path, folder: Path) -> Path:
    """The program without one of its libraries: files are shared, not copied."""
    copy = folder / "OneWindow"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(program, copy, copy_function=os.link)
    (part,) = (copy / "_internal" / "zxingcpp").glob("*.pyd")
    part.unlink()
    return copy


def setups(trial: Trial, previous: Path | None) -> tuple[Path, Path, Path]:
    """The version before, the one that was built, and one that does not pass its check."""
    built = Build(trial.built, version())
    must(built.setup.is_file(), f"no setup in {trial.built}; say first: make windows")
    made = []
    for number in (BEFORE, BROKEN):
        if number == BEFORE and previous is not None:
            made.append(previous)
            continue
        one = Build(trial.out, number)
        one.program = built.program if number == BEFORE else broken_copy(built.program, trial.out / "broken")
        one.make_setup(quick=True)
        made.append(one.setup)
    return made[0], built.setup, made[1]


def run(trial: Trial, previous: Path | None) -> None:
    """Everything, in the order of the page's head. BuildError with what does not hold."""
    hold_lists(trial)
    rehearse(trial.out / "rehearsal")
    trial.note("the setup's ways, with a stand-in for the program")
    before, setup, broken = setups(trial, previous)
    trial.wine.make()
    trial.note("a Windows 10 of our own is ready")
    look_at_setup(trial, before)
    folder = trial.out / "centre"
    with centre(folder) as trial.port:
        hold_first_installation(trial, before)
        hold_doctor(trial)
        hold_demo(trial)
        hold_long_path(trial)
    hold_printing(trial, next((trial.out / "demo").glob("*.pdf")))
    hold_one_instance_and_a_crash(trial)
    left = hold_work_without_a_line(trial, folder)
    hold_upgrade(trial, setup, version(), left)
    hold_way_back(trial, broken, version(), left)
    hold_repair(trial, setup, version())
    hold_update_by_itself(trial, folder, left)
    hold_taking_away(trial, folder)


def main() -> int:
    """Run it all; 0 when everything held. What was seen is left in `--out`."""
    parser = argparse.ArgumentParser(description="hold a Windows setup to what it promises, under Wine")
    parser.add_argument("--built", type=Path, default=ROOT / "build" / "windows", help="where make windows has put it")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "windows" / "test")
    parser.add_argument("--previous", type=Path, help="a setup of the version before")
    said = parser.parse_args()
    trial = Trial(said.built.absolute(), said.out)
    try:
        with screen():
            run(trial, said.previous)
    except (BuildError, subprocess.SubprocessError) as error:
        print(f"verify.py: {error}", file=sys.stderr)
        return 1
    finally:
        trial.wine.close()
        told = json.dumps(trial.seen, ensure_ascii=False, indent=1)
        (trial.out / "seen.json").write_text(told + "\n", encoding="utf-8")
    size = sizes.shares(trial.built / "program" / "OneWindow")
    megabytes = {part: share / sizes.MEGABYTE for part, share in size.items()}
    megabytes |= {
        "installed": sum(megabytes.values()),
        "setup": Build(trial.built, version()).setup.stat().st_size / 1e6,
    }
    verified.write(version(), megabytes, {str(one["what"]): int(str(one["second"])) for one in trial.seen})
    print(f"{len(trial.seen)} passed, 0 failed; look at the pictures in {trial.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
