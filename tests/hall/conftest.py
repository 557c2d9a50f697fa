"""A manager at a desk without a window, its line cut, in a hall with three open windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.clerk import signing_in
from deskapp.desk import Clerk, Desk
from deskapp.ids import ClerkId, DeviceId, WindowId
from deskapp.rules.window import WindowOpened
from tests.clerk import office


@pytest.fixture
def clock() -> office.FrozenClock:
    return office.FrozenClock()


@pytest.fixture
def manager(tmp_path: Path, clock: office.FrozenClock) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", clock)
    with station.journal.writing() as facts:
        for name in "357":
            opened = WindowOpened(ClerkId(f"clerk{name}"), DeviceId(f"desk{name}"))
            facts.add(opened.clerk, opened, of=name)
    clerk = Clerk(id=ClerkId("manager"), name="何值班", roles=("manager",), window=WindowId(""), token="")
    yield signing_in.desk_of(station, clerk, office.FACTS)
    station.journal.engine.dispose()
