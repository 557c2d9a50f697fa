"""A centre on this machine, for the commands of whoever looks after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deskapp.assemble.centre import open_centre, words_from
from deskapp.settings import read


@pytest.fixture
def database(tmp_path: Path, home: Path) -> str:
    """The database of a centre with the sample hall, on this machine."""
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    parts = open_centre(replace(words_from(read(database=url)), sample=True))
    parts.writer.close()
    parts.journal.engine.dispose()
    return url
