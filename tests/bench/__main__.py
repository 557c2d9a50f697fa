"""`python -m tests.bench [NAME …]`: every bench, or those named; what they found as one table at the end.

While they run, each prints one line of JSON for every row. What was missed stands out in the table and ends nothing:
another program on the machine can make any ratio miss once.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
import time
from collections.abc import Sequence

from tests.bench.table import FROM_FIGURES, Row, markdown

BENCHES = (
    "receipt", "calling", "pushing", "upload", "beside_pages", "feeder", "stack", "start", "loop", "close_look",
    "camera", "hall", "archive", "reading",
    "million",
)  # fmt: skip


def main(names: Sequence[str]) -> int:
    """Run them one after the other: two at once would measure each other."""
    unknown = sorted(set(names) - set(BENCHES))
    if unknown:
        sys.stderr.write(f"no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}\n")
        return 2
    _say(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    found: list[Row] = []
    for name in names or BENCHES:
        _say(f"{name}:")
        begun = time.perf_counter()
        rows = _rows(name)
        found += rows
        for row in rows:
            _say(json.dumps(row.plain(), ensure_ascii=False))
        _say(f"{name} took {time.perf_counter() - begun:.0f} s")
    _say("\n" + markdown(found))
    return 0


def _rows(name: str) -> list[Row]:
    told = importlib.import_module(f"tests.bench.{name}").main()
    return FROM_FIGURES[name](told) if name in FROM_FIGURES else list(told)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
