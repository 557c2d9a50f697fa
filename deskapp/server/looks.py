"""How often one address may look at a page that anybody may see: counted for all processes of a centre together.

The counts stand in a file of a fixed size beside the centre's keys: a sketch (Cormode and Muthukrishnan's count-min,
with conservative update) of four rows of counters, into which an address is hashed under a secret of this centre. So

* nothing is ever thrown out to make room: ten thousand other addresses cannot make one be forgotten;
* memory and file do not grow, whoever asks;
* an address that has not looked is held back only if all of its four counters are shared with busy ones, and nobody can
  choose such neighbours without the secret;
* no address is written down: what is kept are counts.

An IPv6 network of 64 bits counts as one address, because whoever has one has all of it.
"""

from __future__ import annotations

import hashlib
import ipaddress
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
UNITS = 300  # within a minute
KNOWN, UNKNOWN = 1, 10  # units of a look that found something, and of one that did not: 30 guesses a minute
SECONDS = 60
_ROWS = 4
_COLUMNS = 1 << 16
_IPV6_NETWORK = 64
_WAIT = 2.0  # seconds for another process


class TooOftenError(Exception):
    """This address has looked so often that it has to wait."""


class Looks:
    """One for each process; all of a centre share the file. Any thread may ask."""

    def __init__(self, file: Path, secret: bytes) -> None:
        self._file = file
        self._secret = secret
        self._db: sqlite3.Connection | None = None
        self._one_at_a_time = threading.Lock()

    def count(self, address: str, now: float, units: int = KNOWN) -> bool:
        """Count a look at this moment (seconds); False when the measure was full before it, and then it is not counted.

        A minute slides: what was counted in the one before weighs less the older it is. Who is held back may look again
        as soon as enough of it has gone by.
        """
        window, passed = int(now // SECONDS), (now % SECONDS) / SECONDS
        cells = self._cells(address)
        try:
            with self._turn() as db:
                counts = [self._read(db, cell, window) for cell in cells]
                if min(count + before * (1 - passed) for count, before in counts) >= UNITS:
                    return False
                reached = min(count for count, _ in counts) + units
                rows = [
                    (cell, window, reached, before)
                    for cell, (count, before) in zip(cells, counts, strict=True)
                    if count < reached
                ]
                db.executemany("INSERT OR REPLACE INTO looks VALUES (?, ?, ?, ?)", rows)
        except sqlite3.Error:
            return False  # nobody can be counted: then nobody looks, rather than everybody without measure
        return True

    def find(self, address: str, now: float, look: Callable[[], T | None]) -> T | None:
        """What a look finds; one that finds nothing counts for more: a guess does. Raises TooOftenError."""
        if not self.count(address, now, KNOWN):
            raise TooOftenError
        found = look()
        if found is None:
            self.count(address, now, UNKNOWN - KNOWN)
        return found

    def close(self) -> None:
        """Let go of the file."""
        with self._one_at_a_time:
            if self._db is not None:
                self._db.close()
            self._db = None

    def _cells(self, address: str) -> list[int]:
        digest = hashlib.blake2s(who(address).encode(), key=self._secret[:32], digest_size=4 * _ROWS).digest()
        places = [int.from_bytes(digest[at : at + 4], "big") % _COLUMNS for at in range(0, len(digest), 4)]
        return [row * _COLUMNS + place for row, place in enumerate(places)]

    @staticmethod
    def _read(db: sqlite3.Connection, cell: int, window: int) -> tuple[int, int]:
        """What was counted in this minute and in the one before."""
        row = db.execute("SELECT minute, count, before FROM looks WHERE cell = ?", (cell,)).fetchone()
        if row is None or row[0] < window - 1:
            return 0, 0
        return (0, row[1]) if row[0] == window - 1 else (row[1], row[2])

    @contextmanager
    def _turn(self) -> Iterator[sqlite3.Connection]:
        with self._one_at_a_time:
            if self._db is None:
                self._db = self._opened()
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            finally:
                self._db.execute("COMMIT")

    def _opened(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        opened = sqlite3.connect(self._file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        opened.execute("PRAGMA journal_mode = MEMORY")  # counts of a minute: a power cut may take them
        opened.execute("PRAGMA synchronous = OFF")
        opened.execute(
            "CREATE TABLE IF NOT EXISTS looks (cell INTEGER PRIMARY KEY, minute INTEGER, count INTEGER, before INTEGER)"
        )
        return opened


def who(address: str) -> str:
    """Whom an address stands for: itself, or the network of 64 bits of an IPv6 one. What is none is everybody's."""
    try:
        found = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), _IPV6_NETWORK), strict=False))
    return str(found)
