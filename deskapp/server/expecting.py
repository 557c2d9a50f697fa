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
class _Read:
    at: float
    windows: int
    services: tuple[float, ...]


class Waits:
    """Expected waits of a hall's queues. Safe from several threads: at worst the same is read twice."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._read: dict[QueueId, _Read] = {}

    def expected(self, queue: QueueId, before: int) -> Expected | None:
        """The wait of somebody with so many before them; None while too little is known."""
        read = self._read.get(queue)
        if read is None or time.monotonic() - read.at > _HOLDS:
            with self._journal.reading() as reading:
                read = _Read(time.monotonic(), windows_serving(reading, queue), lately(reading, queue))
            self._read[queue] = read
        wait = expected_wait(before, read.windows, read.services)
        return None if wait is None else Expected(least=wait.least, most=wait.most)
