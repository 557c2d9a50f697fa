"""Many who try at once: a burst is counted like tries by hand, and no address fills the door for the others."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from deskapp.failures import Refusal
from deskapp.server import doorkeeper
from deskapp.server.doorkeeper import Doorkeeper
from tests.guards import Listening
from tests.server.codes import Computer, code_for
from tests.server.hall import API, Hall, code_of

STRANGER, CLERK = "203.0.113.7", "10.0.0.3"
RIGHT = "demo"


class Hashing:
    """What is hashed, in which order. While it is held, whoever came to it stays in it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.free = threading.Event()
        self.free.set()

    def right(self, _: str, password: str) -> bool:
        self.asked.append(password)
        assert self.free.wait(20)
        return password == RIGHT


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hashing]:
    made = Hashing()
    monkeypatch.setattr(doorkeeper, "_right", made.right)
    yield made
    made.free.set()


async def tries(door: Doorkeeper, user: str, address: str, password: str = "guess") -> str:
    """What signing in asks of the door; gives the code of what it was told, or "in"."""
    try:
        async with door.turn(user, address):
            if not await door.right("kept", password, address):
                door.was_wrong(user, address)
                return "sign_in.wrong"
            door.was_right(user, address)
            return "in"
    except Refusal as refusal:
        return refusal.code


async def hashed(hashing: Hashing, count: int) -> None:
    """Until so many have come to be hashed."""
    async with asyncio.timeout(20):
        while len(hashing.asked) < count:
            await asyncio.sleep(0)


async def settled() -> None:
    """Until everybody stands where they have to wait, while nothing is hashed to its end."""
    for _ in range(20):
        await asyncio.sleep(0)


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(coroutine, 30))


def forgotten(door: Doorkeeper) -> bool:
    return (len(door.turns), len(door.crowds), len(door.hashed_near)) == (0, 0, 0)


def test_of_a_burst_five_are_hashed_and_the_others_wait(hashing: Hashing) -> None:
    async def night() -> None:
        door = Doorkeeper()
        told = await asyncio.gather(*(tries(door, "clerk3", STRANGER, f"guess{n}") for n in range(80)))
        assert told == ["sign_in.wrong"] * 5 + ["sign_in.wait"] * 75
        assert hashing.asked == [f"guess{n}" for n in range(5)], "nobody pays for those who are sent away"
        assert await tries(door, "clerk3", CLERK, RIGHT) == "in", "the one it is about is not kept out elsewhere"
        assert forgotten(door)

    run(night())


def test_a_burst_that_holds_the_right_password_lets_in_whoever_was_before_the_limit(hashing: Hashing) -> None:
    async def morning() -> None:
        door = Doorkeeper()
        said = ["slip", "slip", "slip", "slip", RIGHT, *["slip"] * 6, RIGHT]
        told = await asyncio.gather(*(tries(door, "clerk3", CLERK, password) for password in said))
        assert told == [*["sign_in.wrong"] * 4, "in", *["sign_in.wrong"] * 5, "sign_in.wait", "sign_in.wait"]

    run(morning())


def test_of_one_address_two_stand_before_whoever_comes_from_another(hashing: Hashing) -> None:
    async def night() -> None:
        door = Doorkeeper()
        hashing.free.clear()
        crowd = [asyncio.create_task(tries(door, f"user{n}", STRANGER)) for n in range(200)]
        await hashed(hashing, 2)
        await settled()
        clerk = asyncio.create_task(tries(door, "clerk3", CLERK, RIGHT))
        await settled()
        assert hashing.asked == ["guess", "guess"], "no more are hashed at once, from wherever they ask"
        hashing.free.set()
        assert await clerk == "in"
        assert hashing.asked.index(RIGHT) <= 3, "after those who were inside, and not after the queue"
        assert set(await asyncio.gather(*crowd)) == {"sign_in.wrong"}
        assert forgotten(door)

    run(night())


def test_a_countys_desks_behind_one_address_all_come_in_and_a_flood_from_it_does_not(hashing: Hashing) -> None:
    async def nine_o_clock() -> None:
        door = Doorkeeper()
        hashing.free.clear()
        desks = [asyncio.create_task(tries(door, f"clerk{n}", CLERK, RIGHT)) for n in range(300)]
        more = [asyncio.create_task(tries(door, f"user{n}", CLERK)) for n in range(200)]
        await hashed(hashing, 2)
        await settled()
        assert door.crowds.standing(CLERK) == 500
        with pytest.raises(Refusal) as refused:
            async with door.turn("late", CLERK):
                pytest.fail("let in")
        assert (refused.value.code, refused.value.values) == ("sign_in.wait", {"seconds": 30})
        assert door.crowds.standing(CLERK) == 500, "whoever was sent away does not stand there"
        elsewhere = asyncio.create_task(tries(door, "clerk3", STRANGER, RIGHT))
        hashing.free.set()
        assert await elsewhere == "in"
        assert set(await asyncio.gather(*desks)) == {"in"}
        await asyncio.gather(*more)
        assert await tries(door, "late", CLERK, RIGHT) == "in", "and later they are let in"
        assert forgotten(door)

    run(nine_o_clock())


def test_a_network_of_ipv6_is_one_address(hashing: Hashing) -> None:
    async def night() -> None:
        door = Doorkeeper()
        told = await asyncio.gather(*(tries(door, "clerk3", f"2001:db8:1:2::{n:x}") for n in range(1, 41)))
        assert (told.count("sign_in.wrong"), told.count("sign_in.wait")) == (5, 35)
        assert await tries(door, "clerk3", "2001:db8:1:2:ffff::1", RIGHT) == "sign_in.wait"
        assert await tries(door, "clerk3", "2001:db8:1:3::1", RIGHT) == "in"
        assert await tries(door, "clerk4", "2001:db8:1:2::1", RIGHT) == "in"
        door.was_wrong("clerk5", "::ffff:10.0.0.3")
        assert ("clerk5", "10.0.0.3") in door.wrong

    run(night())


def test_what_is_no_address_is_one_of_many_and_not_everywhere() -> None:
    """A centre behind a socket knows of nobody where they are."""
    door = Doorkeeper()
    for _ in range(4):
        door.was_wrong("clerk3", "")
    door.ask_patience("clerk3", "")
    door.was_wrong("clerk3", "no address")
    with pytest.raises(Refusal, match=r"sign_in\.wait"):
        door.ask_patience("clerk3", "")
    door.ask_patience("clerk3", CLERK)
    door.was_right("clerk3", "")
    for _ in range(45):
        door.was_wrong("clerk3", STRANGER)
    with pytest.raises(Refusal, match=r"sign_in\.wait"):
        door.ask_patience("clerk3", CLERK)


def test_who_does_not_wait_any_longer_is_forgotten_and_holds_nobody_up(hashing: Hashing) -> None:
    async def night() -> None:
        door = Doorkeeper()
        hashing.free.clear()
        many = [asyncio.create_task(tries(door, f"user{n % 50}", STRANGER)) for n in range(300)]
        await hashed(hashing, 2)
        await settled()
        for task in many:
            task.cancel()
        hashing.free.set()
        await asyncio.gather(*many, return_exceptions=True)
        assert forgotten(door)
        assert await tries(door, "clerk3", STRANGER, RIGHT) == "in"

    run(night())


def test_a_turn_is_waited_for_in_the_words_of_whoever_asks() -> None:
    async def night() -> None:
        door = Doorkeeper()
        for _ in range(5):
            door.was_wrong("enrol 3", STRANGER)
        with pytest.raises(Refusal) as refused:
            async with door.turn("enrol 3", STRANGER, "enroll.wait"):
                pytest.fail("let in")
        assert (refused.value.code, refused.value.values) == ("enroll.wait", {"seconds": 30})
        with pytest.raises(Refusal, match=r"enroll\.code_wrong"):  # what is refused inside stays what it is
            async with door.turn("enrol 4", STRANGER, "enroll.wait"):
                raise Refusal("enroll.code_wrong")
        assert forgotten(door)

    run(night())


def test_at_the_centre_a_burst_is_told_five_times_that_it_was_wrong(hall: Hall) -> None:
    def guess(number: int) -> str:
        return code_of(hall.asks_to_sign_in("clerk3", password=f"guess{number}"))

    with ThreadPoolExecutor(30) as pool:
        told = list(pool.map(guess, range(30)))
    assert (told.count("sign_in.wrong"), told.count("sign_in.wait")) == (5, 25)
    assert code_of(hall.asks_to_sign_in("clerk3")) == "sign_in.wait", "here, the right one has to wait as well"
    body = {"user": "clerk3", "password": "demo"}
    elsewhere = hall.stranger().post(f"{API}/sign-in", json=body, headers={"X-Forwarded-For": CLERK})
    assert elsewhere.status_code == 200, elsewhere.text


def test_at_the_centre_a_burst_of_codes_is_counted_too(hall: Hall, expect_log: Listening) -> None:
    right = code_for(hall.parts, "3")
    many = [Computer(hall, f"D{n}") for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda computer: code_of(computer.shows("3", "0000-0000-0000")), many))
    assert (told.count("enroll.code_wrong"), told.count("enroll.wait")) == (5, 15)
    assert expect_log.said().count("enroll.code_wrong") == 5
    assert code_of(many[0].shows("3", right)) == "enroll.wait"
