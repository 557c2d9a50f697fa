"""What becomes of a ticket that is still there on a later day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules import ticket as tickets
from deskapp.rules.day_end import DAY_ENDED, day_end
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.ticket import BackInLine, Cancelled, CarriedOver, NoShow, Ticket, TicketFact, TicketState, fold
from tests.builders import MORNING

TODAY = date(2026, 11, 24)
THREE = WindowId("3")
DUE = MORNING + timedelta(minutes=30)
ISSUED = tickets.Issued("A001", QueueId("A"), NORMAL, MORNING, DUE)
CALLED, HERE = tickets.Called(THREE), tickets.Arrived(THREE)
HELD = tickets.Held(THREE, MORNING + timedelta(minutes=15))
SENT = tickets.Transferred(QueueId("A"), "复核", THREE)


def after(*facts: TicketFact) -> Ticket:
    ticket = Ticket(TicketId("t"))
    for fact in facts:
        ticket = fold(ticket, fact)
    return ticket


@pytest.mark.parametrize(
    ("lived", "kept", "ended"),
    [
        ((ISSUED,), (CarriedOver(TODAY),), (Cancelled(DAY_ENDED),)),
        ((ISSUED, CALLED, SENT), (CarriedOver(TODAY),), (Cancelled(DAY_ENDED),)),
        ((ISSUED, CALLED, HELD), (BackInLine(DUE), CarriedOver(TODAY)), (Cancelled(DAY_ENDED),)),
        ((ISSUED, CALLED), (NoShow(THREE),), (NoShow(THREE),)),
        ((ISSUED, CALLED, HERE), (), ()),
        ((ISSUED, CALLED, HERE, tickets.Finished(THREE)), (), ()),
        ((ISSUED, CALLED, tickets.NoShow(THREE)), (), ()),
        ((ISSUED, tickets.Cancelled()), (), ()),
    ],
)
def test_each_is_carried_over_or_ended_as_the_queue_says(
    lived: tuple[TicketFact, ...], kept: tuple[TicketFact, ...], ended: tuple[TicketFact, ...]
) -> None:
    ticket = after(*lived)
    assert day_end(ticket, TODAY, ends_each_day=False) == kept
    assert day_end(ticket, TODAY, ends_each_day=True) == ended


@pytest.mark.parametrize("lived", [(ISSUED,), (ISSUED, CALLED, HELD), (ISSUED, CALLED)])
@pytest.mark.parametrize("ends", [False, True])
def test_what_was_said_is_allowed_and_is_not_said_again_that_day(lived: tuple[TicketFact, ...], ends: bool) -> None:
    ticket = after(*lived)
    said = day_end(ticket, TODAY, ends_each_day=ends)
    for fact in said:
        tickets.permits(ticket, fact)
        ticket = fold(ticket, fact)
    assert day_end(ticket, TODAY, ends_each_day=ends) == ()
    if not ends and ticket.state is TicketState.WAITING:
        assert ticket.due_at == DUE, "the place is kept"
        assert day_end(ticket, TODAY + timedelta(days=1), ends_each_day=False) == (
            CarriedOver(TODAY + timedelta(days=1)),
        )
