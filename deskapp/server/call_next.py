"""Calls the next person, for as many windows as ask at once, and issues tickets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from deskapp.failures import Failure, Refusal
from deskapp.ids import EventId, TicketId, WindowId
from deskapp.journal import answers_kept, calling
from deskapp.journal.answers_kept import KeptAnswer
from deskapp.journal.calling import CallAsk
from deskapp.journal.chain import moment_text
from deskapp.journal.people import Principal
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event
from deskapp.rules.ticket import Called, Finished, Ticket
from deskapp.rules.window import Window, WindowState
from deskapp.server.leases import left_to


@dataclass(frozen=True, slots=True)
class Call:
    """A window asks for the next. `key`: the caller's own word for this call, the same when it is asked again."""

    who: Principal
    finish: bool
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The ticket that was called or issued, and what was said of it and of the one before."""

    ticket: Ticket
    said: tuple[EventId, ...]
    written: Mapping[EventId, Event]  # filled as the transaction is written
    waiting: int = 0  # how many are due before it

    @property
    def events(self) -> tuple[Event, ...]:
        """The events with their numbers."""
        return tuple(self.written[event] for event in self.said)


Outcome = Answered | Failure | None


def call_together(facts: Writing, calls: Sequence[Call], lease: timedelta) -> list[Outcome]:
    """Answer many calls in one transaction, in the order in which they came. None when nobody waits.

    A window's answer is a Refusal: `ticket.in_hand` when it still has one and did not say to finish it, `window.none`
    for a person who signed in at none, `window.wrong_state` once it is closed, `window.taken` once another desk has it.
    A call that was answered before, by its key, is answered the same.
    """
    answers: dict[int, Outcome] = _answered_before(facts, calls)
    first = _first_of_each(calls, answers)
    windows = sorted({who.window for who in (calls[place].who for place in first) if who.window is not None})
    states = facts.standings("window", windows)
    hands = calling.in_hand(facts, windows) if windows else {}
    ended: dict[WindowId, EventId] = {}
    asks: dict[int, CallAsk] = {}
    asked: set[WindowId] = set()
    for place, same in first.items():
        call = calls[place]
        if place != same:
            continue  # the same call twice at once: answered below as its first
        state = states[call.who.window].state if call.who.window is not None else None
        if not isinstance(state, Window):
            answers[place] = Refusal("window.none")
            continue
        refusal = _refused(call, state, hands.get(state.id), asked_before=state.id in asked)
        if refusal is not None:
            answers[place] = refusal
            continue
        asked.add(state.id)
        asks[place] = CallAsk(state.id, frozenset(state.queues))
        if (hand := hands.get(state.id)) is not None:
            ended[state.id] = facts.add(call.who.user, Finished(state.id), of=hand.id).id
    taken = calling.take_next(facts, list(asks.values()), left_to(facts, lease))
    for (place, ask), ticket in zip(asks.items(), taken, strict=True):
        answers[place] = None if ticket is None else _call(facts, calls[place].who, ask.window, ticket, ended)
    _keep(facts, calls, {place: answers[place] for place in asks})
    return [answers[first.get(place, place)] for place in range(len(calls))]


def _refused(call: Call, window: Window, hand: Ticket | None, *, asked_before: bool) -> Refusal | None:
    if window.state is WindowState.CLOSED:
        return Refusal("window.wrong_state", window=window.id, state=window.state.value)
    if window.device != call.who.device:
        return Refusal("window.taken", window=window.id, clerk=window.clerk)
    if asked_before or (hand is not None and not call.finish):
        return Refusal("ticket.in_hand", ticket=hand.number if hand else "", id=hand.id if hand else "")
    return None


def _call(
    facts: Writing, who: Principal, window: WindowId, ticket: TicketId, ended: Mapping[WindowId, EventId]
) -> Answered:
    event = facts.add(who.user, Called(window), of=ticket)
    before = (ended[window],) if window in ended else ()
    return Answered(facts.ticket(ticket), (*before, event.id), facts.written)


def _key(call: Call) -> str | None:
    """A caller's key as it is kept: of one desk at one window."""
    if call.key is None:
        return None
    return sha256(f"{call.who.device}|{call.who.window}|{call.key}".encode()).hexdigest()[:56]


def _first_of_each(calls: Sequence[Call], answered: Collection[int]) -> dict[int, int]:
    """Where each call that is not answered yet stands first: the same key twice is one call."""
    by_key: dict[str, int] = {}
    first: dict[int, int] = {}
    for place, call in enumerate(calls):
        if place not in answered:
            key = _key(call)
            first[place] = place if key is None else by_key.setdefault(key, place)
    return first


def _answered_before(facts: Writing, calls: Sequence[Call]) -> dict[int, Outcome]:
    keys = {place: key for place, call in enumerate(calls) if (key := _key(call)) is not None}
    kept = answers_kept.kept(facts, set(keys.values()))
    answers: dict[int, Outcome] = {}
    for place, key in keys.items():
        if key in kept:
            events = {event: found for event in kept[key].events if (found := facts.event(event)) is not None}
            answers[place] = Answered(facts.ticket(kept[key].ticket), tuple(events), events)
    return answers


def _keep(facts: Writing, calls: Sequence[Call], answers: Mapping[int, Outcome]) -> None:
    kept = {
        key: KeptAnswer(answer.ticket.id, answer.said)
        for place, answer in answers.items()
        if isinstance(answer, Answered) and (key := _key(calls[place])) is not None
    }
    if kept:
        answers_kept.keep(facts, kept, moment_text(facts.terms.clock.now()))
