"""Half-typed forms: kept on every pause of the keys, encrypted with the cache, never an event, never sent."""

from __future__ import annotations

import json
from collections.abc import Mapping

import sqlalchemy as sa

from db.tables import drafts
from deskapp.ids import ClerkId
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import upsert
from deskapp.journal.writing import Writing


def keep(writing: Writing, clerk: ClerkId, name: str, values: Mapping[str, str]) -> None:
    """Keep a form as it is. It belongs to the clerk who typed it."""
    row = {
        "hall": writing.hall,
        "clerk": clerk,
        "name": name,
        "body": json.dumps(dict(values), ensure_ascii=False),
        "kept_at": moment_text(writing.terms.clock.now()),
    }
    upsert(writing.connection, drafts, [row])


def read(reading: Reading, clerk: ClerkId, name: str) -> dict[str, str] | None:
    """A form as it was left, or None."""
    body = reading.connection.execute(
        sa.select(drafts.c.body).where(drafts.c.hall == reading.hall, drafts.c.clerk == clerk, drafts.c.name == name)
    ).scalar()
    return None if body is None else {str(field): str(value) for field, value in json.loads(body).items()}


def drop(writing: Writing, clerk: ClerkId, name: str) -> None:
    """Forget a form: it has become a fact, or was cleared."""
    writing.connection.execute(
        sa.delete(drafts).where(drafts.c.hall == writing.hall, drafts.c.clerk == clerk, drafts.c.name == name)
    )
