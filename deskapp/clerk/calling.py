"""Calling the next person, and what becomes of their ticket."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from deskapp.desk import Desk
from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.taking_in import cursor, take_events, take_in
from deskapp.journal.writing import Writing
from deskapp.queries.call_sheet import IN_HAND, others_in_hand
from deskapp.queries.catalogs import line_terms
from deskapp.queries.roster import cases_of_ticket, open_windows, unsent_of_kind, window_names
from deskapp.queries.taking_turns import busy_elsewhere, line_of, taking
from deskapp.queries.ticket_timeline import last_call
from deskapp.rules import access, calling
from deskapp.rules import ticket as tickets
from deskapp.rules.access import Permission
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.line_terms import may_call_again
from deskapp.rules.turns import in_turn

_HEARD_AT_ONCE = 1000  # events


@dataclass(frozen=True, slots=True)
class Called:
    """Who was called. `offline`: by the rule of a window whose line is cut; `had_been`: called before, while its
    answer was lost.
    """

    ticket: TicketId
    number: str
    offline: bool = False
    had_been: bool = False


def call_one(desk: Desk, ticket: TicketId) -> Called:
    """End what is done and call this very person, out of turn.

    Refusal `ticket.taken` with the window that has them, `ticket.sent_to` or `ticket.left_to` with the window that may
    call them; while the line is cut `ticket.left_to` for everybody who is not this window's own.
    """
    access.require(desk.clerk.roles, Permission.CALL)
    with desk.journal.reading() as reading:
        refuse_open_case(reading, desk.clerk.window)
    if desk.clerk.token and not _unsent_calls(desk):
        try:
            called = _call_at_centre(desk, ticket)
        except LineTrouble as trouble:
            desk.line.failed(trouble.code)
        else:
            if called is not None:
                return called
    return _call_own_one(desk, ticket)


def call_next(desk: Desk) -> Called | None:
    """End what is done and call who is due first; None when nobody waits.

    The centre is asked for 800 ms; then a window calls only tickets that are its own (promise 5). Refusal
    `calling.case_open` when the case of the ticket in hand is neither accepted nor otherwise ended.
    """
    access.require(desk.clerk.roles, Permission.CALL)
    waiting_there = _already_called(desk)
    if waiting_there is not None:
        return waiting_there
    if desk.clerk.token and not _unsent_calls(desk):
        try:
            return _call_at_centre(desk)
        except LineTrouble as trouble:
            desk.line.failed(trouble.code)
    return _call_own(desk)


def call_again(desk: Desk, ticket: TicketId) -> None:
    """Call the same person once more. Refusal `ticket.called_enough` or `ticket.called_just_now`."""
    with desk.journal.reading() as reading:
        standing, terms = reading.ticket(ticket), line_terms(reading, desk.clock.today())
        last = last_call(reading, ticket)
    if last is not None:
        may_call_again(terms, standing.calls, desk.clock.now() - last)
    say(desk, ticket, tickets.CalledAgain(desk.clerk.window))


def arrived(desk: Desk, ticket: TicketId) -> None:
    """The person is here."""
    say(desk, ticket, tickets.Arrived(desk.clerk.window))


def no_show(desk: Desk, ticket: TicketId) -> None:
    """Nobody came (过号)."""
    say(desk, ticket, tickets.NoShow(desk.clerk.window), ends=True)


def finish(desk: Desk, ticket: TicketId) -> None:
    """The service is over."""
    say(desk, ticket, tickets.Finished(desk.clerk.window), ends=True)


def transfer(
    desk: Desk, ticket: TicketId, queue: QueueId | None = None, remark: str = "", *, window: WindowId | None = None
) -> QueueId | None:
    """Send the person to another queue, or to one window, at the place their due time gives them there.

    Returns the queue they leave. Refusal `window.unknown`, `ticket.sent_nowhere` when it is this very window.
    """
    with desk.journal.reading() as reading:
        before = reading.ticket(ticket).queue
        if window is not None and window not in window_names(reading):
            raise Refusal("window.unknown", window=window[:16])
    if window == desk.clerk.window:
        raise Refusal("ticket.sent_nowhere", window=window)
    sent = tickets.Transferred(queue or before or QueueId(""), remark, window, by=desk.clerk.window)
    say(desk, ticket, sent, ends=True)
    return before


def _already_called(desk: Desk) -> Called | None:
    """The person the centre called for this window while its answer was lost: they are on their way already."""
    with desk.journal.writing() as facts:
        refuse_open_case(facts, desk.clerk.window)
        others = others_in_hand(facts, desk.clerk.window)
        if not others:
            return None
        finish_in_hand(facts, desk)
        ticket = others[0]
        if ticket.state is tickets.TicketState.CALLED:
            facts.add(desk.clerk.id, tickets.CalledAgain(desk.clerk.window), of=ticket.id)
        facts.note(IN_HAND, ticket.id)
        return Called(ticket.id, ticket.number, had_been=True)


def refuse_open_case(facts: Reading, window: WindowId) -> None:
    """Nobody is sent away with a case half done. Refusal `calling.case_open`."""
    noted = facts.local(IN_HAND)
    if not noted:
        return
    for case_id in cases_of_ticket(facts, TicketId(noted)):
        case = facts.case(case_id)
        if case.state in AT_THE_WINDOW and case.window == window and not case.corrections:
            raise Refusal("calling.case_open")


def _unsent_calls(desk: Desk) -> bool:
    """Whether the centre has not heard of calls made while the line was cut: it must hear before it is asked."""
    with desk.journal.reading() as reading:
        return unsent_of_kind(reading, "ticket.called")


def _call_at_centre(desk: Desk, ticket: TicketId | None = None) -> Called | None:
    with desk.journal.reading() as reading:
        hand = TicketId(reading.local(IN_HAND) or "")
    answer = desk.centre.call(token=desk.clerk.token, finish=True, ticket=ticket, hand=hand)
    with desk.journal.writing() as facts:
        if answer is not None:
            take_events(facts, answer.events, {})
        finish_in_hand(facts, desk)  # whom the centre did not know to be taken up again, it has not ended
        facts.note(IN_HAND, "" if answer is None else answer.id)
        if answer is None:
            return None
    _hear_of(desk, answer.id)
    desk.line.want_round()
    return Called(answer.id, answer.number)


def _hear_of(desk: Desk, ticket: TicketId) -> None:
    """Ask what is new, where this desk has not heard how the person it called came to stand in line: they came, or were
    sent on, a moment ago, and the clerk may press the next key before the next round. Should the line fail just now, or
    a round have got further meanwhile, that round tells.
    """
    with desk.journal.reading() as reading:
        called = reading.ticket(ticket)
        if called.window == desk.clerk.window and called.state in tickets.IN_HAND:
            return
        after = cursor(reading)
    with suppress(LineTrouble, Refusal):
        batch = desk.centre.pull(token=desk.clerk.token, after=after, limit=_HEARD_AT_ONCE)
        with desk.journal.writing() as facts:
            take_in(facts, batch)


def _call_own(desk: Desk) -> Called | None:
    """Call without asking: only tickets that rendezvous hashing gives to this window."""
    with desk.journal.writing() as facts:
        refuse_open_case(facts, desk.clerk.window)
        finish_in_hand(facts, desk)
        facts.note(IN_HAND, "")
        roster = open_windows(facts)
        window = facts.window(desk.clerk.window)
        mine = calling.owned(line_of(facts, window), window.id, roster)
        how = taking(facts, window)
        free = [ticket for ticket in mine if not busy_elsewhere(facts, ticket)]
        first = next(iter(in_turn(free, how.plan, how.served, enough=how.enough, most=1)), None)
        return None if first is None else _call_offline(facts, desk, first)


def _call_own_one(desk: Desk, ticket_id: TicketId) -> Called:
    with desk.journal.writing() as facts:
        ticket = facts.ticket(ticket_id)
        tickets.permits(ticket, tickets.Called(desk.clerk.window))
        mine = calling.owner(ticket.id, calling.callers(open_windows(facts), ticket))
        finish_in_hand(facts, desk)  # before: it may be the same person's other ticket
        if mine != desk.clerk.window or busy_elsewhere(facts, ticket):
            raise Refusal("ticket.left_to", ticket=ticket.number, window=mine)
        return _call_offline(facts, desk, ticket)


def _call_offline(facts: Writing, desk: Desk, ticket: tickets.Ticket) -> Called:
    facts.add(desk.clerk.id, tickets.Called(desk.clerk.window, offline=True), of=ticket.id)
    facts.note(IN_HAND, ticket.id)
    return Called(ticket.id, ticket.number, offline=True)


def finish_in_hand(facts: Writing, desk: Desk) -> None:
    """End the service of whoever is in hand."""
    noted = facts.local(IN_HAND)
    if not noted:
        return
    ticket = facts.ticket(TicketId(noted))
    mine = ticket.window == desk.clerk.window or desk.clerk.window in ticket.also_called_by
    if mine and ticket.state in tickets.IN_HAND:
        facts.add(desk.clerk.id, tickets.Finished(desk.clerk.window), of=ticket.id)


def say(desk: Desk, ticket: TicketId, fact: tickets.TicketFact, *, ends: bool = False) -> None:
    """Say what happened to a ticket; `ends`: nobody is in hand any more."""
    access.require(desk.clerk.roles, Permission.CALL)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, fact, of=ticket)
        if ends and facts.local(IN_HAND) == ticket:
            facts.note(IN_HAND, "")
