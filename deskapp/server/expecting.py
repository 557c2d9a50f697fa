"""What is told at the door about the wait. Service times are read now and then, not for each who comes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from deskapp.ids import QueueId
from deskapp.journal.journal import Journal
from deskapp.protocol.messages import Expected
from deskapp.queries.served_lately import lately, windows_serving
from deskapp.rules.waits import expected_wait

_HOLDS = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a queue goes: the windows that serve it, and minutes that its last services took."""

    windows: int
    minutes: tuple[float, ...]

    def expected(self, before: int) -> Expected | None:
        """The wait of somebody with so many before them; None while too little is known."""
        wait = expected_wait(before, self.windows, self.minutes)
        return None if wait is None else Expected(least=wait.least, most=wait.most)


class Paces:
    """The pace of each queue of a hall. Safe from several threads: at worst the same is read twice."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._read: dict[QueueId, tuple[float, Pace]] = {}

    def of(self, queue: QueueId) -> Pace:
        """How fast a queue goes, as it was read half a minute ago at the most."""
        read_at, pace = self._read.get(queue, (float("-inf"), Pace(0, ())))
        if time.monotonic() - read_at > _HOLDS:
            with self._journal.reading() as reading:
                pace = Pace(windows_serving(reading, queue), lately(reading, queue))
            self._read[queue] = (time.monotonic(), pace)
        return pace
