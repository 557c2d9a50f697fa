"""Rings when the journal has grown, for everybody who listens. Only a bell: the table is the truth."""

from __future__ import annotations

import asyncio
import threading

from starlette.concurrency import run_in_threadpool

from deskapp.journal.journal import Journal
from deskapp.server.standing_work import WrittenDown, wrong_with

_LOOK_EVERY = 0.5  # seconds: when other processes write too


class Bell:
    """Waits of many listeners, woken by our own commits at once and by those of other processes within a moment."""

    def __init__(self, journal: Journal, *, alone: bool) -> None:
        self._journal = journal
        self._alone = alone
        self._guard = threading.Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._strikes = 0
        self._seen: tuple[int, str] | None = None
        self.ended = False  # the centre is being stopped: nobody waits any more
        journal.on_growth(lambda _: self.ring())

    @property
    def strikes(self) -> int:
        """How often it has rung: to be looked at before the journal is read, and given to `wait`."""
        return self._strikes

    def ring(self) -> None:
        """Wake everybody who waits; from any thread."""
        with self._guard:
            self._strikes += 1
            waiting, self._waiting = self._waiting, set()
        for loop, event in waiting:
            loop.call_soon_threadsafe(event.set)

    def end(self) -> None:
        """Wake everybody for the last time."""
        self.ended = True
        self.ring()

    async def wait(self, strikes: int, seconds: float) -> bool:
        """Wait until it has rung more often than this; whether it has. What rang since the look is not missed."""
        event = asyncio.Event()
        place = (asyncio.get_running_loop(), event)
        with self._guard:
            if self._strikes != strikes:
                return True
            self._waiting.add(place)
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            return False
        else:
            return True
        finally:
            with self._guard:
                self._waiting.discard(place)

    async def watch_others(self) -> None:
        """Look for what other processes have written, as long as this one runs. In a fail-over, or after whatever else
        goes wrong in one look, the next may go through.
        """
        written = WrittenDown("the journal could not be looked at")
        while not self._alone:
            await asyncio.sleep(_LOOK_EVERY)
            written.after_turn([await wrong_with(self._look())])

    async def _look(self) -> None:
        last = await run_in_threadpool(self._last)
        if last != self._seen:
            self._seen = last
            self.ring()

    def _last(self) -> tuple[int, str]:
        with self._journal.reading() as reading:
            return reading.last()
