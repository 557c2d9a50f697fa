"""What a call was answered, by the key its caller gave it: asked again with the same key, it is answered the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import local_facts
from deskapp.ids import EventId, TicketId
from deskapp.journal.reading import Reading
from deskapp.journal.rows import upsert
from deskapp.journal.writing import Writing

_PREFIX = "call:"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The ticket that was called, and the events that said so."""

    ticket: TicketId
    events: tuple[EventId, ...]


def kept(reading: Reading, keys: Collection[str]) -> dict[str, KeptAnswer]:
    """The answers that were given to these keys. A key is at most 58 letters."""
    if not keys:
        return {}
    question = sa.select(local_facts.c.name, local_facts.c.value).where(
        local_facts.c.hall == reading.hall, local_facts.c.name.in_(sorted(_PREFIX + key for key in keys))
    )
    found = {}
    for name, value in reading.connection.execute(question):
        _, ticket, *events = value.split(" ")
        found[name.removeprefix(_PREFIX)] = KeptAnswer(TicketId(ticket), tuple(EventId(event) for event in events))
    return found


def keep(writing: Writing, answers: Mapping[str, KeptAnswer], now: str) -> None:
    """Keep answers by their keys."""
    rows = [
        {"hall": writing.hall, "name": _PREFIX + key, "value": " ".join((now, answer.ticket, *answer.events))}
        for key, answer in answers.items()
    ]
    upsert(writing.connection, local_facts, rows)


def forget(writing: Writing, before: str) -> None:
    """Forget what was answered before a moment."""
    writing.connection.execute(
        sa.delete(local_facts).where(
            local_facts.c.hall == writing.hall,
            local_facts.c.name.like(f"{_PREFIX}%"),
            local_facts.c.value < before,
        )
    )
