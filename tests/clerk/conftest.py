"""Desks for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.desk import Desk
from tests.clerk import office


@pytest.fixture
def clock() -> office.FrozenClock:
    return office.FrozenClock()


@pytest.fixture
def tray() -> office.Tray:
    return office.Tray()


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray) -> Iterator[Desk]:
    """Window 3 with clerk3 at it, the line cut."""
    station = office.station(tmp_path / "desk", clock, printer=tray)
    yield office.desk(station)
    station.journal.engine.dispose()
