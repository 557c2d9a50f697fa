"""A real desk for the tests of the clerk's work: a real encrypted cache, a frozen clock, and no line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import resources
from db import engines
from db.tables import metadata
from deskapp.clerk import signing_in
from deskapp.clock import Clock
from deskapp.desk import Clerk, Desk, Station
from deskapp.devices.printer.contract import Document, Printer
from deskapp.devices.scanner import roster as scanners
from deskapp.ids import ClerkId, DeviceId, HallId, ItemCode, QueueId, TicketId, WindowId, new_id
from deskapp.jobs.line import Line
from deskapp.journal.journal import Journal
from deskapp.journal.seals import Keeper
from deskapp.journal.terms import Author, Terms
from deskapp.protocol.messages import Centre, HallFacts
from deskapp.rules.calling import due_at
from deskapp.rules.catalog_text import read, to_plain
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.line_terms import NORMAL, PRIORITY, LineTerms
from deskapp.rules.ticket import Issued
from deskapp.rules.window import WindowDefined, WindowKind, WindowOpened
from deskapp.scans.vault import Vault
from deskapp.settings import Settings
from deskapp.sync.client import HttpCentre
from deskapp.sync.door import HttpDoor
from deskapp.sync.enrolment import HttpEnrolment
from tests.fakes.no_line import NoDoor, NoLine

HALL = HallId("H1")
MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # Monday, 9:30 at the office
FACTS = HallFacts(id=HALL, name="示例县政务服务大厅", region="330000", phone="12345", offline_lease=600)


@dataclass
class FrozenClock:
    """A clock that stands until it is moved."""

    moment: datetime = MORNING

    def move(self, step: timedelta) -> None:
        self.moment += step

    def clock(self) -> Clock:
        return Clock(lambda: self.moment)


@dataclass
class Tray:
    """A printer's tray that can be seen into."""

    papers: list[Document] = field(default_factory=list)
    broken: Exception | None = None

    def print(self, document: Document) -> None:
        if self.broken is not None:
            raise self.broken
        self.papers.append(document)


def station(
    home: Path,
    clock: FrozenClock,
    *,
    centre: Centre | None = None,
    printer: Printer | None = None,
    furnished: bool = True,
) -> Station:
    """A desk with the sample catalogue and the eight windows of the sample hall, at which nobody has signed in."""
    home.mkdir(parents=True, exist_ok=True)
    engine = engines.sqlcipher(home / "cache.db", b"k" * 32)
    metadata.create_all(engine)
    terms = Terms(
        hall=HALL,
        author=Author(DeviceId(new_id()), 1),
        clock=clock.clock(),
        keeper=Keeper(b"w" * 32),
        keeps_people=True,
    )
    made = Station(
        hall=HALL,
        settings=Settings(home=home),
        clock=clock.clock(),
        journal=Journal(engine, terms),
        vault=Vault(home / "pages", b"v" * 32),
        centre=centre or NoLine(),
        door=HttpDoor(centre) if isinstance(centre, HttpCentre) else NoDoor(),
        enrolment=HttpEnrolment(centre) if isinstance(centre, HttpCentre) else None,
        line=Line(clock.clock()),
        scanner=scanners.find,
        sources=lambda: (),
        printer=printer or Tray(),
        ticket_printer=printer or Tray(),
    )
    if furnished:
        furnish(made)
    return made


def furnish(made: Station) -> None:
    """Give the journal the sample catalogue and windows, as if they had been pulled."""
    catalog = read(resources.path("catalog/sample.yaml").read_text(encoding="utf-8"))
    admin = ClerkId("admin")
    with made.journal.writing() as facts:
        published = CatalogPublished(catalog.version, catalog.valid_from.isoformat(), to_plain(catalog))
        facts.add(admin, published, of=catalog.version)
        for name in "12345678":
            queues = tuple(QueueId(queue) for queue in "ABC")
            facts.add(admin, WindowDefined(WindowKind.INTAKE, queues), of=name)


def desk(made: Station, user: str = "clerk3", window: str = "3") -> Desk:
    """The same desk with a clerk at it."""
    with made.journal.writing() as facts:
        facts.add(ClerkId(user), WindowOpened(ClerkId(user), made.journal.terms.author.device), of=window)
    clerk = Clerk(id=ClerkId(user), name="陈三", roles=("clerk",), window=WindowId(window), token="")
    return signing_in.desk_of(made, clerk, FACTS)


def issue(made: Station, number: str, *, item: str | None = None, urgent: bool = False) -> TicketId:
    """A ticket in the line, as if it had been pulled."""
    ticket = TicketId(new_id())
    sort = PRIORITY if urgent else NORMAL
    now = made.clock.now()
    fact = Issued(
        number=number, queue=QueueId(number[0]), ticket_class=sort, issued_at=now,
        due_at=due_at(LineTerms(), sort, now), item=ItemCode(item) if item else None,
    )  # fmt: skip
    with made.journal.writing() as facts:
        facts.add(ClerkId("greeter"), fact, of=ticket)
    return ticket


def people() -> Iterator[tuple[str, str, str]]:
    """The sample people: name, ID number, telephone."""
    import yaml

    sample = yaml.safe_load(resources.path("catalog/sample_people.yaml").read_text(encoding="utf-8"))
    return ((person["name"], person["id"], person["phone"]) for person in sample["people"])
