"""What is booked: by the mark of a code or of a person, for an hour, on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime

import sqlalchemy as sa

from db.tables import bookings
from deskapp.clock import OFFICE_TIME, office_day
from deskapp.ids import QueueId
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.protocol.door import BookingLine
from deskapp.rules.booking import NO_MOMENT, Booking, BookingState
from deskapp.rules.booking_hours import hour_text

_MOST = 2000
_TAKES_A_PLACE = (BookingState.MADE.value, BookingState.USED.value)


def booking_of_code(reading: Reading, mark: str) -> Booking | None:
    """The booking whose code has this mark."""
    return next(iter(_read(reading, bookings.c.code == mark)), None)


def bookings_of_person(reading: Reading, marks: Collection[str]) -> tuple[Booking, ...]:
    """The bookings of the person whom these marks, one for each day, are about; the earliest first."""
    return tuple(_read(reading, bookings.c.person.in_(sorted(marks))))


def places_taken(reading: Reading, queue: QueueId, begins: datetime) -> int:
    """How many have booked this hour in this queue, those who have come included."""
    return int(
        reading.connection.execute(
            sa.select(sa.func.count()).where(
                bookings.c.hall == reading.hall,
                bookings.c.day == office_day(begins),
                bookings.c.queue == queue,
                bookings.c.begins == moment_text(begins),
                bookings.c.state.in_(_TAKES_A_PLACE),
            )
        ).scalar_one()
    )


def taken_on(reading: Reading, queue: QueueId, day: date) -> Mapping[datetime, int]:
    """How many have booked each hour of a day in a queue."""
    rows = reading.connection.execute(
        sa.select(bookings.c.begins).where(
            bookings.c.hall == reading.hall,
            bookings.c.day == day,
            bookings.c.queue == queue,
            bookings.c.state.in_(_TAKES_A_PLACE),
        )
    )
    return Counter(moment_of(begins) for begins in rows.scalars())


def bookings_of_day(reading: Reading, day: date, today: date) -> tuple[BookingLine, ...]:
    """What is booked for a day, by the hour. On a day that has gone by, who did not come has missed it."""
    lines = []
    for booking in _read(reading, bookings.c.day == day):
        begins = (booking.begins or NO_MOMENT).astimezone(OFFICE_TIME)
        missed = booking.state is BookingState.MADE and day < today
        lines.append(
            BookingLine(
                id=booking.id, queue=booking.queue or QueueId(""), hour=hour_text(begins.hour * 60 + begins.minute),
                state="missed" if missed else booking.state.value if booking.state else "", item=booking.item,
                ticket="" if booking.ticket is None else reading.ticket(booking.ticket).number,
            )
        )  # fmt: skip
    return tuple(lines)


def _read(reading: Reading, which: sa.ColumnElement[bool]) -> list[Booking]:
    question = (
        sa.select(bookings)
        .where(bookings.c.hall == reading.hall, which)
        .order_by(bookings.c.begins, bookings.c.booking_id)
        .limit(_MOST)
    )
    states = [standing_of("booking", row).state for row in reading.connection.execute(question)]
    return [state for state in states if isinstance(state, Booking)]
