"""Wrong passwords are remembered for a while: who guesses has to wait, and locks nobody else out."""

from __future__ import annotations

import asyncio
import time

import pytest
from argon2 import PasswordHasher

from deskapp.failures import Refusal
from deskapp.server.doorkeeper import Doorkeeper

HERE, THERE = "10.0.0.9", "10.0.0.10"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Seconds:
    """The machine's own seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    made = Seconds()
    monkeypatch.setattr("deskapp.server.doorkeeper.time", made)
    return made


@pytest.fixture
def door(seconds: Seconds) -> Doorkeeper:
    return Doorkeeper()


def waits(door: Doorkeeper, user: str = "chen", address: str = HERE) -> int:
    """For how many seconds somebody has to wait; 0 when they may try."""
    try:
        door.ask_patience(user, address)
    except Refusal as refusal:
        return int(str(refusal.values["seconds"])) if refusal.code == "sign_in.wait" else -1
    return 0


def guess(door: Doorkeeper, times: int, user: str = "chen", address: str = HERE) -> None:
    for _ in range(times):
        door.was_wrong(user, address)


@pytest.mark.parametrize(("wrong", "must_wait"), [(0, False), (1, False), (4, False), (5, True), (9, True)])
def test_a_few_slips_of_the_finger_cost_nothing(door: Doorkeeper, wrong: int, must_wait: bool) -> None:
    guess(door, wrong)
    assert (waits(door) > 0) is must_wait


def test_a_guess_counts_for_one_name_from_one_address(door: Doorkeeper) -> None:
    guess(door, 5)
    assert waits(door) == 30
    assert waits(door, "li") == 0
    assert waits(door, address=THERE) == 0


def test_the_wait_runs_down_and_is_over(door: Doorkeeper, seconds: Seconds) -> None:
    guess(door, 5)
    told = []
    for step in (0.0, 10.0, 19.4, 0.5, 0.2):
        seconds.now += step
        told.append(waits(door))
    assert told == [30, 20, 1, 1, 0], "never told to wait for no seconds"
    guess(door, 4)
    assert waits(door) == 0, "counted anew"


def test_another_guess_begins_the_wait_anew(door: Doorkeeper, seconds: Seconds) -> None:
    guess(door, 5)
    seconds.now += 20
    guess(door, 1)
    assert waits(door) == 30


def test_who_knew_it_after_all_is_not_held_up_by_the_tries_before(door: Doorkeeper) -> None:
    guess(door, 4)
    door.was_right("chen", HERE)
    guess(door, 4)
    assert waits(door) == 0


def test_many_addresses_together_make_everybody_wait_and_a_few_do_not(door: Doorkeeper) -> None:
    """A name that is guessed from everywhere is guarded; one stranger elsewhere locks nobody out of their window."""
    guess(door, 49, address=THERE)
    assert waits(door, address=HERE) == 0
    guess(door, 1, address="10.0.0.11")
    assert waits(door, address=HERE) == 30
    assert waits(door, "li", HERE) == 0


def test_to_know_it_here_forgets_nothing_of_everywhere(door: Doorkeeper) -> None:
    guess(door, 50, address=THERE)
    door.was_right("chen", HERE)
    assert waits(door) == 30


def test_what_is_remembered_has_an_end(door: Doorkeeper) -> None:
    for number in range(10_100):
        door.was_wrong(f"user{number}", HERE)
    assert len(door.wrong) <= 10_002


@pytest.mark.parametrize(
    ("kept", "password", "right"),
    [
        (QUICK.hash("demo"), "demo", True),
        (QUICK.hash("demo"), "Demo", False),
        (QUICK.hash("demo"), "demo ", False),
        (QUICK.hash("demo"), "", False),
        (QUICK.hash("口令𬭎"), "口令𬭎", True),
        ("", "demo", False),
        ("no hash at all", "demo", False),
        ("$argon2id$v=19$m=8,t=1,p=1$AAAA", "demo", False),
    ],
    ids=["right", "large letter", "a blank more", "empty", "rare letters", "none kept", "rubbish kept", "half a hash"],
)
def test_a_password_is_right_or_it_is_not(door: Doorkeeper, kept: str, password: str, right: bool) -> None:
    assert asyncio.run(door.right(kept, password)) is right


def test_nobody_has_no_password_that_could_be_found(door: Doorkeeper) -> None:
    assert asyncio.run(door.right(None, "")) is False
    assert asyncio.run(door.right(None, "demo")) is False


def test_to_find_nobody_takes_as_long_as_to_find_a_wrong_password() -> None:
    """In work, not in time: the hash of nobody has the costs that every real one has."""
    from argon2 import extract_parameters

    from deskapp.server import doorkeeper

    nobody = extract_parameters(doorkeeper._NOBODY)
    usual = extract_parameters(PasswordHasher().hash("x"))
    assert (nobody.memory_cost, nobody.time_cost, nobody.parallelism) == (
        usual.memory_cost, usual.time_cost, usual.parallelism,
    )  # fmt: skip


def test_only_a_few_are_hashed_at_once() -> None:
    """Each wants 64 MB: fifty who sign in together at nine would want three gigabytes."""
    door = Doorkeeper()

    async def crowd() -> int:
        most = 0
        hashed = [asyncio.create_task(door.right(QUICK.hash("x"), "x")) for _ in range(20)]
        while not all(task.done() for task in hashed):
            most = max(most, 2 - door.hashing._value)
            await asyncio.sleep(0)
        assert all(task.result() for task in hashed)
        return most

    assert asyncio.run(crowd()) == 2


def test_the_clock_of_the_wait_is_the_machines_own() -> None:
    """A clock on the wall that is set back would keep somebody out."""
    door = Doorkeeper()
    guess(door, 1)
    (_, until), *_ = door.wrong.values()
    assert until == pytest.approx(time.monotonic() + 30, abs=5)


def test_many_strangers_make_nobody_wait_no_longer(door: Doorkeeper, seconds: Seconds) -> None:
    """A guesser with more addresses than anybody remembers does not wash away whoever is held off."""
    guess(door, 5)
    assert waits(door) == 30
    for number in range(12_000):
        door.was_wrong("chen" if number % 2 else f"user{number}", f"10.{number >> 8}.{number & 255}.1")
    assert waits(door) > 0
    assert len(door.wrong) <= 10_002, "and the memory is bounded"
    seconds.now += 31
    for number in range(2_000):
        door.was_wrong(f"other{number}", THERE)
    assert len(door.wrong) <= 4_000, "whose time is over is forgotten first"
    assert waits(door) == 0


def test_the_memory_ends_even_when_everybody_in_it_waits(door: Doorkeeper) -> None:
    for number in range(2_200):
        guess(door, 5, f"user{number}", f"10.{number >> 8}.{number & 255}.1")
    assert len(door.wrong) <= 10_002
