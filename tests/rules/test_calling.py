"""Who is called next, and by whom while the line is cut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules.calling import NEVER, calling_order, due_at, in_order, owned, owner
from deskapp.rules.line_terms import APPOINTMENT, NORMAL, PRIORITY, LineTerms
from deskapp.rules.ticket import Ticket, TicketState

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
A, B = QueueId("A"), QueueId("B")
TERMS = LineTerms()
some_windows = st.sets(st.integers(1, 20).map(lambda n: WindowId(str(n))), min_size=1, max_size=8)


def minutes(count: int) -> datetime:
    return NOW + timedelta(minutes=count)


def waiting(name: str, due: datetime, queue: QueueId = A) -> Ticket:
    return Ticket(TicketId(name), 1, TicketState.WAITING, queue=queue, due_at=due)


@pytest.mark.parametrize(
    ("ticket_class", "appointment", "due"),
    [
        (NORMAL, None, minutes(30)),
        (NORMAL, minutes(5), minutes(30)),
        (PRIORITY, None, minutes(5)),
        (APPOINTMENT, minutes(20), minutes(20)),
        (APPOINTMENT, minutes(-15), NOW),  # came late: due at once, before nobody who came earlier
        (APPOINTMENT, minutes(-16), minutes(30)),  # came too late: waits as everybody does
        (APPOINTMENT, None, minutes(30)),
    ],
)
def test_when_a_person_is_due(ticket_class: str, appointment: datetime | None, due: datetime) -> None:
    assert due_at(TERMS, ticket_class, NOW, appointment) == due


def test_who_is_due_first_is_called_first_and_then_who_came_first() -> None:
    line = [waiting("3", minutes(30)), waiting("2", minutes(5)), waiting("1", minutes(30))]
    assert [ticket.id for ticket in in_order(line, {A})] == ["2", "1", "3"]


def test_only_who_waits_in_the_windows_queues_is_called() -> None:
    called = Ticket(TicketId("9"), 2, TicketState.CALLED, queue=A, due_at=NOW)
    line = [called, waiting("1", NOW, B), waiting("2", NOW, A), Ticket(TicketId("0"))]
    assert [ticket.id for ticket in in_order(line, {A})] == ["2"]
    assert in_order(line, ()) == []


def test_a_ticket_that_was_never_issued_is_never_due() -> None:
    assert calling_order(Ticket(TicketId("1"))) == (NEVER, "1")


@given(st.lists(st.integers(0, 300), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_arrival_of_the_facts(dues: list[int], random: object) -> None:
    line = [waiting(f"{place:03}", minutes(due)) for place, due in enumerate(dues)]
    assert in_order(reversed(line), {A}) == in_order(line, {A})


@given(st.integers(0, 600))
def test_nobody_starves_because_every_later_arrival_is_due_later_at_last(later: int) -> None:
    """A priority ticket passes a normal one only when it comes within the difference of their targets."""
    normal = due_at(TERMS, NORMAL, NOW)
    priority = due_at(TERMS, PRIORITY, minutes(later))
    assert (priority < normal) == (later < 25)


@given(st.uuids(), some_windows)
def test_every_ticket_has_one_owner_that_every_window_agrees_on(ticket: object, windows: set[WindowId]) -> None:
    name = TicketId(str(ticket))
    assert owner(name, windows) in windows
    assert owner(name, sorted(windows)) == owner(name, sorted(windows, reverse=True))


@given(st.uuids(), some_windows)
def test_a_window_that_closes_moves_only_its_own_tickets(ticket: object, windows: set[WindowId]) -> None:
    name = TicketId(str(ticket))
    mine = owner(name, windows)
    for closed in windows:
        if closed != mine:
            assert owner(name, windows - {closed}) == mine


def test_without_an_open_window_nobody_owns_a_ticket() -> None:
    assert owner(TicketId("1"), []) is None


def test_tickets_are_shared_about_evenly() -> None:
    windows = [WindowId(str(n)) for n in range(1, 5)]
    shares = [owner(TicketId(f"t{n}"), windows) for n in range(2000)]
    assert all(400 < shares.count(window) < 600 for window in windows)


def test_each_waiting_ticket_is_owned_by_one_window_that_serves_its_queue() -> None:
    roster = {WindowId("1"): (A,), WindowId("2"): (A, B), WindowId("3"): (B,), WindowId("4"): ()}
    line = [waiting(f"t{n}", minutes(n), A if n % 2 else B) for n in range(200)]
    shares = {window: owned(line, window, roster) for window in roster}
    assert sorted(ticket.id for share in shares.values() for ticket in share) == sorted(t.id for t in line)
    for window, share in shares.items():
        assert {ticket.queue for ticket in share} <= set(roster[window])
        assert share == in_order(share, roster[window])
    assert [bool(share) for share in shares.values()] == [True, True, True, False]


def test_a_window_that_is_not_on_the_roster_owns_nothing() -> None:
    assert owned([waiting("1", NOW)], WindowId("9"), {WindowId("1"): (A,)}) == []
