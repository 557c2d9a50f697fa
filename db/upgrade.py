"""Brings a database to the shape this program knows: back up, upgrade, check. Refuses one that is newer.

Knows nothing of the rest of the house: whoever opens a database turns these errors into words for a person.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


class NewerDatabaseError(Exception):
    """A newer program has written this database."""


class BrokenDatabaseError(Exception):
    """The database did not pass its own check after the upgrade."""


def upgrade(engine: sa.Engine, *, backup_folder: Path | None = None, to: str = "head") -> None:
    """Bring a database to a revision; does nothing when it is there.

    With a folder, a database of one file is copied there first (encrypted as it is). PostgreSQL is backed up by its own
    tools. Raises NewerDatabaseError or BrokenDatabaseError.
    """
    scripts = ScriptDirectory(str(MIGRATIONS))
    now = revision(engine)
    wanted = scripts.get_current_head() if to == "head" else to
    if now == wanted:
        return
    if now is not None and now not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerDatabaseError(now)
    if now is not None and backup_folder is not None and engine.dialect.name == "sqlite":
        _back_up(engine, backup_folder, now)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        command.upgrade(_config(connection), to)
    if engine.dialect.name == "sqlite":
        _check(engine)


def downgrade(engine: sa.Engine, to: str) -> None:
    """Bring a database back to an older revision ("base": empty)."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        command.downgrade(_config(connection), to)


def revision(engine: sa.Engine) -> str | None:
    """The revision a database has, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _back_up(engine: sa.Engine, folder: Path, now: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    target = folder / f"before-{now}-{moment}.db"
    connection = engine.raw_connection()
    try:
        # VACUUM INTO writes a whole, consistent copy; SQLCipher encrypts it under the same key
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()


def _check(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        told = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    if told != "ok":
        raise BrokenDatabaseError(str(told))
