"""Booking an hour for somebody beforehand, and checking them in when they come.

A code is told once, to whoever booked; the centre keeps its mark under a key, and no ID number at all.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from deskapp.clock import OFFICE_TIME, office_day
from deskapp.failures import Failure, Refusal
from deskapp.ids import BookingId, ItemCode, QueueId, new_id
from deskapp.journal.kinds import BOOKING
from deskapp.journal.people import Principal
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol import door
from deskapp.protocol.messages import IssueTicket
from deskapp.queries import bookings
from deskapp.queries.catalogs import in_force, line_terms
from deskapp.queries.working_days import working_days
from deskapp.rules import barcode
from deskapp.rules.booking import (
    NO_MOMENT,
    Arrival,
    Booked,
    Booking,
    BookingCancelled,
    BookingState,
    CheckedIn,
    arrival,
)
from deskapp.rules.booking_hours import hour_text, moment, slot_for
from deskapp.rules.identity import read_id
from deskapp.rules.line_terms import APPOINTMENT
from deskapp.rules.numbering import as_typed
from deskapp.rules.ticket import TicketState
from deskapp.server.answered import Answered
from deskapp.server.issuing import Issue, issue_together

LONGEST = 64  # characters of a code as it is scanned or typed
AGAIN = "again"  # they had come before
_AROUND = timedelta(days=31)  # so far from today a booking of somebody's is looked for, to tell them its day
_TRIES = 20  # codes that chance may give twice before something is wrong with chance


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to book what. `key`: the caller's own word for this, the same when it asks again."""

    who: Principal
    queue: QueueId
    day: date
    hour: str
    item: str | None = None
    person: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """How somebody came who had booked, and the ticket they wait with."""

    arrival: str
    hour: str
    answered: Answered


def book(facts: Writing, wish: Wish) -> tuple[door.Booked, bool]:
    """Book an hour. Asked again by the same key, the same is answered; the second value says so.

    Refusal `booking.full`, `booking.twice` for somebody who has booked that queue on that day already, what
    `booking_hours.slot_for` and `identity.read_id` raise, `queue.unknown`, or that the item is not in the catalogue.
    """
    digits = _code(facts, wish)
    own = [state for state in facts.begun(BOOKING) if isinstance(state, Booking)]  # others asked in the same moment
    mark = code_mark(facts, digits)
    known = bookings.booking_of_code(facts, mark) or next((one for one in own if one.code == mark), None)
    if known is not None:
        return _told(known, digits), True
    now, today = facts.terms.clock.now(), facts.terms.clock.today()
    catalog = in_force(facts, today)
    queue = catalog.queues.get(wish.queue)
    if queue is None:
        raise Refusal("queue.unknown", queue=str(wish.queue)[:8])
    works = working_days(facts).is_working(wish.day)
    begins = slot_for(queue.booking, queue.name, wish.day, wish.hour, now, works=works)
    item = None if wish.item is None else catalog.matter(ItemCode(wish.item))
    person = None if wish.person is None else person_mark(facts, wish.person, wish.day)
    if person is not None and _has_booked(facts, own, person, wish.queue):
        raise Refusal("booking.twice", day=wish.day.isoformat())
    taken = bookings.places_taken(facts, wish.queue, begins) + sum(
        (one.queue, one.begins) == (wish.queue, begins) for one in own
    )
    if queue.booking is None or taken >= queue.booking.places:
        raise Refusal("booking.full", hour=wish.hour)
    made = BookingId(new_id())
    facts.add(wish.who.user, Booked(wish.queue, begins, mark, item, person), of=made)
    return _told(facts.booking(made), digits), False


def _has_booked(facts: Writing, own: Iterable[Booking], person: str, queue: QueueId) -> bool:
    theirs = [*bookings.bookings_of_person(facts, [person]), *(one for one in own if one.person == person)]
    return any(one.state is BookingState.MADE and one.queue == queue for one in theirs)


def slot_stream(queue: QueueId, day: date) -> str:
    """What must be kept from other processes while an hour of this day is booked: the last place goes once."""
    return f"booking:{queue}:{day.isoformat()}"


def cancel(facts: Writing, who: Principal, booking: BookingId, reason: str) -> None:
    """Take a booking back; its place is free again. Refusal `booking.unknown`, `booking.used`, `booking.cancelled`."""
    facts.add(who.user, BookingCancelled(reason), of=booking)


def free_hours(reading: Reading, queue: QueueId, day: date) -> door.FreeHours:
    """What can still be booked in a queue on a day. Refusal `queue.unknown`, `booking.not_here`."""
    catalog, now = in_force(reading, reading.terms.clock.today()), reading.terms.clock.now()
    found = catalog.queues.get(queue)
    if found is None:
        raise Refusal("queue.unknown", queue=str(queue)[:8])
    if found.booking is None:
        raise Refusal("booking.not_here", queue=found.name)
    works = working_days(reading).is_working(day)
    near = (day - reading.terms.clock.today()).days <= found.booking.ahead
    taken = bookings.taken_on(reading, queue, day)
    hours = [
        door.FreeHour(hour=hour_text(slot), free=max(0, found.booking.places - taken.get(moment(day, slot), 0)))
        for slot in found.booking.slots()
        if works and near and moment(day, slot) > now
    ]
    return door.FreeHours(day=day, queue=queue, hours=hours)


def find(reading: Reading, code: str, person: str) -> Booking:
    """The booking of a code, or the one of a person that is nearest to now.

    Refusal `booking.unknown`; `booking.not_a_code` for what cannot be one; what `identity.read_id` raises.
    """
    if code:
        digits = as_typed(code) if len(code) <= LONGEST else ""
        if not isinstance(barcode.read(digits), barcode.ScannedBooking):
            raise Refusal("booking.not_a_code")
        found = bookings.booking_of_code(reading, code_mark(reading, digits))
    else:
        found = _nearest(reading, person)
    if found is None:
        raise Refusal("booking.unknown")
    return found


def check_in(facts: Writing, who: Principal, booking_id: BookingId) -> Came:
    """Give whoever booked their ticket, by the hour they booked. Once: who comes again is offered the same.

    Refusal as `booking.arrival`, and what issuing a ticket raises.
    """
    booking, now = facts.booking(booking_id), facts.terms.clock.now()
    begins = booking.begins or NO_MOMENT
    hour = _hour(booking)
    if booking.state is BookingState.USED and booking.ticket is not None:
        ticket = facts.ticket(booking.ticket)
        if ticket.state is TicketState.WAITING:
            return Came(AGAIN, hour, Answered(ticket, (), facts.written, again=True))
    terms = line_terms(facts, facts.terms.clock.today())
    how = arrival(booking, terms, now)
    catalog = in_force(facts, facts.terms.clock.today())
    words = IssueTicket(
        queue=booking.queue or QueueId(""), ticket_class=APPOINTMENT, appointment=begins,
        item=booking.item if booking.item in {*catalog.items, *catalog.themes} else None,
    )  # fmt: skip
    (outcome,) = issue_together(facts, [Issue(who, words)])
    if isinstance(outcome, Failure):
        raise outcome
    if outcome is None:
        raise Refusal("booking.unknown")
    facts.add(who.user, CheckedIn(outcome.ticket.id), of=booking_id)
    return Came(Arrival(how).value, hour, outcome)


def code_mark(reading: Reading, digits: str) -> str:
    """What a code is known by again."""
    return reading.terms.keeper.mark(f"booking|{reading.hall}|{digits}")


def person_mark(reading: Reading, id_number: str, day: date) -> str:
    """What a person is known by again on one day of booking, and on no other."""
    number = read_id(id_number, reading.terms.clock.today()).number
    return reading.terms.keeper.mark(f"booking|{reading.hall}|{day}|{number}")


def _nearest(reading: Reading, person: str) -> Booking | None:
    today, now = reading.terms.clock.today(), reading.terms.clock.now()
    days = [today + timedelta(days=n) for n in range(-_AROUND.days, _AROUND.days + 1)]
    found = bookings.bookings_of_person(reading, [person_mark(reading, person, day) for day in days])
    open_first = {BookingState.MADE: 0, BookingState.USED: 1}

    def far(booking: Booking) -> tuple[bool, int, timedelta]:
        begins = booking.begins or NO_MOMENT
        rank = 2 if booking.state is None else open_first.get(booking.state, 2)
        return office_day(begins) != today, rank, abs(begins - now)

    return min(found, key=far, default=None)


def _code(facts: Writing, wish: Wish) -> str:
    """A code by chance; by a key, the one that the same key always leads to, and that nobody else can reckon."""
    if wish.key is not None:
        mark = facts.terms.keeper.mark(f"booking code|{facts.hall}|{wish.who.user}|{wish.key}")
        return barcode.booking_digits(int(mark, 16) % barcode.BOOKINGS)
    return next(_unused(facts))


def _unused(facts: Writing) -> Iterator[str]:
    for _ in range(_TRIES):
        digits = barcode.booking_digits(secrets.randbelow(barcode.BOOKINGS))
        if bookings.booking_of_code(facts, code_mark(facts, digits)) is None:
            yield digits
    raise Refusal("booking.no_code")


def _hour(booking: Booking) -> str:
    local = (booking.begins or NO_MOMENT).astimezone(OFFICE_TIME)
    return hour_text(local.hour * 60 + local.minute)


def _told(booking: Booking, digits: str) -> door.Booked:
    return door.Booked(
        id=booking.id, code=digits, queue=booking.queue or QueueId(""), day=office_day(booking.begins or NO_MOMENT),
        hour=_hour(booking), item=booking.item,
    )  # fmt: skip
