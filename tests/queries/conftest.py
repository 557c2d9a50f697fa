"""A desk's journal and a centre's, on a clock that stands until it is moved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import engines
from deskapp.journal.journal import Journal
from tests import builders
from tests.clerk.office import FrozenClock


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FrozenClock) -> Iterator[Journal]:
    made = builders.journal(engines.sqlcipher(tmp_path / "cache.db", b"k" * 32), clock=clock.clock())
    yield made
    made.engine.dispose()


@pytest.fixture
def centre(tmp_path: Path, clock: FrozenClock) -> Iterator[Journal]:
    made = builders.journal(engines.sqlite(tmp_path / "centre.db"), "centre", numbers=True, clock=clock.clock())
    yield made
    made.engine.dispose()
