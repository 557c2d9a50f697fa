"""Two desks and a centre that all of them reach, for the journeys that need no other hall."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.desk import Station
from tests.clerk import office
from tests.fakes.cut_line import Cuttable
from tests.server.running import RunningCentre, running_centre


@pytest.fixture
def clock() -> office.FrozenClock:
    return office.FrozenClock()


@pytest.fixture
def centre(tmp_path: Path, clock: office.FrozenClock) -> Iterator[RunningCentre]:
    with running_centre(tmp_path / "centre", clock=clock.clock()) as running:
        yield running


@pytest.fixture
def stations(tmp_path: Path, clock: office.FrozenClock, centre: RunningCentre) -> Iterator[list[Station]]:
    """Two desks at which nobody has signed in."""
    made = [
        office.station(tmp_path / name, clock, centre=Cuttable(centre.address), furnished=False) for name in ("a", "b")
    ]
    yield made
    for station in made:
        station.journal.engine.dispose()
        station.centre.close()  # type: ignore[attr-defined]
