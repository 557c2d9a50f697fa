"""A day looked at again: its last moment is the board as it is, and every other agrees with the tickets' own hours."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.tables import tickets
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.hall import board, replaying
from deskapp.ids import ClerkId, TicketId, WindowId
from deskapp.journal.chain import moment_text
from deskapp.rules.ticket import Called, Held
from tests.clerk import office
from tests.ui.hall import days

OPENS = office.MORNING - timedelta(minutes=30)
A_DAY = timedelta(days=1)


@pytest.fixture
def lived(manager: Desk, clock: office.FrozenClock) -> Desk:
    days.live(manager, clock, OPENS - A_DAY, OPENS - A_DAY + timedelta(hours=9), seed=2)
    days.live(manager, clock, OPENS, OPENS + timedelta(hours=2, minutes=20))
    return manager


def test_the_last_moment_of_the_day_is_the_board_as_it_is(lived: Desk) -> None:
    waits = next(ticket for column in board.board(lived).queues for ticket in column.waiting)
    with lived.journal.writing() as facts:
        facts.add(ClerkId("clerk5"), Called(WindowId("5")), of=waits.ticket)
        facts.add(ClerkId("clerk5"), Held(WindowId("5"), lived.clock.now() + timedelta(minutes=10)), of=waits.ticket)
    now = board.board(lived)
    then = replaying.tape(lived, lived.clock.today()).board(lived.clock.now())
    assert then.windows == now.windows
    assert then.served_today == now.served_today
    assert then.limit == now.limit
    for was, there in zip(then.queues, now.queues, strict=True):
        assert was.waiting == there.waiting
        assert set(was.windows) == set(there.windows)


@pytest.mark.parametrize("day", [0, 1])
def test_at_any_moment_those_wait_who_had_come_and_were_not_called(lived: Desk, day: int) -> None:
    tape = replaying.tape(lived, lived.clock.today() - A_DAY * day)
    span = tape.last - tape.first
    chance = random.Random(3)
    for moment in [tape.first + span * chance.random() for _ in range(20)]:
        at = moment_text(moment)
        with lived.journal.reading() as reading:
            counted = reading.connection.execute(
                sa.select(tickets.c.ticket_id).where(
                    tickets.c.day == tape.day,
                    tickets.c.issued_at <= at,
                    sa.or_(tickets.c.called_at.is_(None), tickets.c.called_at > at),
                )
            ).scalars()
            expected = {TicketId(one) for one in counted}
        shown = tape.board(moment)
        waiting = {ticket.ticket for column in shown.queues for ticket in column.waiting}
        assert waiting == expected
        assert all(card.since is None or card.since <= moment for card in shown.windows)


def test_nothing_is_shown_of_a_day_on_which_nothing_happened(lived: Desk) -> None:
    for day in (lived.clock.today() - A_DAY * 30, lived.clock.today() + A_DAY):
        with pytest.raises(Refusal, match=r"replay\.nothing"):
            replaying.tape(lived, day)


def test_a_clerk_does_not_see_it(lived: Desk) -> None:
    clerk = replace(lived, clerk=replace(lived.clerk, roles=("clerk",)))
    with pytest.raises(Refusal, match=r"access\.denied"):
        replaying.tape(clerk, lived.clock.today())
