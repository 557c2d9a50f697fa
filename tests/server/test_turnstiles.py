"""Turnstiles: one at a time or a few, in the order in which they came, and nothing left of those who went."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from deskapp.server.turnstiles import Turnstiles


class Walk:
    """Somebody on their way through, who stays inside until they are let go."""

    def __init__(self, turnstiles: Turnstiles[str], key: str, inside: list[str], name: str) -> None:
        self.name = name
        self.go_on = asyncio.Event()
        self._turnstiles, self._key, self._inside = turnstiles, key, inside
        self.task = asyncio.create_task(self._walk())

    async def _walk(self) -> None:
        async with self._turnstiles.through(self._key):
            self._inside.append(self.name)
            await self.go_on.wait()


async def settled() -> None:
    """Until everybody stands where they have to wait: nothing here waits for anything but one another."""
    for _ in range(20):
        await asyncio.sleep(0)


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(coroutine, 20))


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_so_many_pass_at_once_and_the_others_as_they_came(at_once: int) -> None:
    async def street() -> None:
        turnstiles: Turnstiles[str] = Turnstiles(at_once)
        inside: list[str] = []
        names = [str(number) for number in range(8)]
        walks = [Walk(turnstiles, "a", inside, name) for name in names]
        await settled()
        assert inside == names[:at_once]
        for gone, walk in enumerate(walks, 1):
            walk.go_on.set()
            await walk.task
            await settled()
            assert inside == names[: at_once + gone]
            assert turnstiles.standing("a") == len(names) - gone

    run(street())


def test_nobody_stands_in_the_way_of_somebody_elses() -> None:
    async def street() -> None:
        turnstiles: Turnstiles[str] = Turnstiles(1)
        inside: list[str] = []
        walks = [Walk(turnstiles, key, inside, key) for key in ("a", "b", "a", "c")]
        await settled()
        assert inside == ["a", "b", "c"]
        assert [turnstiles.standing(key) for key in "abcd"] == [2, 1, 1, 0]
        for walk in walks:
            walk.go_on.set()
        await asyncio.gather(*(walk.task for walk in walks))

    run(street())


def test_what_nobody_stands_at_is_forgotten() -> None:
    async def street() -> None:
        turnstiles: Turnstiles[str] = Turnstiles(2)
        walks = [Walk(turnstiles, f"user{number}", [], "") for number in range(300)]
        await settled()
        assert len(turnstiles) == 300
        for walk in walks:
            walk.go_on.set()
        await asyncio.gather(*(walk.task for walk in walks))
        assert len(turnstiles) == 0

    run(street())


def test_who_gives_up_waiting_or_fails_inside_leaves_it_to_the_next() -> None:
    async def street() -> None:
        turnstiles: Turnstiles[str] = Turnstiles(1)
        inside: list[str] = []
        first, second, third = (Walk(turnstiles, "a", inside, name) for name in ("first", "second", "third"))
        await settled()
        second.task.cancel()
        await settled()
        assert turnstiles.standing("a") == 2
        first.task.cancel()  # inside
        await settled()
        assert inside == ["first", "third"]
        third.go_on.set()
        await third.task
        with pytest.raises(ZeroDivisionError):
            async with turnstiles.through("a"):
                raise ZeroDivisionError
        assert len(turnstiles) == 0
        async with asyncio.timeout(10), turnstiles.through("a"):
            assert turnstiles.standing("a") == 1

    run(street())
