"""From which queue a window calls next: by due time, in an order, or by shares; and nobody is overtaken for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.ids import TicketId, WindowId, new_id
from deskapp.journal.journal import Journal
from deskapp.queries.taking_turns import Taking, busy_elsewhere, line_of, taking
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.line_terms import NORMAL, LineTerms
from deskapp.rules.turns import Turn
from tests.builders import CLERK
from tests.clerk.office import FrozenClock
from tests.queries.telling import FIVE, THREE, A, B, issue, publish, tell

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def catalogue(desk: Journal) -> None:
    publish(desk)


def window(kept: Journal, turn: Turn = Turn.DUE, shares: tuple[int, ...] = (), name: WindowId = THREE) -> None:
    tell(
        kept, name, windows.WindowDefined(windows.WindowKind.INTAKE, (A, B)),
        windows.WindowOpened(CLERK, kept.terms.author.device), windows.QueuesChanged((A, B), turn, shares),
    )  # fmt: skip


def how(kept: Journal, name: WindowId = THREE) -> Taking:
    with kept.reading() as reading:
        return taking(reading, reading.window(name))


def line(kept: Journal, name: WindowId = THREE) -> list[str]:
    with kept.reading() as reading:
        return [ticket.number for ticket in line_of(reading, reading.window(name))]


def test_the_line_of_a_window_is_its_queues_by_due_time(desk: Journal) -> None:
    window(desk)
    issue(desk, "A001", wait=30)
    issue(desk, "B002", wait=10)
    issue(desk, "C003", wait=1)
    assert line(desk) == ["B002", "A001"]


def test_whoever_was_sent_to_it_stands_in_it_whatever_their_queue(desk: Journal) -> None:
    window(desk)
    window(desk, name=FIVE)
    ticket = issue(desk, "A001", wait=10)
    issue(desk, "A002", wait=20)
    tell(desk, ticket, tickets.Called(THREE), tickets.Arrived(THREE), tickets.Transferred(A, "", FIVE))
    assert line(desk) == ["A002"]
    assert sorted(line(desk, FIVE)) == ["A001", "A002"]


def test_whoever_was_called_or_went_stands_in_no_line(desk: Journal) -> None:
    window(desk)
    called, gone = issue(desk, "A001"), issue(desk, "A002")
    issue(desk, "A003")
    tell(desk, called, tickets.Called(THREE))
    tell(desk, gone, tickets.Cancelled("走了"))
    assert line(desk) == ["A003"]


def test_a_window_that_goes_by_due_time_counts_nothing(desk: Journal) -> None:
    window(desk)
    tell(desk, issue(desk, "A001"), tickets.Called(THREE))
    assert (how(desk).served, how(desk).enough, how(desk).turns) == ({}, False, (frozenset({A, B}),))


def test_shares_count_what_this_window_has_called_today(desk: Journal, clock: FrozenClock) -> None:
    window(desk, Turn.SHARE, (2, 1))
    window(desk, Turn.SHARE, (2, 1), FIVE)
    tell(desk, issue(desk, "A001"), tickets.Called(THREE))
    tell(desk, issue(desk, "A002"), tickets.Called(FIVE))
    assert how(desk).served == {A: 1}
    assert how(desk).turns[0] == {A}, "two of A for one of B"
    tell(desk, issue(desk, "A003"), tickets.Called(THREE))
    assert how(desk).served == {A: 2}
    assert how(desk).turns[0] == {B}
    clock.move(timedelta(days=1))
    assert how(desk).served == {}, "the next day begins anew"


def test_an_order_serves_the_first_queue_until_somebody_was_overtaken_often_enough(
    desk: Journal, clock: FrozenClock
) -> None:
    window(desk, Turn.ORDER)
    issue(desk, "B000", wait=1)
    allowed = LineTerms().overtaken
    for number in range(allowed):
        assert not how(desk).enough
        assert how(desk).turns[0] == {A}
        clock.move(MINUTE)
        tell(desk, issue(desk, f"A{number:03}", wait=60), tickets.Called(THREE))
    assert how(desk).enough
    assert how(desk).turns == (frozenset({A, B}),)


def test_only_those_who_are_due_later_overtake_somebody(desk: Journal, clock: FrozenClock) -> None:
    """Whoever was due before them was before them all along."""
    window(desk, Turn.ORDER)
    issue(desk, "B000", wait=90)
    for number in range(LineTerms().overtaken + 2):
        clock.move(MINUTE)
        tell(desk, issue(desk, f"A{number:03}", wait=1), tickets.Called(THREE))
    assert not how(desk).enough


def test_somebody_at_another_window_with_their_other_ticket_is_not_called(desk: Journal) -> None:
    first, second, other = issue(desk, "A001"), TicketId(new_id()), issue(desk, "B003")
    now = desk.terms.clock.now()
    tell(desk, first, tickets.Joined())
    tell(desk, second, tickets.Issued("B002", B, NORMAL, now, now + 30 * MINUTE, visit=first))

    def busy(ticket: TicketId) -> bool:
        with desk.reading() as reading:
            return busy_elsewhere(reading, reading.ticket(ticket))

    assert not busy(second)
    tell(desk, first, tickets.Called(THREE), tickets.Arrived(THREE))
    assert busy(second)
    assert not busy(first), "their own ticket is not another's"
    assert not busy(other)
    tell(desk, first, tickets.Finished(THREE))
    assert not busy(second)
