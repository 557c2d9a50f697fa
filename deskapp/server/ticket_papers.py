"""What stands on the paper of a ticket that waits."""

from __future__ import annotations

from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import TicketId
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.papers.queue_ticket import QueueTicket
from deskapp.protocol.messages import HallFacts
from deskapp.queries.catalogs import in_force
from deskapp.queries.roster import waiting_before
from deskapp.rules.barcode import ticket_digits
from deskapp.rules.numbering import read_ticket_number
from deskapp.rules.ticket import TicketState
from deskapp.server.expecting import Paces


def ticket_paper(reading: Reading, hall: HallFacts, ticket_id: TicketId, paces: Paces, *, again: bool) -> QueueTicket:
    """The paper of a ticket as things stand now.

    Refusal `ticket.unknown`, or `ticket.wrong_state` for one that does not wait: its number would mislead.
    """
    ticket = reading.ticket(ticket_id)
    if ticket.issued_at is None or ticket.due_at is None or ticket.queue is None:
        raise Refusal("ticket.unknown")
    if ticket.state is not TicketState.WAITING:
        state = ticket.state.value if ticket.state else ""
        raise Refusal("ticket.wrong_state", ticket=ticket.number, state=state, step="Print")
    issued_on = office_day(ticket.issued_at)
    queue = in_force(reading, reading.terms.clock.today()).queues.get(ticket.queue)
    before = waiting_before(reading, ticket.queue, moment_text(ticket.due_at), ticket.id)
    expected = paces.of(ticket.queue).expected(before)
    return QueueTicket(
        hall=hall.name,
        phone=hall.phone,
        address=hall.address,
        number=ticket.number,
        queue=f"{ticket.queue} {queue.name}" if queue else ticket.queue,
        queue_en=queue.en if queue else "",
        before=before,
        least=expected.least if expected else None,
        most=expected.most if expected else None,
        appointment=ticket.appointment,
        issued_at=ticket.issued_at,
        digits=ticket_digits(hall.id, issued_on, *read_ticket_number(ticket.number)),
        again=again,
    )
