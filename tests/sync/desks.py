"""Desks and a centre that live in memory of the disk only: quick to make, real all through but for the flushing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import sqlalchemy as sa

import resources
from db import engines
from db.tables import metadata
from deskapp.clock import Clock
from deskapp.desk import DESK_TOKEN, Station
from deskapp.failures import StoreTrouble
from deskapp.ids import ClerkId, DeviceId, PageDigest, WindowId
from deskapp.jobs.line import Line as LineState
from deskapp.journal.journal import Journal
from deskapp.journal.seals import Keeper
from deskapp.journal.terms import Author, Terms
from deskapp.rules.catalog_text import read, to_plain
from deskapp.rules.happening import CatalogPublished
from deskapp.scans.vault import KeptFile
from deskapp.settings import Settings
from tests import builders
from tests.fakes.centre import JournalCentre, Line, admit
from tests.fakes.no_line import NoDoor


@cache
def _empty() -> Path:
    file = Path(mkdtemp()) / "empty.db"
    engine = engines.sqlite(file)
    metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


def database(folder: Path, name: str) -> sa.Engine:
    """A database with its tables. Nothing is flushed: these tests cut lines and not the power."""
    file = folder / f"{name}.db"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(_empty(), file)
    engine = engines.sqlite(file)

    @sa.event.listens_for(engine, "connect")
    def _quick(connection: object, _: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]

    return engine


@dataclass
class DeskClock:
    """A clock of one desk, which may be set forward and back."""

    moment: datetime = builders.MORNING

    def clock(self) -> Clock:
        return Clock(lambda: self.moment)


class Shelf:
    """A vault that has every page, four bytes each, but those that are lost."""

    def __init__(self, *lost: PageDigest) -> None:
        self.lost = set(lost)

    def size(self, digest: PageDigest) -> int:
        if digest in self.lost:
            raise StoreTrouble("page.lost")
        return 4

    def read_from(self, digest: PageDigest, offset: int) -> Iterator[bytes]:
        yield b"page"[offset:]

    def put(self, data: bytes) -> PageDigest:
        raise NotImplementedError

    def get(self, digest: PageDigest) -> bytes:
        raise NotImplementedError

    def forget(self, digest: PageDigest, as_of: datetime | None = None) -> None:
        raise NotImplementedError

    def kept(self) -> Iterator[KeptFile]:
        return iter(())

    def room_left(self) -> int:
        return 2**40


@dataclass
class DeskAlone:
    """A desk that can be restarted, and begun anew in another epoch."""

    folder: Path
    device: str
    window: str
    centre: JournalCentre
    clock: DeskClock = field(default_factory=DeskClock)
    epoch: int = 1

    def __post_init__(self) -> None:
        self.station = self._open()
        with self.station.journal.writing() as facts:
            facts.note(DESK_TOKEN, "token")

    def restart(self) -> None:
        """The program ends and begins again on the same database."""
        self.close()
        self.station = self._open()

    def enrol_again(self) -> None:
        """A new life of this installation."""
        self.epoch += 1
        self.restart()

    def close(self) -> None:
        self.station.journal.engine.dispose()

    def _open(self) -> Station:
        author = Author(DeviceId(self.device), self.epoch)
        terms = Terms(
            hall=builders.HALL, author=author, clock=self.clock.clock(), keeper=Keeper(b"d" * 32), keeps_people=True
        )
        return Station(
            hall=builders.HALL,
            settings=Settings(home=self.folder),
            clock=self.clock.clock(),
            journal=Journal(database(self.folder, self.device), terms),
            vault=Shelf(),
            centre=self.centre,
            door=NoDoor(),
            line=LineState(self.clock.clock()),
            scanner=None,  # type: ignore[arg-type]  # nothing is scanned here
            sources=tuple,
            printer=None,  # type: ignore[arg-type]  # nothing is printed here
            ticket_printer=None,  # type: ignore[arg-type]  # nor here
        )


def hall(
    folder: Path, devices: Sequence[tuple[str, str]], clock: DeskClock | None = None
) -> tuple[Journal, list[DeskAlone]]:
    """A centre with the sample catalogue, and desks (device, window) that have not pulled yet."""
    terms = Terms(
        hall=builders.HALL, author=Author(DeviceId("centre"), 1), clock=(clock or DeskClock()).clock(),
        keeper=Keeper(b"c" * 32), numbers=True,
    )  # fmt: skip
    centre = Journal(database(folder, "centre"), terms)
    catalog = read(_catalog())
    with centre.writing() as facts:
        published = CatalogPublished(catalog.version, catalog.valid_from.isoformat(), to_plain(catalog))
        facts.add(ClerkId("admin"), published, of=catalog.version)
    desks, pages = [], set[PageDigest]()
    for device, window in devices:
        admit(centre, DeviceId(device), builders.CLERK, window)
        there = JournalCentre(centre, DeviceId(device), WindowId(window), pages=pages)
        desks.append(DeskAlone(folder, device, window, there))
    return centre, desks


@cache
def _catalog() -> str:
    return resources.path("catalog/sample.yaml").read_text(encoding="utf-8")


def quiet(desk: DeskAlone) -> Line:
    """The line is good from now on; returns what it was."""
    was = desk.centre.line
    desk.centre.line = replace(was, lose_request=0.0, lose_answer=0.0, twice=0.0)
    return was


__all__ = ["DeskAlone", "Line", "database", "hall", "quiet"]
