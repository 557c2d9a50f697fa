"""A real centre, and a computer that knows its address and is no desk yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.clock import wall_clock
from deskapp.settings import Settings, read
from tests.server.running import RunningCentre, running_centre


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    with running_centre(tmp_path / "centre", clock=wall_clock()) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, centre: RunningCentre) -> Settings:
    return read({}, home=tmp_path / "desk", server=centre.address)
