"""What of Windows itself the program uses, tried with the installed program: its spooler, its event log, one instance,
paths longer than 260 characters, and the letters of the setup's own pages.

The spooler's paper is a file here, its printer one that Wine draws PostScript for.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
from pathlib import Path

from trial import Trial, must, opened, until, windows

_STUBS = Path(__file__).resolve().parent / "stubs"
_PORTS = r"HKCU\Software\Wine\Printing\Spooler"
_PRINTER = "Front A4"
_STRIP = b"\x1b@\x1dv0\x00\x02\x00\x04\x00" + bytes(range(8)) + b"\x1dVB\x00"
_LONG = 300  # characters; without being asked to, Windows takes 260
_FONTS = r"HKCU\Software\Wine\Fonts\Replacements"
_OF_THE_SETUP = "Microsoft YaHei UI"  # every Windows 10 and 11 has it; Wine gets another one in its place
_HERE = "Noto Sans CJK SC"


def compiled(trial: Trial, name: str, *libraries: str) -> Path:
    """A program for the trial alone, made of stubs/NAME.c."""
    made = trial.out / f"{name}.exe"
    compiler = ["x86_64-w64-mingw32-gcc", "-O1", "-s", "-w", "-municode", "-o", str(made), str(_STUBS / f"{name}.c")]
    subprocess.run([*compiler, *libraries], check=True)
    return made


def said(text: str) -> list[dict[str, object]]:
    """The lines of JSON that a child of the program says."""
    found = []
    for line in text.splitlines():
        with contextlib.suppress(ValueError):
            if isinstance(told := json.loads(line), dict):
                found.append(told)
    return found


def hold_printing(trial: Trial, pdf: Path) -> None:
    """The spooler lists its printer; bytes for a receipt printer arrive untouched; a paper arrives as a picture."""
    paper = trial.out / "printed"
    trial.wine.run("reg", "add", _PORTS, "/v", "LPT1:", "/d", str(paper), "/f")
    added = trial.wine.run(
        compiled(trial, "add_printer", "-lwinspool"), _PRINTER, trial.wine.path(_STUBS / "printer.ppd")
    )
    must(added.returncode == 0, f"this Wine takes no printer: {added.stdout}")
    listed = said(trial.deskapp("print-loop", "list").stdout)
    must({"say": "printer", "name": _PRINTER, "default": True} in listed, f"the spooler lists {listed}")
    strip = trial.out / "strip.bin"
    strip.write_bytes(_STRIP)
    _print(trial, "raw", strip)
    must(paper.read_bytes() == _STRIP, "a receipt printer was sent something else")
    paper.unlink()
    _print(trial, "pages", pdf)
    must(paper.read_bytes()[:200].lstrip(b"\x04").startswith(b"%!PS"), "no page came out")
    picture = trial.out / "5-printed.png"
    drawn = ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pnggray", "-r100", "-dLastPage=1"]
    subprocess.run([*drawn, f"-sOutputFile={picture}", str(paper)], check=True, capture_output=True)
    trial.note("printed through the spooler", printers=[one.get("name") for one in listed if "name" in one])


def _print(trial: Trial, kind: str, file: Path) -> None:
    words = [f"--name={_PRINTER}", "--title=受理单 A001", f"--file={trial.wine.path(file)}"]
    told = trial.deskapp("print-loop", kind, *words)
    must({"say": "done"} in said(told.stdout), f"{kind} were not printed: {told.stdout[-500:]}")
    until((trial.out / "printed").exists, f"{kind} to come out of the printer", seconds=20)


def hold_one_instance_and_a_crash(trial: Trial) -> None:
    """A second start ends at once. Native code that fails ends the program, and the next start tells it in a report and
    in Windows' event log, without anybody's name."""
    with opened(trial) as window:
        second = trial.wine.run(trial.place / "OneWindow.exe", timeout=60)
        must((second.returncode, windows()) == (0, [window]), "a second start opened a second program")
        broke = trial.wine.run(compiled(trial, "break_it"), "OneWindow.exe", timeout=60)
        must(broke.returncode == 0, "the program could not be broken")
    reports = trial.home / "crashes"
    with opened(trial):
        until(lambda: list(reports.glob("crash-*-native.txt")), "the report of the crash")
        log = trial.home / "logs" / "onewindow.log"
        until(lambda: "event log" in log.read_text(encoding="utf-8"), "the event log", seconds=20)
    (report,) = reports.glob("crash-*-native.txt")
    text = report.read_text(encoding="utf-8")
    must("access violation" in text, f"the report says: {text[:300]}")
    must(trial.wine.user.name not in text, "the report names the user")
    must(not (reports / "running.txt").exists(), "a program that ended in order left its watch behind")
    told = [line for line in log.read_text(encoding="utf-8").splitlines() if "event log" in line]
    must(any("entry 2 is in" in line for line in told), f"the event log: {told}")
    trial.note("one instance; a crash is told", report=report.name, lines=len(text.splitlines()))


def hold_long_path(trial: Trial) -> None:
    """A desk whose data lie deeper than 260 characters keeps its cache and its settings there."""
    deep = trial.wine.user / "数据"
    while len(trial.wine.path(deep)) < _LONG:
        deep /= "办件大厅三层综合服务窗口"
    deep.mkdir(parents=True)
    more = {"DESKAPP_HOME": trial.wine.path(deep)}
    words = ["enroll", "4", "--server", f"http://127.0.0.1:{trial.port}", "--once"]
    enrolled = trial.wine.run(trial.place / "deskapp.exe", *words, more=more, timeout=300)
    must(enrolled.returncode == 0, f"no desk in a deep folder: {enrolled.stdout[-300:]}")
    report = trial.out / "deep.json"
    words = ["doctor", "--installation", "--out", trial.wine.path(report)]
    trial.wine.run(trial.place / "deskapp.exe", *words, more=more, timeout=400)
    found = {one["name"]: (one["ok"], one["message"]) for one in json.loads(report.read_text(encoding="utf-8"))}
    for name in ("keyring", "cache"):
        must(found[name][0], f"doctor in a deep folder: {name}: {found[name][1]}")
    must((deep / "cache.db").is_file(), "the cache is somewhere else")
    trial.note("worked in a deep folder", characters=len(trial.wine.path(deep)))


def look_at_setup(trial: Trial, setup: Path) -> None:
    """The setup's first page, looked at: its picture stays. Nothing was installed by looking."""
    trial.wine.run("reg", "add", _FONTS, "/v", _OF_THE_SETUP, "/d", _HERE, "/f")
    found: list[str] = []

    def shown() -> bool:
        asked = ["xdotool", "search", "--onlyvisible", "--name", "Setup"]
        found[:] = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
        return bool(found)

    with trial.wine.start(setup) as process:
        try:
            until(shown, "the setup's window")
            until(lambda: _painted(found[0]), "the setup to paint itself", seconds=20)
            trial.picture("0-setup")
        finally:
            process.kill()
            trial.wine.close()
    must(not trial.place.exists(), "the setup installed something without being asked")
    trial.note("the setup's first page is shown")


def _painted(window: str) -> bool:
    """Whether more than one colour stands in a window."""
    told = subprocess.run(
        ["import", "-window", window, "-format", "%k", "info:"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip().isdigit() and int(told.stdout) > 50
