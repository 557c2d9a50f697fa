"""How long a fresh process takes to its first painted, usable page, held against an empty main window of Qt.

`python -m tests.bench start`. Usable means: the sign-in page is painted, a key is struck, and the letter stands painted
in its line. The bare process opens an empty QMainWindow and tells when it was painted. Both are fresh processes of this
interpreter on the offscreen display, counted from the moment they are asked for, in turns, medians; the files come from
the system's memory, as no bench may empty that of a whole machine. Wanted is at most 2, with an everyday cache and with
one of 100,000 cases.

Told beside it: when somebody may sign in (the heavy half is loaded and the cache is open), and when a clerk who types
name and password without a pause sees the hall: argon2id at the centre and again at the desk is in this.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.many_cases import home_with
from tests.bench.table import Row, Wanted
from ui.demo.hall import SmallHall

TURNS = 9
SIGN_INS = 3  # for what is told beside it
MANY = 100_000
HOME = "OneWindow"  # the program's own folder among its user's data
WANTED = Wanted(2.0)
_LONGEST = 120  # seconds
Moments = Mapping[str, float]  # name → seconds since the process was asked for


def main() -> list[Row]:
    """Measure; the rows of the table."""
    under = Path("build/bench").absolute()
    under.mkdir(parents=True, exist_ok=True)
    kept = home_with(MANY, under)
    with tempfile.TemporaryDirectory(dir=under) as name:
        folder = Path(name)
        hall = SmallHall(folder / "centre")
        try:
            hall.issue_tickets()
            few, many = folder / "few", folder / "many"
            shutil.copytree(kept, many / HOME)
            measured = measure({"few": few, "many": many}, hall.address, TURNS, SIGN_INS)
        finally:
            hall.close()
    return rows(measured)


def rows(measured: Mapping[str, Sequence[Moments]]) -> list[Row]:
    """Medians, in milliseconds."""
    bare = _median(measured["empty"], "painted")
    told = []
    for which, cache in (("few", "everyday cache"), ("many", f"{MANY:,} cases")):
        typed = _median(measured[which], "typed")
        told += [
            Row(f"start → first page usable, {cache}", _ms(typed), _ms(bare), round(typed / bare, 2), WANTED),
            Row("· its first painting", _ms(_median(measured[which], "painted"))),
            Row("· somebody may sign in", _ms(_median(measured[which], "ready"))),
            Row("· a clerk has signed in and sees the hall", _ms(_median(measured[which], "usable"))),
        ]
    return told


def measure(homes: Mapping[str, Path], server: str, turns: int, sign_ins: int) -> dict[str, list[Moments]]:
    """Start an empty window and the program of each of these people, in turns; the first times with a whole sign-in."""
    for home in homes.values():
        started("sign-in", home, server)  # the first pull, and everybody's files into memory
    started("empty")
    measured: dict[str, list[Moments]] = {"empty": [], **{which: [] for which in homes}}
    for turn in range(turns):
        for which, home in homes.items():
            measured["empty"].append(started("empty"))
            measured[which].append(started("sign-in" if turn < sign_ins else "program", home, server))
    return measured


def started(which: str, data: Path = Path(), server: str = "") -> Moments:
    """Start one process and wait for its end. `data` is where its user keeps the data of programs."""
    command = [sys.executable, "-m", "tests.bench.first_paint", which]
    with tempfile.TemporaryDirectory() as no_scanners:
        (
            Path(no_scanners) / "dll.conf"
        ).touch()  # looking for scanners takes seconds, which only the end would wait for
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DESKAPP_")} | {
            "QT_QPA_PLATFORM": "offscreen",
            "SANE_CONFIG_DIR": no_scanners,
            "XDG_DATA_HOME": str(data),  # as a clerk starts it: without an option
            "DESKAPP_SERVER": server,
        }
        begun = time.monotonic()
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_LONGEST, env=environment)
    if done.returncode:
        raise AssertionError(f"{which} did not start: {done.stderr[-2000:]}")
    return {name: moment - begun for name, moment in json.loads(done.stdout).items()}


def _median(of: Sequence[Moments], name: str) -> float:
    return statistics.median(moments[name] for moments in of if name in moments)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
