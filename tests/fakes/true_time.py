"""The machine's own clock, for tests in which two programs must wait for one another."""

from __future__ import annotations

from deskapp.clock import Clock, wall_clock
from tests.clerk.office import FrozenClock


class TrueTime(FrozenClock):
    """Stands in wherever a frozen clock is asked for, and goes."""

    def clock(self) -> Clock:
        return wall_clock()
