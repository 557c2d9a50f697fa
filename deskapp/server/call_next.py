"""Calls the next person, for as many windows as ask at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from deskapp.failures import Refusal
from deskapp.ids import EventId, TicketId, WindowId
from deskapp.journal import calling
from deskapp.journal.calling import CallAsk
from deskapp.journal.people import Principal
from deskapp.journal.streams import State
from deskapp.journal.writing import Writing
from deskapp.queries.taking_turns import taking
from deskapp.rules.ticket import Called, Finished, Ticket, permits
from deskapp.rules.window import Window, WindowState
from deskapp.server.answered import Answered, Outcome, answered_before, first_of_each, keep
from deskapp.server.leases import left_to


@dataclass(frozen=True, slots=True)
class Call:
    """A window asks for the next, or for one it names.

    `key`: the caller's own word for this call, the same when it is asked again. `hand`: the ticket that the desk has in
    hand, "" for none, None where it does not say: of whom it has let go it may not have sent word yet, and of whom it
    was to call it may not have heard. Neither is ended.
    """

    who: Principal
    finish: bool
    key: str | None = None
    ticket: TicketId | None = None
    hand: TicketId | None = None


@dataclass(slots=True)
class _Together:
    """What is found out while many calls are answered in one transaction."""

    hands: Mapping[WindowId, Sequence[Ticket]]
    left_to: calling.LeftTo
    ended: dict[WindowId, EventId] = field(default_factory=dict)
    asks: dict[int, CallAsk] = field(default_factory=dict)
    asked: set[WindowId] = field(default_factory=set)


def call_together(facts: Writing, calls: Sequence[Call], lease: timedelta) -> list[Outcome]:
    """Answer many calls in one transaction, in the order in which they came. None when nobody waits.

    A window's answer is a Refusal: `ticket.in_hand` when it still has one and did not say to finish it, `window.none`
    for a person who signed in at none, `window.wrong_state` once it is closed, `window.taken` once another desk has it.
    Who calls a ticket by name may hear `ticket.taken` with the window that has it, `ticket.left_to` with the window
    whose line is cut and that may call it, or `ticket.sent_to`. A call that was answered before, by its key, is
    answered the same.
    """
    windows = sorted({call.who.window for call in calls if call.who.window is not None})
    # locked before the answers are looked up: another process may be writing the very answer that is asked for again
    states = facts.standings("window", windows)
    answers: dict[int, Outcome] = {**answered_before(facts, calls)}
    first = first_of_each(calls, answers)
    together = _Together(calling.in_hand(facts, windows) if windows else {}, left_to(facts, lease))
    new = [place for place, same in first.items() if place == same]  # the same call twice at once is one call
    for place in new:
        window = states[w].state if (w := calls[place].who.window) is not None else None
        try:
            answers[place] = _ask(facts, calls[place], window, together, place)
        except Refusal as refusal:
            answers[place] = refusal
    taken = calling.take_next(facts, list(together.asks.values()), together.left_to)
    for (place, ask), ticket in zip(together.asks.items(), taken, strict=True):
        answers[place] = None if ticket is None else _call(facts, calls[place].who, ask.window, ticket, together.ended)
    keep(facts, calls, {place: answers[place] for place in new})
    return [answers[first.get(place, place)] for place in range(len(calls))]


def _ask(facts: Writing, call: Call, window: State | None, together: _Together, place: int) -> Answered | None:
    """End what the window has in hand, and call what it names; or note that it asks for the next."""
    if not isinstance(window, Window):
        raise Refusal("window.none")
    hand = _in_hand(together.hands.get(window.id, ()), call.hand)
    _may_call(call, window, hand, asked_before=window.id in together.asked)
    if call.ticket is not None:
        _may_have(facts, call.ticket, window.id, together.left_to, hand)
    together.asked.add(window.id)
    if hand is not None:
        together.ended[window.id] = facts.add(call.who.user, Finished(window.id), of=hand.id).id
    if call.ticket is not None:
        return _call(facts, call.who, window.id, call.ticket, together.ended)
    together.asks[place] = CallAsk(window.id, taking(facts, window).turns)
    return None


def _in_hand(known: Sequence[Ticket], said: TicketId | None) -> Ticket | None:
    """Whom the window has: of those the centre knows of the one that the desk says, where it says so."""
    return next((ticket for ticket in known if said is None or ticket.id == said), None)


def _may_have(
    facts: Writing, ticket_id: TicketId, window: WindowId, left_to: calling.LeftTo, hand: Ticket | None
) -> None:
    ticket = facts.ticket(ticket_id)
    permits(ticket, Called(window))
    if ticket.sent_to not in (None, window):
        raise Refusal("ticket.sent_to", ticket=ticket.number, window=ticket.sent_to)
    if others := left_to(ticket) - {window}:
        raise Refusal("ticket.left_to", ticket=ticket.number, window=min(others))
    own = hand is not None and ticket.visit is not None and hand.visit == ticket.visit  # the same person, staying here
    busy = calling.at_window(facts, ticket)
    if busy is not None and not (own and busy == window):
        raise Refusal("ticket.taken", ticket=ticket.number, window=busy)


def _may_call(call: Call, window: Window, hand: Ticket | None, *, asked_before: bool) -> None:
    if window.state is WindowState.CLOSED:
        raise Refusal("window.wrong_state", window=window.id, state=window.state.value)
    if window.device != call.who.device:
        raise Refusal("window.taken", window=window.id, clerk=window.clerk)
    if asked_before or (hand is not None and not call.finish):
        raise Refusal("ticket.in_hand", ticket=hand.number if hand else "", id=hand.id if hand else "")


def _call(
    facts: Writing, who: Principal, window: WindowId, ticket: TicketId, ended: Mapping[WindowId, EventId]
) -> Answered:
    event = facts.add(who.user, Called(window), of=ticket)
    before = (ended[window],) if window in ended else ()
    return Answered(facts.ticket(ticket), (*before, event.id), facts.written)
