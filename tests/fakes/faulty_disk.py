"""A disk whose power is cut: what was written since the last flush is there, torn, or gone.

A virtual file system for SQLite. Every file remembers its last flushed state and the writes since then; a power cut
leaves the flushed state and a random part of those writes, one of them perhaps half written. So it is not the test
that decides what survives, but whether the program asked the disk to flush before it said "done".
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw


class PowerCut(Exception):
    """The power is gone; nothing reaches the disk any more."""


@dataclass
class Disk:
    """What the files of one machine hold. `writes_left` counts down to the cut; None: the power stays."""

    chance: random.Random
    writes_left: int | None = None
    flushed: dict[str, bytes] = field(default_factory=dict)
    since: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)

    def spend(self) -> None:
        """Another write or flush reaches the disk, or none does any more."""
        if self.writes_left is None:
            return
        if self.writes_left <= 0:
            raise PowerCut
        self.writes_left -= 1

    def after_the_cut(self) -> dict[str, bytes]:
        """What lies on the platters when the power comes back."""
        return {name: self._survived(name) for name in set(self.flushed) | set(self.since)}

    def _survived(self, name: str) -> bytes:
        kept = bytearray(self.flushed.get(name, b""))
        for offset, data in self.since.get(name, []):
            if self.chance.random() < 0.5:
                continue
            if data is None:
                del kept[offset:]
                continue
            torn = data[: self.chance.randrange(len(data) + 1)] if self.chance.random() < 0.2 else data
            if len(kept) < offset:
                kept.extend(bytes(offset - len(kept)))
            kept[offset : offset + len(torn)] = torn
        return bytes(kept)


def connector(disk: Disk, path: Path, name: str) -> Callable[[], Any]:
    """A function that opens SQLite connections over the disk, shaped as the product's own driver's are."""
    system = _System(name, disk)

    def connect() -> Any:
        connection = apsw.Connection(str(path), vfs=name)
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # this file system shares no memory between connections
        return _Connection(connection, system)

    return connect


class _System(apsw.VFS):
    def __init__(self, name: str, disk: Disk) -> None:
        super().__init__(name, "")
        self.disk = disk

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802 - SQLite's own name
        return _File(self.disk, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802 - SQLite's own name
        self.disk.spend()
        super().xDelete(name, sync)
        self.disk.flushed.pop(name, None)
        self.disk.since.pop(name, None)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        self._name = name.filename() if hasattr(name, "filename") else str(name)
        disk.flushed.setdefault(self._name, b"")
        disk.since.setdefault(self._name, [])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's own name
        self._disk.spend()
        self._disk.since[self._name].append((offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's own name
        self._disk.spend()
        self._disk.since[self._name].append((newsize, None))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's own name
        self._disk.spend()
        self._disk.flushed[self._name] = super().xRead(super().xFileSize(), 0)
        self._disk.since[self._name].clear()


class _Connection:
    """As much of the driver's interface as SQLAlchemy asks of it."""

    def __init__(self, connection: apsw.Connection, system: _System) -> None:
        self._connection = connection
        self._system = system
        self.isolation_level = None

    def cursor(self) -> Any:
        return _Cursor(self._connection)

    def execute(self, statement: str) -> Any:
        return self.cursor().execute(statement)

    def create_function(self, name: str, count: int, function: Any, **_: object) -> None:
        self._connection.create_scalar_function(name, function, count)

    def commit(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")

    def rollback(self) -> None:
        with contextlib.suppress(PowerCut, apsw.Error):  # nothing can be taken back where nothing is written
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        with contextlib.suppress(PowerCut, apsw.Error):
            self._connection.close(force=True)


class _Cursor:
    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid = 0
        self.arraysize = 1

    def execute(self, statement: str, values: Any = ()) -> Any:
        cursor = self._connection.cursor()
        before = self._connection.total_changes()
        self.description = None

        def see(seen: apsw.Cursor, *_: object) -> bool:
            # asked before the first row, because a question without an answer has no shape any more afterwards
            self.description = tuple((column[0], *[None] * 6) for column in seen.get_description()) or None
            return True

        cursor.exec_trace = see
        cursor.execute(statement, values)
        self._rows = list(cursor)
        self.rowcount = self._connection.total_changes() - before
        return self

    def executemany(self, statement: str, many: Any) -> Any:
        for values in many:
            self.execute(statement, values)
        return self

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> Any:
        rows, self._rows = self._rows, []
        return rows

    def fetchmany(self, size: int = 1) -> Any:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def close(self) -> None:
        self._rows = []
