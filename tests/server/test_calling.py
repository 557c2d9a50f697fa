"""Calling the next: in whose turn, to which window, and to one window only."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.ids import WindowId
from deskapp.rules.calling import owner
from tests.bench.load import Caller, press
from tests.bench.windows import many_windows, waiting_line
from tests.commands.running import serving
from tests.server.hall import Hall, Person, code_of, open_hall

CALLERS = 200


@pytest.fixture
def greeter(any_hall: Hall) -> Person:
    return any_hall.sign_in("greeter")


def test_who_is_due_first_is_called_first_whenever_they_came(any_hall: Hall, greeter: Person) -> None:
    first = any_hall.issue(greeter)
    any_hall.clock.move(timedelta(minutes=10))
    second = any_hall.issue(greeter, "B")
    urgent = any_hall.issue(greeter, "A", **{"class": "priority"})
    any_hall.clock.move(timedelta(minutes=1))
    later = any_hall.issue(greeter, "B")
    assert [t["number"] for t in (first, second, urgent, later)] == ["A001", "B001", "A002", "B002"]
    assert [t["waiting"] for t in (first, second, urgent, later)] == [0, 0, 0, 1]
    waiting = greeter.get("/tickets/waiting").json()["tickets"]
    assert [t["number"] for t in waiting] == ["A002", "A001", "B001", "B002"]
    clerk = any_hall.sign_in("clerk3", "3")
    called = [clerk.call(finish=True) for _ in range(5)]
    assert [answer.status_code for answer in called] == [200] * 4 + [204]
    assert [answer.json()["number"] for answer in called[:4]] == ["A002", "A001", "B001", "B002"]
    assert greeter.get("/tickets/waiting").json() == {"tickets": []}


def test_a_window_calls_for_its_own_queues_only(any_hall: Hall, greeter: Person) -> None:
    any_hall.issue(greeter, "D")
    intake, hand_out = any_hall.sign_in("clerk3", "3"), any_hall.sign_in("clerk8", "8")
    assert intake.call().status_code == 204
    assert hand_out.call().json()["number"] == "D001"


def test_a_ticket_in_hand_is_not_forgotten(any_hall: Hall, greeter: Person) -> None:
    first = any_hall.issue(greeter)
    any_hall.issue(greeter)
    clerk = any_hall.sign_in("clerk3", "3")
    clerk.call()
    again = clerk.call()
    assert (again.status_code, code_of(again)) == (409, "ticket.in_hand")
    assert again.json()["values"] == {"ticket": "A001", "id": first["id"]}
    second = clerk.call(finish=True).json()
    assert second["number"] == "A002"
    assert [event["kind"] for event in second["events"]] == ["ticket.finished", "ticket.called"]
    assert [event["stream_id"] for event in second["events"]] == [first["id"], second["id"]]
    with any_hall.parts.journal.reading() as reading:
        assert reading.ticket(first["id"]).state == "finished"
    assert clerk.call(finish=True).status_code == 204, "the last is ended though nobody waits"
    assert clerk.call().status_code == 204


def test_an_answer_carries_its_numbered_events(any_hall: Hall, greeter: Person) -> None:
    issued = any_hall.issue(greeter, "A", item="ZJ-0201")
    (event,) = issued["events"]
    assert (event["kind"], event["payload"]["number"], event["payload"]["item"]) == ("ticket.issued", "A001", "ZJ-0201")
    clerk = any_hall.sign_in("clerk3", "3")
    called = clerk.call().json()
    pulled = {e["seq"]: e for e in clerk.get("/journal", params={"after": 0}).json()["events"]}
    assert pulled[event["seq"]] == event
    assert pulled[called["events"][0]["seq"]] == called["events"][0]


def test_a_call_asked_again_with_its_key_is_answered_the_same(any_hall: Hall, greeter: Person) -> None:
    for _ in range(3):
        any_hall.issue(greeter)
    clerk, other = any_hall.sign_in("clerk3", "3"), any_hall.sign_in("clerk5", "5")
    first = clerk.call(finish=True, key="k1")
    assert clerk.call(finish=True, key="k1").json() == first.json()
    assert other.call(finish=True, key="k1").json()["number"] == "A002", "another window's key is another key"
    assert clerk.call(finish=True, key="k2").json()["number"] == "A003"
    assert clerk.call(finish=True, key="k1").json()["number"] == "A001", "as long as it is remembered"
    assert code_of(clerk.call(key="x" * 201)) == "request.wrong_key"


def test_somebody_at_no_window_calls_nobody(any_hall: Hall, greeter: Person) -> None:
    any_hall.issue(greeter)
    told = any_hall.sign_in("clerk3").call()
    assert (told.status_code, code_of(told)) == (409, "window.none")


def test_a_window_that_was_closed_calls_nobody(hall: Hall) -> None:
    hall.issue(hall.sign_in("greeter"))
    clerk = hall.sign_in("clerk3", "3", device="D1")
    again = hall.sign_in("clerk3", "3", device="D1")
    assert code_of(clerk.call()) == "access.not_signed_in", "one token for a person at a desk"
    again.post("/sign-out")
    assert code_of(again.call()) == "access.not_signed_in"


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ({"queue": "Z"}, 409, "queue.unknown"),
        ({"queue": "A", "class": "vip"}, 409, "ticket.wrong_class"),
        ({"queue": "A", "class": "appointment"}, 409, "ticket.no_appointment"),
        ({"queue": "A", "item": "NO-SUCH"}, 409, "catalog.unknown_item"),
        ({"queue": ""}, 422, "json.not_this_shape"),
        ({"queue": "A" * 9}, 422, "json.not_this_shape"),
        ({"queue": 7}, 422, "json.not_this_shape"),
        ({}, 422, "json.not_this_shape"),
        ({"queue": "A", "appointment": "2026-11-23T10:00:00"}, 422, "json.not_this_shape"),
        ({"queue": "A\x00"}, 422, "json.not_this_shape"),
    ],
)
def test_a_ticket_that_cannot_be_issued(
    any_hall: Hall, greeter: Person, words: dict[str, object], status: int, code: str
) -> None:
    told = greeter.post("/tickets", words)
    assert told.status_code == status
    assert code_of(told) == code or (code == "catalog.unknown_item" and code_of(told).startswith("item."))


def test_an_appointment_is_due_at_its_time(any_hall: Hall, greeter: Person) -> None:
    soon = (any_hall.clock.moment + timedelta(minutes=3)).isoformat()
    any_hall.issue(greeter, "A", **{"class": "priority"})
    any_hall.issue(greeter, "A", **{"class": "appointment"}, appointment=soon)
    clerk = any_hall.sign_in("clerk3", "3")
    assert [clerk.call(finish=True).json()["number"] for _ in range(2)] == ["A002", "A001"]


def test_tickets_of_a_silent_window_are_left_to_it_until_the_lease_or_the_managers_word(any_hall: Hall) -> None:
    greeter, manager = any_hall.sign_in("greeter"), any_hall.sign_in("manager")
    any_hall.sign_in("clerk3", "3", device="D1")
    other = any_hall.sign_in("clerk5", "5", device="D5")
    issued = {t["id"]: t["number"] for t in (any_hall.issue(greeter) for _ in range(12))}
    roster = [WindowId("3"), WindowId("5")]
    theirs = {number for ticket, number in issued.items() if owner(ticket, roster) == "3"}
    assert 0 < len(theirs) < 12, "the hash shares them out"
    any_hall.clock.move(timedelta(seconds=20))
    other.get("/journal")
    got = calls_until_nobody_waits(other)
    assert got == set(issued.values()) - theirs
    any_hall.clock.move(timedelta(seconds=560))
    other.get("/journal")
    assert calls_until_nobody_waits(other) == set(), "the lease of 600 s still runs"
    assert manager.post("/windows/3/release").status_code == 204
    assert calls_until_nobody_waits(other) == theirs


def test_after_the_lease_the_tickets_are_everybodys(hall: Hall) -> None:
    greeter = hall.sign_in("greeter")
    hall.sign_in("clerk3", "3", device="D1")
    other = hall.sign_in("clerk5", "5", device="D5")
    issued = {hall.issue(greeter)["number"] for _ in range(12)}
    hall.clock.move(timedelta(seconds=601))
    other.get("/journal")
    assert calls_until_nobody_waits(other) == issued


def test_a_window_that_only_calls_may_have_its_own(any_hall: Hall, greeter: Person) -> None:
    """A program that never pulls is not heard of; that its line is up shows in its calling."""
    clerk = any_hall.sign_in("clerk3", "3")
    issued = {any_hall.issue(greeter)["number"] for _ in range(3)}
    any_hall.clock.move(timedelta(seconds=60))
    assert calls_until_nobody_waits(clerk) == issued


def test_there_is_no_such_window_to_release(hall: Hall) -> None:
    manager = hall.sign_in("manager")
    for window in ("99", "x" * 300, "%00"):
        assert code_of(manager.post(f"/windows/{window}/release")) == "window.unknown"


def calls_until_nobody_waits(clerk: Person) -> set[str]:
    got = []
    while (answer := clerk.call(finish=True)).status_code == 200:
        got.append(answer.json()["number"])
    assert len(got) == len(set(got))
    return set(got)


@pytest.fixture
def centre_home(home: Path) -> Path:
    """Where the server command keeps its keys, in the home that every test has of its own."""
    return home / "onewindow" / "centre"


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_no_ticket_is_given_to_two_windows_though_two_hundred_call_at_once(
    centre_home: Path, database: str, workers: int
) -> None:
    """A real server process, keep-alive callers, until each has heard that nobody waits."""
    if workers > 1 and database.startswith("sqlite"):
        pytest.skip("several processes are for PostgreSQL")
    with open_hall(centre_home, database, None) as hall:
        tokens = many_windows(hall.parts, CALLERS)
        tickets = waiting_line(hall.parts, 600)
    callers = [Caller("/api/v1/tickets/call", f"Authorization: Bearer {token}\r\n") for token in tokens]
    with serving("--database", database, "--port", "0", "--workers", str(workers)) as address:
        answers = asyncio.run(press(port_of(address), callers, 60.0, until=204)).answers
    called = [json.loads(body)["id"] for status, body in answers if status == 200]
    assert {status for status, _ in answers} == {200, 204}
    assert Counter(called).most_common(1)[0][1] == 1, "a ticket was given to two windows"
    assert set(called) == set(tickets), "and nobody was forgotten"


@pytest.mark.slow
def test_two_processes_issue_no_number_twice(centre_home: Path, database_url: Callable[[], str]) -> None:
    database = database_url()
    with open_hall(centre_home, database, None) as hall:
        token = hall.sign_in("greeter").answer["token"]
    issues = Caller("/api/v1/tickets", f"Authorization: Bearer {token}\r\n", b'{"queue":"A"}')
    with serving("--database", database, "--port", "0", "--workers", "2") as address:
        load = asyncio.run(press(port_of(address), [issues] * 8, 1.5))
    assert {status for status, _ in load.answers} == {201}
    numbers = [json.loads(body)["number"] for _, body in load.answers]
    assert len(numbers) == len(set(numbers))
    serials = sorted(int(number[1:]) for number in numbers)
    assert serials == list(range(1, len(serials) + 1)), "and none is left out"


def test_a_call_ends_only_whom_the_desk_says_it_has(any_hall: Hall, greeter: Person) -> None:
    first, second, third = (any_hall.issue(greeter)["id"] for _ in range(3))
    clerk = any_hall.sign_in("clerk3", "3")
    clerk.call()
    let_go = clerk.post(
        "/tickets/call", {"finish": True, "hand": ""}
    )  # the word of what became of the first is to come
    assert let_go.json()["id"] == second
    assert [event["kind"] for event in let_go.json()["events"]] == ["ticket.called"]
    after = clerk.post("/tickets/call", {"finish": True, "hand": second})
    assert after.json()["id"] == third
    with any_hall.parts.journal.reading() as reading:
        states = [reading.ticket(ticket).state for ticket in (first, second, third)]
    assert states == ["called", "finished", "called"]


def test_a_named_call_ends_only_whom_the_desk_says_it_has(any_hall: Hall, greeter: Person) -> None:
    first, second = (any_hall.issue(greeter)["id"] for _ in range(2))
    clerk = any_hall.sign_in("clerk3", "3")
    clerk.call()
    assert clerk.post(f"/tickets/{second}/call", {"finish": True, "hand": ""}).status_code == 200
    with any_hall.parts.journal.reading() as reading:
        assert reading.ticket(first).state == "called"
    refused = clerk.post("/tickets/call", {"finish": False, "hand": second})
    assert (refused.status_code, refused.json()["values"]["id"]) == (409, second)


def test_somebody_in_hand_is_served_on_by_their_other_ticket(any_hall: Hall, greeter: Person) -> None:
    first = any_hall.issue(greeter, "A")["id"]
    second = any_hall.issue(greeter, "B", visit=first)["id"]
    three, five = any_hall.sign_in("clerk3", "3"), any_hall.sign_in("clerk5", "5")
    assert three.call().json()["id"] == first
    elsewhere = five.post(f"/tickets/{second}/call", {"finish": True})
    assert (elsewhere.status_code, code_of(elsewhere)) == (409, "ticket.taken")
    assert three.post(f"/tickets/{second}/call", {"finish": True}).json()["id"] == second
    with any_hall.parts.journal.reading() as reading:
        assert reading.ticket(first).state == "finished"
