"""A ticket is found by what somebody has in hand or in mind, and its story tells who did what to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.failures import Refusal
from deskapp.ids import HallId, TicketId, WindowId, new_id
from deskapp.journal.journal import Journal
from deskapp.protocol.door import FoundTicket, TicketStory
from deskapp.queries.ticket_story import found_tickets, story
from deskapp.queries.ticket_timeline import last_call, timeline
from deskapp.rules import barcode
from deskapp.rules import ticket as tickets
from deskapp.rules.ticket import TicketState
from tests.clerk.office import FrozenClock
from tests.queries.telling import COLLEAGUE, FIVE, THREE, A, B, issue, reject, tell


def found(kept: Journal, words: str) -> list[str]:
    with kept.reading() as reading:
        return [ticket.number for ticket in found_tickets(reading, words, kept.terms.clock.today())]


def story_of(kept: Journal, ticket: TicketId) -> TicketStory:
    with kept.reading() as reading:
        return story(reading, ticket)


@pytest.fixture
def line(desk: Journal, clock: FrozenClock) -> dict[str, TicketId]:
    made = {}
    for number in ("A001", "A012", "A120", "B012"):
        made[number] = issue(desk, number)
        clock.move(timedelta(seconds=1))
    return made


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("A", ["A120", "A012", "A001"]),
        ("a01", ["A012"]),
        ("A012", ["A012"]),
        (" a 012 ", ["A012"]),
        ("12", ["B012", "A012"]),
        ("012", ["B012", "A012"]),
        ("120", ["A120"]),
        ("Ａ０１２", ["A012"]),
        ("C", []),
        ("A0123456", []),
        ("%", []),
        ("_12", []),
        ("A%", []),
        ("", []),
        ("张伟", []),
    ],
)
def test_a_ticket_is_found_by_how_its_number_begins_or_ends(
    desk: Journal, line: dict[str, TicketId], words: str, numbers: list[str]
) -> None:
    assert found(desk, words) == numbers


def test_of_earlier_days_only_those_who_still_wait_are_found(
    desk: Journal, clock: FrozenClock, line: dict[str, TicketId]
) -> None:
    tell(desk, line["A012"], tickets.Cancelled("走了"))
    clock.move(timedelta(days=1))
    issue(desk, "A012")
    assert found(desk, "A0") == ["A012", "A001"]
    with desk.reading() as reading:
        (only,) = list(found_tickets(reading, "A012", desk.terms.clock.today()))
    assert isinstance(only, FoundTicket)
    assert only.day == desk.terms.clock.today()


def test_what_nobody_was_given_has_no_story(desk: Journal) -> None:
    with pytest.raises(Refusal) as refused:
        story_of(desk, TicketId(new_id()))
    assert refused.value.code == "ticket.unknown"


def test_who_waits_has_so_many_before_them(desk: Journal, line: dict[str, TicketId]) -> None:
    told = story_of(desk, line["A120"])
    assert (told.number, told.state, told.before, told.window) == ("A120", TicketState.WAITING.value, 2, None)
    tell(desk, line["A001"], tickets.Called(THREE))
    assert story_of(desk, line["A120"]).before == 1
    called = story_of(desk, line["A001"])
    assert (called.state, called.before, called.window) == (TicketState.CALLED.value, None, "3")


def test_each_thing_is_told_with_its_hand_and_place_in_the_order_it_happened(
    desk: Journal, clock: FrozenClock, line: dict[str, TicketId]
) -> None:
    ticket = line["A001"]
    until = clock.moment + timedelta(hours=1)
    for fact in (
        tickets.Called(THREE), tickets.Shown("东侧", 1), tickets.Spoken("喇叭", 1), tickets.CalledAgain(THREE),
        tickets.Arrived(THREE), tickets.Held(THREE, until), tickets.TakenUp(THREE),
    ):  # fmt: skip
        clock.move(timedelta(seconds=30))
        tell(desk, ticket, fact, by=COLLEAGUE)
    moments = story_of(desk, ticket).moments
    assert [(one.kind.removeprefix("ticket."), one.where) for one in moments] == [
        ("issued", ""), ("called", "3"), ("shown", "东侧"), ("spoken", "喇叭"), ("called_again", "3"),
        ("arrived", "3"), ("held", "3"), ("taken_up", "3"),
    ]  # fmt: skip
    assert {one.who for one in moments[1:]} == {COLLEAGUE}
    assert [one.call for one in moments[2:4]] == [1, 1]
    assert moments[6].until == until
    assert moments == tuple(sorted(moments, key=lambda one: one.at))


def test_whoever_was_sent_on_is_seen_where_they_went_and_why(desk: Journal, line: dict[str, TicketId]) -> None:
    ticket = line["A001"]
    tell(desk, ticket, tickets.Called(THREE), tickets.Arrived(THREE), tickets.Transferred(B, "先看房产证", FIVE))
    told = story_of(desk, ticket)
    last = told.moments[-1]
    assert (last.kind, last.where, last.queue, last.remark) == ("ticket.transferred", "5", "B", "先看房产证")
    assert (told.queue, told.sent_to, told.state) == ("B", "5", TicketState.WAITING.value)


def test_the_last_call_is_the_last_however_it_was_called(
    desk: Journal, clock: FrozenClock, line: dict[str, TicketId]
) -> None:
    with desk.reading() as reading:
        assert last_call(reading, line["A001"]) is None
    tell(desk, line["A001"], tickets.Called(THREE))
    clock.move(timedelta(minutes=1))
    again = clock.moment
    tell(desk, line["A001"], tickets.CalledAgain(THREE))
    clock.move(timedelta(minutes=1))
    tell(desk, line["A001"], tickets.Arrived(THREE))
    with desk.reading() as reading:
        assert last_call(reading, line["A001"]) == again


def test_a_scanned_ticket_is_found_on_its_own_day_and_in_its_own_hall(desk: Journal, line: dict[str, TicketId]) -> None:
    day = desk.terms.clock.today()
    digits = barcode.ticket_digits(desk.terms.hall, day, A, 12)
    assert found(desk, digits) == ["A012"]
    assert found(desk, barcode.ticket_digits(desk.terms.hall, day - timedelta(days=1), A, 12)) == []
    assert found(desk, barcode.ticket_digits(HallId("H2"), day, A, 12)) == []


def test_what_the_centre_sent_back_moves_nobody(desk: Journal, line: dict[str, TicketId]) -> None:
    """The paper in the person's hand is still waiting: the story must not say that they were called."""
    (event,) = tell(desk, line["A001"], tickets.Called(WindowId("3")))
    reject(desk, event, "ticket.wrong_state")
    assert story_of(desk, line["A001"]).state == TicketState.WAITING.value
    with desk.reading() as reading:
        assert [moment.kind for moment in timeline(reading, line["A001"])] == ["ticket.issued"]
