"""The life of a ticket, as one table; and the tickets that two windows served."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.rules import ticket as tickets
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.ticket import Ticket, TicketFact, TicketState, fold

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
A, B = QueueId("A"), QueueId("B")
W3, W5, W7 = WindowId("3"), WindowId("5"), WindowId("7")
ISSUED = tickets.Issued("A012", A, NORMAL, NOW, NOW + timedelta(minutes=30))
FACTS: dict[str, TicketFact] = {
    "Issued": ISSUED,
    "Called": tickets.Called(W3),
    "Joined": tickets.Joined(),
    "CalledAgain": tickets.CalledAgain(W3),
    "Shown": tickets.Shown("board1", 1),
    "Spoken": tickets.Spoken("voice1", 1),
    "CallUndone": tickets.CallUndone(W3),
    "Arrived": tickets.Arrived(W3),
    "Held": tickets.Held(W3, NOW + timedelta(minutes=15)),
    "TakenUp": tickets.TakenUp(W3),
    "Finished": tickets.Finished(W3),
    "NoShow": tickets.NoShow(W3),
    "BackInLine": tickets.BackInLine(NOW + timedelta(minutes=5)),
    "Transferred": tickets.Transferred(B),
    "CarriedOver": tickets.CarriedOver(date(2026, 11, 24)),
    "Cancelled": tickets.Cancelled(),
}
CALLED = FACTS["Called"]
WAYS: dict[TicketState | None, list[TicketFact]] = {
    None: [],
    TicketState.WAITING: [ISSUED],
    TicketState.CALLED: [ISSUED, CALLED],
    TicketState.SERVING: [ISSUED, CALLED, FACTS["Arrived"]],
    TicketState.HELD: [ISSUED, CALLED, FACTS["Held"]],
    TicketState.FINISHED: [ISSUED, CALLED, FACTS["Arrived"], FACTS["Finished"]],
    TicketState.NO_SHOW: [ISSUED, CALLED, FACTS["NoShow"]],
    TicketState.CANCELLED: [ISSUED, FACTS["Cancelled"]],
}
COLUMNS = tuple(WAYS)

# x may happen · . wrong state · t taken · e exists · u unknown · l late: taken in, changes nothing
#       none, waiting, called, serving, held, finished, no show, cancelled
TABLE = {
    "Issued":      "xeeeeeee",
    "Joined":      "uxxxxxxx",
    "Called":      "uxtttttt",
    "CalledAgain": "u.x.xl..",
    "Shown":       "uxxxxxxx",
    "Spoken":      "uxxxxxxx",
    "CallUndone":  "u.xx....",
    "Arrived":     "u.x..l..",
    "Held":        "u.xx.x..",
    "TakenUp":     "u...x...",
    "Finished":    "u.xxxl..",
    "NoShow":      "u.x.xl..",
    "BackInLine":  "u...x.xx",
    "Transferred": "uxxxx...",
    "CarriedOver": "ux......",
    "Cancelled":   "uxxxx.x.",
}  # fmt: skip
CODES = {".": "ticket.wrong_state", "t": "ticket.taken", "e": "ticket.exists", "u": "ticket.unknown"}
CELLS = [(name, state, row[column]) for name, row in TABLE.items() for column, state in enumerate(COLUMNS)]
LEADS_TO = {
    "Issued": TicketState.WAITING, "Called": TicketState.CALLED, "CallUndone": TicketState.WAITING,
    "Arrived": TicketState.SERVING, "Held": TicketState.HELD, "TakenUp": TicketState.SERVING,
    "Finished": TicketState.FINISHED, "NoShow": TicketState.NO_SHOW,
    "BackInLine": TicketState.WAITING, "Transferred": TicketState.WAITING, "Cancelled": TicketState.CANCELLED,
}  # fmt: skip


def after(ticket: Ticket, *facts: TicketFact) -> Ticket:
    for fact in facts:
        ticket = fold(ticket, fact)
    return ticket


def a_ticket(state: TicketState | None) -> Ticket:
    ticket = after(Ticket(TicketId("t1")), *WAYS[state])
    assert ticket.state is state
    return ticket


def refused(ticket: Ticket, fact: TicketFact) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        tickets.permits(ticket, fact)
    return refusal.value


def test_the_table_has_every_state_and_every_fact() -> None:
    assert set(COLUMNS) == {None, *TicketState}
    assert set(TABLE) == set(FACTS) == {kind.__name__ for kind in get_args(TicketFact)}


@pytest.mark.parametrize(("name", "state", "cell"), CELLS)
def test_a_fact_may_happen_where_the_table_says(name: str, state: TicketState | None, cell: str) -> None:
    if cell in "xl":
        tickets.permits(a_ticket(state), FACTS[name])
    else:
        assert refused(a_ticket(state), FACTS[name]).code == CODES[cell]


@pytest.mark.parametrize(("name", "state", "cell"), CELLS)
def test_folding_counts_and_does_only_what_may_happen(name: str, state: TicketState | None, cell: str) -> None:
    before = a_ticket(state)
    ticket = fold(before, FACTS[name])
    assert ticket.version == before.version + 1
    if cell != "x":
        assert replace(ticket, version=before.version) == before
    else:
        assert ticket.state is LEADS_TO.get(name, before.state)


@given(st.lists(st.sampled_from(list(FACTS.values())), max_size=30))
def test_any_history_can_be_folded_and_each_fact_counts_once(history: list[TicketFact]) -> None:
    ticket = after(Ticket(TicketId("t1")), *history)
    assert ticket.version == len(history)
    assert (ticket.window is None) or ticket.state is not TicketState.WAITING


def test_a_taken_ticket_says_who_took_it() -> None:
    refusal = refused(a_ticket(TicketState.CALLED), tickets.Called(W5))
    assert refusal.values == {"ticket": "A012", "window": "3"}


@pytest.mark.parametrize(
    "fact",
    [tickets.CalledAgain(W5), tickets.CallUndone(W5), tickets.Arrived(W5), tickets.Finished(W5), tickets.NoShow(W5)],
)
def test_a_window_ends_only_its_own_service(fact: TicketFact) -> None:
    assert refused(a_ticket(TicketState.CALLED), fact).code == "ticket.taken"


def test_calling_again_is_counted() -> None:
    assert after(a_ticket(TicketState.CALLED), FACTS["CalledAgain"], FACTS["CalledAgain"]).calls == 3


def test_an_undone_call_leaves_the_ticket_as_it_waited() -> None:
    waiting = a_ticket(TicketState.WAITING)
    undone = after(waiting, CALLED, FACTS["CallUndone"])
    assert (undone.state, undone.window, undone.due_at) == (TicketState.WAITING, None, waiting.due_at)


def test_a_transferred_ticket_keeps_its_place_by_time() -> None:
    moved = after(a_ticket(TicketState.SERVING), tickets.Transferred(B))
    assert (moved.queue, moved.window, moved.due_at) == (B, None, ISSUED.due_at)


def test_who_comes_back_is_due_anew() -> None:
    back = after(a_ticket(TicketState.NO_SHOW), FACTS["BackInLine"])
    assert (back.state, back.window, back.due_at) == (TicketState.WAITING, None, NOW + timedelta(minutes=5))


def test_a_ticket_called_by_two_windows_stands_with_both() -> None:
    both = after(a_ticket(TicketState.SERVING), tickets.Called(W5, offline=True), tickets.Called(W7, offline=True))
    assert (both.window, both.also_called_by) == (W3, (W5, W7))
    assert both.state is TicketState.SERVING


def test_a_call_made_offline_is_never_refused_once_the_ticket_exists() -> None:
    for state in TicketState:
        tickets.permits(a_ticket(state), tickets.Called(W5, offline=True))
    assert refused(a_ticket(None), tickets.Called(W5, offline=True)).code == "ticket.unknown"


def test_the_same_offline_call_heard_twice_names_the_window_once() -> None:
    twice = after(a_ticket(TicketState.CALLED), *[tickets.Called(W5, offline=True)] * 2)
    assert twice.also_called_by == (W5,)
    assert after(a_ticket(TicketState.CALLED), tickets.Called(W3, offline=True)).also_called_by == ()


def test_the_second_window_ends_its_own_part_and_leaves_the_first_alone() -> None:
    both = after(a_ticket(TicketState.SERVING), tickets.Called(W5, offline=True))
    for fact in (tickets.Arrived(W5), tickets.CalledAgain(W5), tickets.NoShow(W5), tickets.Finished(W5)):
        tickets.permits(both, fact)
        assert replace(fold(both, fact), version=both.version, beside_ended=()) == both
    undone = fold(both, tickets.CallUndone(W5))
    assert (undone.state, undone.window, undone.also_called_by) == (TicketState.SERVING, W3, ())


AT_A_WINDOW = [TicketState.CALLED, TicketState.SERVING, TicketState.HELD]


@pytest.mark.parametrize("state", AT_A_WINDOW)
def test_nobody_is_moved_out_of_the_line_who_stands_at_a_window_by_now(state: TicketState) -> None:
    ticket = a_ticket(state)
    moved = tickets.Transferred(QueueId("B"), by=tickets.FROM_THE_LINE)
    refusal = refused(ticket, moved)
    assert (refusal.code, refusal.values["window"]) == ("ticket.taken", ticket.window)
    after_it = fold(ticket, moved)
    assert (after_it.state, after_it.window, after_it.queue) == (ticket.state, ticket.window, ticket.queue)


def test_who_waits_is_moved_out_of_the_line() -> None:
    moved = tickets.Transferred(QueueId("B"), by=tickets.FROM_THE_LINE)
    assert fold(a_ticket(TicketState.WAITING), moved).queue == "B"


@pytest.mark.parametrize("state", AT_A_WINDOW)
def test_a_window_sends_on_whom_it_has_and_nobody_elses(state: TicketState) -> None:
    ticket = a_ticket(state)
    assert ticket.window is not None
    assert fold(ticket, tickets.Transferred(QueueId("B"), by=ticket.window)).state is TicketState.WAITING
    assert refused(ticket, tickets.Transferred(QueueId("B"), by=WindowId("99"))).code == "ticket.taken"
