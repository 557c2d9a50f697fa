"""People who are held, called by name, or sent to one window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.clerk import calling, holding, sheets
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.queries.ticket_timeline import timeline
from deskapp.rules.ticket import Joined, TicketState
from deskapp.rules.turns import Turn
from deskapp.rules.window import QueuesChanged, WindowDefined, WindowKind
from tests.clerk import office


def state_of(desk: Desk, ticket: TicketId) -> TicketState | None:
    with desk.journal.reading() as reading:
        return reading.ticket(ticket).state


def next_one(desk: Desk) -> TicketId:
    called = calling.call_next(desk)
    assert called is not None
    return called.ticket


def code_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.code


def test_who_is_held_comes_back_without_being_called(desk: Desk, clock: office.FrozenClock) -> None:
    office.issue(desk, "A001")
    office.issue(desk, "A002")
    first = next_one(desk)
    until = holding.hold(desk, first)
    assert until == clock.moment + timedelta(minutes=15)
    assert [held.number for held in sheets.call(desk).held] == ["A001"]
    second = next_one(desk)
    assert state_of(desk, first) is TicketState.HELD
    holding.take_up(desk, first)
    sheet = sheets.call(desk)
    assert (sheet.number, sheet.ticket_state, sheet.held) == ("A001", TicketState.SERVING, ())
    assert state_of(desk, second) is TicketState.FINISHED


def test_a_window_holds_no_more_than_the_hall_allows(desk: Desk) -> None:
    for number in range(1, 5):
        office.issue(desk, f"A{number:03}")
    for _ in range(3):
        holding.hold(desk, next_one(desk))
    fourth = next_one(desk)
    with pytest.raises(Refusal) as refusal:
        holding.hold(desk, fourth)
    assert code_of(refusal) == "ticket.held_enough"
    assert state_of(desk, fourth) is TicketState.CALLED


def test_who_does_not_come_back_is_passed(desk: Desk) -> None:
    ticket = office.issue(desk, "A001")
    holding.hold(desk, next_one(desk))
    holding.give_up(desk, ticket)
    assert state_of(desk, ticket) is TicketState.NO_SHOW
    with pytest.raises(Refusal) as refusal:
        holding.take_up(desk, ticket)
    assert code_of(refusal) == "ticket.wrong_state"


def test_a_person_can_be_called_by_name_out_of_turn(desk: Desk) -> None:
    office.issue(desk, "A001")
    later = office.issue(desk, "A002")
    assert calling.call_one(desk, later).number == "A002"
    assert state_of(desk, later) is TicketState.CALLED
    with pytest.raises(Refusal) as refusal:
        calling.call_one(desk, later)
    assert (code_of(refusal), refusal.value.values["window"]) == ("ticket.taken", "3")


def test_while_the_line_is_cut_only_ones_own_are_called_by_name(desk: Desk) -> None:
    other = WindowId("4")
    with desk.journal.writing() as facts:
        facts.add(ClerkId("admin"), WindowDefined(WindowKind.INTAKE, (QueueId("A"),)), of=other)
    ticket = office.issue(desk, "A001")
    calling.call_one(desk, ticket)
    calling.transfer(desk, ticket, window=other)
    with pytest.raises(Refusal) as refusal:
        calling.call_one(desk, ticket)
    assert code_of(refusal) == "ticket.left_to"
    assert calling.call_next(desk) is None


@pytest.mark.parametrize(("window", "code"), [("3", "ticket.sent_nowhere"), ("99", "window.unknown")])
def test_nobody_is_sent_where_nobody_would_call_them(desk: Desk, window: str, code: str) -> None:
    ticket = office.issue(desk, "A001")
    next_one(desk)
    with pytest.raises(Refusal) as refusal:
        calling.transfer(desk, ticket, window=WindowId(window))
    assert code_of(refusal) == code
    assert state_of(desk, ticket) is TicketState.CALLED


def test_the_order_shown_is_the_order_called(desk: Desk) -> None:
    with desk.journal.writing() as facts:
        queues = (QueueId("B"), QueueId("A"))
        facts.add(ClerkId("manager"), QueuesChanged(queues, Turn.SHARE, (1, 2)), of=desk.clerk.window)
    for number in ("A001", "B001", "A002", "A003", "B002"):
        office.issue(desk, number)
    shown = [waiting.number for waiting in sheets.call(desk).next_numbers]
    assert sheets.call(desk).why_next == "share"
    called = []
    while (one := calling.call_next(desk)) is not None:
        called.append(one.number)
    assert called == shown
    assert sorted(called) == ["A001", "A002", "A003", "B001", "B002"]


def test_the_second_line_of_a_visit_waits_while_the_person_is_at_a_window(desk: Desk) -> None:
    first, second = office.issue(desk, "A001"), office.issue(desk, "B001")
    with desk.journal.writing() as facts:
        for ticket in (first, second):
            facts.add(ClerkId("greeter"), Joined(), of=ticket)
    assert next_one(desk) == first
    holding.hold(desk, first)
    assert next_one(desk) == second  # each is the first of a visit of its own


def test_a_ticket_tells_what_happened_to_it(desk: Desk, clock: office.FrozenClock) -> None:
    ticket = office.issue(desk, "A001")
    next_one(desk)
    clock.move(timedelta(seconds=30))
    calling.call_again(desk, ticket)
    calling.no_show(desk, ticket)
    with desk.journal.reading() as reading:
        told = timeline(reading, ticket)
    assert [(moment.kind, moment.where) for moment in told] == [
        ("ticket.issued", ""), ("ticket.called", "3"), ("ticket.called_again", "3"), ("ticket.no_show", "3"),
    ]  # fmt: skip
    assert told[2].at - told[1].at == timedelta(seconds=30)
