"""From which queues a window calls, one after the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules.ticket import Ticket, TicketState
from deskapp.rules.turns import Plan, Turn, in_turn, turns, why_next

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
A, B, C = QueueId("A"), QueueId("B"), QueueId("C")


def waiting(name: str, due: int, *, sent_to: str | None = None) -> Ticket:
    return Ticket(
        TicketId(name), 1, TicketState.WAITING, name, QueueId(name[0]), due_at=NOW + timedelta(minutes=due),
        sent_to=WindowId(sent_to) if sent_to else None,
    )  # fmt: skip


def called(line: list[Ticket], plan: Plan, *, enough: bool = False, most: int = 99) -> list[str]:
    return [ticket.id for ticket in in_turn(line, plan, {}, enough=enough, most=most)]


LINE = [waiting("B1", 1), waiting("A1", 2), waiting("B2", 3), waiting("C1", 4), waiting("A2", 5), waiting("A3", 6)]


@pytest.mark.parametrize(
    ("plan", "order"),
    [
        (Plan((A, B, C)), ["B1", "A1", "B2", "C1", "A2", "A3"]),
        (Plan((A, B, C), Turn.ORDER), ["A1", "A2", "A3", "B1", "B2", "C1"]),
        (Plan((B, A), Turn.ORDER), ["B1", "B2", "A1", "A2", "A3"]),
        (Plan((A, B), Turn.SHARE, (2, 1)), ["A1", "A2", "B1", "A3", "B2"]),
        (Plan((A, B, C), Turn.SHARE, (1, 1)), ["A1", "B1", "A2", "B2", "A3", "C1"]),
        (Plan((C,), Turn.ORDER), ["C1"]),
        (Plan(()), []),
    ],
)
def test_a_window_goes_about_its_queues_as_it_was_told(plan: Plan, order: list[str]) -> None:
    assert called(LINE, plan) == order


def test_who_was_overtaken_enough_goes_first_and_then_the_order_holds_again() -> None:
    assert called(LINE, Plan((A, B), Turn.ORDER), enough=True, most=3) == ["B1", "A1", "A2"]


def test_who_was_sent_to_this_window_waits_in_its_own_line() -> None:
    line = [waiting("D9", 0, sent_to="3"), *LINE]
    assert called(line, Plan((A, B), Turn.ORDER), most=2) == ["D9", "A1"]
    assert why_next(line[0], Plan((A,)), enough=False) == "sent"


@pytest.mark.parametrize(
    ("plan", "enough", "why"),
    [
        (Plan((A, B)), False, "due"),
        (Plan((A,), Turn.ORDER), False, "due"),
        (Plan((A, B), Turn.ORDER), False, "order"),
        (Plan((A, B), Turn.SHARE, (1, 1)), False, "share"),
        (Plan((A, B), Turn.ORDER), True, "overtaken"),
    ],
)
def test_it_can_be_said_why_somebody_is_next(plan: Plan, enough: bool, why: str) -> None:
    assert why_next(LINE[0], plan, enough=enough) == why


@given(
    st.lists(st.sampled_from("ABC"), max_size=30),
    st.sampled_from(list(Turn)),
    st.lists(st.integers(0, 5), min_size=3, max_size=3),
    st.dictionaries(st.sampled_from([A, B, C]), st.integers(0, 9)),
)
def test_everybody_is_called_once_and_each_queue_keeps_its_own_order(
    letters: list[str], turn: Turn, shares: list[int], served: dict[QueueId, int]
) -> None:
    line = [waiting(f"{letter}{place:02}", place) for place, letter in enumerate(letters)]
    order = in_turn(line, Plan((A, B, C), turn, tuple(shares)), served, enough=False, most=99)
    assert sorted(ticket.id for ticket in order) == sorted(ticket.id for ticket in line)
    for queue in (A, B, C):
        own = [ticket for ticket in order if ticket.queue == queue]
        assert own == [ticket for ticket in line if ticket.queue == queue]


@given(st.integers(1, 6), st.integers(1, 6))
def test_shares_are_kept_in_the_long_run(share_a: int, share_b: int) -> None:
    line = [waiting(f"{letter}{n:03}", n) for n in range(100) for letter in "AB"]
    rounds = 12
    order = in_turn(line, Plan((A, B), Turn.SHARE, (share_a, share_b)), {}, enough=False, most=rounds)
    of_a = sum(ticket.queue == A for ticket in order)
    assert abs(of_a - rounds * share_a / (share_a + share_b)) <= 1


def test_no_queue_of_the_plan_is_left_out_of_its_turns() -> None:
    for turn in Turn:
        assert frozenset().union(*turns(Plan((A, B, C), turn, (0, 2, 1)), {})) == {A, B, C}
