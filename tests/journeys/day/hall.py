"""The furniture of the simulated day: a real centre, thirty real desks on encrypted caches, and the one clock."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import uuid6
from argon2 import PasswordHasher

import resources
from deskapp import keys
from deskapp.assemble.desk import open_station
from deskapp.clerk import signing_in
from deskapp.desk import Desk, Station
from deskapp.failures import LineTrouble
from deskapp.ids import ClerkId, QueueId
from deskapp.journal import people
from deskapp.journal.people import User
from deskapp.journal.writing import Writing
from deskapp.queries.left_over import of_earlier_days, sent_to_closed_windows
from deskapp.rules.catalog_text import read, to_plain
from deskapp.rules.day_end import day_end
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.window import WindowDefined, WindowKind
from deskapp.server import changes_of_queues
from deskapp.server.parts import CentreParts
from deskapp.settings import Settings
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.clerk.office import FrozenClock
from tests.fakes.cut_line import Cuttable
from tests.server.running import running_centre
from tests.waiting import eventually

ENDS_EACH_DAY = QueueId("D")
_PATIENCE = 60.0  # seconds of the machine: a loaded one changes nothing in a day
_TINY = timedelta(milliseconds=50)  # what every deed takes


class DaysLine(Cuttable):
    """A line that is never slow: in compressed time a second of the machine is minutes of the hall."""

    def _asked(self, *words: object, **more: object) -> tuple[int, bytes]:
        return super()._asked(*words, **(more | {"timeout": httpx.Timeout(_PATIENCE), "patience": _PATIENCE}))


@dataclass
class DayHall:
    """A hall with its clock. `windows`: which queues each serves."""

    home: Path
    address: str
    parts: CentreParts
    clock: FrozenClock
    windows: dict[str, tuple[QueueId, ...]]
    stack: ExitStack

    def __post_init__(self) -> None:
        self.keys = keys.beside(self.home / "desks.key")
        self.parts.writer.write_now(self._furnish)
        self.anybody = self.stack.enter_context(httpx.Client(base_url=self.address, trust_env=False, timeout=_PATIENCE))

    def pass_by(self) -> None:
        """A moment goes by."""
        self.clock.move(_TINY)

    def station(self, name: str) -> Station:
        """An installation: opened for the first time, or again on the cache that it left."""
        settings = Settings(home=self.home / name, server=self.address, printer=f"folder:{self.home / name / 'paper'}")
        opened = open_station(settings, keys=lambda _: self.keys, clock=self.clock.clock())
        assert isinstance(opened.centre, HttpCentre)
        opened.centre.close()
        made = replace(opened, centre=DaysLine(self.address))
        self.stack.callback(self.leave, made)
        return made

    def leave(self, station: Station) -> None:
        """The process is gone: whatever it had not written is lost, and nobody was told."""
        station.journal.engine.dispose()
        line = station.centre
        assert isinstance(line, Cuttable)
        line.close()

    def sign_in(self, station: Station, user: str, window: str = "") -> Desk:
        return signing_in.sign_in(station, user, "demo", window)

    def round(self, desk: Station) -> bool:
        """One exchange; whether the line was up."""
        try:
            rounds.run(desk)
        except LineTrouble:
            return False
        return True

    def line_of(self, user: str) -> httpx.Client:
        """A line of somebody without a desk, signed in."""
        line = self.stack.enter_context(httpx.Client(base_url=self.address, trust_env=False, timeout=_PATIENCE))
        answer = line.post("/api/v1/sign-in", json={"user": user, "password": "demo"})
        line.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return line

    def take_course(self) -> None:
        """Wait until the centre has said what was due by the clock."""
        eventually(lambda: not self._due(), "what was due by the clock", patience=_PATIENCE)

    def _due(self) -> bool:
        now, today = self.clock.moment, self.parts.clock.today()
        with self.parts.journal.reading() as reading:
            ends = {t: reading.ticket(t) for t in of_earlier_days(reading, today)}
            left = [t for t in ends.values() if day_end(t, today, ends_each_day=t.queue == ENDS_EACH_DAY)]
            return bool(left or changes_of_queues.over(reading, now) or sent_to_closed_windows(reading))

    def _furnish(self, facts: Writing) -> None:
        """Thirty windows, a clerk for each, and one queue that is not carried over."""
        admin = ClerkId("admin")
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("demo")
        staff = [(f"clerk{window}", "clerk") for window in self.windows]
        for user, role in [*staff, ("manager", "manager"), ("greeter", "greeter"), ("kiosk", "kiosk")]:
            people.put_user(facts, User(ClerkId(user), user, (role,), quick))
        sample = read(resources.path("catalog/sample.yaml").read_text(encoding="utf-8"))
        queues = {code: replace(queue, ends_each_day=code == ENDS_EACH_DAY) for code, queue in sample.queues.items()}
        catalog = replace(sample, version="2026.11.1", queues=queues)
        published = CatalogPublished(catalog.version, catalog.valid_from.isoformat(), to_plain(catalog))
        facts.add(admin, published, of=catalog.version)
        for window, serves in self.windows.items():
            facts.add(admin, WindowDefined(WindowKind.INTAKE, serves), of=window)


class Serials:
    """UUIDs that sort by the simulated time and come out the same for the same seed: they decide who owns a ticket."""

    def __init__(self, clock: FrozenClock, seed: int) -> None:
        self._clock, self._chance, self._count = clock, random.Random(seed), 0

    def __call__(self, *_: object) -> UUID:
        self._count += 1
        ms = int(self._clock.moment.timestamp() * 1000)
        return UUID(int=ms << 80 | 7 << 76 | 2 << 62 | self._count << 30 | self._chance.getrandbits(30))


@contextmanager
def day_hall(
    home: Path, seed: int, clock: FrozenClock, windows: dict[str, tuple[QueueId, ...]], database: str | None = None
) -> Iterator[DayHall]:
    """A running hall until the block ends."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setattr(uuid6, "uuid7", Serials(clock, seed))
        centre = stack.enter_context(running_centre(home / "centre", database=database, clock=clock.clock()))
        yield DayHall(home, centre.address, centre.parts, clock, windows, stack)


__all__ = ["ENDS_EACH_DAY", "DayHall", "day_hall"]
