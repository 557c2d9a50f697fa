"""People who wait are moved by the manager, several at once, and moved back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.hall import board, people
from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.rules.ticket import Called, Ticket, TicketState, Transferred
from tests.clerk import office

B, SEVEN = QueueId("B"), WindowId("7")


def ticket_of(desk: Desk, ticket: TicketId) -> Ticket:
    with desk.journal.reading() as reading:
        return reading.ticket(ticket)


def test_several_are_moved_at_once_and_keep_their_places(manager: Desk) -> None:
    tickets = [office.issue(manager, number) for number in ("A001", "A002", "A003")]
    due = [ticket_of(manager, ticket).due_at for ticket in tickets]
    moved = people.move(manager, tickets[:2], B, remark="分流")
    assert [ticket.number for ticket in moved.tickets] == ["A001", "A002"]
    assert moved.gone == ()
    assert [ticket_of(manager, ticket).queue for ticket in tickets] == ["B", "B", "A"]
    assert [ticket_of(manager, ticket).due_at for ticket in tickets] == due
    assert ticket_of(manager, tickets[0]).remark == "分流"


def test_who_is_sent_to_one_window_stands_in_its_own_line(manager: Desk) -> None:
    ticket = office.issue(manager, "A001")
    people.move(manager, [ticket], window=SEVEN)
    assert ticket_of(manager, ticket).sent_to == SEVEN
    assert ticket_of(manager, ticket).queue == "A", "the queue is kept for when the window closes"
    card = next(card for card in board.board(manager).windows if card.window == SEVEN)
    assert card.own_line == 1


def test_a_move_is_taken_back_to_where_each_of_them_was(manager: Desk) -> None:
    first, second = office.issue(manager, "A001"), office.issue(manager, "C002")
    people.move(manager, [second], window=SEVEN, remark="复核")
    moved = people.move(manager, [first, second], B)
    back = people.move_back(manager, moved)
    assert (ticket_of(manager, first).queue, ticket_of(manager, first).sent_to) == ("A", None)
    again = ticket_of(manager, second)
    assert (again.queue, again.sent_to, again.remark) == ("C", SEVEN, "复核")
    assert back.gone == ()


def test_whoever_was_called_meanwhile_is_left_in_peace(manager: Desk) -> None:
    first, second = office.issue(manager, "A001"), office.issue(manager, "A002")
    with manager.journal.writing() as facts:
        facts.add(ClerkId("clerk3"), Called(WindowId("3")), of=first)
    moved = people.move(manager, [first, second], B)
    assert (moved.gone, [ticket.number for ticket in moved.tickets]) == (("A001",), ["A002"])
    assert ticket_of(manager, first).state is TicketState.CALLED
    with manager.journal.writing() as facts:
        facts.add(ClerkId("clerk3"), Called(WindowId("3")), of=second)
    assert people.move_back(manager, moved).gone == ("A002",)
    assert ticket_of(manager, second).queue == "B"


@pytest.mark.parametrize("step", ["move", "back"])
def test_who_may_not_move_people_moves_nobody(manager: Desk, step: str) -> None:
    ticket = office.issue(manager, "A001")
    other = replace(manager, clerk=replace(manager.clerk, roles=("department",)))
    moved = people.Moved((ticket_of(manager, ticket),))
    steps = {"move": lambda: people.move(other, [ticket], B), "back": lambda: people.move_back(other, moved)}
    with pytest.raises(Refusal) as refusal:
        steps[step]()
    assert refusal.value.code == "access.denied"
    assert ticket_of(manager, ticket).queue == "A"


def test_nobody_is_sent_to_a_window_there_is_not(manager: Desk) -> None:
    ticket = office.issue(manager, "A001")
    with pytest.raises(Refusal) as refusal:
        people.move(manager, [ticket], window=WindowId("99"))
    assert refusal.value.code == "window.unknown"


def test_it_stands_in_the_journal_who_moved_them(manager: Desk) -> None:
    ticket = office.issue(manager, "A001")
    people.move(manager, [ticket], B, remark="分流")
    with manager.journal.reading() as reading:
        (event,) = [event for event in reading.events_of(ticket) if event.kind == "ticket.transferred"]
    assert (event.actor, event.payload["remark"]) == ("manager", "分流")
    assert Transferred(B, "分流").remark == event.payload["remark"]
