"""What the door and the windows may say of a ticket beyond "the next": by name, of one visit, of one person."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.tables import events, tickets
from deskapp.ids import ClerkId, DeviceId, QueueId, TicketId, WindowId
from deskapp.journal.people import Principal
from deskapp.protocol.messages import IssueTicket
from deskapp.rules.ticket import Transferred
from deskapp.server.answered import Answered
from deskapp.server.expecting import Paces
from deskapp.server.issuing import Issue, issue_together
from tests.server.hall import Hall, Person, code_of

ZHANG = "990108200101011158"


@pytest.fixture
def greeter(any_hall: Hall) -> Person:
    return any_hall.sign_in("greeter")


def test_a_person_who_asks_again_is_offered_the_same_ticket(any_hall: Hall, greeter: Person) -> None:
    first = any_hall.issue(greeter, person=ZHANG)
    again = greeter.post("/tickets", {"queue": "A", "person": f" {ZHANG} "})
    assert (again.status_code, again.json()["id"], again.json()["again"]) == (200, first["id"], True)
    assert any_hall.issue(greeter, "B", person=ZHANG)["number"] == "B001"
    clerk = any_hall.sign_in("clerk3", "3")
    clerk.call()
    assert any_hall.issue(greeter, person=ZHANG)["number"] == "A002"  # the first is used up


def test_a_person_who_asks_twice_at_once_is_given_one_ticket(any_hall: Hall, greeter: Person) -> None:
    asked = [Issue(_who(greeter), IssueTicket(queue=QueueId("A"), person=ZHANG)) for _ in range(2)]
    first, second = any_hall.parts.writer.write_now(lambda facts: issue_together(facts, asked))
    assert isinstance(first, Answered)
    assert isinstance(second, Answered)
    assert (second.ticket.id, second.again, second.said) == (first.ticket.id, True, ())
    assert any_hall.issue(greeter)["number"] == "A002"


def _who(person: Person) -> Principal:
    roles = tuple(person.answer["roles"])
    return Principal(ClerkId(person.answer["user"]), "", roles, None, DeviceId("kiosk"), sends_only=False)


def test_nobody_finds_an_id_number_in_what_the_centre_keeps(any_hall: Hall, greeter: Person) -> None:
    any_hall.issue(greeter, person=ZHANG)
    with any_hall.parts.journal.engine.connect() as connection:
        kept = [*connection.execute(sa.select(events.c.payload)), *connection.execute(sa.select(tickets))]
    assert ZHANG not in str(kept)


def test_a_wrong_id_number_is_refused_and_no_number_given_away(any_hall: Hall, greeter: Person) -> None:
    refused = greeter.post("/tickets", {"queue": "A", "person": "990108200101011159"})
    assert (refused.status_code, code_of(refused)) == (409, "id.check_digit")
    assert "990108" not in refused.text
    assert any_hall.issue(greeter)["number"] == "A001"


def test_who_stands_in_two_lines_is_called_by_one_window_at_a_time(any_hall: Hall, greeter: Person) -> None:
    first = any_hall.issue(greeter, "A")
    second = any_hall.issue(greeter, "B", visit=first["id"])
    any_hall.issue(greeter, "B")
    three, four = any_hall.sign_in("clerk3", "3"), any_hall.sign_in("clerk4", "4")
    assert three.call().json()["id"] == first["id"]
    assert four.call().json()["number"] == "B002"
    named = four.post(f"/tickets/{second['id']}/call", {"finish": True})
    assert (named.status_code, code_of(named), named.json()["values"]["window"]) == (409, "ticket.taken", "3")
    assert three.call(finish=True).json()["id"] == second["id"]


def test_a_second_ticket_from_the_window_keeps_the_place(any_hall: Hall, greeter: Person) -> None:
    first = any_hall.issue(greeter)
    clerk = any_hall.sign_in("clerk3", "3")
    any_hall.clock.move(timedelta(minutes=20))
    clerk.call()
    waiting = any_hall.issue(greeter, "B")
    second = any_hall.issue(clerk, "B", visit=first["id"])
    assert second["due_at"] == first["due_at"] < waiting["due_at"]
    assert [clerk.call(finish=True).json()["number"] for _ in range(2)] == ["B002", "B001"]


@pytest.mark.parametrize(("visit", "code"), [("nobody", "ticket.unknown"), ("ended", "ticket.wrong_state")])
def test_a_visit_that_is_none_is_refused(any_hall: Hall, greeter: Person, visit: str, code: str) -> None:
    ended = any_hall.issue(greeter)["id"]
    clerk = any_hall.sign_in("clerk3", "3")
    clerk.call()
    clerk.call(finish=True)
    refused = greeter.post("/tickets", {"queue": "B", "visit": ended if visit == "ended" else visit})
    assert (refused.status_code, code_of(refused)) == (409, code)


def test_a_ticket_called_by_name_says_who_has_it(any_hall: Hall, greeter: Person) -> None:
    any_hall.issue(greeter)
    later = any_hall.issue(greeter)
    three, four = any_hall.sign_in("clerk3", "3"), any_hall.sign_in("clerk4", "4")
    called = three.post(f"/tickets/{later['id']}/call")
    assert (called.status_code, called.json()["number"], called.json()["window"]) == (200, "A002", "3")
    refused = four.post(f"/tickets/{later['id']}/call")
    assert (refused.status_code, code_of(refused), refused.json()["values"]["window"]) == (409, "ticket.taken", "3")
    unknown = four.post("/tickets/none/call")
    assert (unknown.status_code, code_of(unknown)) == (409, "ticket.unknown")
    in_hand = three.post(f"/tickets/{later['id']}/call")
    assert code_of(in_hand) == "ticket.in_hand"


def test_who_was_sent_to_a_window_is_called_there_and_nowhere_else(any_hall: Hall, greeter: Person) -> None:
    sent = any_hall.issue(greeter)
    three, seven = any_hall.sign_in("clerk3", "3"), any_hall.sign_in("clerk8", "8")
    move = Transferred(QueueId("A"), "找李工", WindowId("8"))
    any_hall.parts.writer.write_now(lambda facts: facts.add(ClerkId("manager"), move, of=TicketId(sent["id"])))
    refused = three.post(f"/tickets/{sent['id']}/call")
    assert (code_of(refused), refused.json()["values"]["window"]) == ("ticket.sent_to", "8")
    assert three.call().status_code == 204
    assert seven.call().json()["id"] == sent["id"]  # window 8 serves another queue


def test_numbers_of_yesterday_that_still_wait_are_not_given_again(any_hall: Hall, greeter: Person) -> None:
    any_hall.issue(greeter)
    kept = any_hall.issue(greeter)
    clerk = any_hall.sign_in("clerk3", "3")
    assert clerk.call().json()["number"] == "A001"
    any_hall.clock.move(timedelta(days=1))
    greeter = any_hall.sign_in("greeter")
    assert [any_hall.issue(greeter)["number"] for _ in range(2)] == ["A001", "A003"]
    assert any_hall.sign_in("clerk3", "3").call(finish=True).json()["id"] == kept["id"]


def test_a_wait_is_told_as_a_range_once_the_hall_has_served_enough(any_hall: Hall, greeter: Person) -> None:
    clerk = any_hall.sign_in("clerk3", "3")
    for _ in range(9):
        assert any_hall.issue(greeter, "C")["expected"] is None
        clerk.call(finish=True)
        any_hall.clock.move(timedelta(minutes=6))
    clerk.call(finish=True)
    # what the kiosk was told is read anew twice a minute: here at once, on what the centre keeps
    told = Paces(any_hall.parts.journal).of(QueueId("C")).expected(1)
    assert told is not None
    assert (told.least, told.most) == (7, 11)  # one window, half a service and a whole one of six minutes
