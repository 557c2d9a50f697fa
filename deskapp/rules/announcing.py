"""Whose turn it is to be announced: one after the other, each call once, none swallowed by the next.

A board tells what is true now, not what is new. What is new is found here, by the number of the call: a person called
again is announced again. Calls are announced in the order in which they were made. A call that is old when it is first
heard of (the speaker was off, or its line was cut) is not said any more: whoever it was for has been called by voice,
or has gone, and a hall that is read a list of the past trusts no announcement. Who has come to the window, or is not
called any more, when their turn comes is not called after the fact.

`resources/web/announcing.js` says the same to a board's page; one test plays both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deskapp.ids import TicketId

FRESH = timedelta(seconds=60)  # a call that is first heard of later is shown and not said


@dataclass(frozen=True, slots=True)
class Calling:
    """Somebody is called, the so-many-eth time (`call`, from 1), or already `here` at the window."""

    ticket: TicketId
    call: int
    called_at: datetime
    here: bool = False


@dataclass(frozen=True, slots=True)
class Turns:
    """`known`: the last call of each ticket that was taken note of. `waiting`: to be announced, the next one first."""

    known: Mapping[TicketId, int] = field(default_factory=dict)
    waiting: tuple[Calling, ...] = ()
    board: Mapping[TicketId, Calling] = field(default_factory=dict)


def told(turns: Turns, calls: Sequence[Calling], at: datetime) -> Turns:
    """The board says so, the newest call first, at this moment of the centre's clock."""
    board = {calling.ticket: calling for calling in calls}
    known = {ticket: call for ticket, call in turns.known.items() if ticket in board}
    waiting = list(turns.waiting)
    for calling in reversed(calls):
        if calling.call > known.get(calling.ticket, 0):
            known[calling.ticket] = calling.call
            if not calling.here and at - calling.called_at <= FRESH:
                waiting.append(calling)
    return Turns(known, tuple(waiting), board)


def next_turn(turns: Turns) -> tuple[Calling | None, Turns]:
    """Who is announced now, and what is left. None when nobody waits to be called."""
    for place, calling in enumerate(turns.waiting, 1):
        if still_wanted(turns, calling):
            return calling, Turns(turns.known, turns.waiting[place:], turns.board)
    return None, Turns(turns.known, (), turns.board)


def still_wanted(turns: Turns, calling: Calling) -> bool:
    """Whether the person is still called: not yet here, and not taken off the board."""
    now = turns.board.get(calling.ticket)
    return now is not None and not now.here
