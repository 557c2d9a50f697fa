"""A greeter's desk on a real line to a real centre, with a tray that can be seen into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from deskapp.clerk import signing_in
from deskapp.desk import Desk, Station
from deskapp.ids import AT_THE_DOOR
from tests.clerk import office
from tests.fakes.cut_line import Cuttable
from tests.server.hall import Hall, Person, open_hall


@dataclass
class AtTheDoor:
    """The hall, a station of which the line can be cut, and what came out of its printer."""

    hall: Hall
    station: Station
    line: Cuttable
    tray: office.Tray
    people: dict[str, Person] = field(default_factory=dict)

    def sign_in(self, user: str = "greeter") -> Desk:
        return signing_in.sign_in(self.station, user, "demo", AT_THE_DOOR)

    def person(self, user: str, window: str | None = None) -> Person:
        if user not in self.people:
            self.people[user] = self.hall.sign_in(user, window)
        return self.people[user]

    def book(self, hour: str = "10:00", **more: Any) -> str:
        """The code of a booking for today; it is 9:30."""
        made = self.person("portal").post("/bookings", {"queue": "A", "day": "2026-11-23", "hour": hour} | more)
        assert made.status_code == 201, made.text
        return str(made.json()["code"])


@pytest.fixture
def clock() -> office.FrozenClock:
    return office.FrozenClock()


@pytest.fixture
def door(tmp_path: Path, clock: office.FrozenClock) -> Iterator[AtTheDoor]:
    with open_hall(tmp_path / "centre", f"sqlite:///{tmp_path / 'centre.db'}", clock) as hall:
        line, tray = Cuttable(hall.address), office.Tray()
        station = office.station(tmp_path / "desk", clock, centre=line, printer=tray, furnished=False)
        yield AtTheDoor(hall, station, line, tray)
        station.journal.engine.dispose()
        line.close()
