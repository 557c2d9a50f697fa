"""Migrations: what they make is what the tables say, up and down, on every engine, and nothing is lost on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from db import engines, upgrade
from db.tables import drafts, metadata

KEY = b"k" * 32


@pytest.fixture(params=["sqlite", "sqlcipher", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty database of each kind."""
    made: sa.Engine
    if request.param == "postgres":
        database_url: Callable[[], str] = request.getfixturevalue("empty_database_url")
        made = engines.postgres(database_url())
    elif request.param == "sqlcipher":
        made = engines.sqlcipher(tmp_path / "cache.db", KEY)
    else:
        made = engines.sqlite(tmp_path / "centre.db")
    yield made
    made.dispose()


def _shape(engine: sa.Engine) -> dict[str, list[str]]:
    look = sa.inspect(engine)
    return {
        table: sorted(
            [f"{c['name']} {c['type']} {c['nullable']}" for c in look.get_columns(table)]
            + [f"index {i['name']} {i['column_names']} {i['unique']}" for i in look.get_indexes(table)]
            + [f"unique {u['name']} {u['column_names']}" for u in look.get_unique_constraints(table)]
            + [f"key {look.get_pk_constraint(table)['constrained_columns']}"]
        )
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def test_upgrading_an_empty_database_makes_what_the_tables_say(engine: sa.Engine, tmp_path: Path) -> None:
    upgrade.upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrated = _shape(engine)
    upgrade.downgrade(engine, "base")
    assert _shape(engine) == {}
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        metadata.create_all(connection)
    assert _shape(engine) == migrated


def test_up_down_and_up_again_gives_the_same(engine: sa.Engine) -> None:
    upgrade.upgrade(engine)
    first = _shape(engine)
    upgrade.downgrade(engine, "base")
    upgrade.upgrade(engine)
    assert _shape(engine) == first
    upgrade.upgrade(engine)  # the second time there is nothing to do
    assert upgrade.revision(engine) == "0013"


def test_a_database_that_a_newer_program_wrote_is_refused_and_left_alone(engine: sa.Engine) -> None:
    upgrade.upgrade(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    before = _shape(engine)
    with pytest.raises(upgrade.NewerDatabaseError):
        upgrade.upgrade(engine)
    assert _shape(engine) == before


def test_an_older_database_is_copied_aside_first_encrypted_as_it_is(tmp_path: Path) -> None:
    engine = engines.sqlcipher(tmp_path / "cache.db", KEY)
    upgrade.upgrade(engine)
    row = {"hall": "H1", "clerk": "c", "name": "n", "body": "半张表", "kept_at": "2026"}
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.insert(drafts), [row])
    upgrade._back_up(engine, tmp_path / "backups", "0001")
    engine.dispose()
    (copy,) = (tmp_path / "backups").iterdir()
    assert not copy.read_bytes().startswith(b"SQLite format 3")
    copied = engines.sqlcipher(copy, KEY)
    with copied.connect() as connection:
        assert connection.execute(sa.select(drafts.c.body)).scalar() == "半张表"
    copied.dispose()


def test_every_key_and_unique_index_begins_with_the_hall() -> None:
    for table in metadata.sorted_tables:
        assert next(iter(table.primary_key.columns)).name == "hall", table.name
        for constraint in table.constraints:
            if isinstance(constraint, sa.UniqueConstraint):
                assert next(iter(constraint.columns)).name == "hall", constraint.name
        for index in table.indexes:
            if index.unique:
                assert index.expressions[0].name == "hall", index.name  # type: ignore[union-attr]


def test_migrations_import_nothing_of_ours() -> None:
    folder = upgrade.MIGRATIONS
    for file in sorted(folder.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        assert "from db" not in text, file
        assert "deskapp" not in text, file
    assert os.listdir(folder / "versions")


def test_the_revisions_by_their_files_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(upgrade.MIGRATIONS))
    assert upgrade.revisions() == [script.revision for script in scripts.walk_revisions()][::-1]


def test_a_database_that_is_as_it_should_be_needs_no_migrations_loaded(tmp_path: Path) -> None:
    engine = engines.sqlite(tmp_path / "centre.db")
    upgrade.upgrade(engine)
    engine.dispose()
    asked = (
        "import sys, pathlib; from db import engines, upgrade;"
        "upgrade.upgrade(engines.sqlite(pathlib.Path(sys.argv[1]))); print('alembic' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path / "centre.db")], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"
