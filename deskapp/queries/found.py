"""Cases found by what people say or show: a number or its end, a name or part of it, an ID number, a ticket.

Every question reads a bounded piece of one index, however many cases there are and whatever was typed. What so many
share that the piece is full (王, a digit) is looked for among the newest instead of everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any

import sqlalchemy as sa

from db.tables import applicants, cases, person_words, tickets
from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.journal.asking import among
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import CASE
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.queries import catalogs
from deskapp.queries.working_days import hall_facts, working_days
from deskapp.rules.case import Case, Person
from deskapp.rules.case_clock import YELLOW_SHARE, Late, days_left, lamp_of, lates
from deskapp.rules.case_state import AT_THE_WINDOW, State
from deskapp.rules.deadline import Lamp
from deskapp.rules.found_by import Sought, begins_with, is_whole, sought, telephone
from deskapp.rules.masking import Masked, mask_name, mask_person
from deskapp.rules.numbering import read_ticket_number, ticket_number
from deskapp.rules.ticket import Ticket

SHOWN = 20
_PIECE = 2000  # entries of an index that a question reads at the most
_NEWEST = 3000  # cases among which what many share is looked for
_CANDIDATES = 40
_WHOLE_ID = 18  # characters of an ID number and of a credit code
_LEAST = 2  # characters of a number that say anything
_END = 4  # digits of a number's end that few share
_WAITS = AT_THE_WINDOW | {State.FILED, State.DECIDED, State.READY}
_LAST = "\U0010ffff"


class Match(IntEnum):
    """How well something is found: the best first."""

    WHOLE = 0
    BEGINS = 1
    PART = 2


@dataclass(frozen=True, slots=True)
class FoundCase:
    """One case in a list. Personal data is masked."""

    case: CaseId
    number: str
    state: State
    item_name: str  # as the catalogue calls it that the case keeps
    applicant: str
    opened_at: datetime
    id_number: str = ""
    agent: str = ""
    lamp: Lamp = Lamp.GREEN
    late: Late | None = None  # the worst that is late or nearly so about it
    days_left: int | None = None  # working days to the promised day
    match: Match = Match.WHOLE
    bundle: str = ""  # the number of the bundle it belongs to; "" for none, or until that is accepted
    bundle_id: str = ""

    @property
    def waits(self) -> bool:
        """Whether it waits for its person: to be completed, looked at, or to take the result."""
        return self.state in _WAITS


def found_cases(reading: Reading, words: str) -> tuple[FoundCase, ...]:
    """The cases that such words find, the best and of equals the newest first; of a bundle one behind the other."""
    return _bundled(listed(reading, ranked(reading, words, reading.terms.clock.today())[:SHOWN]))


def case_ids(reading: Reading, words: str, today: date) -> set[str]:
    """The cases that such words find."""
    return {row.case_id for row, _ in ranked(reading, words, today)}


def cases_to_continue(reading: Reading, id_number: str) -> tuple[FoundCase, ...]:
    """The cases of this person that wait for them here, or for a window to look at: the newest first; of a bundle,
    which is gone on with as one, the first.
    """
    found = found_cases(reading, id_number) if len(id_number) == _WHOLE_ID else ()
    first: dict[str, FoundCase] = {}
    for case in found:
        if case.waits:
            first.setdefault(case.bundle_id or case.case, case)
    return tuple(first.values())


def ranked(reading: Reading, words: str, today: date) -> list[tuple[Any, Match]]:
    """Rows of cases and their people, each with how well it matches; the best and of equals the newest first."""
    asked = sought(words)
    if asked is None:
        return []
    of_ticket = _by_ticket(reading, words, today)
    ids = of_ticket | (_by_digits(reading, asked) if asked.digits else _by_letters(reading, asked))
    rows = rows_of(reading, ids)
    found = [(row, Match.WHOLE if row.case_id in of_ticket else _match(row, asked)) for row in rows]
    found.sort(key=lambda each: (each[0].opened_at, each[0].case_id), reverse=True)
    return sorted(found, key=lambda each: each[1])


def case_of_track(reading: Reading, track: str) -> CaseId | None:
    """The case whose papers carry this code in their QR; of a bundle's papers, the first of its cases."""
    for column in (cases.c.track, cases.c.bundle_track):
        found = reading.connection.execute(
            sa.select(cases.c.case_id)
            .where(cases.c.hall == reading.hall, column == track)
            .order_by(cases.c.opened_at)
            .limit(1)
        ).scalar()
        if found is not None:
            return CaseId(found)
    return None


def rows_of(reading: Reading, ids: Collection[str]) -> list[Any]:
    """Rows of these cases with their people."""
    question = (
        sa.select(
            cases.c.case_id, cases.c.number, cases.c.state, cases.c.item, cases.c.opened_at, cases.c.bundle,
            cases.c.bundle_number, applicants.c.name,
            applicants.c.id_number, applicants.c.phone, applicants.c.agent, applicants.c.agent_id,
        )
        .select_from(
            cases.outerjoin(
                applicants, sa.and_(applicants.c.hall == cases.c.hall, applicants.c.case_id == cases.c.case_id)
            )
        )
        .where(cases.c.hall == reading.hall, among(reading.connection.dialect.name, cases.c.case_id))
    )  # fmt: skip
    return list(reading.connection.execute(question, {"among": sorted(ids)})) if ids else []


def masked(name: str, id_number: str, today: date) -> Masked:
    """A person as a list may show them; an organisation as it is, because its name and code are public."""
    return mask_person(Person(name, id_number), today)


def listed(reading: Reading, found: Iterable[tuple[Any, Match]]) -> tuple[FoundCase, ...]:
    """Such rows as a list shows them, with their lamps."""
    found = list(found)
    standings = reading.standings(CASE, [row.case_id for row, _ in found])
    now, calendar, facts = reading.terms.clock.now(), working_days(reading), hall_facts(reading)
    share = YELLOW_SHARE if facts is None else facts.yellow_share
    made = []
    for row, match in found:
        case = standings[row.case_id].state
        if not isinstance(case, Case):  # pragma: no cover - the stream decides the type
            continue
        names = catalogs.item_names(reading, case.catalog)
        late = lates(case, now, calendar, share)
        shown = masked(row.name or "", row.id_number or "", office_day(now))
        made.append(
            FoundCase(
                case=CaseId(row.case_id), number=row.number or "", state=State(row.state),
                item_name=names.get(row.item, row.item), applicant=shown.name,
                opened_at=moment_of(row.opened_at), id_number=shown.id_number,
                agent=mask_name(row.agent) if row.agent else "",
                lamp=lamp_of(late), late=late[0] if late else None,
                days_left=days_left(case, office_day(now), calendar), match=match,
                bundle=row.bundle_number or "", bundle_id=row.bundle or "",
            )
        )  # fmt: skip
    return tuple(made)


def _bundled(found: Collection[FoundCase]) -> tuple[FoundCase, ...]:
    """The cases of a bundle one behind the other as they were taken in, where the best of them stands."""
    first: dict[str, int] = {}
    for place, case in enumerate(found):
        first.setdefault(case.bundle_id or case.case, place)

    def place_of(one: tuple[int, FoundCase]) -> tuple[int, int]:
        place, case = one
        return first[case.bundle_id or case.case], -place if case.bundle_id else place

    return tuple(case for _, case in sorted(enumerate(found), key=place_of))


def _match(row: Any, asked: Sought) -> Match:
    number, bundle, word = row.number or "", row.bundle_number or "", asked.word
    whole = {
        number,
        bundle,
        (row.id_number or "").casefold(),
        (row.agent_id or "").casefold(),
        telephone(row.phone or ""),
    }
    if word in whole or is_whole(row.name or "", word):
        return Match.WHOLE
    if asked.digits:
        begins = number.startswith(word) or number.endswith(word) or bundle.startswith(word)
        begins = begins or (row.id_number or "").startswith(word)
    else:
        begins = begins_with(row.name or "", word) or (row.id_number or "").casefold().startswith(word)
    return Match.BEGINS if begins else Match.PART


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
    return _read(reading, opened.limit(_CANDIDATES)) | ({ticket.case} if ticket.case else set())


def _by_digits(reading: Reading, asked: Sought) -> set[str]:
    if len(asked.word) < _LEAST:
        return set()
    numbers = _numbers_beginning(reading, asked.word) | _numbers_ending(reading, asked.word)
    numbered = sa.select(cases.c.case_id).where(
        cases.c.hall == reading.hall, among(reading.connection.dialect.name, cases.c.number)
    )
    found = set(reading.connection.execute(numbered, {"among": sorted(numbers)}).scalars()) if numbers else set()
    found |= _by_bundle(reading, asked.word)
    return found | _by_id_number(reading, asked.word) | _by_whole_word(reading, asked.word)


def _by_bundle(reading: Reading, digits: str) -> set[str]:
    """The cases of bundles whose number begins so, the newest."""
    column = cases.c.bundle_number
    here = sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, _begins(column, digits))
    return _read(reading, here.order_by(column.desc()).limit(_CANDIDATES))


def _by_letters(reading: Reading, asked: Sought) -> set[str]:
    word = asked.word
    if len(word) < _LEAST and word.isascii():  # a letter says nothing; a surname does
        return set()
    found = _by_whole_word(reading, word)
    piece = (
        sa.select(person_words.c.case_id)
        .where(person_words.c.hall == reading.hall, _begins(person_words.c.word, word))
        .limit(_PIECE)
        .subquery()
    )
    newest = sa.select(piece.c.case_id, sa.func.count().over()).order_by(piece.c.case_id.desc()).limit(_CANDIDATES)
    rows = reading.connection.execute(newest).all()
    found |= {row[0] for row in rows}
    if rows and rows[0][1] >= _PIECE:
        found |= _among_newest(reading, word)
    return found | (_by_id_number(reading, word.upper()) if word.isascii() and word.isalnum() else set())


def _by_whole_word(reading: Reading, word: str) -> set[str]:
    question = sa.select(person_words.c.case_id).where(person_words.c.hall == reading.hall, person_words.c.word == word)
    return _read(reading, question.order_by(person_words.c.case_id.desc()).limit(_CANDIDATES))


def _among_newest(reading: Reading, word: str) -> set[str]:
    """Whose name begins so, among those who came last."""
    last = (
        sa.select(applicants.c.case_id, applicants.c.name)
        .where(applicants.c.hall == reading.hall)
        .order_by(applicants.c.case_id.desc())
        .limit(_NEWEST)
        .subquery()
    )
    return _read(reading, sa.select(last.c.case_id).where(_begins(last.c.name, word)).limit(_CANDIDATES))


def _by_id_number(reading: Reading, word: str) -> set[str]:
    piece = (
        sa.select(applicants.c.case_id)
        .where(applicants.c.hall == reading.hall, _begins(applicants.c.id_number, word))
        .limit(_PIECE)
        .subquery()
    )
    return _read(reading, sa.select(piece.c.case_id).order_by(piece.c.case_id.desc()).limit(_CANDIDATES))


def _numbers_beginning(reading: Reading, digits: str) -> set[str]:
    here = sa.select(cases.c.number).where(cases.c.hall == reading.hall, _begins(cases.c.number, digits))
    return _read(reading, here.order_by(cases.c.number.desc()).limit(_CANDIDATES))


def _numbers_ending(reading: Reading, digits: str) -> set[str]:
    """The newest numbers with this end: of one that many share, among the newest of all."""
    if len(digits) >= _END:
        backwards = cases.c.number_from_end
        here = sa.select(backwards).where(cases.c.hall == reading.hall, _begins(backwards, digits[::-1]))
        found = {number[::-1] for number in _read(reading, here.limit(_PIECE))}
        return set(sorted(found, reverse=True)[:_CANDIDATES])
    last = (
        sa.select(cases.c.number)
        .where(cases.c.hall == reading.hall, cases.c.number.is_not(None))
        .order_by(cases.c.number.desc())
        .limit(_NEWEST)
        .subquery()
    )
    return _read(reading, sa.select(last.c.number).where(last.c.number.like(f"%{digits}")).limit(_CANDIDATES))


def _begins(column: sa.ColumnElement[Any], words: str) -> sa.ColumnElement[bool]:
    """Begins with these words, as a range that an index answers whatever signs the words hold."""
    return sa.and_(column >= words, column < words + _LAST)


def _read(reading: Reading, question: sa.Select[Any]) -> set[str]:
    return set(reading.connection.execute(question).scalars())
