"""What the centre keeps of ratings, one row for each service of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from db.tables import events, ratings
from deskapp.ids import CaseId, ClerkId, EventId, ItemCode, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.rows import EVENT_COLUMNS, event_of, upsert
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event
from deskapp.rules.rating import Deadlines, Occasion, Step

_SERVED_BY = {
    Occasion.WINDOW: ("case.accepted", "case.declined"),
    Occasion.DELIVERY: ("case.delivered",),
}


@dataclass(frozen=True, slots=True)
class KeptRating:
    """A service that was rated, or asked about in vain (`score` None). `until` None: nothing is followed up."""

    case: CaseId
    occasion: Occasion
    rating: EventId
    score: int | None
    item: ItemCode
    window: WindowId | None
    clerk: ClerkId
    day: date
    at_home: bool
    step: Step | None = None
    until: Deadlines | None = None
    closed_on: date | None = None


def kept(reading: Reading, case: CaseId, occasion: Occasion) -> KeptRating | None:
    """How a service was rated, None where nobody has been asked."""
    row = reading.connection.execute(
        sa.select(ratings).where(
            ratings.c.hall == reading.hall, ratings.c.case_id == case, ratings.c.occasion == occasion.value
        )
    ).first()
    return None if row is None else _of(row)


def keep(writing: Writing, rating: KeptRating) -> None:
    """Keep one; what was asked in vain before gives way to it."""
    until = rating.until
    row = {
        "hall": writing.hall, "case_id": rating.case, "occasion": rating.occasion.value, "event_id": rating.rating,
        "score": rating.score, "item": rating.item, "window": rating.window, "clerk": rating.clerk, "day": rating.day,
        "at_home": rating.at_home, "step": None if rating.step is None else rating.step.value,
        "contact_by": None if until is None else until.contact_by,
        "close_by": None if until is None else until.close_by, "closed_on": rating.closed_on,
    }  # fmt: skip
    upsert(writing.connection, ratings, [row])


def followed(reading: Reading, rating: EventId) -> KeptRating | None:
    """The follow-up of a rating, None where there is none. Whoever writes locks it until the commit."""
    question = sa.select(ratings).where(
        ratings.c.hall == reading.hall, ratings.c.event_id == rating, ratings.c.close_by.is_not(None)
    )
    row = reading.connection.execute(question.with_for_update() if isinstance(reading, Writing) else question).first()
    return None if row is None else _of(row)


def all_followed(reading: Reading, closed_since: date) -> list[KeptRating]:
    """The follow-ups that are open, and those closed on that day or later."""
    rows = reading.connection.execute(
        sa.select(ratings)
        .where(ratings.c.hall == reading.hall, ratings.c.close_by.is_not(None))
        .where(sa.or_(ratings.c.closed_on.is_(None), ratings.c.closed_on >= closed_since))
        .order_by(ratings.c.close_by, ratings.c.event_id)
    )
    return [_of(row) for row in rows]


def served_step(reading: Reading, case: CaseId, occasion: Occasion) -> Event | None:
    """The newest step by which this service was done, also one of this very transaction."""
    kinds = _SERVED_BY[occasion]
    new = reading.additions if isinstance(reading, Writing) else ()
    said = [event for event, verdict in new if verdict == "accepted" and event.stream_id == case]
    if served := [event for event in said if event.kind in kinds]:
        return served[-1]
    row = reading.connection.execute(
        sa.select(*EVENT_COLUMNS)
        .where(
            events.c.hall == reading.hall,
            events.c.stream_id == case,
            events.c.kind.in_(kinds),
            events.c.verdict == "accepted",
        )
        .order_by(events.c.seq.desc())
        .limit(1)
    ).first()
    return None if row is None else event_of(row)


def _of(row: sa.Row[tuple[object, ...]]) -> KeptRating:
    return KeptRating(
        CaseId(row.case_id), Occasion(row.occasion), EventId(row.event_id), row.score, ItemCode(row.item),
        WindowId(row.window) if row.window else None, ClerkId(row.clerk), row.day, row.at_home,
        Step(row.step) if row.step else None,
        None if row.close_by is None else Deadlines(row.contact_by, row.close_by), row.closed_on,
    )  # fmt: skip
