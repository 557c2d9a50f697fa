"""What the centre tells a desk to number from when somebody signs in there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from db import engines
from deskapp.ids import ClerkId, DeviceId, WindowId, new_id
from deskapp.journal.journal import Journal
from deskapp.journal.terms import Author
from deskapp.rules.serial_shares import SHARE, SHARES, Computer, Serials
from deskapp.rules.window import WindowOpened
from deskapp.server.serials import give_serials
from tests.server.hall import Hall
from tests.server.test_two_processes import somebody_waits
from tests.waiting import eventually

THREE = WindowId("3")
SILENCE = timedelta(seconds=91)


def told(hall: Hall, device: str, user: str = "clerk3", window: str = "3", **more: object) -> tuple[int, int]:
    """The first and the last serial of whoever signs in there, once the window has been silent for long enough."""
    hall.clock.move(SILENCE)
    said = hall.sign_in(user, window, device=device, **more).answer["serials"]
    return said["first"], said["last"]


def was_opened(hall: Hall, device: str) -> None:
    clerk = ClerkId("clerk3")
    hall.parts.writer.write_now(lambda facts: facts.add(clerk, WindowOpened(clerk, DeviceId(device)), of=THREE))


def test_a_spare_computer_at_a_window_numbers_from_a_share_of_its_own(any_hall: Hall) -> None:
    assert told(any_hall, "D1") == (1, 1000)
    assert told(any_hall, "D2", "clerk5") == (1001, 2000)
    assert told(any_hall, "D1") == (1, 1000), "whoever comes back has their own"
    assert told(any_hall, "D2", "clerk4") == (1001, 2000), "a computer numbers, whoever sits there"
    assert told(any_hall, "D2", "clerk4", "5") == (1, 1000), "another window has serials of its own"


def test_the_day_after_each_has_its_own_still(hall: Hall) -> None:
    """The first may have been cut off since yesterday, and goes on numbering: the centre does not hear of it."""
    told(hall, "D1")
    hall.clock.move(timedelta(days=1))
    assert told(hall, "D2") == (1001, 2000)
    hall.clock.move(timedelta(days=1))
    assert told(hall, "D1") == (1, 1000)


def test_a_restored_cache_is_told_other_serials_and_which_life_they_are_for(hall: Hall) -> None:
    told(hall, "D1")
    hall.clock.move(SILENCE)
    said = hall.sign_in("clerk3", "3", device="D1", epoch=2).answer["serials"]
    assert said == {"first": 1001, "last": 2000, "since": "2026-11-23", "until": "2026-11-30", "epoch": 2}


@pytest.mark.parametrize(
    ("user", "window", "more"), [("manager", "3", {"device": "M1"}), ("clerk3", None, {"device": "D1"}),
                                 ("clerk3", "3", {})]
)  # fmt: skip
def test_who_has_no_window_or_no_desk_numbers_nothing_and_takes_nothing(
    hall: Hall, user: str, window: str | None, more: dict[str, str]
) -> None:
    assert hall.sign_in(user, window, **more).answer["serials"] is None
    assert told(hall, "D9") == (1, 1000)


def test_with_all_serials_given_one_still_signs_in(hall: Hall) -> None:
    for one in range(1, SHARES):
        computer = Computer(DeviceId(f"D{one}"), 1)
        hall.parts.writer.write_now(lambda facts, who=computer: give_serials(facts, THREE, who))  # type: ignore[misc]
    assert told(hall, "the tenth") == (1 + SHARE * (SHARES - 1), 9999)
    assert told(hall, "one too many") == (1, 0)


@pytest.mark.parametrize(("last", "first"), [("D1", 1001), ("D2", 1), ("session-7", 1)])
def test_the_first_serials_are_left_to_who_was_there_before_serials_were_told(
    any_hall: Hall, last: str, first: int
) -> None:
    """A centre that was just upgraded knows who opened the window last, and not what they have printed since."""
    was_opened(any_hall, last)
    assert told(any_hall, "D2")[0] == first


def test_of_who_was_there_before_a_desk_counts_though_somebody_without_one_came_later(hall: Hall) -> None:
    for device in ("D1", "session-7"):
        was_opened(hall, device)
    assert told(hall, "D2")[0] == 1001
    assert told(hall, "D1", epoch=4)[0] == 1


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_two_processes_give_one_share_to_one_computer(any_hall: Hall, database: str) -> None:
    terms = dataclasses.replace(any_hall.parts.journal.terms, author=Author(DeviceId(f"centre-{new_id()}"), 1))
    other = Journal(engines.centre(database), terms)

    def give(kept: Journal, device: str, before_the_commit: Callable[[], object] = bool) -> Serials | None:
        with kept.writing() as facts:
            given = give_serials(facts, THREE, Computer(DeviceId(device), 1))
            before_the_commit()
        return given

    with ThreadPoolExecutor(1) as line:
        began = []

        def come_between() -> None:
            began.append(line.submit(give, any_hall.parts.journal, "D2"))
            eventually(lambda: somebody_waits(other), "the second process at the window's lock")

        first, second = give(other, "D1", come_between), began[0].result(20)
    other.engine.dispose()
    assert first is not None
    assert second is not None
    assert (first.first, second.first) == (1, 1001)
