"""What is known already of somebody who comes to the door again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.ids import CaseId, ClerkId, TicketId, WindowId, new_id
from deskapp.journal.journal import Journal
from deskapp.queries.came_before import (
    case_numbered,
    numbers_carried_over,
    waiting_ticket_for,
    waiting_ticket_of,
)
from deskapp.rules import case as cases
from deskapp.rules import ticket as tickets
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.ticket import Issued
from tests.clerk.office import FrozenClock
from tests.queries.telling import A, B, issue, publish, take_in, tell

MARK, OTHER = "m" * 32, "n" * 32
DAY = timedelta(days=1)


def of_person(kept: Journal, person: str, queue: str = "A") -> TicketId | None:
    with kept.reading() as reading:
        ticket = waiting_ticket_of(reading, person, A if queue == "A" else B)
    return ticket.id if ticket else None


def test_the_ticket_somebody_waits_with_is_found_by_their_mark_and_queue(desk: Journal) -> None:
    issue(desk, "A001")
    mine = issue(desk, "A002", person=MARK)
    assert of_person(desk, MARK) == mine
    assert of_person(desk, MARK, "B") is None
    assert of_person(desk, OTHER) is None


@pytest.mark.parametrize(
    "fact",
    [
        tickets.Called(WindowId("3")),
        tickets.Cancelled("走了"),
    ],
    ids=["called", "cancelled"],
)
def test_who_waits_no_more_may_take_a_ticket_again(desk: Journal, fact: tickets.TicketFact) -> None:
    ticket = issue(desk, "A002", person=MARK)
    tell(desk, ticket, fact)
    assert of_person(desk, MARK) is None


def test_of_several_the_one_that_is_due_first_is_meant(desk: Journal) -> None:
    issue(desk, "A001", person=MARK, wait=40)
    early = issue(desk, "A002", person=MARK, wait=10)
    assert of_person(desk, MARK) == early


def test_a_case_is_found_by_its_number_as_people_type_it(desk: Journal) -> None:
    publish(desk)
    case_id = take_in(desk)
    day = desk.terms.clock.today()
    tell(desk, case_id, cases.Accepted("330000012026112300300019", day, day))
    with desk.reading() as reading:
        for typed in ("330000012026112300300019", " 3300 0001 2026 1123 0030 0019 ", "３３００００012026112300300019"):
            assert case_numbered(reading, typed) == case_id, typed
        for other in ("", "330000012026112300300018", "33000001202611230030001", "%"):
            assert case_numbered(reading, other) is None, other


def came_for(kept: Journal, number: str, case: CaseId) -> TicketId:
    ticket, now = TicketId(new_id()), kept.terms.clock.now()
    fact = Issued(number, A, NORMAL, now, now + timedelta(minutes=5), case=case)
    with kept.writing() as facts:
        facts.add(ClerkId("greeter"), fact, of=ticket)
    return ticket


def test_who_waits_to_go_on_with_a_case_is_found_by_the_case_alone(desk: Journal) -> None:
    case, other = CaseId(new_id()), CaseId(new_id())
    ticket = came_for(desk, "A001", case)
    issue(desk, "A002")
    with desk.reading() as reading:
        found = waiting_ticket_for(reading, case)
        assert found is not None
        assert found.id == ticket
        assert waiting_ticket_for(reading, other) is None
        assert waiting_ticket_for(reading, CaseId("%")) is None


def test_a_part_of_a_name_is_not_the_case(desk: Journal) -> None:
    came_for(desk, "A001", CaseId("case-12"))
    with desk.reading() as reading:
        assert waiting_ticket_for(reading, CaseId("case-1")) is None


def test_numbers_still_in_hands_are_those_of_earlier_days_that_wait(desk: Journal, clock: FrozenClock) -> None:
    issue(desk, "A001")
    gone = issue(desk, "A002")
    issue(desk, "B003")
    tell(desk, gone, tickets.Cancelled("走了"))
    clock.move(DAY)
    issue(desk, "A004")
    with desk.reading() as reading:
        assert numbers_carried_over(reading, A, desk.terms.clock.today()) == {"A001"}
        assert numbers_carried_over(reading, B, desk.terms.clock.today()) == {"B003"}
