"""Brings a database to the shape this program knows: back up, upgrade, check. Refuses one that is newer.

Knows nothing of the rest of the house: whoever opens a database turns these errors into words for a person. Alembic is
loaded only for a database that has to be changed: on every other day that is a third of a second nobody waits for.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

_VERSION = "alembic_version"  # the table in which Alembic keeps the revision


class NewerDatabaseError(Exception):
    """A newer program has written this database."""


class BrokenDatabaseError(Exception):
    """The database did not pass its own check after the upgrade."""


def upgrade(engine: sa.Engine, *, backup_folder: Path | None = None, to: str = "head") -> None:
    """Bring a database to a revision; does nothing when it is there.

    With a folder, a database of one file is copied there first (encrypted as it is). PostgreSQL is backed up by its own
    tools. Raises NewerDatabaseError or BrokenDatabaseError.
    """
    known, now = revisions(), revision(engine)
    if now == (known[-1] if to == "head" else to):
        return
    if now is not None and now not in known:
        raise NewerDatabaseError(now)
    if now is not None and backup_folder is not None and engine.dialect.name == "sqlite":
        _back_up(engine, backup_folder, now)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        from alembic import command

        command.upgrade(_config(connection), to)
    if engine.dialect.name == "sqlite":
        _check(engine)


def downgrade(engine: sa.Engine, to: str) -> None:
    """Bring a database back to an older revision ("base": empty)."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        from alembic import command

        command.downgrade(_config(connection), to)


def revisions() -> list[str]:
    """The revisions this program knows, oldest first: each migration's file begins with its own."""
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def revision(engine: sa.Engine) -> str | None:
    """The revision a database has, None for an empty one."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(_VERSION):
            return None
        found: str | None = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION}").scalar()  # noqa: S608 - our own name
        return found


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

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
