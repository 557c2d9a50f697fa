"""What can happen to a ticket (号票), as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deskapp.ids import CaseId, ItemCode, QueueId, TicketId, WindowId

FROM_THE_LINE = WindowId("")


@dataclass(frozen=True, slots=True)
class Issued:
    """`visit`: the first ticket of the same visit, when somebody stands in several lines or goes on to a second
    service: nobody is called by two windows at once. `case`: what a return ticket goes on with. `person`: the centre's
    own mark for whoever took it, so that they are offered the same again; never an ID number.
    """

    number: str  # "A012"
    queue: QueueId
    ticket_class: str
    issued_at: datetime
    due_at: datetime  # fixed here and for good: the order of calling
    item: ItemCode | None = None
    appointment: datetime | None = None
    visit: TicketId | None = None
    case: CaseId | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """The same person stands in a second line as well: this ticket is the first of their visit."""


@dataclass(frozen=True, slots=True)
class Called:
    window: WindowId
    offline: bool = False  # called by its owner while the line was cut


@dataclass(frozen=True, slots=True)
class CalledAgain:
    window: WindowId


@dataclass(frozen=True, slots=True)
class Shown:
    """A call board showed the call, the so-many-eth of this ticket."""

    board: str
    call: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A speaker said the call to its end."""

    speaker: str
    call: int


@dataclass(frozen=True, slots=True)
class CallUndone:
    window: WindowId


@dataclass(frozen=True, slots=True)
class Arrived:
    window: WindowId


@dataclass(frozen=True, slots=True)
class Held:
    """The person fetches a copy or fills in a form, and comes back to this window without being called."""

    window: WindowId
    until: datetime


@dataclass(frozen=True, slots=True)
class TakenUp:
    """The person who was held is served on."""

    window: WindowId


@dataclass(frozen=True, slots=True)
class Finished:
    window: WindowId


@dataclass(frozen=True, slots=True)
class NoShow:
    window: WindowId


@dataclass(frozen=True, slots=True)
class BackInLine:
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Transferred:
    """To a queue; with a window, to that one's own line: no other window calls them.

    `by`: the window that has them; FROM_THE_LINE by somebody who moves people that wait, and who may not have heard
    that one has been called since. None in journals of earlier programs, which did not say.
    """

    queue: QueueId
    remark: str = ""
    window: WindowId | None = None
    by: WindowId | None = None


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """The day ended, and the person keeps their place for the next."""

    day: date


@dataclass(frozen=True, slots=True)
class Cancelled:
    reason: str = ""


TicketFact = (
    Issued | Joined | Called | CalledAgain | Shown | Spoken | CallUndone | Arrived | Held | TakenUp | Finished | NoShow
    | BackInLine | Transferred | CarriedOver | Cancelled
)  # fmt: skip
