"""Which windows the centre hears of, told to whoever sees the hall; by its own clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.clerk.office import FrozenClock
from tests.server.hall import Hall, Person
from tests.server.pretend_desk import desk_at

LEASE = 600


@pytest.fixture
def manager(any_hall: Hall) -> Person:
    return any_hall.sign_in("manager")


def told(manager: Person) -> dict[str, tuple[int, int]]:
    answer = manager.get("/windows/presence")
    assert answer.status_code == 200, answer.text
    return {one["window"]: (one["silent"], one["left"]) for one in answer.json()["windows"]}


def test_only_open_windows_are_told_in_the_order_in_which_a_person_counts(any_hall: Hall, manager: Person) -> None:
    assert told(manager) == {}
    for name in "53":
        any_hall.sign_in(f"clerk{name}", name)
    assert list(told(manager)) == ["3", "5"]


def test_a_window_is_silent_from_its_last_pull_on(any_hall: Hall, manager: Person, clock: FrozenClock) -> None:
    clerk = any_hall.sign_in("clerk3", "3")
    assert told(manager) == {"3": (0, LEASE)}
    clock.move(timedelta(seconds=90))
    assert told(manager) == {"3": (90, LEASE - 90)}
    clerk.get("/tickets/waiting")
    assert told(manager) == {"3": (90, LEASE - 90)}, "only a pull comes after the desk has sent what it had"
    clerk.get("/journal")
    assert told(manager) == {"3": (0, LEASE)}
    clock.move(timedelta(seconds=LEASE + 5))
    assert told(manager) == {"3": (LEASE + 5, 0)}


def test_a_released_window_is_silent_since_it_was_opened_and_has_nothing_left(
    any_hall: Hall, manager: Person, clock: FrozenClock
) -> None:
    clerk = any_hall.sign_in("clerk3", "3")
    clock.move(timedelta(minutes=4))
    assert manager.post("/windows/3/release").status_code == 204
    assert told(manager) == {"3": (240, 0)}
    clerk.get("/journal")
    assert told(manager) == {"3": (0, LEASE)}, "once it is heard of again it has its own again"


def test_a_paused_or_closed_window_is_not_missed(any_hall: Hall, manager: Person, clock: FrozenClock) -> None:
    desk = desk_at(any_hall)
    clock.move(timedelta(minutes=4))
    assert desk.says(desk.event("window.paused", "3", {"reason": ""})) == ["accepted"]
    assert told(manager) == {}
