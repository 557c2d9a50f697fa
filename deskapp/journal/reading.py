"""Facts out: what is true of a stream, its events, and who a case is about."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable
from functools import cache
from itertools import accumulate
from typing import Any

import sqlalchemy as sa

from db.tables import case_keys, counters, events, local_facts
from deskapp.failures import ContentTrouble
from deskapp.ids import BookingId, CaseId, EventId, TicketId, WindowId
from deskapp.journal.asking import among
from deskapp.journal.chain import START
from deskapp.journal.kinds import BOOKING, CASE, TICKET, WINDOW
from deskapp.journal.personal import PERSONAL, people_in
from deskapp.journal.rows import EVENT_COLUMNS, TABLES, event_of, standing_of
from deskapp.journal.streams import Standing, nothing
from deskapp.journal.terms import Terms
from deskapp.protocol.messages import Event
from deskapp.rules.booking import Booking
from deskapp.rules.case import Case, Person
from deskapp.rules.ticket import Ticket
from deskapp.rules.window import Window

_MANY = 500  # ids in one question: well under every database's limit of parameters
_SOME = 50  # sizes looked at in one go


class Reading:
    """A view of one hall's journal inside one transaction."""

    def __init__(self, connection: sa.Connection, terms: Terms) -> None:
        self.connection = connection
        self.terms = terms
        self.hall = terms.hall

    def case(self, case_id: CaseId) -> Case:
        """What is true of a case; version 0 when there is none."""
        state = self.standing(CASE, case_id).state
        assert isinstance(state, Case)  # noqa: S101 - the stream decides the type
        return state

    def ticket(self, ticket_id: TicketId) -> Ticket:
        """What is true of a ticket; version 0 when there is none."""
        state = self.standing(TICKET, ticket_id).state
        assert isinstance(state, Ticket)  # noqa: S101 - the stream decides the type
        return state

    def window(self, window_id: WindowId) -> Window:
        """What is true of a window; version 0 when there is none."""
        state = self.standing(WINDOW, window_id).state
        assert isinstance(state, Window)  # noqa: S101 - the stream decides the type
        return state

    def booking(self, booking_id: BookingId) -> Booking:
        """What is true of a booking; version 0 when there is none."""
        state = self.standing(BOOKING, booking_id).state
        assert isinstance(state, Booking)  # noqa: S101 - the stream decides the type
        return state

    def standing(self, stream: str, stream_id: str) -> Standing:
        """What is true of a stream, with its moments."""
        return self.standings(stream, [stream_id])[stream_id]

    def standings(self, stream: str, ids: Collection[str]) -> dict[str, Standing]:
        """What is true of many streams of one sort, at one question for each few hundred."""
        return self._standings(stream, ids, lock=False)

    def _standings(self, stream: str, ids: Collection[str], *, lock: bool) -> dict[str, Standing]:
        found = {stream_id: nothing(stream, stream_id) for stream_id in ids}
        question = _standings_of(self.connection.dialect.name, stream, lock)
        key = TABLES[stream][1].name
        for some in _in_parts(sorted(found)):
            for row in self.connection.execute(question, {"hall": self.hall, "among": some}):
                found[row._mapping[key]] = standing_of(stream, row)
        return found

    def events_of(self, stream_id: str) -> list[Event]:
        """The events of one stream in the order in which they are folded: the centre's order, then our own unsent."""
        question = (
            sa.select(*EVENT_COLUMNS)
            .where(events.c.hall == self.hall, events.c.stream_id == stream_id, events.c.verdict != "rejected")
            .order_by(events.c.seq.is_(None), events.c.seq, events.c.epoch, events.c.device_seq)
        )
        return [event_of(row) for row in self.connection.execute(question)]

    def numbered(self, after: int, limit: int, most: int | None = None) -> list[Event]:
        """Accepted events behind a number, in order. With `most`, only those whose payloads have together no more
        characters than that, and the first one in any case: whoever waits for it must get on.
        """
        behind = events.c.hall == self.hall, events.c.seq > after
        if most is not None:
            limit = self._fitting(sa.select(sa.func.length(events.c.payload)).where(*behind), limit, most)
        question = sa.select(*EVENT_COLUMNS).where(*behind).order_by(events.c.seq).limit(limit)
        return [event_of(row) for row in self.connection.execute(question)]

    def _fitting(self, sizes: sa.Select[Any], limit: int, most: int) -> int:
        """How many of them fit. Looked at some at a time, so that no more is read than what is given, and a few."""
        with self.connection.execute(sizes.order_by(events.c.seq).limit(limit)) as told:
            for count, together in enumerate(accumulate(told.scalars().yield_per(_SOME))):
                if together > most:
                    return max(count, 1)
        return limit

    def event(self, event_id: EventId) -> Event | None:
        """An event by its id."""
        row = self.connection.execute(
            sa.select(*EVENT_COLUMNS).where(events.c.hall == self.hall, events.c.id == event_id)
        ).first()
        return None if row is None else event_of(row)

    def people(self, case_id: CaseId) -> tuple[Person | None, Person | None]:
        """Applicant and agent of a case as last written; None where there is none or they were erased."""
        row = self.connection.execute(
            sa.select(*EVENT_COLUMNS)
            .where(
                events.c.hall == self.hall,
                events.c.stream_id == case_id,
                events.c.kind.in_(PERSONAL),
                events.c.verdict != "rejected",
            )
            .order_by(
                events.c.seq.is_(None).desc(), events.c.seq.desc(), events.c.epoch.desc(), events.c.device_seq.desc()
            )
            .limit(1)
        ).first()
        if row is None:
            return None, None
        event = event_of(row)
        key = self.key_of(case_id)
        return people_in(event, key)

    def key_of(self, case_id: CaseId) -> bytes | None:
        """The key a case's personal data is sealed under; None when there is none or it was destroyed."""
        wrapped = self.connection.execute(
            sa.select(case_keys.c.secret).where(case_keys.c.hall == self.hall, case_keys.c.case_id == case_id)
        ).scalar()
        return None if wrapped is None else self.terms.keeper.unwrap(wrapped, case_id)

    def keys_of(self, case_ids: Collection[CaseId]) -> tuple[dict[CaseId, str], list[CaseId]]:
        """Keys of many cases as base64, and those among them whose key was destroyed."""
        keys: dict[CaseId, str] = {}
        erased: list[CaseId] = []
        for some in _in_parts(sorted(case_ids)):
            question = sa.select(case_keys.c.case_id, case_keys.c.secret).where(
                case_keys.c.hall == self.hall, case_keys.c.case_id.in_(some)
            )
            for case_id, wrapped in self.connection.execute(question):
                if wrapped is None:
                    erased.append(case_id)
                else:
                    keys[case_id] = base64.b64encode(self.terms.keeper.unwrap(wrapped, case_id)).decode()
        return keys, erased

    def last(self) -> tuple[int, str]:
        """The newest number given in this hall, and the running digest up to it."""
        row = self.connection.execute(
            sa.select(counters.c.seq, counters.c.head).where(counters.c.hall == self.hall)
        ).first()
        return (0, START) if row is None else (row.seq, row.head)

    def local(self, name: str) -> str | None:
        """Something this installation noted for itself, such as how far it has pulled."""
        return self.connection.execute(
            sa.select(local_facts.c.value).where(local_facts.c.hall == self.hall, local_facts.c.name == name)
        ).scalar()


@cache
def _standings_of(dialect: str, stream: str, lock: bool) -> sa.Select[Any]:
    table, key = TABLES[stream]
    question = sa.select(table).where(table.c.hall == sa.bindparam("hall"), among(dialect, key))
    return question.with_for_update() if lock else question


def applicant_row(reading: Reading, case_id: CaseId) -> dict[str, str] | None:
    """Who a case is about as a row of `applicants`; None where there is nobody, or nobody can be read any more.

    A seal that does not open holds up nobody else: a desk can send what it likes, sealed.
    """
    try:
        person, agent = reading.people(case_id)
    except ContentTrouble:
        return None
    if person is None:
        return None
    return {
        "hall": reading.hall, "case_id": case_id, "name": person.name, "id_number": person.id_number,
        "phone": person.phone, "agent": agent.name if agent else "", "agent_id": agent.id_number if agent else "",
    }  # fmt: skip


def _in_parts(ids: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(ids), _MANY):
        yield ids[start : start + _MANY]
