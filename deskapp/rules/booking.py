"""The life of a booking (预约): made beforehand, used once by whoever comes, or cancelled.

    made → used (a ticket was issued for it)
      ↓
    cancelled

One whose day has gone by was missed: that is known by the day, and nothing has to be said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from deskapp.clock import OFFICE_TIME, office_day
from deskapp.failures import Refusal
from deskapp.ids import BookingId, ItemCode, QueueId, TicketId
from deskapp.rules.booking_hours import hour_text
from deskapp.rules.line_terms import LineTerms

NO_MOMENT = datetime(9999, 1, 1, tzinfo=UTC)  # when a booking begins that was never made


@dataclass(frozen=True, slots=True)
class Booked:
    """`code` and `person` are marks under the centre's key: by them the code and the person are known again, and
    neither stands in the journal.
    """

    queue: QueueId
    begins: datetime
    code: str
    item: ItemCode | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """Whoever booked has come: they wait with this ticket."""

    ticket: TicketId


@dataclass(frozen=True, slots=True)
class BookingCancelled:
    reason: str = ""


BookingFact = Booked | CheckedIn | BookingCancelled


class BookingState(StrEnum):
    MADE = "made"
    USED = "used"
    CANCELLED = "cancelled"


class Booking(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is true of one booking. `version` 0 means it was never made."""

    id: BookingId
    version: int = 0
    state: BookingState | None = None
    queue: QueueId | None = None
    begins: datetime | None = None
    code: str = ""
    item: ItemCode | None = None
    person: str | None = None
    ticket: TicketId | None = None


class Arrival(StrEnum):
    """How somebody comes who has booked."""

    KEPT = "kept"  # called at about the hour they booked
    LATE = "late"  # the hour is lost: they wait as everybody does


def permits(booking: Booking, fact: BookingFact) -> None:
    """Ask whether this may happen. Refusal `booking.exists`, `booking.unknown`, `booking.used` or
    `booking.cancelled`.
    """
    if isinstance(fact, Booked):
        if booking.state is not None:
            raise Refusal("booking.exists")
        return
    if booking.state is None:
        raise Refusal("booking.unknown")
    if booking.state is BookingState.USED:
        raise Refusal("booking.used")
    if booking.state is BookingState.CANCELLED:
        raise Refusal("booking.cancelled")


def fold(booking: Booking, fact: BookingFact) -> Booking:
    """What is true after this fact. Total: what `permits` would refuse changes nothing but the version."""
    after = replace(booking, version=booking.version + 1)
    try:
        permits(booking, fact)
    except Refusal:
        return after
    if isinstance(fact, Booked):
        return replace(
            after, state=BookingState.MADE, queue=fact.queue, begins=fact.begins, code=fact.code, item=fact.item,
            person=fact.person,
        )  # fmt: skip
    if isinstance(fact, CheckedIn):
        return replace(after, state=BookingState.USED, ticket=fact.ticket)
    return replace(after, state=BookingState.CANCELLED)


def arrival(booking: Booking, terms: LineTerms, now: datetime) -> Arrival:
    """How somebody comes now who has made this booking, by the lateness the hall allows.

    Refusal `booking.unknown`, `booking.used`, `booking.cancelled`; `booking.missed` and `booking.other_day` with day
    and hour; `booking.too_early` with the hour, and from when the ticket is given.
    """
    permits(booking, CheckedIn(TicketId("")))
    begins = booking.begins
    if begins is None:
        raise Refusal("booking.unknown")
    day, today, hour = office_day(begins), office_day(now), _hour(begins)
    if day != today:
        raise Refusal("booking.missed" if day < today else "booking.other_day", day=day.isoformat(), hour=hour)
    opens = begins - timedelta(minutes=terms.early)
    if now < opens:
        raise Refusal("booking.too_early", hour=hour, opens=_hour(opens))
    return Arrival.KEPT if now - begins <= timedelta(minutes=terms.late) else Arrival.LATE


def _hour(moment: datetime) -> str:
    local = moment.astimezone(OFFICE_TIME)
    return hour_text(local.hour * 60 + local.minute)
