"""Somebody fetches a copy or fills in a form, and comes back to this window without standing in line again."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskapp.clerk.calling import finish_in_hand, refuse_open_case, say
from deskapp.desk import Desk
from deskapp.ids import TicketId
from deskapp.queries.call_sheet import IN_HAND, held_here
from deskapp.queries.catalogs import line_terms
from deskapp.rules import access
from deskapp.rules import ticket as tickets
from deskapp.rules.access import Permission
from deskapp.rules.line_terms import may_hold


def hold(desk: Desk, ticket: TicketId) -> datetime:
    """Hold the person in hand; returns until when they are waited for. Refusal `ticket.held_enough`."""
    with desk.journal.reading() as reading:
        terms = line_terms(reading, desk.clock.today())
        may_hold(terms, len(held_here(reading, desk.clerk.window)))
    until = desk.clock.now() + timedelta(minutes=terms.held_for)
    say(desk, ticket, tickets.Held(desk.clerk.window, until), ends=True)
    return until


def take_up(desk: Desk, ticket: TicketId) -> None:
    """Serve a held person on; whoever is in hand is ended first. Refusal `calling.case_open`, `ticket.taken`."""
    access.require(desk.clerk.roles, Permission.CALL)
    with desk.journal.writing() as facts:
        refuse_open_case(facts, desk.clerk.window)
        tickets.permits(facts.ticket(ticket), tickets.TakenUp(desk.clerk.window))
        finish_in_hand(facts, desk)
        facts.add(desk.clerk.id, tickets.TakenUp(desk.clerk.window), of=ticket)
        facts.note(IN_HAND, ticket)


def give_up(desk: Desk, ticket: TicketId) -> None:
    """The held person did not come back. Refusal `ticket.wrong_state`."""
    say(desk, ticket, tickets.NoShow(desk.clerk.window))
