"""Who waits in the whole hall, as the greeter and the kiosk are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import engines
from deskapp.ids import ItemCode, QueueId, TicketId
from deskapp.journal.chain import moment_text
from deskapp.journal.journal import Journal
from deskapp.queries.waiting import WaitingTicket, waiting_tickets
from deskapp.rules import ticket as tickets
from tests import builders
from tests.builders import MORNING
from tests.clerk.office import FrozenClock
from tests.queries.telling import FIVE, THREE, B, issue, tell

MINUTE = timedelta(minutes=1)


def line(kept: Journal) -> list[WaitingTicket]:
    with kept.reading() as reading:
        return list(waiting_tickets(reading).tickets)


def numbers(kept: Journal) -> list[str]:
    return [ticket.number for ticket in line(kept)]


def test_everything_a_board_needs_stands_there(centre: Journal) -> None:
    ticket = issue(centre, "B007", wait=5, item="GA-1", sort="elderly", person="a mark")
    assert line(centre) == [
        WaitingTicket(
            id=ticket, number="B007", queue=B, ticket_class="elderly", issued_at=moment_text(MORNING),
            due_at=moment_text(MORNING + MINUTE * 5), item=ItemCode("GA-1"),
        )
    ]  # fmt: skip
    assert "a mark" not in repr(line(centre)), "whose ticket it is, is nobody's business here"


@pytest.mark.parametrize(
    ("then", "waits"),
    [
        ((), True),
        ((tickets.Called(THREE),), False),
        ((tickets.Called(THREE), tickets.CallUndone(THREE)), True),
        ((tickets.Called(THREE), tickets.Arrived(THREE)), False),
        ((tickets.Called(THREE), tickets.Held(THREE, MORNING + MINUTE)), False),
        ((tickets.Called(THREE), tickets.Finished(THREE)), False),
        ((tickets.Called(THREE), tickets.NoShow(THREE)), False),
        ((tickets.Called(THREE), tickets.NoShow(THREE), tickets.BackInLine(MORNING + MINUTE)), True),
        ((tickets.Called(THREE), tickets.Transferred(B, "", FIVE)), True),
        ((tickets.CarriedOver(MORNING.date()),), True),
        ((tickets.Cancelled("left"),), False),
    ],
)
def test_somebody_waits_from_their_ticket_to_their_call(
    centre: Journal, then: tuple[tickets.TicketFact, ...], waits: bool
) -> None:
    tell(centre, issue(centre, "A001"), *then)
    assert numbers(centre) == (["A001"] if waits else [])


def test_who_comes_back_late_stands_where_they_are_due_now(centre: Journal) -> None:
    first = issue(centre, "A001", wait=5)
    issue(centre, "A002", wait=10)
    tell(centre, first, tickets.Called(THREE), tickets.NoShow(THREE), tickets.BackInLine(MORNING + MINUTE * 11))
    assert numbers(centre) == ["A002", "A001"]
    assert line(centre)[1].due_at == moment_text(MORNING + MINUTE * 11)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 6), max_size=12))
def test_the_line_stands_by_due_time_and_then_by_who_came_first(waits: list[int]) -> None:
    engine = engines.sqlite(Path(":memory:"))
    kept = builders.journal(engine, "centre", numbers=True, clock=FrozenClock().clock())
    came: list[tuple[int, TicketId]] = [(wait, issue(kept, f"A{n:03}", wait=wait)) for n, wait in enumerate(waits, 1)]
    found = [ticket.id for ticket in line(kept)]
    engine.dispose()
    assert found == [ticket for _, ticket in sorted(came, key=lambda one: one[0])]


def test_of_a_line_beyond_all_measure_the_first_two_thousand_are_told(centre: Journal) -> None:
    with centre.writing() as writing:
        for serial in range(2003):
            due = MORNING + timedelta(seconds=2003 - serial)
            fact = tickets.Issued(f"A{serial + 1:03}", QueueId("A"), "normal", MORNING, due)
            writing.add(builders.CLERK, fact, of=f"t{serial}")
    told = numbers(centre)
    assert (len(told), told[0], told[-1]) == (2000, "A2003", "A004")
