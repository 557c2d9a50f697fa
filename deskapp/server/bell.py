"""Rings when the journal has grown, for everybody who listens. Only a bell: the table is the truth."""

from __future__ import annotations

import asyncio
import threading

from deskapp.journal.journal import Journal

_LOOK_EVERY = 0.5  # seconds: when other processes write too


class Bell:
    """Waits of many listeners, woken by our own commits at once and by those of other processes within a moment."""

    def __init__(self, journal: Journal, *, alone: bool) -> None:
        self._journal = journal
        self._alone = alone
        self._guard = threading.Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._seen = -1
        journal.on_growth(lambda _: self.ring())

    def ring(self) -> None:
        """Wake everybody who waits; from any thread."""
        with self._guard:
            waiting, self._waiting = self._waiting, set()
        for loop, event in waiting:
            loop.call_soon_threadsafe(event.set)

    async def wait(self, seconds: float) -> bool:
        """Wait for the bell; whether it rang."""
        event = asyncio.Event()
        place = (asyncio.get_running_loop(), event)
        with self._guard:
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
        """Look for what other processes have written, as long as this one runs."""
        while not self._alone:
            await asyncio.sleep(_LOOK_EVERY)
            with self._journal.reading() as reading:
                last, _ = reading.last()
            if last != self._seen:
                self._seen = last
                self.ring()
