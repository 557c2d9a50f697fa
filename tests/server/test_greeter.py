"""What the greeter at the door is answered: where a ticket stands and why, items, papers, people moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskapp.ids import ClerkId, TicketId, WindowId
from deskapp.rules.ticket import CalledAgain, NoShow, Shown
from tests.server.hall import Hall, Person, code_of

THREE = WindowId("3")


@pytest.fixture
def greeter(any_hall: Hall) -> Person:
    return any_hall.sign_in("greeter")


def found(person: Person, words: str) -> list[str]:
    return [each["number"] for each in person.get("/tickets/find", params={"words": words}).json()["tickets"]]


def passed(hall: Hall, greeter: Person) -> str:
    """A ticket that was called twice, shown once, and passed."""
    ticket = TicketId(hall.issue(greeter)["id"])
    hall.clock.move(timedelta(minutes=32, seconds=11))
    hall.sign_in("clerk3", "3").call()

    def add(facts: Any) -> None:
        facts.add(ClerkId("board"), Shown("hall", 1), of=ticket)
        facts.add(ClerkId("clerk3"), CalledAgain(THREE), of=ticket)
        facts.add(ClerkId("clerk3"), NoShow(THREE), of=ticket)

    hall.parts.writer.write_now(add)
    return ticket


def test_nobody_called_me_is_settled_by_the_tickets_story(any_hall: Hall, greeter: Person) -> None:
    ticket = passed(any_hall, greeter)
    told = greeter.get(f"/tickets/{ticket}/story").json()
    assert [(each["kind"], each["where"], each["call"]) for each in told["moments"]] == [
        ("ticket.issued", "", 0), ("ticket.called", "3", 0), ("ticket.shown", "hall", 1),
        ("ticket.called_again", "3", 0), ("ticket.no_show", "3", 0),
    ]  # fmt: skip
    assert (told["number"], told["state"], told["before"]) == ("A001", "no_show", None)
    assert told["moments"][1]["at"].startswith("2026-11-23T02:02:11")


def test_who_waits_is_told_how_many_come_first(any_hall: Hall, greeter: Person) -> None:
    any_hall.issue(greeter)
    second = any_hall.issue(greeter)
    assert greeter.get(f"/tickets/{second['id']}/story").json()["before"] == 1
    assert code_of(greeter.get("/tickets/none/story")) == "ticket.unknown"


def test_a_ticket_is_found_by_what_stands_on_it(any_hall: Hall, greeter: Person) -> None:
    for queue in "AAC":
        issued = any_hall.issue(greeter, queue)
    assert found(greeter, "a") == ["A002", "A001"]
    assert found(greeter, " Ａ００１") == ["A001"]
    assert sorted(found(greeter, "001")) == ["A001", "C001"]
    assert found(greeter, issued["digits"]) == ["C001"]
    any_hall.clock.move(timedelta(days=1))
    assert found(any_hall.sign_in("greeter"), issued["digits"]) == ["C001"]


@pytest.mark.parametrize("words", ["", "%", "_", "A%", "A001'", "x" * 64, "９" * 30, "03" + "1" * 40])
def test_what_is_no_number_finds_nobody(hall: Hall, words: str) -> None:
    greeter = hall.sign_in("greeter")
    hall.issue(greeter)
    assert found(greeter, words) == []


def test_yesterdays_tickets_are_only_found_while_they_wait(any_hall: Hall, greeter: Person) -> None:
    any_hall.issue(greeter)
    any_hall.issue(greeter)
    any_hall.sign_in("clerk3", "3").call()
    any_hall.clock.move(timedelta(days=1))
    assert found(any_hall.sign_in("greeter"), "A") == ["A002"]


def test_an_item_is_found_by_its_initials_and_leads_to_its_queue(hall: Hall) -> None:
    greeter = hall.sign_in("greeter")
    items = greeter.get("/items/find", params={"words": "gtgs"}).json()["items"]
    assert (items[0]["kind"], items[0]["queue"]) == ("item", "B")
    theme = greeter.get("/items/find", params={"words": "退休"}).json()["items"][0]
    assert (theme["kind"], theme["queue"]) == ("theme", "C")
    gone = greeter.get("/items/find", params={"words": "婚姻状况证明"}).json()["items"]
    assert any(each["kind"] == "cancelled" and each["queue"] is None and each["why"] for each in gone)


def test_the_paper_of_a_ticket_says_how_things_stand(any_hall: Hall, greeter: Person) -> None:
    any_hall.issue(greeter, "C")
    second = any_hall.issue(greeter, "C")
    paper = greeter.get(f"/tickets/{second['id']}/paper", params={"again": "true"}).json()
    assert (paper["number"], paper["queue"], paper["before"], paper["again"]) == ("C002", "C 社保医保", 1, True)
    assert paper["digits"] == second["digits"]
    assert paper["hall"] == any_hall.parts.hall.name
    clerk = any_hall.sign_in("clerk3", "3")
    clerk.call()
    clerk.call(finish=True)
    assert code_of(greeter.get(f"/tickets/{second['id']}/paper")) == "ticket.wrong_state"


def test_somebody_in_the_wrong_line_is_moved_and_moved_back(any_hall: Hall, greeter: Person) -> None:
    ticket = any_hall.issue(greeter)
    stood = greeter.post(f"/tickets/{ticket['id']}/move", {"window": "8", "remark": "领证"}).json()
    assert (stood["queue"], stood["window"], stood["number"]) == ("A", None, "A001")
    assert greeter.get(f"/tickets/{ticket['id']}/story").json()["sent_to"] == "8"
    there = greeter.post(f"/tickets/{ticket['id']}/move", {"queue": stood["queue"], "remark": stood["remark"]}).json()
    assert (there["window"], there["remark"]) == ("8", "领证")
    with any_hall.parts.journal.reading() as reading:
        now = reading.ticket(TicketId(ticket["id"]))
    assert (now.queue, now.sent_to, now.remark) == ("A", None, "")


def test_who_went_home_is_taken_out_and_put_back_at_their_old_place(any_hall: Hall, greeter: Person) -> None:
    ticket = any_hall.issue(greeter)
    any_hall.clock.move(timedelta(minutes=5))
    assert greeter.post(f"/tickets/{ticket['id']}/cancel", {"reason": "走了"}).json()["queue"] == "A"
    assert any_hall.sign_in("clerk3", "3").call().status_code == 204
    greeter.post(f"/tickets/{ticket['id']}/back", {"old_place": True})
    waiting = greeter.get("/tickets/waiting").json()["tickets"]
    assert [each["due_at"] for each in waiting] == [ticket["due_at"]]


def test_who_missed_their_call_comes_after_those_who_are_due_and_before_those_who_come_later(
    any_hall: Hall, greeter: Person
) -> None:
    missed = passed(any_hall, greeter)
    before = any_hall.issue(greeter, "B")
    any_hall.clock.move(timedelta(minutes=31))
    greeter.post(f"/tickets/{missed}/back")
    any_hall.issue(greeter, "B")
    numbers = [each["number"] for each in greeter.get("/tickets/waiting").json()["tickets"]]
    assert numbers == [before["number"], "A001", "B002"]


def test_whoever_is_at_a_window_is_left_to_it(any_hall: Hall, greeter: Person) -> None:
    ticket = any_hall.issue(greeter)["id"]
    clerk = any_hall.sign_in("clerk3", "3")
    clerk.call()
    for step in ("move", "cancel"):
        refused = greeter.post(f"/tickets/{ticket}/{step}", {"queue": "C"} if step == "move" else {})
        assert (refused.status_code, code_of(refused), refused.json()["values"]["window"]) == (409, "ticket.taken", "3")
    assert code_of(greeter.post(f"/tickets/{ticket}/back")) == "ticket.wrong_state"
    clerk.call(finish=True)
    assert code_of(greeter.post(f"/tickets/{ticket}/cancel")) == "ticket.wrong_state"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"queue": "Z"}, "queue.unknown"),
        ({"window": "99"}, "window.unknown"),
        ({"queue": "AB"}, "json.not_this_shape"),
        ({"window": "x" * 17}, "json.not_this_shape"),
        ({"queue": "A", "remark": "x" * 201}, "json.not_this_shape"),
    ],
)
def test_nobody_is_sent_where_nobody_would_call_them(hall: Hall, body: dict[str, str], code: str) -> None:
    greeter = hall.sign_in("greeter")
    ticket = hall.issue(greeter)["id"]
    assert code_of(greeter.post(f"/tickets/{ticket}/move", body)) == code
    for step in ("move", "cancel", "back"):
        assert code_of(greeter.post(f"/tickets/none/{step}")) == "ticket.unknown"


def test_a_greeter_reads_no_journal(hall: Hall) -> None:
    greeter = hall.sign_in("greeter")
    for path in ("/journal", "/journal/stream", "/snapshot"):
        assert greeter.get(path).status_code == 403
