"""The lists are folds of the events: folded anew they must be the same, row for row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa

from db.tables import applicants, catalogs, events, person_words
from deskapp.ids import CaseId
from deskapp.journal import people_found
from deskapp.journal.journal import Journal
from deskapp.journal.personal import PERSONAL
from deskapp.journal.reading import Reading, applicant_row
from deskapp.journal.rows import EVENT_COLUMNS, TABLES, Row, event_of, projection_row, rewritten, upsert
from deskapp.journal.special import catalog_row, remember
from deskapp.journal.streams import after_event, nothing
from deskapp.journal.verify import Fault
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event

_AT_ONCE = 500  # rows held in memory
_FOLDED_BY, _FOLD = "folded_by", "4"  # to be counted up whenever the same events come to say something else
_Named = tuple[str, Row | None]  # a row's key, and the row as it should be


def differences(reading: Reading) -> Iterator[Fault]:
    """Every row that is not what its events say: another, one too many, one missing."""
    for stream, (table, key) in TABLES.items():
        yield from _compared(reading, table, key, _folded(reading, stream), partial(rewritten, stream))
    yield from _compared(reading, catalogs, catalogs.c.version, _published(reading))
    yield from _compared(reading, applicants, applicants.c.case_id, _people(reading))
    yield from (_fault(person_words, case_id) for case_id in people_found.mistaken(reading.connection, reading.hall))


def rebuild(writing: Writing) -> None:
    """Drop the lists and fold them anew, in one transaction."""
    writing.finish()
    for table in (*(table for table, _ in TABLES.values()), catalogs, applicants, person_words):
        writing.connection.execute(sa.delete(table).where(table.c.hall == writing.hall))
    for stream, (table, _) in TABLES.items():
        _fill(writing, table, _folded(writing, stream))
    for event in _events(writing, events.c.kind == "catalog.published"):
        remember(writing.connection, event)
    people = (row for _, row in _people(writing) if row is not None)
    while some := list(islice(people, _AT_ONCE)):
        people_found.keep(writing.connection, some)


def refold_once(journal: Journal) -> bool:
    """Fold the lists anew when the program that folded them did it in another way; whether that was so.

    What an upgraded program reads out of old events is then true of what is kept already.
    """
    with journal.writing() as facts:
        if facts.local(_FOLDED_BY) == _FOLD:
            return False
        rebuild(facts)
        facts.note(_FOLDED_BY, _FOLD)
    return True


def _events(reading: Reading, which: sa.ColumnElement[bool]) -> Iterator[Event]:
    """Events stream by stream, each in the order in which it is folded."""
    question = (
        sa.select(*EVENT_COLUMNS)
        .where(events.c.hall == reading.hall, events.c.verdict != "rejected", which)
        .order_by(events.c.stream_id, events.c.seq.is_(None), events.c.seq, events.c.epoch, events.c.device_seq)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in reading.connection.execute(question):
        yield event_of(row)


def _folded(reading: Reading, stream: str) -> Iterator[_Named]:
    for stream_id, of_one in groupby(_events(reading, events.c.stream == stream), key=lambda event: event.stream_id):
        standing = nothing(stream, stream_id)
        for event in of_one:
            standing = after_event(standing, event)
        yield stream_id, projection_row(reading.hall, standing)


def _published(reading: Reading) -> Iterator[_Named]:
    found = (catalog_row(event) for event in _events(reading, events.c.kind == "catalog.published"))
    first: dict[str, Row] = {}
    for row in found:
        if row is not None:
            first.setdefault(row["version"], row)
    yield from first.items()


def _people(reading: Reading) -> Iterator[_Named]:
    if not reading.terms.keeps_people:
        return
    question = (
        sa.select(events.c.stream_id)
        .distinct()
        .where(events.c.hall == reading.hall, events.c.kind.in_(PERSONAL), events.c.verdict != "rejected")
        .order_by(events.c.stream_id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for case_id in reading.connection.execute(question).scalars():
        yield case_id, applicant_row(reading, CaseId(case_id))


def _compared(
    reading: Reading,
    table: sa.Table,
    key: sa.Column[Any],
    wanted: Iterator[_Named],
    written_now: Callable[[Row], Row] = dict,
) -> Iterator[Fault]:
    """Each row that should be against the one that is; then those that are and should not be."""
    seen: set[str] = set()
    while some := dict(islice(wanted, _AT_ONCE)):
        question = sa.select(table).where(table.c.hall == reading.hall, key.in_(sorted(some)))
        kept = {row._mapping[key.name]: written_now(dict(row._mapping)) for row in reading.connection.execute(question)}
        yield from (_fault(table, name) for name in sorted(some) if kept.get(name) != some[name])
        seen.update(some)
    for name in reading.connection.execute(sa.select(key).where(table.c.hall == reading.hall).order_by(key)).scalars():
        if name not in seen:
            yield _fault(table, name)


def _fill(writing: Writing, table: sa.Table, wanted: Iterator[_Named]) -> None:
    rows = (row for _, row in wanted if row is not None)
    while some := list(islice(rows, _AT_ONCE)):
        upsert(writing.connection, table, some)


def _fault(table: sa.Table, name: str) -> Fault:
    return Fault(f"{table.name} {name}", "verify.list_differs")
