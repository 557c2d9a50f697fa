"""Backs a centre up while it runs, and brings it back: every table as lines of JSON, every page as it is sealed.

The file opens nothing by itself: pages and case keys in it stay under the centre's key (`centre.key`), which is kept
apart from it. One transaction reads all tables, so the copy is of one moment; pages are only ever added, so those that
the copied events name are there.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import tarfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

import sqlalchemy as sa

from db import upgrade
from db.tables import metadata
from deskapp.assemble.centre import CentreWords, journal_as_kept, keys_of, page_store_of
from deskapp.assemble.page_moving import Parts, carry
from deskapp.failures import ContentTrouble, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.server.page_store import PageStore, is_digest

_FORM = 1
_ROWS = 1000  # in one insert
_NOT_KEPT = frozenset({"presence"})  # who was heard of a moment ago says nothing later


def back_up(words: CentreWords, file: Path) -> int:
    """Write a backup, whole or not at all; returns how many events it holds. StoreTrouble `backup.not_written`."""
    engine = journal_as_kept(words).engine
    part = file.with_name(f".{file.name}.part")
    try:
        head = {"form": _FORM, "hall": words.hall.id, "revision": upgrade.revision(engine)}
        with tarfile.open(part, "w:gz", compresslevel=6) as archive:
            _add(archive, "manifest.json", json.dumps(head).encode())
            with _of_one_moment(engine).connect() as connection, connection.begin():
                counts = {table.name: _add_table(archive, connection, table) for table in _tables()}
            _add_pages(archive, page_store_of(words, keys_of(words)))
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreTrouble("backup.not_written", file=file.name) from error
    finally:
        engine.dispose()
    return counts["events"]


def restore(words: CentreWords, file: Path) -> int:
    """Bring a backup back into an empty database; returns how many events there are.

    Refusal `restore.not_empty`, `restore.other_program` for a backup of another form or revision; ContentTrouble
    `restore.not_a_backup`.
    """
    engine = journal_as_kept(words).engine
    try:
        with tarfile.open(file, "r:gz") as archive:
            head = json.loads(_read(archive, "manifest.json"))
            if head.get("form") != _FORM or head.get("revision") != upgrade.revision(engine):
                raise Refusal("restore.other_program", revision=str(head.get("revision"))[:40])
            with engine.connect().execution_options(writes=True) as connection, connection.begin():
                _refuse_full(connection)
                counts = {table.name: _fill(connection, table, archive) for table in _tables()}
            _bring_pages(archive, words.pages / "unfinished", page_store_of(words, keys_of(words)))
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, KeyError, ValueError) as error:
        raise ContentTrouble("restore.not_a_backup", file=file.name) from error
    except OSError as error:
        raise StoreTrouble("restore.not_read", file=file.name) from error
    finally:
        engine.dispose()
    return counts["events"]


def _of_one_moment(engine: sa.Engine) -> sa.Engine:
    """SQLite reads one moment in each transaction; PostgreSQL when it is asked to."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def _tables() -> Iterator[sa.Table]:
    return (table for table in metadata.sorted_tables if table.name not in _NOT_KEPT)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    entry.mode = 0o600
    archive.addfile(entry, io.BytesIO(data))


def _add_pages(archive: tarfile.TarFile, store: PageStore) -> None:
    """Every page as it lies sealed in the store, one after the other, never a whole one in memory."""
    for digest in store.digests():
        size, parts = store.sealed(digest)
        entry = tarfile.TarInfo(f"pages/kept/{digest[:2]}/{digest[2:4]}/{digest}")
        entry.size, entry.mode = size, 0o600
        archive.addfile(entry, cast(IO[bytes], Parts(parts)))


def _add_table(archive: tarfile.TarFile, connection: sa.Connection, table: sa.Table) -> int:
    lines = [json.dumps(dict(row._mapping), default=_plain) for row in connection.execute(sa.select(table))]
    _add(archive, f"tables/{table.name}.ndjson", "".join(f"{line}\n" for line in lines).encode())
    return len(lines)


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(type(value).__name__)


def _refuse_full(connection: sa.Connection) -> None:
    for table in _tables():
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None:
            raise Refusal("restore.not_empty")


def _fill(connection: sa.Connection, table: sa.Table, archive: tarfile.TarFile) -> int:
    lines = _read(archive, f"tables/{table.name}.ndjson").decode().splitlines()
    for start in range(0, len(lines), _ROWS):
        connection.execute(sa.insert(table), [_row(table, line) for line in lines[start : start + _ROWS]])
    return len(lines)


def _row(table: sa.Table, line: str) -> dict[str, Any]:
    row = json.loads(line)
    for column in table.columns:
        if row.get(column.name) is None:
            continue
        if isinstance(column.type, sa.Date):
            row[column.name] = date.fromisoformat(row[column.name])
        elif isinstance(column.type, sa.LargeBinary):
            row[column.name] = base64.b64decode(row[column.name])
    return {column.name: row[column.name] for column in table.columns}


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member.read()


def _bring_pages(archive: tarfile.TarFile, beside: Path, store: PageStore) -> None:
    """Give the pages to the store. A name that leads elsewhere is no page."""
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    for entry in archive:
        path = PurePosixPath(entry.name)
        if not entry.isfile() or path.parts[:2] != ("pages", "kept"):
            continue
        source = archive.extractfile(entry)
        if len(path.parts) != 5 or not is_digest(path.name) or source is None:
            raise ValueError(entry.name)
        carry(iter(partial(source.read, 1024 * 1024), b""), beside, PageDigest(path.name), store)
