"""Calling the next person, and what becomes of their ticket."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.desk import Desk
from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal.taking_in import take_events
from deskapp.journal.writing import Writing
from deskapp.queries.call_sheet import IN_HAND, others_in_hand, waiting_tickets
from deskapp.queries.roster import cases_of_ticket, open_windows, unsent_of_kind
from deskapp.rules import access, calling
from deskapp.rules import ticket as tickets
from deskapp.rules.access import Permission
from deskapp.rules.case_state import AT_THE_WINDOW


@dataclass(frozen=True, slots=True)
class Called:
    """Who was called. `offline`: by the rule of a window whose line is cut; `had_been`: called before, while its
    answer was lost.
    """

    ticket: TicketId
    number: str
    offline: bool = False
    had_been: bool = False


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
    """Call the same person once more."""
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


def transfer(desk: Desk, ticket: TicketId, queue: QueueId, remark: str = "") -> QueueId | None:
    """Send the person to another queue, at the place their due time gives them there; returns the one they leave."""
    with desk.journal.reading() as reading:
        before = reading.ticket(ticket).queue
    say(desk, ticket, tickets.Transferred(queue, remark), ends=True)
    return before


def _already_called(desk: Desk) -> Called | None:
    """The person the centre called for this window while its answer was lost: they are on their way already."""
    with desk.journal.writing() as facts:
        refuse_open_case(facts, desk.clerk.window)
        others = others_in_hand(facts, desk.clerk.window)
        if not others:
            return None
        _finish_in_hand(facts, desk)
        ticket = others[0]
        if ticket.state is tickets.TicketState.CALLED:
            facts.add(desk.clerk.id, tickets.CalledAgain(desk.clerk.window), of=ticket.id)
        facts.note(IN_HAND, ticket.id)
        return Called(ticket.id, ticket.number, had_been=True)


def refuse_open_case(facts: Writing, window: WindowId) -> None:
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


def _call_at_centre(desk: Desk) -> Called | None:
    answer = desk.centre.call(token=desk.clerk.token, finish=True)
    with desk.journal.writing() as facts:
        if answer is None:
            _finish_in_hand(facts, desk)
            facts.note(IN_HAND, "")
            return None
        take_events(facts, answer.events, {})
        facts.note(IN_HAND, answer.id)
    desk.line.want_round()
    return Called(answer.id, answer.number)


def _call_own(desk: Desk) -> Called | None:
    """Call without asking: only tickets that rendezvous hashing gives to this window."""
    with desk.journal.writing() as facts:
        refuse_open_case(facts, desk.clerk.window)
        _finish_in_hand(facts, desk)
        facts.note(IN_HAND, "")
        roster = open_windows(facts)
        mine = calling.owned(waiting_tickets(facts, roster.get(desk.clerk.window, ())), desk.clerk.window, roster)
        if not mine:
            return None
        facts.add(desk.clerk.id, tickets.Called(desk.clerk.window, offline=True), of=mine[0].id)
        facts.note(IN_HAND, mine[0].id)
        return Called(mine[0].id, mine[0].number, offline=True)


def _finish_in_hand(facts: Writing, desk: Desk) -> None:
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
