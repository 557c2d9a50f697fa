"""Opens databases: the encrypted cache of a desk (SQLCipher), and the centre's SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

# FULL, not NORMAL: with WAL and NORMAL an acknowledged commit can be lost in a power cut.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA temp_store=MEMORY",  # nothing personal in a temporary file
)


def sqlcipher(path: Path, key: bytes) -> sa.Engine:
    """The encrypted cache of a desk. `key` is 32 raw bytes, so that no time goes into stretching a password."""
    import sqlcipher3.dbapi2 as driver  # only a desk needs it: the centre and the tests of rules do not load it

    def connect() -> Any:
        connection = driver.connect(str(path), check_same_thread=False, isolation_level=None, timeout=10)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return connection

    return _sqlite_engine(connect, driver)


def sqlite(path: Path) -> sa.Engine:
    """A plain SQLite database: the centre of a demo or a small hall."""
    return _sqlite_engine(lambda: sqlite3.connect(str(path), check_same_thread=False, isolation_level=None, timeout=10))


def from_connections(connect: Callable[[], Any]) -> sa.Engine:
    """An engine over any function that opens SQLite connections in autocommit mode: for faulty disks in tests."""
    return _sqlite_engine(connect)


def postgres(url: str, *, connections: int = 8) -> sa.Engine:
    """A PostgreSQL database, by an SQLAlchemy URL or a libpq one; several hosts follow a fail-over."""
    plain = url.replace("postgres://", "postgresql://", 1)
    full = plain if "+psycopg" in plain else plain.replace("postgresql://", "postgresql+psycopg://", 1)
    return sa.create_engine(full, pool_size=connections, max_overflow=4, pool_pre_ping=False, pool_recycle=1800)


def centre(url: str) -> sa.Engine:
    """The centre's database by its URL: `sqlite:///PATH` or `postgresql://…`."""
    if url.startswith("sqlite:///"):
        return sqlite(Path(url.removeprefix("sqlite:///")))
    return postgres(url)


def _sqlite_engine(connect: Callable[[], Any], driver: ModuleType = sqlite3) -> sa.Engine:
    def prepared() -> Any:
        connection = connect()
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except driver.Error:
            connection.close()
            raise
        return connection

    # SQLAlchemy makes its own errors only of those of the driver it knows: told which, a full disk under an
    # encrypted cache is an OperationalError as it is under a plain one. So are those of opening, in the creator.
    engine = sa.create_engine(
        "sqlite://",
        module=driver,
        creator=prepared,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_reset_on_return="rollback",
    )

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # The driver is in autocommit mode; a writer takes its lock at once, so that it never reads what it then
        # may not write (SQLITE_BUSY_SNAPSHOT).
        how = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN DEFERRED"
        connection.exec_driver_sql(how)

    return engine
