"""The bell wakes whoever waits when the journal has grown, and nobody misses what rang while they looked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from deskapp.failures import StoreTrouble
from deskapp.journal.journal import Journal
from deskapp.server import bell as bell_room
from deskapp.server.bell import Bell
from tests import builders
from tests.fakes.faults import swapped
from tests.guards import Listening

_LONG = 10.0  # seconds: nobody waits so long unless it is wrong


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Journal]:
    made = builders.centre_journal(tmp_path / "centre")
    yield made
    made.engine.dispose()


def test_it_rings_when_something_was_added_and_only_then(kept: Journal) -> None:
    bell = Bell(kept, alone=True)
    builders.open_case(kept)
    assert bell.strikes == 1
    with kept.writing() as facts:
        facts.note("something", "local")
    with kept.reading():
        pass
    assert bell.strikes == 1


def test_who_waits_is_woken_by_the_next_strike(kept: Journal) -> None:
    bell = Bell(kept, alone=True)

    async def wait() -> bool:
        waiting = asyncio.create_task(bell.wait(bell.strikes, _LONG))
        await asyncio.sleep(0)
        threading.Thread(target=builders.open_case, args=(kept,)).start()
        return await waiting

    assert asyncio.run(wait()) is True


def test_what_rang_since_the_look_is_not_missed(kept: Journal) -> None:
    bell = Bell(kept, alone=True)
    before = bell.strikes
    bell.ring()
    assert asyncio.run(bell.wait(before, _LONG)) is True


def test_who_waits_in_vain_goes_away_and_leaves_nothing_behind(kept: Journal) -> None:
    bell = Bell(kept, alone=True)
    assert asyncio.run(bell.wait(bell.strikes, 0.01)) is False
    bell.ring()  # nobody's loop is left to be woken: one that is closed would raise
    assert bell.strikes == 1


def test_who_gives_up_waiting_is_forgotten(kept: Journal) -> None:
    bell = Bell(kept, alone=True)

    async def give_up() -> None:
        waiting = asyncio.create_task(bell.wait(bell.strikes, _LONG))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(give_up())
    bell.ring()


@pytest.mark.parametrize("many", [2, 50])
def test_all_who_wait_are_woken_each_in_its_own_loop(kept: Journal, many: int) -> None:
    """A thread of its own with a loop of its own, as a second process's would be."""
    bell = Bell(kept, alone=True)
    ready = threading.Barrier(many + 1)
    woken: list[bool] = []

    def listen() -> None:
        async def wait() -> None:
            strikes = bell.strikes
            ready.wait(_LONG)
            woken.append(await bell.wait(strikes, _LONG))

        asyncio.run(wait())

    threads = [threading.Thread(target=listen) for _ in range(many)]
    for thread in threads:
        thread.start()
    ready.wait(_LONG)
    bell.ring()
    for thread in threads:
        thread.join(_LONG)
    assert woken == [True] * many


def test_the_last_strike_wakes_everybody_and_says_that_it_was_the_last(kept: Journal) -> None:
    bell = Bell(kept, alone=True)

    async def wait() -> bool:
        waiting = asyncio.create_task(bell.wait(bell.strikes, _LONG))
        await asyncio.sleep(0)
        bell.end()
        return await waiting

    assert bell.ended is False
    assert asyncio.run(wait()) is True
    assert bell.ended is True


def test_what_another_process_writes_rings_within_a_moment(kept: Journal) -> None:
    bell = Bell(kept, alone=False)
    other = Journal(kept.engine, kept.terms)  # of another process: its growth is told to nobody here

    async def hear() -> bool:
        watching = asyncio.create_task(bell.watch_others())
        await bell.wait(bell.strikes, _LONG)  # the first look finds that there is anything at all
        strikes = bell.strikes
        await asyncio.to_thread(builders.open_case, other)
        heard = await bell.wait(strikes, _LONG)
        watching.cancel()
        return heard

    assert asyncio.run(hear()) is True


@pytest.mark.parametrize("fault", [partial(StoreTrouble, "journal.not_read"), TypeError])
def test_a_look_that_went_wrong_is_written_once_and_the_next_one_rings(
    kept: Journal, expect_log: Listening, fault: Callable[[], Exception]
) -> None:
    bell = Bell(kept, alone=False)
    looks: list[int] = []

    def broken(_: Bell) -> tuple[int, str]:
        looks.append(1)
        raise fault()

    async def hear() -> bool:
        strikes = bell.strikes
        with swapped(bell_room, "_LOOK_EVERY", 0.01):
            watching = asyncio.create_task(bell.watch_others())
            with swapped(Bell, "_last", broken):
                while len(looks) < 4:
                    await asyncio.sleep(0.01)
            heard = await bell.wait(strikes, _LONG)
        watching.cancel()
        return heard

    assert asyncio.run(hear()) is True
    assert len(expect_log.records) == 1
    assert "the journal could not be looked at" in expect_log.said()


def test_one_process_alone_looks_for_no_others(kept: Journal) -> None:
    asyncio.run(asyncio.wait_for(Bell(kept, alone=True).watch_others(), _LONG))
