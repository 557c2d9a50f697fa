"""Two windows called the same person while a line was cut: whoever gives them up, the other keeps them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules import ticket as tickets
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.ticket import (
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
