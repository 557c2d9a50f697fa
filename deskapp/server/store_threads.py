"""The threads in which the page store is waited for: their own, and few.

A store that hangs holds whoever waits for it, for as long as its times allow. What else a centre does in threads, above
all calls and what desks push, must not stand behind them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

T = TypeVar("T")
_AT_ONCE = 24


class StoreThreads:
    """Runs what may have to wait for the store. Whoever finds all of them taken waits without one."""

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        self._limiter = CapacityLimiter(at_once)

    async def run(self, work: Callable[..., T], *words: object) -> T:
        """What `work(*words)` returns or raises."""
        return await to_thread.run_sync(partial(work, *words), limiter=self._limiter)

    async def each(self, parts: Iterator[bytes]) -> AsyncIterator[bytes]:
        """The parts of something, each fetched in such a thread."""
        while (part := await self.run(next, parts, None)) is not None:
            yield part
