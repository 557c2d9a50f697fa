"""What is said at the door: to the kiosk, to the greeter, and to programs that book for people beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

import msgspec

from deskapp.ids import BookingId, ClerkId, ItemCode, QueueId, TicketId, WindowId
from deskapp.protocol.messages import IssueTicket, TicketAnswer


class DoorQueue(msgspec.Struct, frozen=True, kw_only=True):
    """`least`, `most`: minutes between which four of five newcomers would wait; None while too little is known."""

    queue: QueueId
    name: str
    en: str
    waiting: int
    least: int | None
    most: int | None


class DoorClass(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str
    en: str


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who comes in can choose."""

    hall: str
    phone: str
    queues: Sequence[DoorQueue]
    classes: Sequence[DoorClass]


class FoundItem(msgspec.Struct, frozen=True, kw_only=True):
    """`kind`: "item", "theme" or "cancelled"; the last has no code and no queue, and `why` it may not be asked for."""

    kind: str
    code: str
    name: str
    en: str
    queue: QueueId | None
    why: str = ""


class FoundItems(msgspec.Struct, frozen=True, kw_only=True):
    items: Sequence[FoundItem]


class FoundTicket(msgspec.Struct, frozen=True, kw_only=True):
    id: TicketId
    number: str
    queue: QueueId
    state: str
    day: date
    window: WindowId | None


class FoundTickets(msgspec.Struct, frozen=True, kw_only=True):
    tickets: Sequence[FoundTicket]


class StoryMoment(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a ticket. `kind`: "ticket.called"; `where`: the window, board or speaker; `call`: the
    so-many-eth call it is about; `queue`: where they were sent or stand; `until`: how long they are held.
    """

    at: datetime
    kind: str
    where: str
    who: ClerkId
    call: int = 0
    queue: str = ""
    remark: str = ""
    until: datetime | None = None


class TicketStory(msgspec.Struct, frozen=True, kw_only=True):
    """Where a ticket stands, and all that happened to it. `before`: how many come first, None unless it waits."""

    id: TicketId
    number: str
    queue: QueueId
    state: str
    ticket_class: str
    issued_at: datetime
    before: int | None
    window: WindowId | None
    sent_to: WindowId | None
    moments: Sequence[StoryMoment]


class TicketPaper(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is printed on a ticket, as things stand now."""

    hall: str
    phone: str
    number: str
    queue: str
    queue_en: str
    before: int
    least: int | None
    most: int | None
    appointment: datetime | None
    issued_at: datetime
    digits: str
    again: bool = False


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where in the hall somebody stands who waits: so that a step can be taken back."""

    id: TicketId
    number: str
    queue: QueueId
    window: WindowId | None = None
    remark: str = ""


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """A booking as it is told to whoever made it, once: `code` is kept nowhere but with them."""

    id: BookingId
    code: str
    queue: QueueId
    day: date
    hour: str
    item: ItemCode | None = None


class BookingLine(msgspec.Struct, frozen=True, kw_only=True):
    """One booking of a day. `state`: "made", "used", "cancelled" or "missed"; `ticket`: the number they came with."""

    id: BookingId
    queue: QueueId
    hour: str
    state: str
    item: ItemCode | None = None
    ticket: str = ""


class BookingsOfDay(msgspec.Struct, frozen=True, kw_only=True):
    day: date
    bookings: Sequence[BookingLine]


class FreeHour(msgspec.Struct, frozen=True, kw_only=True):
    hour: str
    free: int


class FreeHours(msgspec.Struct, frozen=True, kw_only=True):
    """The hours of a day that can still be booked in a queue, and for how many."""

    day: date
    queue: QueueId
    hours: Sequence[FreeHour]


class CheckedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody came who had booked. `arrival`: "kept"; "late" when the hour is lost; "again" when they had come."""

    arrival: str
    hour: str
    ticket: TicketAnswer


class DoorOfCentre(Protocol):
    """What the centre answers a greeter. Every method raises LineTrouble when the line or the answer is no good, and
    the Refusal that the centre gives.
    """

    def door(self) -> Door: ...
    def issue(self, words: IssueTicket, *, token: str, key: str) -> TicketAnswer: ...
    def come_back(self, code: str, *, token: str, key: str) -> TicketAnswer: ...
    def check_in(self, *, code: str, person: str, token: str) -> CheckedIn: ...
    def paper(self, ticket: TicketId, *, again: bool, token: str) -> TicketPaper: ...
    def find_items(self, words: str, *, token: str) -> Sequence[FoundItem]: ...
    def find_tickets(self, words: str, *, token: str) -> Sequence[FoundTicket]: ...
    def story(self, ticket: TicketId, *, token: str) -> TicketStory: ...
    def bookings(self, *, token: str) -> BookingsOfDay: ...
    def move(self, place: Place, *, token: str) -> Place:
        """Send somebody who waits to a queue or a window; returns where they stood."""
        ...

    def cancel(self, ticket: TicketId, *, token: str) -> Place: ...
    def back_in_line(self, ticket: TicketId, *, old_place: bool, token: str) -> Place: ...
