"""Calls the next person, for as many windows as ask at once, and issues tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from deskapp.failures import Failure, Refusal
from deskapp.ids import EventId, ItemCode, QueueId, TicketId, WindowId, new_id
from deskapp.journal import calling, people
from deskapp.journal.calling import CallAsk
from deskapp.journal.chain import moment_text
from deskapp.journal.people import Principal
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event, IssueTicket, TicketAnswer
from deskapp.queries.catalogs import in_force
from deskapp.queries.roster import last_ticket_serial, open_windows
from deskapp.rules.calling import Targets, due_at, owner
from deskapp.rules.numbering import ticket_number
from deskapp.rules.ticket import Called, Finished, Issued, Ticket, TicketClass
from deskapp.rules.window import Window

SILENT = timedelta(seconds=15)  # a window's desk asks at least every few seconds while its line is up


@dataclass(frozen=True, slots=True)
class Call:
    """A window asks for the next."""

    who: Principal
    finish: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """The ticket that was called, and what was said of it and of the one before."""

    ticket: Ticket
    said: tuple[EventId, ...]
    written: Mapping[EventId, Event]  # filled as the transaction is written

    @property
    def events(self) -> tuple[Event, ...]:
        """The events with their numbers."""
        return tuple(self.written[event] for event in self.said)


def call_together(facts: Writing, calls: Sequence[Call], lease: timedelta) -> list[Answered | Failure | None]:
    """Answer many calls in one transaction, in the order in which they came.

    A window's answer is a Refusal `ticket.in_hand` when it still has one and did not say to finish it, `window.none`
    for a person who signed in at none. None when nobody waits. A window that asks twice at once is answered once.
    """
    answers: dict[int, Answered | Failure | None] = {}
    windows = [call.who.window for call in calls if call.who.window is not None]
    states = facts.standings("window", windows)
    in_hand = calling.in_hand(facts, windows)
    ended: dict[WindowId, EventId] = {}
    asks: dict[int, CallAsk] = {}
    asked: set[WindowId] = set()
    for place, call in enumerate(calls):
        window = call.who.window
        if window is None:
            answers[place] = Refusal("window.none")
            continue
        hand = in_hand.get(window)
        if (hand is not None and not call.finish) or window in asked:
            answers[place] = Refusal("ticket.in_hand", ticket=hand.number if hand else "")
            continue
        state = states[window].state
        asks[place] = CallAsk(window, frozenset(state.queues if isinstance(state, Window) else ()))
        asked.add(window)
        if hand is not None:
            ended[window] = facts.add(call.who.user, Finished(window), of=hand.id).id
    taken = calling.take_next(facts, list(asks.values()), _left_alone(facts, lease))
    for (place, ask), ticket in zip(asks.items(), taken, strict=True):
        answers[place] = None if ticket is None else _call(facts, calls[place].who, ask.window, ticket, ended)
    return [answers[place] for place in range(len(calls))]


def _call(
    facts: Writing, who: Principal, window: WindowId, ticket: TicketId, ended: Mapping[WindowId, EventId]
) -> Answered:
    event = facts.add(who.user, Called(window), of=ticket)
    before = (ended[window],) if window in ended else ()
    return Answered(facts.ticket(ticket), (*before, event.id), facts.written)


def _left_alone(facts: Writing, lease: timedelta) -> calling.Left:
    """Which tickets are left to a window whose line is cut: its own, for as long as the lease runs (promise 5)."""
    now = facts.terms.clock.now()
    silent_since, over = moment_text(now - SILENT), moment_text(now - lease)
    silent = {w for w, seen in people.heard(facts).items() if over < seen.seen_at < silent_since}
    if not silent:
        return lambda _: False
    roster = open_windows(facts)
    silent &= set(roster)

    def left(ticket: Ticket) -> bool:
        serving = [window for window, queues in roster.items() if ticket.queue in queues]
        return owner(ticket.id, serving) in silent

    return left


def issue(facts: Writing, who: Principal, words: IssueTicket) -> Answered:
    """Issue a ticket. Refusal `queue.unknown`, `ticket.wrong_class`, `item.unknown` or `number.tickets_full`.

    The number is one above the day's last; should another process take it first, the database refuses the second and
    the whole is done again.
    """
    today = facts.terms.clock.today()
    catalog = in_force(facts, today)
    if words.queue not in catalog.queues:
        raise Refusal("queue.unknown", queue=str(words.queue)[:8])
    try:
        sort = TicketClass(words.ticket_class)
    except ValueError as error:
        raise Refusal("ticket.wrong_class", ticket_class=words.ticket_class[:16]) from error
    item = catalog.item(ItemCode(words.item)).code if words.item else None
    now = facts.terms.clock.now()
    queue = QueueId(words.queue)
    fact = Issued(
        number=ticket_number(queue, last_ticket_serial(facts, queue, today) + 1),
        queue=queue,
        ticket_class=sort,
        issued_at=now,
        due_at=due_at(sort, now, Targets(), words.appointment),
        item=item,
    )
    ticket = TicketId(new_id())
    event = facts.add(who.user, fact, of=ticket)
    return Answered(facts.ticket(ticket), (event.id,), facts.written)


def answer(answered: Answered, events: Sequence[Event], waiting: int = 0) -> TicketAnswer:
    """A ticket as it is answered over the line, with its numbered events."""
    ticket = answered.ticket
    return TicketAnswer(
        id=ticket.id,
        number=ticket.number,
        queue=ticket.queue or QueueId(""),
        state=ticket.state.value if ticket.state else "",
        ticket_class=ticket.ticket_class.value,
        issued_at=moment_text(ticket.issued_at) if ticket.issued_at else "",
        due_at=moment_text(ticket.due_at) if ticket.due_at else "",
        waiting=waiting,
        window=ticket.window,
        item=ticket.item,
        events=events,
    )
