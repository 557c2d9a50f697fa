"""Issues tickets, for as many as ask at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from deskapp.failures import Failure, Refusal
from deskapp.ids import ItemCode, QueueId, TicketId, new_id
from deskapp.journal.chain import moment_text
from deskapp.journal.kinds import TICKET
from deskapp.journal.people import Principal
from deskapp.journal.streams import nothing
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event, IssueTicket, TicketAnswer
from deskapp.queries.catalogs import in_force
from deskapp.queries.roster import last_ticket_serial, waiting_before
from deskapp.rules.calling import Targets, due_at
from deskapp.rules.numbering import ticket_number
from deskapp.rules.ticket import Issued, TicketClass
from deskapp.server.call_next import Answered, Call, Outcome, call_together


@dataclass(frozen=True, slots=True)
class Issue:
    """Somebody came."""

    who: Principal
    words: IssueTicket


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

    An answer is a Refusal: `queue.unknown`, `ticket.wrong_class`, `ticket.no_appointment`, `number.tickets_full`, or
    that the item is not in the catalogue. The number is one above the day's last; should another process take it
    first, the database refuses the second and the whole is done again.
    """
    answers: list[Outcome] = []
    given: dict[QueueId, list[str]] = {}  # queue → when those just issued are due
    serials: dict[QueueId, int] = {}
    for ask in asks:
        try:
            answers.append(_issue(facts, ask, serials, given))
        except Failure as failure:
            answers.append(failure)
    return answers


def _issue(facts: Writing, ask: Issue, serials: dict[QueueId, int], given: dict[QueueId, list[str]]) -> Answered:
    words, today, now = ask.words, facts.terms.clock.today(), facts.terms.clock.now()
    catalog = in_force(facts, today)
    if words.queue not in catalog.queues:
        raise Refusal("queue.unknown", queue=str(words.queue)[:8])
    try:
        sort = TicketClass(words.ticket_class)
    except ValueError as error:
        raise Refusal("ticket.wrong_class", ticket_class=words.ticket_class[:16]) from error
    if sort is TicketClass.APPOINTMENT and words.appointment is None:
        raise Refusal("ticket.no_appointment")
    item = catalog.item(ItemCode(words.item)).code if words.item else None
    queue = QueueId(words.queue)
    if queue not in serials:
        serials[queue] = last_ticket_serial(facts, queue, today)
    fact = Issued(
        number=ticket_number(queue, serials[queue] + 1),
        queue=queue,
        ticket_class=sort,
        issued_at=now,
        due_at=due_at(sort, now, Targets(), words.appointment),
        item=item,
    )
    ticket = TicketId(new_id())
    due = moment_text(fact.due_at)
    before = waiting_before(facts, queue, due) + sum(other <= due for other in given.setdefault(queue, []))
    facts.remember_standing(TICKET, ticket, nothing(TICKET, ticket))  # new: not to be looked for
    event = facts.add(ask.who.user, fact, of=ticket)
    serials[queue] += 1
    given[queue].append(due)
    return Answered(facts.ticket(ticket), (event.id,), facts.written, before)


def answer(answered: Answered, events: Sequence[Event]) -> TicketAnswer:
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
        waiting=answered.waiting,
        window=ticket.window,
        item=ticket.item,
        events=events,
    )
