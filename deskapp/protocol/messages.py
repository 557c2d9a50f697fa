"""What a desk and the centre say to each other, as values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol

import msgspec

from deskapp.failures import Failure
from deskapp.ids import CaseId, ClerkId, DeviceId, EventId, HallId, PageDigest, QueueId, TicketId, WindowId
from deskapp.rules.serial_shares import Serials

SCHEMA = 4  # the shape of events this program writes, and the newest it can read


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact with an id, an actor, a device and a place in that device's chain (journal-and-sync, "Event")."""

    id: EventId
    hall: HallId
    stream: str
    stream_id: str
    version: int
    kind: str
    schema: int
    payload: Mapping[str, Any]
    actor: ClerkId
    device: DeviceId
    epoch: int
    device_seq: int
    occurred_at: str  # device clock, UTC, one width
    prev: str
    digest: str
    seq: int | None = None
    received_at: str | None = None


class Status(StrEnum):
    ACCEPTED = "accepted"
    KNOWN = "known"  # accepted before: the answer was lost
    REJECTED = "rejected"  # kept, with the reason; somebody must settle it
    QUARANTINED = "quarantined"  # the same id came before with another body
    HELD = "held"  # the centre keeps it to itself, with a reason where it does not count: nothing to settle
    WAITING = "waiting"  # pages it names have not arrived: not kept, send again


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    id: EventId
    status: Status
    seq: int | None = None
    reason: str | None = None  # a failure's code
    values: Mapping[str, Any] = msgspec.field(default_factory=dict)


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """A batch in device order, with the keys of cases the centre may not know yet (base64)."""

    events: Sequence[Event]
    keys: Mapping[CaseId, str] = msgspec.field(default_factory=dict)


class PushAnswer(msgspec.Struct, frozen=True, kw_only=True):
    verdicts: Sequence[Verdict]


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The centre's signed word on what its journal was: to be kept elsewhere."""

    hall: HallId
    seq: int
    head: str  # digest over every accepted event up to `seq`
    at: str
    signature: str  # Ed25519, base64, over "hall|seq|head|at"
    key: str  # the public key, base64


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Numbered events after a place, with the keys of their cases. `upto` is where to ask from next."""

    events: Sequence[Event]
    keys: Mapping[CaseId, str] = msgspec.field(default_factory=dict)
    erased: Sequence[CaseId] = ()
    upto: int
    last: int  # the centre's newest number
    checkpoint: Checkpoint | None = None


HALL_OFFICE = "hall"  # the hall itself among the offices; the others are departments, by their codes


class HallFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk must know of its hall to work alone."""

    id: HallId
    name: str
    region: str
    phone: str  # where a person can complain
    offline_lease: int  # seconds
    added_days: Mapping[str, bool] = msgspec.field(default_factory=dict)  # day → is a working day
    track_url: str = ""  # what stands before a progress code in a receipt's QR
    headings: Mapping[str, str] = msgspec.field(default_factory=dict)  # office → what stands on top of its papers
    seals: Mapping[str, str] = msgspec.field(default_factory=dict)  # office → SHA-256 of its seal's picture
    correction_days: int = 5  # working days in which what is missing is to be brought
    deferral_days: int = 5  # working days in which what was put off is to come
    letters: str = ""  # what a rating is closed with, so that the centre alone can read it; "": nothing can be rated
    rating_days: int = 30  # calendar days in which a service may still be rated at home
    retention: Mapping[str, str] = msgspec.field(default_factory=dict)  # item → how long an archived case is kept
    address: str = ""  # where people come to
    yellow_share: float = 0.3  # of the promised time left: from then on the lamp is yellow


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    user: str
    password: str
    window: WindowId | None = None
    device: DeviceId | None = None
    epoch: int = 1
    credential: str | None = None  # what shows that it is the same computer as before; asked for once it was shown


class SignedInAnswer(msgspec.Struct, frozen=True, kw_only=True):
    token: str
    expires_at: str
    user: ClerkId
    name: str
    roles: Sequence[str]
    window: WindowId | None
    hall: HallFacts
    grant: str  # lets the same person sign in at the same desk while the line is cut (EdDSA, ≤ 12 h)
    grant_key: str  # the public key the grant is checked with
    desk_token: str = ""  # sends what was done here after everybody has signed out
    serials: Serials | None = None  # what this desk numbers cases from; None: at no window, or an older centre


class IssueTicket(msgspec.Struct, frozen=True, kw_only=True):
    queue: QueueId
    # `class` is a word of Python: the JSON name stays the one of the contract
    ticket_class: str = "normal"
    item: str | None = None
    appointment: datetime | None = None
    visit: TicketId | None = None  # another ticket of the same person's: a second line, or a second service
    case: str | None = None  # the number of the case that somebody comes back for: they keep their place
    person: str | None = None  # an ID number, never kept: the same person is offered the same ticket again


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """A wait in minutes: four of five times it lies between these two."""

    least: int
    most: int


class TicketAnswer(msgspec.Struct, frozen=True, kw_only=True):
    id: TicketId
    number: str
    queue: QueueId
    state: str
    ticket_class: str
    issued_at: str
    due_at: str
    waiting: int = 0  # how many are before this one
    window: WindowId | None = None
    item: str | None = None
    again: bool = False  # issued before, and not anew
    digits: str = ""  # its barcode
    expected: Expected | None = None  # None while the hall has served too few to know
    case: CaseId | None = None
    events: Sequence[Event] = ()


class Health(msgspec.Struct, frozen=True, kw_only=True):
    status: Literal["ok"] = "ok"
    hall: HallId


class SealAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The picture of an office's seal: a PNG, base64."""

    png: bytes


class WindowNames(msgspec.Struct, frozen=True, kw_only=True):
    windows: Sequence[WindowId]
    by_code: Sequence[WindowId] = ()  # those that take a computer as their desk by a code alone


class WindowPresence(msgspec.Struct, frozen=True, kw_only=True):
    """How long the centre has not heard of an open window, and how long tickets are left to it still. Seconds."""

    window: WindowId
    silent: int
    left: int


class HallPresence(msgspec.Struct, frozen=True, kw_only=True):
    windows: Sequence[WindowPresence]


class KnownPages(msgspec.Struct, frozen=True, kw_only=True):
    known: Sequence[PageDigest]


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A page on its way to the centre. `read_from` gives its bytes from an offset on; `location` is where an earlier
    try had got to, and `located` notes where this one is. After each `chunk` of bytes `go_on` is asked; where it says
    no the page is left there, neither gone nor failed.
    """

    digest: PageDigest
    size: int
    read_from: Callable[[int], Iterator[bytes]]
    location: str | None
    located: Callable[[str | None], None]
    chunk: int = 16 * 1024 * 1024
    go_on: Callable[[], bool] = lambda: True


class Hints(Protocol):
    """The journal's numbers as they are told, by somebody who waits for them: iterated by one, ended by another."""

    @property
    def open(self) -> bool:
        """Whether the centre has said its first word, and the end has not come."""
        ...

    def __iter__(self) -> Iterator[int]:
        """The number of each new event; ends when the line or `close` ends it. LineTrouble or Refusal."""
        ...

    def close(self) -> None:
        """Break off at once, also in the middle of a read. From any thread."""
        ...


class Centre(Protocol):
    """The centre as a desk sees it. Every method raises LineTrouble when the line or the answer is no good."""

    def sign_in(self, words: SignIn) -> SignedInAnswer: ...
    def windows(self) -> Sequence[WindowId]: ...
    def issue(self, words: IssueTicket, *, token: str) -> TicketAnswer: ...
    def call(
        self, *, token: str, finish: bool, ticket: TicketId | None = None, hand: TicketId | None = None
    ) -> TicketAnswer | None:
        """The next for this window, or this very ticket. `finish` ends whom the window has: `hand` alone, where it is
        said ("" for nobody); else whomever the centre knows of.
        """
        ...

    def release(self, window: WindowId, *, token: str) -> None:
        """Let others call what is left to a window that is not heard of."""
        ...

    def presence(self, *, token: str) -> HallPresence:
        """Which open windows are heard of."""
        ...

    def push(self, words: Push, *, token: str) -> PushAnswer: ...
    def pull(self, *, token: str, after: int, limit: int) -> Batch: ...
    def known_pages(self, digests: Sequence[PageDigest], *, token: str) -> frozenset[PageDigest]: ...
    def upload(self, pages: Sequence[Upload], *, token: str) -> Mapping[PageDigest, Failure]:
        """Send pages, in their order, some of them at once. What comes back is why a page alone could not go: it
        cannot be read here, or the centre will not have it.
        """
        ...

    def fetch_page(self, digest: PageDigest, *, token: str) -> bytes:
        """The bytes of a page that came there from elsewhere, compared with their digest. Refusal `page.unknown`."""
        ...

    def listen(self, *, token: str, after: int) -> Hints:
        """What is to be heard of after a number. Nothing is asked before it is iterated."""
        ...

    def seal(self, digest: str, *, token: str) -> bytes:
        """The picture of an office's seal. ContentTrouble when what comes is none."""
        ...

    def sign_out(self, *, token: str) -> None: ...
