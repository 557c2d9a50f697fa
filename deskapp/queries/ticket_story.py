"""Finds tickets by what stands on them, and tells what became of one: it settles "nobody called me"."""

from __future__ import annotations

import re
from datetime import date

import sqlalchemy as sa

from db.tables import tickets
from deskapp.failures import Refusal
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal.asking import WAITING
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.protocol.door import FoundTicket, StoryMoment, TicketStory
from deskapp.queries.roster import waiting_before
from deskapp.queries.ticket_timeline import TicketMoment, timeline
from deskapp.rules import barcode
from deskapp.rules.numbering import as_typed
from deskapp.rules.ticket import Held, Issued, TicketState, Transferred
from deskapp.rules.ticket_of_day import ticket_and_day

_MOST = 40
_WORDS = re.compile(r"[A-Z]?[0-9]{0,5}")


def found_tickets(reading: Reading, words: str, today: date) -> tuple[FoundTicket, ...]:
    """Tickets whose number begins so (`A01`), or has these figures (`12`), or whose barcode was scanned: those of today
    and those of earlier days that still wait; with a day beside the number (`A012 11-20`), those of that day. None for
    what is no number.
    """
    said, day = ticket_and_day(words[:64], today)
    plain = as_typed(said).upper()
    seen = barcode.read(plain)
    of_day = sa.select(tickets).where(tickets.c.hall == reading.hall)
    if isinstance(seen, barcode.ScannedTicket):
        if seen.hall != reading.hall:
            return ()
        questions = [of_day.where(tickets.c.number == seen.number, tickets.c.day == seen.day)]
    elif plain and _WORDS.fullmatch(plain):
        number = tickets.c.number.like(f"%{plain}" if plain.isdigit() else f"{plain}%")
        questions = [of_day.where(number, tickets.c.day == (day or today))]
        if day is None:  # and who came earlier and still waits: few, by an index of their own
            waits = sa.select(tickets).where(tickets.c.hall == reading.hall, tickets.c.state == WAITING, number)
            questions.append(waits.order_by(tickets.c.due_at))
    else:
        return ()
    rows = {row.ticket_id: row for one in questions for row in reading.connection.execute(one)}
    newest = sorted(rows.values(), key=lambda row: (row.issued_at, row.ticket_id), reverse=True)
    return tuple(
        FoundTicket(
            id=TicketId(row.ticket_id), number=row.number, queue=QueueId(row.queue), state=row.state, day=row.day,
            window=None if row.window is None else WindowId(row.window),
        )
        for row in newest[:_MOST]
    )  # fmt: skip


def story(reading: Reading, ticket_id: TicketId) -> TicketStory:
    """Where a ticket stands and what happened to it. Refusal `ticket.unknown`."""
    ticket = reading.ticket(ticket_id)
    if ticket.state is None or ticket.queue is None or ticket.issued_at is None:
        raise Refusal("ticket.unknown")
    before = None
    if ticket.state is TicketState.WAITING and ticket.due_at is not None:
        before = waiting_before(reading, ticket.queue, moment_text(ticket.due_at), ticket_id)
    return TicketStory(
        id=ticket_id,
        number=ticket.number,
        queue=ticket.queue,
        state=ticket.state.value,
        ticket_class=ticket.ticket_class,
        issued_at=ticket.issued_at,
        before=before,
        window=ticket.window,
        sent_to=ticket.sent_to,
        moments=tuple(_told(moment) for moment in timeline(reading, ticket_id)),
    )


def _told(moment: TicketMoment) -> StoryMoment:
    fact = moment.fact
    queue = fact.queue if isinstance(fact, (Issued, Transferred)) else ""
    remark = getattr(fact, "remark", "") or getattr(fact, "reason", "")
    return StoryMoment(
        at=moment.at, kind=moment.kind, where=moment.where, who=moment.who, call=getattr(fact, "call", 0), queue=queue,
        remark=remark, until=fact.until if isinstance(fact, Held) else None,
    )  # fmt: skip
