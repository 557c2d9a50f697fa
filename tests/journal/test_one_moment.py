"""A reading is of one moment, whatever is written meanwhile; and a store that is broken is said to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db import engines
from deskapp.failures import StoreTrouble
from deskapp.journal.journal import Journal
from deskapp.journal.verify import verify
from tests import builders


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    if request.param == "sqlite":
        made = builders.centre_journal(tmp_path)
    else:
        fresh: Callable[[], str] = request.getfixturevalue("empty_database_url")
        made = builders.journal(engines.centre(fresh()), "centre", numbers=True)
    yield made
    made.engine.dispose()


def test_a_reading_does_not_see_what_is_written_while_it_reads(centre: Journal) -> None:
    builders.visit(centre, "1" * 24)
    with centre.reading() as reading:
        assert reading.last()[0] == 5
        builders.visit(centre, "2" * 24)
        assert reading.last()[0] == 5
        assert [event.seq for event in reading.numbered(0, 100)] == [1, 2, 3, 4, 5]
        assert verify(reading).faults == ()
    with centre.reading() as reading:
        assert reading.last()[0] == 10
        assert verify(reading).checked == 10


def test_a_journal_may_be_verified_and_rebuilt_while_it_is_written(centre: Journal) -> None:
    for serial in range(5):
        builders.visit(centre, f"{serial:024d}")
    with centre.reading() as reading:
        verify(reading)
    builders.visit(centre, "9" * 24)
    with centre.reading() as reading:
        assert verify(reading).faults == ()


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    kept = builders.centre_journal(tmp_path)
    builders.visit(kept, "1" * 24)
    kept.engine.dispose()
    file = tmp_path / "centre.db"
    data = bytearray(file.read_bytes())
    data[4096:] = bytes(byte ^ 0x5A for byte in data[4096:])
    file.write_bytes(data)
    broken = Journal(engines.sqlite(file), kept.terms)
    with pytest.raises(StoreTrouble) as unread, broken.reading() as reading:
        verify(reading)
    with pytest.raises(StoreTrouble) as unkept:
        builders.open_case(broken)
    broken.engine.dispose()
    assert (unread.value.code, unkept.value.code) == ("journal.not_read", "journal.not_kept")


def test_a_cache_is_not_read_with_another_key(tmp_path: Path) -> None:
    kept = builders.desk_journal(tmp_path)
    builders.open_case(kept)
    kept.engine.dispose()
    stranger = Journal(engines.sqlcipher(tmp_path / "cache.db", b"x" * 32), kept.terms)
    with pytest.raises(StoreTrouble) as trouble, stranger.reading() as reading:
        reading.last()
    stranger.engine.dispose()
    assert trouble.value.code == "journal.not_read"
