"""The services done at this desk, as far as they are rated."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import events
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading
from deskapp.rules.case import Case
from deskapp.rules.case_state import State
from deskapp.rules.rating import Occasion, occasion_of

_SERVICES = {
    "case.accepted": Occasion.WINDOW,
    "case.declined": Occasion.WINDOW,
    "case.delivered": Occasion.DELIVERY,
}


@dataclass(frozen=True, slots=True)
class Served:
    """A service of a case. `state`: what came of it."""

    case: CaseId
    occasion: Occasion
    state: State


def last_step(reading: Reading) -> int:
    """The serial of the last step of this desk."""
    author = reading.terms.author
    found: int | None = reading.connection.execute(
        sa.select(sa.func.max(events.c.device_seq)).where(
            events.c.hall == reading.hall, events.c.device == author.device, events.c.epoch == author.epoch
        )
    ).scalar()
    return found or 0


def since(reading: Reading, after: int) -> list[Served]:
    """The services done here behind a serial, in their order; not those that were taken back since."""
    author = reading.terms.author
    rows = reading.connection.execute(
        sa.select(events.c.stream_id, events.c.kind)
        .where(
            events.c.hall == reading.hall,
            events.c.device == author.device,
            events.c.epoch == author.epoch,
            events.c.device_seq > after,
            events.c.kind.in_(sorted(_SERVICES)),
            events.c.verdict != "rejected",
        )
        .order_by(events.c.device_seq)
    ).all()
    found: dict[tuple[CaseId, Occasion], Served] = {}
    for row in rows:
        case: Case = reading.case(CaseId(row.stream_id))
        occasion = _SERVICES[row.kind]
        now = occasion_of(case.state)
        if case.state is not None and (now is occasion or now is Occasion.DELIVERY):
            found[case.id, occasion] = Served(case.id, occasion, case.state)
    return list(found.values())
