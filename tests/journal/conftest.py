"""One journal on each kind of store that it is ever kept in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import engines
from deskapp.journal.journal import Journal
from tests import builders


@pytest.fixture(params=["desk", "centre on SQLite", "centre on PostgreSQL"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    """A journal as a desk keeps it, encrypted, and as a centre does."""
    if request.param == "desk":
        made = builders.desk_journal(tmp_path / "desk")
    elif request.param == "centre on SQLite":
        made = builders.centre_journal(tmp_path / "centre")
    else:
        url: str = request.getfixturevalue("database_url")()
        made = builders.journal(engines.centre(url), "centre", numbers=True)
    yield made
    made.engine.dispose()
