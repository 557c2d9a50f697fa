"""The forecast and the replay over HTTP: for whoever sees the hall, and nothing by clerk but for the manager."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.clerk.office import FrozenClock
from tests.server.hall import Hall, code_of
from tests.waiting import eventually


def a_morning(hall: Hall, clock: FrozenClock) -> list[str]:
    """Three come to A and one to B; window 3 has called the first and is at the second."""
    greeter, clerk = hall.sign_in("greeter"), hall.sign_in("clerk3", "3")
    numbers = [hall.issue(greeter, queue)["number"] for queue in "AAAB"]
    clock.move(timedelta(minutes=10))
    clerk.call()
    clock.move(timedelta(minutes=5))
    clerk.call(finish=True)
    clock.move(timedelta(minutes=1))
    assert clerk.get("/journal").status_code == 200  # as a desk does all the time: its line is up
    return numbers


def test_a_window_that_is_silent_calls_nobody_who_comes(hall: Hall, clock: FrozenClock) -> None:
    a_morning(hall, clock)
    manager = hall.sign_in("manager")

    def windows() -> int:
        told = manager.get("/forecast").json()["now"]["queues"]
        return next(int(one["windows"]) for one in told if one["queue"] == "A")

    assert windows() == 1
    clock.move(timedelta(seconds=16))
    assert windows() == 0


def test_the_waits_of_the_next_two_hours_are_ranges(any_hall: Hall, clock: FrozenClock) -> None:
    a_morning(any_hall, clock)
    told = any_hall.sign_in("greeter").get("/forecast").json()
    queues = {one["queue"]: one for one in told["now"]["queues"]}
    assert len(queues["A"]["quarters"]) == 8
    first = queues["A"]["quarters"][0]
    assert first["least"] <= first["likely"] <= first["most"]
    assert (queues["A"]["basis"], told["then"]) == ("default", None)


def test_what_if_a_window_opened_moved_or_closed(hall: Hall, clock: FrozenClock) -> None:
    a_morning(hall, clock)
    manager = hall.sign_in("manager")
    opened = manager.get("/forecast", params={"step": "open", "window": "5", "queues": "A,Z,A"}).json()
    windows = [{one["queue"]: one["windows"] for one in opened[side]["queues"]} for side in ("now", "then")]
    assert windows[1]["A"] == windows[0]["A"] + 1
    closed = manager.get("/forecast", params={"step": "close", "window": "3"}).json()
    assert not any(one["quarters"] for one in closed["then"]["queues"])
    moved = manager.get("/forecast", params={"step": "move", "window": "3", "queues": "B"}).json()
    assert [one["queue"] for one in moved["then"]["queues"] if one["quarters"]] == ["B"]


def test_how_far_the_recorded_days_were_off_is_told_once_it_is_known(hall: Hall, clock: FrozenClock) -> None:
    a_morning(hall, clock)
    clock.move(timedelta(days=1))
    manager = hall.sign_in("manager")
    told = eventually(lambda: manager.get("/forecast").json()["recorded"], "what was recorded")
    assert told["days"] == ["2026-11-23"]
    assert (told["error"]["samples"] > 0, told["widening"]) == (True, 1.0)


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ({"step": "burn"}, 422, "json.not_this_shape"),
        ({"step": "open", "window": "3", "queues": "A"}, 409, "forecast.window_open"),
        ({"step": "close", "window": "9"}, 409, "forecast.window_closed"),
        ({"step": "move", "window": "x" * 17}, 422, "json.not_this_shape"),
    ],
)
def test_what_cannot_be_foreseen_is_a_problem(hall: Hall, words: dict[str, str], status: int, code: str) -> None:
    hall.sign_in("clerk3", "3")
    answer = hall.sign_in("manager").get("/forecast", params=words)
    assert (answer.status_code, code_of(answer)) == (status, code)


def test_the_board_at_any_moment_of_the_day(any_hall: Hall, clock: FrozenClock) -> None:
    numbers = a_morning(any_hall, clock)
    manager = any_hall.sign_in("manager")
    end = manager.get("/replay").json()
    card = next(card for card in end["board"]["windows"] if card["window"] == "3")
    assert (card["number"], card["clerk"], card["served"]) == (numbers[1], "clerk3", 1)
    assert end["next"] is None
    early = manager.get("/replay", params={"day": "2026-11-23", "at": end["first"]}).json()
    assert early["at"] == end["first"]
    later = manager.get("/replay", params={"at": "2026-11-23T01:39:00Z"}).json()
    waiting = [ticket["number"] for queue in later["board"]["queues"] for ticket in queue["waiting"]]
    assert waiting == numbers, "nine minutes on, nobody was called yet"
    assert later["next"] == "2026-11-23T01:40:00Z"


def test_who_sat_where_is_told_to_the_manager_alone(hall: Hall, clock: FrozenClock) -> None:
    a_morning(hall, clock)
    greeter = hall.sign_in("greeter")
    told = greeter.get("/replay").json()
    assert {card["clerk"] for card in told["board"]["windows"]} == {None}
    by_clerk = greeter.get("/figures", params={"by": "clerk"})
    assert (by_clerk.status_code, code_of(by_clerk)) == (403, "access.denied")
    assert hall.sign_in("manager").get("/figures", params={"by": "clerk"}).status_code == 200


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ({"day": "2020-01-01"}, 404, "replay.nothing"),
        ({"day": "9999-12-31"}, 404, "replay.nothing"),
        ({"day": "0001-01-01"}, 404, "replay.nothing"),
        ({"day": "today"}, 422, "json.not_this_shape"),
        ({"at": "2026-11-23T01:39:00"}, 422, "json.not_this_shape"),
    ],
)
def test_what_cannot_be_replayed_is_a_problem(
    hall: Hall, clock: FrozenClock, words: dict[str, str], status: int, code: str
) -> None:
    a_morning(hall, clock)
    answer = hall.sign_in("manager").get("/replay", params=words)
    assert (answer.status_code, code_of(answer)) == (status, code)


@pytest.mark.parametrize(("place", "asked"), [("forecast", {"step", "window", "queues"}), ("replay", {"day", "at"})])
def test_what_may_be_asked_is_described_and_a_clerk_may_not(hall: Hall, place: str, asked: set[str]) -> None:
    described = hall.stranger().get("/openapi.json").json()["paths"][f"/api/v1/{place}"]["get"]
    assert {one["name"] for one in described["parameters"]} == asked
    assert "200" in described["responses"]
    refused = hall.sign_in("clerk3", "3").get(f"/{place}")
    assert (refused.status_code, code_of(refused)) == (403, "access.denied")
