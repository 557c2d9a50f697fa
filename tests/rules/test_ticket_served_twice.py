"""Two windows called the same person while a line was cut: whoever gives them up, the other keeps them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules import ticket as tickets
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.ticket import (
    Arrived,
    Called,
    CallUndone,
    Finished,
    Issued,
    NoShow,
    Ticket,
    TicketFact,
    TicketState,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
THREE, FIVE = WindowId("3"), WindowId("5")


def after(*facts: TicketFact) -> Ticket:
    ticket = Ticket(TicketId("t"))
    begun: tuple[TicketFact, ...] = (
        Issued("A012", QueueId("A"), NORMAL, NOW, NOW),
        Called(THREE),
        Called(FIVE, offline=True),
    )
    for fact in (*begun, *facts):
        tickets.permits(ticket, fact)
        ticket = tickets.fold(ticket, fact)
    return ticket


@pytest.mark.parametrize("given_up", [CallUndone(THREE), NoShow(THREE), tickets.Transferred(QueueId("B"))])
def test_the_other_window_keeps_the_person_and_nobody_calls_a_third_time(given_up: TicketFact) -> None:
    ticket = after(given_up)
    assert (ticket.state, ticket.window, ticket.also_called_by) == (TicketState.CALLED, FIVE, ())
    assert tickets.fold(ticket, Finished(FIVE)).state is TicketState.FINISHED


def test_the_second_window_gives_up_only_its_own_part() -> None:
    ticket = after(CallUndone(FIVE))
    assert (ticket.window, ticket.also_called_by) == (THREE, ())


def test_both_may_end_their_service_in_either_order() -> None:
    assert after(Finished(THREE), Finished(FIVE)).state is TicketState.FINISHED
    assert after(Finished(FIVE), Finished(THREE)).state is TicketState.FINISHED


def test_the_person_is_at_the_window_where_they_arrived() -> None:
    ticket = after(Arrived(FIVE))
    assert (ticket.state, ticket.window, ticket.also_called_by) == (TicketState.SERVING, FIVE, (THREE,))
    given_up = fold(ticket, NoShow(THREE))
    assert (given_up.state, given_up.window) == (TicketState.SERVING, FIVE), "nobody came to the other one"
    assert fold(given_up, Finished(FIVE)).state is TicketState.FINISHED


def test_whoever_was_served_is_no_no_show_though_the_word_of_it_came_late() -> None:
    ticket = tickets.fold(tickets.fold(served_by_three_alone(), NoShow(THREE)), Called(FIVE, offline=True))
    assert ticket.state is TicketState.NO_SHOW
    done = fold(fold(ticket, Arrived(FIVE)), Finished(FIVE))
    assert (done.state, done.window, done.also_called_by) == (TicketState.FINISHED, FIVE, (THREE,))
    assert fold(ticket, Finished(FIVE)).state is TicketState.FINISHED, "also where nobody said that they arrived"


def test_who_is_served_already_is_taken_from_their_window_by_nobody() -> None:
    ticket = after(Arrived(THREE), Arrived(FIVE))
    assert (ticket.state, ticket.window, ticket.also_called_by) == (TicketState.SERVING, THREE, (FIVE,))


def test_nobody_is_left_to_a_window_to_which_they_did_not_come() -> None:
    ticket = after(NoShow(FIVE), Arrived(THREE), tickets.Transferred(QueueId("B"), by=THREE))
    assert (ticket.state, ticket.queue, ticket.window) == (TicketState.WAITING, QueueId("B"), None)
    called = fold(ticket, Called(FIVE))
    assert fold(fold(called, Arrived(FIVE)), Finished(FIVE)).state is TicketState.FINISHED, "this time it has them"


def test_whoever_stands_at_the_window_goes_where_it_sends_them() -> None:
    ticket = after(Arrived(THREE), tickets.Transferred(QueueId("B"), by=THREE))
    assert (ticket.state, ticket.queue) == (TicketState.WAITING, QueueId("B"))


def fold(ticket: Ticket, fact: TicketFact) -> Ticket:
    tickets.permits(ticket, fact)
    return tickets.fold(ticket, fact)


def served_by_three_alone() -> Ticket:
    issued = Issued("A012", QueueId("A"), NORMAL, NOW, NOW)
    return fold(fold(Ticket(TicketId("t")), issued), Called(THREE))
