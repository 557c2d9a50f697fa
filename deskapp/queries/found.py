"""Cases found by number, name, ID number or ticket."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from db.tables import applicants, cases, tickets
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode
from deskapp.journal.chain import moment_of
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.rules.case_state import AT_THE_WINDOW, State
from deskapp.rules.masking import mask_name
from deskapp.rules.numbering import read_ticket_number, ticket_number
from deskapp.rules.ticket import Ticket


@dataclass(frozen=True, slots=True)
class FoundCase:
    case: CaseId
    number: str
    state: State
    item_name: str
    applicant: str  # masked
    opened_at: datetime
    bundle: str = ""  # the number of the bundle it belongs to; "" for none, or until that is accepted
    bundle_id: str = ""


_SHOWN = 20
_NO_SIGNS = frozenset({"Cc", "Cs"})  # a key that types none, half a sign. Not "Cn": the newest ideographs are that here
_WHOLE_ID = 18  # characters of an ID number and of a credit code
_WAITS = AT_THE_WINDOW | {State.FILED, State.DECIDED, State.READY}


def found_cases(reading: Reading, words: str, item_names: Mapping[ItemCode, str]) -> tuple[FoundCase, ...]:
    """Find cases by the beginning of a number (their own or their bundle's), an ID number or a name, by a whole
    telephone number, or by a ticket of today.
    """
    ids = case_ids(reading, words, reading.terms.clock.today())
    question = (
        sa.select(
            cases.c.case_id,
            cases.c.number,
            cases.c.state,
            cases.c.item,
            cases.c.opened_at,
            cases.c.bundle,
            cases.c.bundle_number,
            applicants.c.name,
        )
        .select_from(
            cases.outerjoin(
                applicants, sa.and_(applicants.c.hall == cases.c.hall, applicants.c.case_id == cases.c.case_id)
            )
        )
        .where(cases.c.hall == reading.hall, cases.c.case_id.in_(sorted(ids)))
        .order_by(cases.c.opened_at.desc(), cases.c.case_id.desc())
        .limit(_SHOWN)
    )
    found = [
        FoundCase(
            case=CaseId(row.case_id),
            number=row.number or "",
            state=State(row.state),
            item_name=item_names.get(row.item, row.item),
            applicant=mask_name(row.name) if row.name else "",
            opened_at=moment_of(row.opened_at),
            bundle=row.bundle_number or "",
            bundle_id=row.bundle or "",
        )
        for row in reading.connection.execute(question)
    ]
    return _bundled(found)


def _bundled(found: list[FoundCase]) -> tuple[FoundCase, ...]:
    """The cases of a bundle one behind the other as they were taken in, where the newest of them stands."""
    newest: dict[str, int] = {}
    for place, case in enumerate(found):
        newest.setdefault(case.bundle_id or case.case, place)
    return tuple(
        case
        for _, case in sorted(
            enumerate(found),
            key=lambda one: (newest[one[1].bundle_id or one[1].case], -one[0] if one[1].bundle_id else one[0]),
        )
    )


def case_ids(reading: Reading, words: str, today: date) -> set[str]:
    """The cases that such words find."""
    words = words.strip()
    if not words or any(unicodedata.category(letter) in _NO_SIGNS for letter in words):
        return set()
    return _by_number(reading, words) | _by_person(reading, words) | _by_ticket(reading, words, today)


def cases_to_continue(reading: Reading, id_number: str, item_names: Mapping[ItemCode, str]) -> tuple[FoundCase, ...]:
    """The cases of this person that wait for them here, or for a window to look at: the newest first; of a bundle,
    which is gone on with as one, the first.
    """
    found = found_cases(reading, id_number, item_names) if len(id_number) == _WHOLE_ID else ()
    first: dict[str, FoundCase] = {}
    for case in found:
        if case.state in _WAITS:
            first.setdefault(case.bundle_id or case.case, case)
    return tuple(first.values())


def _by_ticket(reading: Reading, words: str, today: date) -> set[str]:
    """The cases that somebody with this ticket of today came about: opened for it, or come back for."""
    try:
        queue, serial = read_ticket_number(words)
    except Refusal:
        return set()
    row = reading.connection.execute(
        sa.select(tickets).where(
            tickets.c.hall == reading.hall, tickets.c.day == today, tickets.c.number == ticket_number(queue, serial)
        )
    ).first()
    ticket = None if row is None else standing_of("ticket", row).state
    if not isinstance(ticket, Ticket):
        return set()
    opened = sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, cases.c.ticket == ticket.id)
    return _ids(reading, opened) | ({ticket.case} if ticket.case else set())


def _by_number(reading: Reading, words: str) -> set[str]:
    if not words.isdecimal():
        return set()
    found: set[str] = set()
    for column in (cases.c.number, cases.c.bundle_number):
        here = sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, _begins(column, words))
        found |= _ids(reading, here.order_by(column.desc()))
    return found


def _by_person(reading: Reading, words: str) -> set[str]:
    here = applicants.c.hall == reading.hall
    one = sa.select(applicants.c.case_id).order_by(applicants.c.case_id.desc())  # UUIDv7: the newest first
    return (
        _ids(reading, one.where(here, _begins(applicants.c.name, words)))
        | _ids(reading, one.where(here, _begins(applicants.c.id_number, words.upper())))
        | _ids(reading, one.where(here, applicants.c.phone == words))
    )


def _begins(column: sa.Column[Any], words: str) -> sa.ColumnElement[bool]:
    """Begins with these words, as a range that an index answers whatever signs the words hold."""
    return sa.and_(column >= words, column < words + "\U0010ffff")


def _ids(reading: Reading, question: sa.Select[Any]) -> set[str]:
    return set(reading.connection.execute(question.limit(_SHOWN * 5)).scalars())
