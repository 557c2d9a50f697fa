"""How long the screen's event loop was blocked at worst while a whole case is played: wanted is at most 50 ms.

`python -m tests.bench loop` plays the headless demo some times and takes the worst of all, not the median: a clerk
remembers the one time the screen stood still. What is told is what the watchdog of the demo measured from the opening
of the screen to the end of the last stage; taking pictures is left out, as it is no work of the screen's own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.table import Row, Wanted

PLAYED = 3
WANTED = Wanted(50.0, unit="ms")
_LONGEST = 300  # seconds


def main() -> list[Row]:
    """Play; one row."""
    Path("build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="build") as folder:
        return rows([played(Path(folder) / str(turn)) for turn in range(PLAYED)])


def rows(blocked: list[float]) -> list[Row]:
    """The worst of all, and each beside it."""
    each = ", ".join(f"{ms:.0f}" for ms in blocked)
    worst = max(blocked)
    return [Row("event loop blocked in the demo", f"{worst:.1f} ms ({each})", figure=worst, wanted=WANTED)]


def played(out: Path) -> float:
    """Play the demo once; the longest block of its loop, in milliseconds."""
    command = [sys.executable, "-m", "ui", "demo", "--headless", "--out", str(out)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_LONGEST)
    if done.returncode:
        raise AssertionError(f"the demo failed: {done.stderr[-2000:]}")
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return float(summary["worst_block_ms"])
