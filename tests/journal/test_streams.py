"""What is true of a stream after each event, and when the moments were that lists sort by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Failure
from deskapp.ids import CaseId, DeviceId, EventId, QueueId, TicketId, WindowId
from deskapp.journal.chain import START, moment_text
from deskapp.journal.kinds import BOOKING, BY_NAME, CASE, TICKET, WINDOW, Fact, from_payload, to_payload, unread
from deskapp.journal.streams import FOLDED, Standing, after_event, nothing, permits
from deskapp.protocol.messages import SCHEMA, Event
from deskapp.rules import booking as bookings
from deskapp.rules import case as cases
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from tests import builders

THREE, FOUR, A = WindowId("3"), WindowId("4"), QueueId("A")
ISSUED = tickets.Issued("A001", A, "normal", builders.MORNING, builders.MORNING + timedelta(minutes=30))


def at(minute: int) -> str:
    return moment_text(datetime(2026, 11, 23, 1, minute, tzinfo=UTC))


def said(stream: str, facts: Sequence[Fact]) -> Standing:
    """What is true after these facts, the n-th of them said at minute n."""
    standing = nothing(stream, "s")
    for minute, fact in enumerate(facts):
        standing = after_event(standing, event(fact, minute))
    return standing


def event(fact: Fact, minute: int = 0) -> Event:
    kind, payload = to_payload(fact, lambda plain, field: "sealed")
    return raw(kind.name, payload, minute)


def raw(kind: str, payload: dict[str, Any], minute: int = 0, *, schema: int = SCHEMA) -> Event:
    return Event(
        id=EventId(f"e{minute}"), hall=builders.HALL, stream=kind.partition(".")[0], stream_id="s", version=1,
        kind=kind, schema=schema, payload=payload, actor=builders.CLERK, device=DeviceId("D1"), epoch=1,
        device_seq=minute + 1, occurred_at=at(minute), prev=START, digest="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stream", "state"),
    [(CASE, cases.Case(CaseId("s"))), (TICKET, tickets.Ticket(TicketId("s"))), (WINDOW, windows.Window(WindowId("s")))],
)
def test_every_stream_begins_with_nothing(stream: str, state: object) -> None:
    assert nothing(stream, "s") == Standing(state)  # type: ignore[arg-type]
    assert stream in FOLDED


TICKET_LIVES: dict[str, tuple[Sequence[Fact], tuple[int | None, int | None]]] = {
    "waits": ([ISSUED], (None, None)),
    "is called": ([ISSUED, tickets.Called(THREE)], (1, None)),
    "is called again": ([ISSUED, tickets.Called(THREE), tickets.CalledAgain(THREE)], (1, None)),
    "is served": ([ISSUED, tickets.Called(THREE), tickets.Arrived(THREE), tickets.Finished(THREE)], (1, 3)),
    "does not come": ([ISSUED, tickets.Called(THREE), tickets.NoShow(THREE)], (1, 2)),
    "comes after all": (
        [ISSUED, tickets.Called(THREE), tickets.NoShow(THREE), tickets.BackInLine(builders.MORNING)],
        (None, None),
    ),
    "is called back and put back": ([ISSUED, tickets.Called(THREE), tickets.CallUndone(THREE)], (None, None)),
    "is called by the second": (
        [ISSUED, tickets.Called(THREE), tickets.CallUndone(THREE), tickets.Called(FOUR)],
        (3, None),
    ),
    "leaves the line": ([ISSUED, tickets.Cancelled("went home")], (None, 1)),
    "is called twice offline": ([ISSUED, tickets.Called(THREE), tickets.Called(FOUR, offline=True)], (1, None)),
    "is transferred": ([ISSUED, tickets.Called(THREE), tickets.Transferred(A)], (None, None)),
    "is finished twice": (
        [ISSUED, tickets.Called(THREE), tickets.Finished(THREE), tickets.Finished(THREE)],
        (1, 2),
    ),
}


@pytest.mark.parametrize("life", sorted(TICKET_LIVES))
def test_a_ticket_was_called_and_ended_when_it_last_was(life: str) -> None:
    facts, (called, ended) = TICKET_LIVES[life]
    standing = said(TICKET, facts)
    assert standing.first_at == at(0)
    assert standing.called_at == (None if called is None else at(called))
    assert standing.ended_at == (None if ended is None else at(ended))
    assert standing.state.version == len(facts)


def test_a_case_was_opened_when_its_first_event_was() -> None:
    standing = said(CASE, [builders.opened(), builders.received(), builders.accepted("1" * 24)])
    assert (standing.first_at, standing.called_at, standing.ended_at) == (at(0), None, None)


UNREADABLE = {
    "a kind nobody knows": raw("case.blessed", {}, 5),
    "a newer schema": raw("case.archived", {"package": "x"}, 5, schema=SCHEMA + 1),
    "a wrong shape": raw("case.archived", {"package": 5}, 5),
    "a person in the open": raw("case.applicant_corrected", {"applicant": {"name": "x"}}, 5),
}


@pytest.mark.parametrize("what", sorted(UNREADABLE))
def test_what_cannot_be_read_counts_and_changes_nothing_else(what: str) -> None:
    """Two programs of different ages come to the same version of a stream, so that neither refuses the other's next."""
    before = said(CASE, [builders.opened(), builders.received()])
    after = after_event(before, UNREADABLE[what])
    assert after.state.version == before.state.version + 1
    assert isinstance(after.state, cases.Case)
    assert isinstance(before.state, cases.Case)
    assert (after.state.settled, after.state.state) == (before.state.settled, before.state.state)
    assert after.first_at == before.first_at


@pytest.mark.parametrize(
    ("stream", "fact"),
    [(CASE, ISSUED), (TICKET, builders.received()), (WINDOW, ISSUED), (CASE, windows.WindowClosed())],
)
def test_a_fact_of_another_stream_is_no_fact_of_this(stream: str, fact: Fact) -> None:
    before = nothing(stream, "s")
    assert after_event(before, event(fact)) == before
    permits(before.state, fact)  # nobody's rule speaks of it


def test_a_fact_that_was_read_before_is_not_read_again() -> None:
    given_fact = tickets.Called(THREE)
    unreadable = raw("ticket.called", {"window": 5}, 1)
    standing = after_event(said(TICKET, [ISSUED]), unreadable, given_fact)
    assert isinstance(standing.state, tickets.Ticket)
    assert standing.state.window == THREE


TICKET_FACTS = st.sampled_from(
    [
        ISSUED, tickets.Joined(), tickets.Called(THREE), tickets.Called(FOUR, offline=True), tickets.CalledAgain(THREE),
        tickets.CallUndone(THREE), tickets.Arrived(THREE), tickets.Held(THREE, builders.MORNING),
        tickets.TakenUp(THREE), tickets.Finished(THREE), tickets.NoShow(THREE), tickets.BackInLine(builders.MORNING),
        tickets.Transferred(A), tickets.Cancelled(), tickets.Shown("b", 1),
    ]
)  # fmt: skip


@given(st.lists(TICKET_FACTS, max_size=20))
def test_any_history_folds_and_every_event_counts(facts: list[Fact]) -> None:
    standing = said(TICKET, facts)
    assert standing.state.version == len(facts)
    state = standing.state
    assert isinstance(state, tickets.Ticket)
    if state.state is tickets.TicketState.WAITING:
        assert (standing.called_at, standing.ended_at) == (None, None)
    if state.state in tickets.ENDED:
        assert standing.ended_at is not None
    if facts:
        assert standing.first_at == at(0)


@given(st.lists(TICKET_FACTS, max_size=12), st.lists(TICKET_FACTS, max_size=12))
def test_to_fold_on_is_to_fold_the_whole(early: list[Fact], late: list[Fact]) -> None:
    """A list is not folded anew for each event: what stands there goes on."""
    standing = said(TICKET, early)
    for minute, fact in enumerate(late, len(early)):
        standing = after_event(standing, event(fact, minute))
    assert standing == said(TICKET, [*early, *late])


@given(st.lists(TICKET_FACTS, min_size=1, max_size=12))
def test_what_is_permitted_is_what_changes_more_than_the_count(facts: list[Fact]) -> None:
    *before, last = facts
    standing = said(TICKET, before)
    try:
        permits(standing.state, last)
    except Failure:
        after = after_event(standing, event(last, len(before))).state
        assert isinstance(after, tickets.Ticket)
        assert isinstance(standing.state, tickets.Ticket)
        assert (after.state, after.window, after.due_at) == (
            standing.state.state, standing.state.window, standing.state.due_at,
        )  # fmt: skip


@pytest.mark.parametrize("name", sorted(name for name, kind in BY_NAME.items() if kind.stream in FOLDED))
def test_a_kind_is_folded_in_the_stream_it_is_named_after(name: str) -> None:
    """No kind is only counted: its fact is one of its stream's own."""
    kind = BY_NAME[name]
    own = {
        CASE: cases.CaseFact,
        TICKET: tickets.TicketFact,
        WINDOW: windows.WindowFact,
        BOOKING: bookings.BookingFact,
    }[kind.stream]
    assert kind.fact in own.__args__


def test_a_fact_is_read_without_knowing_whom_it_is_about() -> None:
    opened = from_payload("case.opened", SCHEMA, event(builders.opened()).payload, unread)
    assert isinstance(opened, cases.Opened)
    assert opened.applicant is None
