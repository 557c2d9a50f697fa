"""A program that lets go of pages until it is killed at one of its steps. Started once; forks for each purge.

Each line it reads is a purge: the desk's home, and how many steps it may take. A step is whatever changes the disk or
asks for that: a file renamed, dated or removed, a statement or a commit of the database. It answers with what became of
it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from deskapp.clerk import left_over
from deskapp.desk import Desk
from deskapp.ids import PageDigest
from deskapp.sync.letting_go import LettingGo
from tests.clerk import office
from tests.fakes.no_line import NoLine

KNOWN = "known-to-the-centre"
_STEPS = frozenset({"os.remove", "os.rename", "os.utime", "os.truncate"})


class Keeps(NoLine):
    """A centre that says which pages it keeps."""

    def __init__(self, home: Path) -> None:
        self._known = frozenset(map(PageDigest, (home / KNOWN).read_text().split()))

    def known_pages(self, digests: Sequence[PageDigest], *, token: str) -> frozenset[PageDigest]:
        return self._known.intersection(digests)


def opened(home: Path, days: int) -> Desk:
    """The desk, so many days after its pages came."""
    clock = office.FrozenClock()
    clock.move(timedelta(days=days))
    return office.desk(office.station(home, clock, centre=Keeps(home), furnished=False))


def purge(desk: Desk) -> None:
    """All that lets go of pages, to its end."""
    left_over.let_go_of_old(desk)
    letting_go = LettingGo(desk)
    while letting_go.piece().more:
        pass


def killed_after(desk: Desk, steps: int) -> None:
    """From here on, die before the step behind so many."""
    left = [steps]

    def step(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(lambda event, _: step() if event in _STEPS else None)
    for event in ("before_cursor_execute", "commit"):
        sa.event.listen(desk.journal.engine, event, step)


def main() -> None:
    """Fork for each line until there are no more."""
    for line in sys.stdin:
        home, steps = line.split()
        child = os.fork()
        if child == 0:
            desk = opened(Path(home), 40)
            killed_after(desk, int(steps))
            purge(desk)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write("whole\n" if status == 0 else f"{status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
