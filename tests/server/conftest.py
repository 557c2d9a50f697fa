"""A centre with the sample hall on a database of each kind, and people who ask it over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clerk.office import FrozenClock
from tests.server.hall import Hall, open_hall


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind that a centre may have."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'centre.db'}"
    made: str = request.getfixturevalue("database_url")()
    return made


@pytest.fixture
def hall(tmp_path: Path, clock: FrozenClock) -> Iterator[Hall]:
    """A hall on SQLite, for what no database makes a difference to."""
    with open_hall(tmp_path / "hall", f"sqlite:///{tmp_path / 'hall.db'}", clock) as opened:
        yield opened


@pytest.fixture
def any_hall(tmp_path: Path, database: str, clock: FrozenClock) -> Iterator[Hall]:
    """A hall on each kind of database."""
    with open_hall(tmp_path / "hall", database, clock) as opened:
        yield opened
