"""The index people are found by at a desk: who applied, who came for them, and every word that finds either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from db.tables import applicants, person_words
from deskapp.ids import CaseId, HallId
from deskapp.journal.rows import Row, insert_absent, upsert
from deskapp.rules.found_by import words_of

_AT_ONCE = 500


def keep(connection: sa.Connection, people: list[Row]) -> None:
    """Write rows of `applicants`, new ones or in place of others whose words were forgotten, and their words."""
    upsert(connection, applicants, people)
    insert_absent(connection, person_words, list(_words(people)))


def forget(connection: sa.Connection, hall: HallId, case_id: CaseId) -> None:
    """Drop whoever a case was about, and all that finds them."""
    mine = (applicants.c.hall == hall, applicants.c.case_id == case_id)
    row = connection.execute(sa.select(applicants).where(*mine)).first()
    if row is None:
        return
    words = sorted(_found_by(row._mapping))
    of_case = (person_words.c.hall == hall, person_words.c.word.in_(words), person_words.c.case_id == case_id)
    connection.execute(sa.delete(person_words).where(*of_case))
    connection.execute(sa.delete(applicants).where(*mine))


def mistaken(connection: sa.Connection, hall: HallId) -> Iterator[str]:
    """Every case that is not found by exactly the words that its people give."""
    wanted = (
        sa.select(applicants)
        .where(applicants.c.hall == hall)
        .order_by(applicants.c.case_id)
        .execution_options(yield_per=_AT_ONCE)
    )
    kept = (
        sa.select(person_words.c.case_id, person_words.c.word)
        .where(person_words.c.hall == hall)
        .order_by(person_words.c.case_id)
    )
    found = {
        case_id: {row.word for row in rows}
        for case_id, rows in groupby(connection.execute(kept), key=lambda row: row.case_id)
    }
    for row in connection.execute(wanted):
        if found.pop(row.case_id, set()) != _found_by(row._mapping):
            yield row.case_id
    yield from sorted(found)


def _words(people: Iterable[Row]) -> Iterator[Row]:
    for row in people:
        for word in sorted(_found_by(row)):
            yield {"hall": row["hall"], "word": word, "case_id": row["case_id"]}


def _found_by(row: Any) -> frozenset[str]:
    return words_of(row["name"], row["phone"], row["agent"], row["agent_id"])
