"""What a test has left running: every process that it started, and none of those that serve the whole run."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_before: set[int] = set()


def children() -> set[int]:
    """The processes that this test started and that still are, zombies too."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end while it is looked at
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found - _before


def begin() -> None:
    """A test begins: what runs already (a database of the whole run) is none of its own."""
    _before.clear()
    _before.update(children())
