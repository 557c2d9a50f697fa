"""When must a stream be folded anew? When what arrives does not come last in it."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from db.tables import events
from deskapp.journal.reading import Reading


def overtaken(reading: Reading, numbered: Mapping[str, tuple[str, int | None]]) -> set[str]:
    """The streams in which a step of our own, numbered just now, stands before something that was folded before it."""
    return _mixed(reading, numbered, unsent_too=False)


def out_of_order(reading: Reading, newcomers: Mapping[str, tuple[str, int | None]]) -> set[str]:
    """The streams in which something else stands behind a newcomer: an unsent step, or a later number.

    `newcomers` maps an event's id to its stream and number. Every replica folds a stream in the centre's order with
    its own unsent steps last, so that all come to the same state whatever arrived first (promise 3).
    """
    return _mixed(reading, newcomers, unsent_too=True)


def _mixed(reading: Reading, newcomers: Mapping[str, tuple[str, int | None]], *, unsent_too: bool) -> set[str]:
    first: dict[str, int] = {}
    for stream_id, seq in newcomers.values():
        first[stream_id] = min(first.get(stream_id, seq or 0), seq or 0)
    mixed: set[str] = set()
    ids = sorted(first)
    for start in range(0, len(ids), 500):
        question = sa.select(events.c.id, events.c.stream_id, events.c.seq).where(
            events.c.hall == reading.hall,
            events.c.stream_id.in_(ids[start : start + 500]),
            events.c.verdict != "rejected",
        )
        for event_id, stream_id, seq in reading.connection.execute(question):
            behind = unsent_too if seq is None else seq > first[stream_id]
            if behind and event_id not in newcomers:
                mixed.add(stream_id)
    return mixed
