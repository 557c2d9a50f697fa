"""Turns: each call once, in order; nothing old; nobody who is here. Held against the plainest way to say it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import TicketId
from deskapp.rules.announcing import FRESH, Calling, Turns, next_turn, told

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ONE, TWO = TicketId("1"), TicketId("2")


def called(ticket: TicketId, call: int = 1, ago: float = 0, *, here: bool = False) -> Calling:
    return Calling(ticket, call, NOW - timedelta(seconds=ago), here)


def all_turns(turns: Turns) -> list[tuple[TicketId, int]]:
    return list(_each(turns))


def _each(turns: Turns) -> Iterator[tuple[TicketId, int]]:
    while True:
        calling, turns = next_turn(turns)
        if calling is None:
            return
        yield calling.ticket, calling.call


def test_two_calls_at_once_are_said_in_the_order_in_which_they_were_made() -> None:
    assert all_turns(told(Turns(), [called(TWO), called(ONE, ago=1)], NOW)) == [(ONE, 1), (TWO, 1)]


def test_a_board_that_says_the_same_again_brings_nothing_new() -> None:
    turns = told(Turns(), [called(ONE)], NOW)
    _, turns = next_turn(turns)
    assert all_turns(told(turns, [called(ONE)], NOW)) == []


def test_who_is_called_again_is_said_again() -> None:
    turns = told(told(Turns(), [called(ONE)], NOW), [called(ONE, 2)], NOW)
    assert all_turns(turns) == [(ONE, 1), (ONE, 2)]


def test_a_call_that_is_old_when_it_is_heard_of_is_not_said() -> None:
    calls = [called(TWO, ago=FRESH.total_seconds()), called(ONE, ago=FRESH.total_seconds() + 0.1)]
    assert all_turns(told(Turns(), calls, NOW)) == [(TWO, 1)]


def test_waiting_for_ones_turn_makes_no_call_old() -> None:
    turns = told(Turns(), [called(TWO), called(ONE)], NOW)
    turns = told(turns, [called(TWO), called(ONE)], NOW + 3 * FRESH)
    assert all_turns(turns) == [(ONE, 1), (TWO, 1)]


def test_a_centre_whose_clock_went_back_silences_nobody() -> None:
    assert all_turns(told(Turns(), [called(ONE, ago=-300)], NOW)) == [(ONE, 1)]


def test_who_has_come_or_has_been_taken_off_is_not_called_after_the_fact() -> None:
    turns = told(Turns(), [called(TWO), called(ONE)], NOW)
    assert all_turns(told(turns, [called(TWO), called(ONE, here=True)], NOW)) == [(TWO, 1)]
    assert all_turns(told(turns, [called(TWO)], NOW)) == [(TWO, 1)]


def test_who_comes_back_in_line_and_is_called_anew_is_said_anew() -> None:
    turns = told(Turns(), [called(ONE)], NOW)
    _, turns = next_turn(turns)
    turns = told(told(turns, [], NOW), [called(ONE)], NOW)
    assert all_turns(turns) == [(ONE, 1)]


# A day at the board: people are called, called again, come to the window; sometimes the line is cut for a while, and
# the board is heard of only afterwards.
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["call", "again", "here", "gone", "say", "cut", "minute"]), st.integers(0, 5)
    ),
    max_size=60,
)  # fmt: skip


@given(_STEPS)
def test_nothing_is_swallowed_and_nothing_said_twice_on_any_day(steps: list[tuple[str, int]]) -> None:
    at, cut, serial = NOW, False, 0
    board: list[Calling] = []  # the newest first
    turns, said = Turns(), list[tuple[TicketId, int]]()
    owed: list[Calling] = []  # the plainest way to say it: called, not yet said
    unheard: list[Calling] = []
    for step, which in steps:
        person = board[which % len(board)] if board else None
        if step == "call":
            serial += 1
            board.insert(0, Calling(TicketId(str(serial)), 1, at))
            unheard.append(board[0])
        elif step == "again" and person is not None and not person.here:
            again = Calling(person.ticket, person.call + 1, at)
            board[board.index(person)] = again
            unheard = [one for one in unheard if one.ticket != person.ticket]
            unheard.append(again)
        elif step == "here" and person is not None:
            board[board.index(person)] = Calling(person.ticket, person.call, person.called_at, True)
        elif step == "gone" and person is not None:
            board.remove(person)
        elif step == "minute":
            at += timedelta(seconds=40)
        elif step == "cut":
            cut = not cut
        if not cut:
            turns = told(turns, board, at)
            there = {(one.ticket, one.call) for one in board if not one.here}
            owed += [one for one in unheard if at - one.called_at <= FRESH and (one.ticket, one.call) in there]
            unheard = []
        if step == "say":
            calling, turns = next_turn(turns)
            wanted = {one.ticket for one in turns.board.values() if not one.here}
            left = [one for one in owed if one.ticket in wanted]
            assert calling in left if left else calling is None, "somebody who is owed, or nobody when nobody is"
            if calling is not None:
                said.append((calling.ticket, calling.call))
                owed.remove(calling)
    assert len(said) == len(set(said)), "nothing twice"
    turns = told(turns, board, at) if cut is False else turns
    wanted = {one.ticket for one in turns.board.values() if not one.here}
    assert set(all_turns(turns)) == {(one.ticket, one.call) for one in owed if one.ticket in wanted}, (
        "nothing swallowed"
    )
