"""The catalogue in force, and the one a case keeps.

A version that was published is never changed, so each is read and made ready for finding once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import msgspec
import sqlalchemy as sa

from db.tables import catalogs
from deskapp.failures import Refusal
from deskapp.ids import ItemCode, QueueId
from deskapp.journal.reading import Reading
from deskapp.rules import finding
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import from_plain
from deskapp.rules.line_terms import LineTerms
from deskapp.rules.publishing import Version, held_on, in_order


@dataclass(slots=True)
class _Kept:
    catalog: Catalog
    index: finding.Index | None = None


class _NamedItem(msgspec.Struct):
    name: str
    en: str = ""


class _NamedItems(msgspec.Struct):
    items: dict[ItemCode, _NamedItem]


_NAMES_OF = msgspec.json.Decoder(_NamedItems)
# By database, then by hall and version. An engine that is gone takes its catalogues along.
_READ: WeakKeyDictionary[sa.Engine, dict[tuple[str, str], _Kept]] = WeakKeyDictionary()
_MOST_KEPT = 12
_NAMES: WeakKeyDictionary[sa.Engine, dict[tuple[str, str], Mapping[ItemCode, str]]] = WeakKeyDictionary()
_MOST_NAMES = 200


def of_version(reading: Reading, version: str) -> Catalog:
    """The catalogue of a version. Refusal `catalog.unknown` when it never came here."""
    return _kept(reading, version).catalog


def versions(reading: Reading) -> tuple[Version, ...]:
    """The versions that were ever published here, in the order in which they come into force."""
    question = sa.select(catalogs.c.version, catalogs.c.valid_from).where(catalogs.c.hall == reading.hall)
    found = [_version(*row) for row in reading.connection.execute(question)]
    return tuple(sorted(found, key=in_order))


def version_in_force(reading: Reading, today: date) -> Version:
    """The version that holds today: the newest whose first day has come. Refusal `catalog.none`."""
    held = held_on(versions(reading), today)
    if held is None:
        raise Refusal("catalog.none")
    return held


def in_force(reading: Reading, today: date) -> Catalog:
    """The catalogue that holds today. Refusal `catalog.none`."""
    return of_version(reading, version_in_force(reading, today).version)


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


def index_in_force(reading: Reading, today: date) -> finding.Index:
    """The index that the items of today's catalogue are found by; made once for each catalogue."""
    kept = _kept(reading, version_in_force(reading, today).version)
    if kept.index is None:
        kept.index = finding.index(kept.catalog)
    return kept.index


def item_names(reading: Reading, version: str) -> Mapping[ItemCode, str]:
    """What the items of a version are called: read alone, because a list may hold cases of many versions.

    Nothing for a version that never came here.
    """
    of_engine = _NAMES.setdefault(reading.connection.engine, {})
    found = of_engine.get((reading.hall, version))
    if found is None:
        try:
            read = _NAMES_OF.decode(_body(reading, version))
        except (Refusal, msgspec.DecodeError):
            return {}
        found = {code: item.name for code, item in read.items.items()}
        if len(of_engine) >= _MOST_NAMES:
            of_engine.pop(next(iter(tuple(of_engine))), None)
        of_engine[reading.hall, version] = found
    return found


def _kept(reading: Reading, version: str) -> _Kept:
    of_engine = _READ.setdefault(reading.connection.engine, {})
    found = of_engine.get((reading.hall, version))
    if found is None:
        found = _Kept(from_plain(msgspec.json.decode(_body(reading, version))))
        if len(of_engine) >= _MOST_KEPT:
            of_engine.pop(next(iter(tuple(of_engine))), None)
        of_engine[reading.hall, version] = found
    return found


def _body(reading: Reading, version: str) -> str:
    body: str | None = reading.connection.execute(
        sa.select(catalogs.c.body).where(catalogs.c.hall == reading.hall, catalogs.c.version == version)
    ).scalar()
    if body is None:
        raise Refusal("catalog.unknown", version=version)
    return body


def _version(version: str, valid_from: str) -> Version:
    try:
        return Version(version, date.fromisoformat(valid_from))
    except ValueError:
        return Version(version, date.max)  # no program of ours writes it, and it never begins
