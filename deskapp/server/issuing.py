"""Issues tickets, for as many as ask at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from deskapp.clock import office_day
from deskapp.failures import Failure, Refusal
from deskapp.ids import EventId, HallId, ItemCode, QueueId, TicketId, new_id
from deskapp.journal.chain import moment_text
from deskapp.journal.kinds import TICKET
from deskapp.journal.people import Principal
from deskapp.journal.streams import nothing
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event, Expected, IssueTicket, TicketAnswer
from deskapp.queries.came_before import numbers_carried_over, waiting_ticket_for, waiting_ticket_of
from deskapp.queries.catalogs import in_force
from deskapp.queries.roster import last_ticket_serial, waiting_before
from deskapp.rules.barcode import ticket_digits
from deskapp.rules.calling import due_at
from deskapp.rules.identity import read_id
from deskapp.rules.line_terms import APPOINTMENT, LineTerms
from deskapp.rules.numbering import read_ticket_number, ticket_number
from deskapp.rules.ticket import ENDED, WITH_SOMEBODY, Issued, Joined, Ticket
from deskapp.server import returning
from deskapp.server.answered import Answered, Outcome, answered_before, first_of_each, keep
from deskapp.server.call_next import Call, call_together
from deskapp.server.returning import Return


@dataclass(frozen=True, slots=True)
class Issue:
    """Somebody came. `key`: the kiosk's own word for this ticket, the same when it asks again."""

    who: Principal
    words: IssueTicket
    key: str | None = None


@dataclass(slots=True)
class _Given:
    """What one queue has given today, with what this transaction gives."""

    serial: int
    carried: frozenset[str]  # numbers of earlier days that still wait: not given twice
    dues: list[str] = field(default_factory=list)
    people: dict[str, TicketId] = field(default_factory=dict)  # by their mark, whom this transaction gave a ticket


def answer_asks(facts: Writing, asks: Sequence[Call | Issue], *, lease: timedelta) -> list[Outcome]:
    """Answer calls and issues that came together, each as it would be alone."""
    issued = iter(issue_together(facts, [ask for ask in asks if isinstance(ask, Issue)]))
    called = iter(call_together(facts, [ask for ask in asks if isinstance(ask, Call)], lease))
    return [next(issued if isinstance(ask, Issue) else called) for ask in asks]


def answering(lease: timedelta) -> Any:
    """`answer_asks` for the writer, by the lease of the hall."""
    return partial(answer_asks, lease=lease)


def issue_together(facts: Writing, asks: Sequence[Issue]) -> list[Outcome]:
    """Issue tickets in one transaction, in the order of asking.

    An answer is a Refusal: `queue.unknown`, `ticket.wrong_class`, `ticket.no_appointment`, `number.tickets_full`,
    `ticket.unknown` or `ticket.wrong_state` of the visit named, what `returning.read_return` raises, or that the item
    is not in the catalogue. The number is one above the day's last; should another process take it first, the database
    refuses the second and the whole is done again. What was answered before, by its key, is answered the same.
    """
    answers: dict[int, Outcome] = {
        place: replace(before, waiting=_ahead(facts, before.ticket))
        for place, before in answered_before(facts, asks).items()
    }
    first = first_of_each(asks, answers)
    new = [place for place, same in first.items() if place == same]
    given: dict[QueueId, _Given] = {}
    for place in new:
        try:
            answers[place] = _issue(facts, asks[place], given)
        except Failure as failure:
            answers[place] = failure
    keep(facts, asks, {place: answers[place] for place in new})
    return [answers[first.get(place, place)] for place in range(len(asks))]


def _issue(facts: Writing, ask: Issue, given: dict[QueueId, _Given]) -> Answered:
    words, today, now = ask.words, facts.terms.clock.today(), facts.terms.clock.now()
    catalog = in_force(facts, today)
    back = None if words.case is None else returning.read_return(facts, ask.who, words.case, catalog)
    queue = words.queue or (back.queue if back is not None else QueueId(""))
    if queue not in catalog.queues:
        raise Refusal("queue.unknown", queue=str(queue)[:8])
    of_queue = given.get(queue) or given.setdefault(queue, _begun(facts, queue, today))
    person = _mark_of(facts, words, back, today)
    before = None if person is None else _given_before(facts, person, queue, of_queue, back)
    if before is not None:
        return Answered(before, (), facts.written, _ahead(facts, before), again=True)
    item = catalog.matter(ItemCode(words.item)) if words.item else None
    case, case_due = (None, None) if back is None else (back.case, back.due_at)
    visit, visit_due = (None, None) if words.visit is None else _visit(facts, words.visit)
    due = min(filter(None, (_due(words, catalog.line, now), case_due, visit_due)))
    number, serial = _next_number(queue, of_queue)
    fact = Issued(
        number=number, queue=queue, ticket_class=words.ticket_class, issued_at=now, due_at=due, item=item,
        appointment=words.appointment, visit=visit, case=case, person=None if back is not None else person,
    )  # fmt: skip
    ticket, moment = TicketId(new_id()), moment_text(due)
    ahead = waiting_before(facts, queue, moment, ticket) + sum(other <= moment for other in of_queue.dues)
    facts.remember_standing(TICKET, ticket, nothing(TICKET, ticket))  # new: not to be looked for
    event = facts.add(ask.who.user, fact, of=ticket)
    joined = () if visit is None else _joined(facts, ask.who, visit)
    of_queue.serial = serial
    of_queue.dues.append(moment)
    if person is not None:
        of_queue.people[person] = ticket
    return Answered(facts.ticket(ticket), (*joined, event.id), facts.written, ahead)


def _due(words: IssueTicket, terms: LineTerms, now: datetime) -> datetime:
    if words.ticket_class == APPOINTMENT and words.appointment is None:
        raise Refusal("ticket.no_appointment")
    return due_at(terms, words.ticket_class, now, words.appointment)


def _mark(facts: Writing, id_number: str, today: date) -> str:
    """What a person is known by again on this day, and on no other."""
    return facts.terms.keeper.mark(f"ticket|{facts.hall}|{today}|{read_id(id_number, today).number}")


def _mark_of(facts: Writing, words: IssueTicket, back: Return | None, today: date) -> str | None:
    """What whoever asks is known by again: who they are, or the case that they come back for."""
    if back is not None:
        return f"case|{back.case}"
    return None if words.person is None else _mark(facts, words.person, today)


def _given_before(facts: Writing, person: str, queue: QueueId, of_queue: _Given, back: Return | None) -> Ticket | None:
    """The ticket with which this person waits already: one that is written, or one of this very transaction."""
    if person in of_queue.people:
        return facts.ticket(of_queue.people[person])
    return waiting_ticket_of(facts, person, queue) if back is None else waiting_ticket_for(facts, back.case)


def _visit(facts: Writing, first: TicketId) -> tuple[TicketId, datetime | None]:
    """The visit that a ticket belongs to; and when it was due, where the person is at a window: they have waited."""
    ticket = facts.ticket(first)
    if ticket.state is None:
        raise Refusal("ticket.unknown")
    if ticket.state in ENDED:
        raise Refusal("ticket.wrong_state", ticket=ticket.number, state=ticket.state.value, step=Joined.__name__)
    return ticket.visit or ticket.id, ticket.due_at if ticket.state in WITH_SOMEBODY else None


def _joined(facts: Writing, who: Principal, visit: TicketId) -> tuple[EventId, ...]:
    if facts.ticket(visit).visit is not None:
        return ()
    return (facts.add(who.user, Joined(), of=visit).id,)


def _begun(facts: Writing, queue: QueueId, today: date) -> _Given:
    last, carried = last_ticket_serial(facts, queue, today), numbers_carried_over(facts, queue, today)
    own = [one for one in facts.begun(TICKET) if isinstance(one, Ticket) and one.queue == queue]  # of who had booked
    serial = max([last, *(read_ticket_number(one.number)[1] for one in own)])
    return _Given(serial, carried, [moment_text(one.due_at) for one in own if one.due_at is not None])


def _next_number(queue: QueueId, given: _Given) -> tuple[str, int]:
    serial = given.serial + 1
    while (number := ticket_number(queue, serial)) in given.carried:
        serial += 1
    return number, serial


def _ahead(facts: Writing, ticket: Ticket) -> int:
    if ticket.due_at is None:
        return 0
    return waiting_before(facts, ticket.queue or QueueId(""), moment_text(ticket.due_at), ticket.id)


def _digits(ticket: Ticket, hall: HallId) -> str:
    if ticket.issued_at is None or not ticket.number:
        return ""
    return ticket_digits(hall, office_day(ticket.issued_at), *read_ticket_number(ticket.number))


def answer(answered: Answered, events: Sequence[Event], hall: HallId, expected: Expected | None = None) -> TicketAnswer:
    """A ticket as it is answered over the line, with its numbered events."""
    ticket = answered.ticket
    return TicketAnswer(
        id=ticket.id,
        number=ticket.number,
        queue=ticket.queue or QueueId(""),
        state=ticket.state.value if ticket.state else "",
        ticket_class=ticket.ticket_class,
        issued_at=moment_text(ticket.issued_at) if ticket.issued_at else "",
        due_at=moment_text(ticket.due_at) if ticket.due_at else "",
        waiting=answered.waiting,
        window=ticket.window,
        item=ticket.item,
        again=answered.again,
        digits=_digits(ticket, hall),
        expected=expected,
        case=ticket.case,
        events=events,
    )
