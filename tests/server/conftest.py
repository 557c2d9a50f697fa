"""A PostgreSQL for the session, and a database of each kind for a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.postgres import Cluster, programs, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if programs() is None:
        pytest.skip("no PostgreSQL is installed here")
    with running_cluster() as running:
        yield running


@pytest.fixture
def database_url(cluster: Cluster) -> Callable[[], str]:
    """Makes a new PostgreSQL database."""
    return cluster.database


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind that a centre may have."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'centre.db'}"
    made: str = request.getfixturevalue("database_url")()
    return made
