"""The catalogue in force, and the one a case keeps."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import msgspec
import sqlalchemy as sa

from db.tables import catalogs
from deskapp.failures import Refusal
from deskapp.ids import QueueId
from deskapp.journal.reading import Reading
from deskapp.rules import finding
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import from_plain
from deskapp.rules.line_terms import LineTerms


def of_version(reading: Reading, version: str) -> Catalog:
    """The catalogue of a version. Refusal `catalog.unknown` when it never came here."""
    body = reading.connection.execute(
        sa.select(catalogs.c.body).where(catalogs.c.hall == reading.hall, catalogs.c.version == version)
    ).scalar()
    if body is None:
        raise Refusal("catalog.unknown", version=version)
    return _read(body)


def versions(reading: Reading) -> frozenset[str]:
    """The versions that were ever published here."""
    return frozenset(
        reading.connection.execute(sa.select(catalogs.c.version).where(catalogs.c.hall == reading.hall)).scalars()
    )


def in_force(reading: Reading, today: date) -> Catalog:
    """The catalogue that holds today: the newest whose first day has come. Refusal `catalog.none`."""
    return _read(_body_in_force(reading, today))


def queues_that_end_each_day(reading: Reading, today: date) -> frozenset[QueueId]:
    """The queues whose people are not carried over; none while there is no catalogue."""
    try:
        queues = in_force(reading, today).queues
    except Refusal:
        return frozenset()
    return frozenset(code for code, queue in queues.items() if queue.ends_each_day)


def line_terms(reading: Reading, today: date) -> LineTerms:
    """The rules of the hall's lines today; as they always are while there is no catalogue."""
    try:
        return in_force(reading, today).line
    except Refusal:
        return LineTerms()


def _body_in_force(reading: Reading, today: date) -> str:
    of_hall = sa.and_(catalogs.c.hall == reading.hall, catalogs.c.valid_from <= today.isoformat())
    newest = sa.select(sa.func.max(catalogs.c.valid_from)).where(of_hall).scalar_subquery()
    rows = reading.connection.execute(
        sa.select(catalogs.c.version, catalogs.c.body).where(of_hall, catalogs.c.valid_from == newest)
    ).all()
    if not rows:
        raise Refusal("catalog.none")
    # a corrected catalogue has the same first day as the faulty one
    last: str = max(rows, key=lambda row: _as_counted(row.version)).body
    return last


def _as_counted(version: str) -> tuple[tuple[int, str], ...]:
    """A version as people count: 2026.9 comes before 2026.11."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"[0-9]+|[^0-9]+", version))


def index_in_force(reading: Reading, today: date) -> finding.Index:
    """The index that the items of today's catalogue are found by; made once for each catalogue."""
    return _index(_body_in_force(reading, today))


@lru_cache(maxsize=8)
def _read(body: str) -> Catalog:
    return from_plain(msgspec.json.decode(body))


@lru_cache(maxsize=8)
def _index(body: str) -> finding.Index:
    return finding.index(_read(body))
