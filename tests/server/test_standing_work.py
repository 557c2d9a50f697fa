"""What the centre does by itself goes on after a bug: it is written down, once while it stays, and done again later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from deskapp.failures import Failure, Refusal, StoreTrouble
from deskapp.server.standing_work import WrittenDown, keep_up, wrong_with
from tests.fakes.faults import swapped
from tests.guards import Listening

_LONG = 10.0  # seconds: nobody waits so long unless it is wrong
WHOM = "990108" + "200101011158"


async def refuse() -> None:
    raise Refusal("catalog.none")


async def break_down() -> None:
    raise ValueError(WHOM)


async def go_well() -> str:
    return "done"


@pytest.mark.parametrize(("work", "kind"), [(refuse, Refusal), (break_down, ValueError), (go_well, type(None))])
def test_what_is_wrong_is_handed_over_and_not_raised(work: Callable[[], Any], kind: type) -> None:
    assert isinstance(asyncio.run(wrong_with(work())), kind)


def test_who_is_told_to_end_ends_the_work_as_well() -> None:
    ended: list[str] = []

    async def work(begun: asyncio.Event) -> None:
        begun.set()
        try:
            await asyncio.sleep(_LONG)
        except asyncio.CancelledError:
            ended.append("work")
            raise

    async def begin_and_end() -> None:
        begun = asyncio.Event()
        task = asyncio.create_task(wrong_with(work(begun)))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(begin_and_end())
    assert ended == ["work"]


@contextmanager
def no_pause(waits: list[float]) -> Iterator[None]:
    """Waits are noted and not waited for."""
    real = asyncio.sleep

    async def noted(seconds: float) -> None:
        waits.append(seconds)
        await real(0)

    with swapped(asyncio, "sleep", noted):
        yield


def test_work_that_breaks_is_begun_anew_after_waits_that_grow(expect_log: Listening) -> None:
    begun, waits = list[int](), list[float]()

    async def work() -> None:
        begun.append(1)
        if len(begun) < 10:
            raise ValueError(WHOM)

    with no_pause(waits):
        asyncio.run(asyncio.wait_for(keep_up(work), _LONG))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert len(begun) == 10, "what returned has ended"
    said = expect_log.said()
    assert said.count("what the centre does by itself broke: ValueError") == 9
    assert "test_standing_work.py" in said
    assert WHOM not in said


def test_work_that_went_well_for_long_does_not_wait_for_long(expect_log: Listening) -> None:
    begun, waits = list[int](), list[float]()

    async def work() -> None:
        begun.append(1)
        if len(begun) == 4:  # for longer than the longest wait
            now = asyncio.get_running_loop().time
            at = now() + 61
            asyncio.get_running_loop().time = lambda: max(now(), at)  # type: ignore[method-assign]
        if len(begun) < 5:
            raise ZeroDivisionError

    with no_pause(waits):
        asyncio.run(keep_up(work))
    assert waits == [1, 2, 4, 1]
    assert len(expect_log.records) == 4


def test_whatever_it_is_that_breaks_the_work_goes_on(expect_log: Listening) -> None:
    raised: list[BaseException] = [StoreTrouble("journal.not_read"), KeyError("a"), asyncio.CancelledError()]

    async def work() -> None:
        if raised:
            raise raised.pop(0)

    with no_pause([]):
        asyncio.run(keep_up(work))
    assert len(expect_log.records) == 3


def wrong(what: Callable[[], Any]) -> BaseException | None:
    return asyncio.run(wrong_with(what()))


def test_what_stays_wrong_is_written_once_and_again_when_it_comes_back(expect_log: Listening) -> None:
    written = WrittenDown("departments could not be told")
    turns = {0: [refuse], 50: [refuse], 51: [], 109: [refuse], 170: [refuse, break_down], 229: [break_down]}
    for at, turn in turns.items():
        errors = [wrong(what) for what in turn]
        with swapped(time, "monotonic", lambda at=at: at):
            written.after_turn(errors)
    lines = [record.getMessage().splitlines()[0] for record in expect_log.records]
    assert lines == [
        "departments could not be told: catalog.none",
        "departments could not be told: ValueError",
        "departments could not be told: catalog.none",
    ]
    assert WHOM not in expect_log.said()


def test_two_bugs_of_one_kind_in_two_places_are_both_written(expect_log: Listening) -> None:
    async def break_elsewhere() -> None:
        raise ValueError

    WrittenDown("not swept").after_turn([wrong(break_down), wrong(break_elsewhere), None, wrong(break_down)])
    assert [record.levelname for record in expect_log.records] == ["ERROR", "ERROR"]


def test_a_failure_warns_and_a_bug_is_an_error(expect_log: Listening) -> None:
    failure: Failure = StoreTrouble("page.no_room")
    WrittenDown("not swept").after_turn([failure])
    assert expect_log.said() == "WARNING deskapp.server: not swept: page.no_room"
