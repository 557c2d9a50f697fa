"""A turnstile for whoever is asked for: so many pass at once, the others in the order in which they came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(eq=False)
class _Turnstile:
    free: asyncio.Semaphore
    standing: int = 0


class Turnstiles(Generic[K]):
    """One for each key that anybody stands at, and none for the others: a stranger with many names fills no memory.

    All of it happens in one loop.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._kept: dict[K, _Turnstile] = {}

    def __len__(self) -> int:
        """At how many somebody stands."""
        return len(self._kept)

    def standing(self, key: K) -> int:
        """How many have come to it and not left: those who pass, and those who wait."""
        kept = self._kept.get(key)
        return 0 if kept is None else kept.standing

    @asynccontextmanager
    async def through(self, key: K) -> AsyncIterator[None]:
        """Wait until it is free, and hold a place of it until the block ends. Whoever gives up waiting has left."""
        kept = self._kept.setdefault(key, _Turnstile(asyncio.Semaphore(self._at_once)))
        kept.standing += 1
        try:
            async with kept.free:
                yield
        finally:
            kept.standing -= 1
            if not kept.standing:
                del self._kept[key]
