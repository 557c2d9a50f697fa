"""A desk that has been signed in at once, at a real centre, and looks for new versions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from deskapp.clerk import signing_in
from deskapp.desk import Station
from deskapp.ids import WindowId, new_id
from deskapp.journal.chain import moment_text
from deskapp.journal.desk_programs import ToldProgram, programs
from deskapp.protocol.update_statement import read_keys
from deskapp.protocol.updates import WINDOWS_SETUP, UpdateState
from deskapp.rules.update_hours import USUAL_HOURS
from deskapp.server.offers import Offer
from deskapp.sync.client import HttpCentre
from deskapp.sync.updates import HttpUpdates
from deskapp.updates.course import ASKED_EVERY, Course, Stepped, Stillness
from deskapp.updates.installing import Program, setup_words
from deskapp.updates.kept import Remembered, UpdateFolder
from tests.clerk import office
from tests.server.running import RunningCentre, running_centre
from tests.updates.makers import signed_of, statement_of

WORKING = Stillness(None, busy=False)
EMPTY = Stillness(timedelta(minutes=15), busy=False)
RUNS = "0.1.0"


@dataclass
class Place:
    """A centre that hands versions on, its clock, and its desks."""

    home: Path
    centre: RunningCentre
    clock: office.FrozenClock

    def offer(self, setup: Path, *windows: str) -> Offer:
        """Offer a setup as the command does, once it has looked at it."""
        made = Offer(
            id=new_id(), statement=statement_of(setup), signed=signed_of(setup),
            windows=tuple(WindowId(window) for window in windows), moment=moment_text(self.clock.clock().now()),
        )  # fmt: skip
        self.centre.parts.offers.keep(made, setup)
        return made

    def told(self) -> dict[str, ToldProgram]:
        """What the centre knows of the windows' programs."""
        with self.centre.parts.journal.reading() as reading:
            return {told.window or "": told for told in programs(reading)}

    def begin_anew(self) -> None:
        """It is morning, and nothing is offered."""
        self.clock.moment = office.MORNING
        offers = self.centre.parts.offers
        offers.hours = USUAL_HOURS
        for offer in offers.listed():
            offers.withdraw(offer.statement.version)

    def at_night(self) -> None:
        """It is seven in the evening of the same day."""
        self.clock.moment = office.MORNING.replace(hour=11)


@dataclass
class LookingDesk:
    """A desk, its course, and what it remembers."""

    station: Station
    believed: str
    clock: office.FrozenClock
    version: str = RUNS
    address: str = ""

    def __post_init__(self) -> None:
        self.restart()

    def begin_anew(self) -> None:
        """A desk that was never offered anything."""
        home = self.station.settings.home
        shutil.rmtree(home / "updates", ignore_errors=True)
        (home / "calls.txt").unlink(missing_ok=True)
        self.restart(RUNS)

    def restart(self, version: str | None = None, program: Program | None = None) -> None:
        """The program ends and begins again, perhaps as another version; it has not looked at how it went."""
        self.version = version or self.version
        centre = self.station.centre
        assert isinstance(centre, HttpCentre)
        made = program or Program(version=self.version, kind=WINDOWS_SETUP, words=setup_words)
        self.course = Course(self.station, HttpUpdates(centre), read_keys(self.believed), made)

    @property
    def folder(self) -> UpdateFolder:
        return UpdateFolder(self.station.settings.home / "updates")

    @property
    def remembered(self) -> Remembered:
        return self.folder.read()

    def ask(self, still: Stillness = WORKING) -> Stepped:
        """A step, when it is time to ask again."""
        self.clock.move(ASKED_EVERY + timedelta(minutes=1))
        return self.course.step(still)

    def until(self, state: UpdateState, still: Stillness = WORKING) -> Stepped:
        """As many steps as it takes."""
        stepped = self.ask(still)
        for _ in range(200):
            if self.remembered.state is state:
                return stepped
            stepped = self.course.step(still)
        raise AssertionError(f"still {self.remembered.state}: {self.remembered.why}")

    def calls(self) -> list[str]:
        """How the stand-in for the setup was called."""
        file = self.station.settings.home / "calls.txt"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def installed(self) -> int | None:
        """The setup that was started has ended; what it said."""
        assert self.course._setup is not None
        self.course._setup.wait(30)
        return self.folder.ended()

    def packages(self) -> list[str]:
        """What lies in the folder besides what is remembered."""
        return sorted(path.name for path in self.folder.folder.iterdir() if path.name != "state.json")


@contextmanager
def place(home: Path) -> Iterator[Place]:
    """A centre until the block ends."""
    clock = office.FrozenClock()
    with running_centre(home / "centre", clock=clock.clock()) as running:
        yield Place(home, running, clock)


@contextmanager
def desks(
    there: Place, believed: str, windows: Sequence[str] = ("3",), address: str = ""
) -> Iterator[tuple[LookingDesk, ...]]:
    """Desks at these windows until the block ends. `address`: of the line, where it is not the centre's own."""
    made = []
    for window in windows:
        centre = HttpCentre(there.centre.address)
        station = office.station(there.home / f"desk{window}", there.clock, centre=centre, furnished=False)
        signing_in.sign_in(station, f"clerk{window}", "demo", window)
        if address:
            centre.close()
            station = replace(station, centre=HttpCentre(address))
        made.append(LookingDesk(station, believed, there.clock))
    try:
        yield tuple(made)
    finally:
        for desk in made:
            assert isinstance(desk.station.centre, HttpCentre)
            desk.station.centre.close()
            desk.station.journal.engine.dispose()
