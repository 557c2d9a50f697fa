"""Looking overlaps with coming: in order, a few at a time, and whatever fails on the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import cv2
import pytest

from deskapp.scans.overlap import HANDS, ROOM, overlapped
from tests.waiting import eventually


def counted(count: int, fails_at: int = 0) -> Iterator[int]:
    for number in range(1, count + 1):
        if number == fails_at:
            raise OSError("jam")
        yield number


def test_everything_comes_in_the_order_in_which_it_came() -> None:
    first = threading.Event()

    def look(number: int) -> int:
        if number == 1:
            first.wait(30)  # the first is looked at longest
        elif number == 2:
            first.set()
        return number * 10

    assert list(overlapped(counted(9), lambda one: one, look, threading.Event())) == [
        (number, 10 * number) for number in range(1, 10)
    ]


def test_a_source_that_fails_is_told_after_what_came_before_it() -> None:
    came: list[tuple[int, int]] = []
    with pytest.raises(OSError, match="jam"):
        came.extend(overlapped(counted(9, fails_at=5), lambda one: one, lambda one: one, threading.Event()))
    assert came == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_what_cannot_be_looked_at_is_told_in_its_turn_and_the_source_is_put_to_rest() -> None:
    ended = threading.Event()

    def source() -> Iterator[int]:
        try:
            yield from counted(100)
        finally:
            ended.set()

    def look(number: int) -> int:
        if number == 3:
            raise ValueError("no picture")
        return number

    came: list[tuple[int, int]] = []
    over = threading.Event()
    with pytest.raises(ValueError, match="no picture"):
        came.extend(overlapped(source(), lambda one: one, look, over))
    assert came == [(1, 1), (2, 2)]
    assert over.is_set()
    assert eventually(ended.is_set, "the end of the source")


def test_however_high_the_stack_only_a_few_wait_to_be_looked_at() -> None:
    landed: list[int] = []
    gate = threading.Event()

    def land(number: int) -> int:
        landed.append(number)
        return number

    def look(number: int) -> int:
        gate.wait(10)
        return number

    running = overlapped(counted(500), land, look, threading.Event())
    taker = threading.Thread(target=lambda: [*running])
    taker.start()
    most = ROOM + 3  # in the queue, one at the hand that waits for its answer, one that has just landed
    eventually(lambda: len(landed) >= ROOM, "a few")
    assert len(landed) <= most + HANDS
    gate.set()
    taker.join(10)
    assert len(landed) == 500


def test_each_is_landed_before_the_next_is_asked_for() -> None:
    told: list[str] = []

    def source() -> Iterator[int]:
        for number in range(3):
            told.append(f"asked {number}")
            yield number

    list(overlapped(source(), lambda one: told.append(f"kept {one}"), lambda _: None, threading.Event()))
    assert told == [word for number in range(3) for word in (f"asked {number}", f"kept {number}")]


def test_it_is_looked_at_while_it_lands_and_what_does_not_land_is_not_given() -> None:
    looked = threading.Event()

    def land(number: int) -> int:
        assert looked.wait(10), "nobody looked before it had landed"
        if number == 2:
            raise OSError("disk full")
        return number

    def look(number: int) -> str:
        looked.set()
        return f"seen {number}"

    came: list[tuple[int, str]] = []
    with pytest.raises(OSError, match="disk full"):
        came.extend(overlapped(counted(3), land, look, threading.Event()))
    assert came == [(1, "seen 1")]


def test_whoever_goes_away_ends_it() -> None:
    over = threading.Event()
    running = overlapped(counted(500), lambda one: one, lambda one: one, over)
    assert next(running) == (1, 1)
    running.close()
    assert over.is_set()


def test_a_hand_has_one_thread_while_it_looks_and_the_desk_all_of_them_afterwards() -> None:
    before = cv2.getNumThreads()
    seen = list(overlapped(range(4), lambda one: one, lambda _: cv2.getNumThreads(), threading.Event()))
    assert [threads for _, threads in seen] == [1] * 4
    assert cv2.getNumThreads() == before
