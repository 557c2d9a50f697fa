"""The parts of one running desk: typed, frozen, no methods. Use cases ask for these and for nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from deskapp.clock import Clock
from deskapp.failures import DeviceTrouble
from deskapp.ids import ClerkId, HallId, PageDigest, WindowId
from deskapp.jobs.line import Line
from deskapp.jobs.pace import Pace
from deskapp.journal.journal import Journal
from deskapp.protocol.door import DoorOfCentre
from deskapp.protocol.enrolment import EnrolmentOfCentre
from deskapp.protocol.messages import Centre, HallFacts
from deskapp.protocol.ratings import RatingsOfCentre
from deskapp.protocol.updates import UpdatesOfCentre
from deskapp.rules.page_reading import PageReading
from deskapp.scans.vault import KeptFile
from deskapp.settings import Settings

if TYPE_CHECKING:
    from deskapp.devices.id_card.contract import CardReader
    from deskapp.devices.printer.contract import Printer
    from deskapp.devices.scanner.contract import Scanner
    from deskapp.devices.scanner.roster import Seeker


DESK_TOKEN = "desk_token"  # noqa: S105 - the name under which the desk's own token is noted, not the token
CREDENTIAL = "desk_credential"  # so is noted what shows the centre that this is the same computer as before


def no_other_printer(name: str) -> Printer:
    """A desk with one printer has no other. DeviceTrouble `printer.no_such_printer`."""
    raise DeviceTrouble("printer.no_such_printer", printer=name[:60])


class Pages(Protocol):
    """Where pages are kept, whole and encrypted, named by the SHA-256 of their plain bytes."""

    def put(self, data: bytes) -> PageDigest: ...
    def get(self, digest: PageDigest) -> bytes: ...
    def size(self, digest: PageDigest) -> int: ...
    def read_from(self, digest: PageDigest, offset: int) -> Iterator[bytes]: ...
    def forget(self, digest: PageDigest, as_of: datetime | None = None) -> None: ...
    def kept(self) -> Iterator[KeptFile]: ...
    def room_left(self) -> int: ...


class Reader(Protocol):
    """Reads what is written on pages, in seconds; None for what it can make nothing of."""

    def read(self, page: bytes) -> PageReading | None: ...
    def end(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A desk at which nobody has signed in."""

    hall: HallId
    settings: Settings
    clock: Clock
    journal: Journal
    vault: Pages
    centre: Centre
    door: DoorOfCentre
    line: Line
    scanner: Callable[[str], Scanner]  # the scanner of a source's name; DeviceTrouble when there is none
    sources: Callable[[], tuple[str, ...]]  # names of the sources that F5 can use
    printer: Printer
    ticket_printer: Printer
    card_reader: CardReader | None = None  # None: numbers are typed
    ratings: RatingsOfCentre | None = None  # to follow bad ones up; None at a desk that has no line for it
    enrolment: EnrolmentOfCentre | None = None  # to become a window's desk; None at a desk that has no line for it
    updates: UpdatesOfCentre | None = None  # to hear of new versions
    seekers: Callable[[], Sequence[Seeker]] = tuple  # the ways to look for scanners, each of which takes seconds
    reader: Reader | None = None  # None: pages are not read
    printers: Callable[[], tuple[str, ...]] = tuple  # names of the printers found
    printer_of: Callable[[str], Printer] = no_other_printer  # the printer of a name; DeviceTrouble when there is none
    pace: Pace = field(default_factory=Pace)  # of pages on their way to the centre


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Who works here now."""

    id: ClerkId
    name: str
    roles: tuple[str, ...]
    window: WindowId
    token: str  # "" after signing in while the line was cut
    offline: bool = False
    at_the_door: bool = False  # at the greeter's desk, in place of a window or the board


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(Station):
    """A desk with a clerk at it."""

    clerk: Clerk
    facts: HallFacts
