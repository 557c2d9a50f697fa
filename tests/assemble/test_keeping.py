"""A centre is backed up while it runs and comes back whole: every event, every key, every page."""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.tables import users
from deskapp.assemble import keeping
from deskapp.assemble.centre import CentreWords, open_centre, open_journal
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import PageDigest
from deskapp.journal import rebuild
from deskapp.journal.verify import verify
from deskapp.server.parts import CentreParts
from tests import builders

PAGE = b"a page of somebody's papers" * 100
DIGEST = PageDigest(sha256(PAGE).hexdigest())


@pytest.fixture(params=["sqlite", "postgres"])
def words(request: pytest.FixtureRequest, tmp_path: Path) -> CentreWords:
    """A centre on each engine."""
    database = f"sqlite:///{tmp_path / 'one' / 'centre.db'}"
    if request.param == "postgres":
        make: Callable[[], str] = request.getfixturevalue("empty_database_url")
        database = make()
    return CentreWords(home=tmp_path / "one", database=database, pages=tmp_path / "one" / "pages", sample=True)


def _worked_in(words: CentreWords) -> CentreParts:
    parts = open_centre(words)
    builders.open_case(parts.journal)
    parts.shelf.keep_whole(PAGE, DIGEST)
    return parts


def test_a_backup_taken_while_the_centre_runs_comes_back_whole(words: CentreWords, tmp_path: Path) -> None:
    parts = _worked_in(words)
    file = tmp_path / "hall.backup"
    written = keeping.back_up(words, file)
    builders.open_case(parts.journal)  # it goes on running
    parts.writer.close()
    other = replace(
        words, home=tmp_path / "two", database=f"sqlite:///{tmp_path / 'two' / 'c.db'}", pages=tmp_path / "two" / "p"
    )
    other.home.mkdir()
    shutil.copy(words.home / "centre.key", other.home / "centre.key")
    assert keeping.restore(other, file) == written
    journal = open_journal(other)
    with journal.reading() as reading, parts.journal.reading() as before:
        assert verify(reading).faults == ()
        assert list(rebuild.differences(reading)) == []
        assert reading.last()[0] == before.last()[0] - 1 == written
        names = sa.select(users.c.user).order_by(users.c.user)
        assert reading.connection.execute(names).all() == before.connection.execute(names).all()
        case = next(event.stream_id for event in reading.numbered(0, 100) if event.kind == "case.opened")
        assert reading.people(case)[0] == builders.PERSON  # type: ignore[arg-type]
    again = open_centre(other)
    assert b"".join(again.pages.open(DIGEST)) == PAGE
    again.writer.close()
    for engine in (journal.engine, parts.journal.engine, again.journal.engine):
        engine.dispose()


def test_nothing_is_restored_over_a_centre_that_has_data(tmp_path: Path) -> None:
    words = CentreWords(home=tmp_path, database=f"sqlite:///{tmp_path / 'c.db'}", pages=tmp_path / "pages", sample=True)
    parts = _worked_in(words)
    keeping.back_up(words, tmp_path / "file")
    with pytest.raises(Refusal) as refused:
        keeping.restore(words, tmp_path / "file")
    assert refused.value.code == "restore.not_empty"
    parts.writer.close()
    parts.journal.engine.dispose()


@pytest.mark.parametrize("spoil", ["text", "cut", "escape"])
def test_what_is_no_backup_is_told_and_leaves_the_database_empty(tmp_path: Path, spoil: str) -> None:
    words = CentreWords(home=tmp_path, database=f"sqlite:///{tmp_path / 'c.db'}", pages=tmp_path / "pages", sample=True)
    parts = _worked_in(words)
    parts.writer.close()
    parts.journal.engine.dispose()
    file = tmp_path / "file"
    keeping.back_up(words, file)
    if spoil == "text":
        file.write_text("not a backup")
    elif spoil == "cut":
        file.write_bytes(file.read_bytes()[:2000])
    else:
        _with_a_path_that_leads_elsewhere(file)
    other = replace(
        words, home=tmp_path / "two", database=f"sqlite:///{tmp_path / 'two.db'}", pages=tmp_path / "two" / "p"
    )
    with pytest.raises(ContentTrouble) as trouble:
        keeping.restore(other, file)
    assert trouble.value.code == "restore.not_a_backup"
    assert not (tmp_path / "escaped").exists()


def _with_a_path_that_leads_elsewhere(file: Path) -> None:
    with tarfile.open(file, "r:gz") as archive:
        members = [(entry, archive.extractfile(entry)) for entry in archive.getmembers()]
        kept = [(entry, source.read()) for entry, source in members if source is not None]
    with tarfile.open(file, "w:gz") as archive:
        for entry, data in kept:
            archive.addfile(entry, io.BytesIO(data))
        bad = tarfile.TarInfo("pages/kept/../../escaped")
        bad.size = 1
        archive.addfile(bad, io.BytesIO(b"x"))
