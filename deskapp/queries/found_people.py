"""People found by what finds their cases, and one person's cases together: what they came for, what waits for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from db.tables import applicants, cases, person_words
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.journal.asking import among
from deskapp.journal.reading import Reading
from deskapp.queries.found import FoundCase, Match, listed, masked, rows_of
from deskapp.rules.case_state import AT_THE_WINDOW, State
from deskapp.rules.found_by import as_compared, sought, telephone

_MOST_PEOPLE = 6
_LEAST = 4  # digits that name somebody: the last of their telephone
_MOST_CASES = 100  # of one person in a list; an agency may have thousands
_WAITS = [state.value for state in (*AT_THE_WINDOW, State.FILED, State.DECIDED, State.READY)]


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody, masked, by one of the cases that say who they are: no ID number goes to a screen to be handed back."""

    case: CaseId
    as_agent: bool  # the one who came for the applicant of that case
    name: str
    id_number: str
    cases: int
    waiting: int
    more: bool  # they have more cases than were counted
    match: Match


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """One person's cases, those that wait for them first, then the newest."""

    case: CaseId
    as_agent: bool
    name: str  # masked
    id_number: str
    cases: tuple[FoundCase, ...]
    for_others: frozenset[CaseId]  # of these: those they came about for somebody else
    more: bool


def found_people(reading: Reading, ranked: Iterable[tuple[Any, Match]], words: str) -> tuple[FoundPerson, ...]:
    """The people of cases that were found by their names or numbers, the best first."""
    named: dict[str, tuple[Any, Match, bool]] = {}
    for row, match in ranked:
        if not row.name or len(named) >= _MOST_PEOPLE or not _says_who(row, words):
            continue
        as_agent = _is_about_agent(row, words)
        number = row.agent_id if as_agent else row.id_number
        if number:
            named.setdefault(number, (row, match, as_agent))
    own = {number: _own(reading, number) | _for_others(reading, number) for number in named}
    waiting = _waiting(reading, set().union(*own.values()))
    return tuple(
        _person(reading, number, each, own[number], len(own[number] & waiting)) for number, each in named.items()
    )


def person_sheet(reading: Reading, case: CaseId, *, as_agent: bool) -> PersonSheet:
    """The person of a case. Refusal `case.erased` when nobody knows any more who that was."""
    rows = rows_of(reading, [case])
    number = (rows[0].agent_id if as_agent else rows[0].id_number) if rows else None
    if not number:
        raise Refusal("case.erased")
    own, others = _own(reading, number), _for_others(reading, number)
    found = rows_of(reading, sorted({*own, *others}, reverse=True)[:_MOST_CASES])
    found.sort(key=lambda row: (row.opened_at, row.case_id), reverse=True)
    found.sort(key=lambda row: row.state not in _WAITS)
    shown = masked(rows[0].agent if as_agent else rows[0].name, number, reading.terms.clock.today())
    return PersonSheet(
        case=case, as_agent=as_agent, name=shown.name, id_number=shown.id_number,
        cases=listed(reading, [(row, Match.WHOLE) for row in found]),
        for_others=frozenset(CaseId(other) for other in others - own),
        more=len(own) >= _MOST_CASES or len(others) >= _MOST_CASES,
    )  # fmt: skip


def _person(reading: Reading, number: str, found: tuple[Any, Match, bool], own: set[str], waiting: int) -> FoundPerson:
    row, match, as_agent = found
    shown = masked(row.agent if as_agent else row.name, number, reading.terms.clock.today())
    return FoundPerson(
        case=CaseId(row.case_id), as_agent=as_agent, name=shown.name, id_number=shown.id_number,
        cases=len(own), waiting=waiting, more=len(own) >= _MOST_CASES, match=match,
    )  # fmt: skip


def _waiting(reading: Reading, ids: set[str]) -> set[str]:
    question = sa.select(cases.c.case_id).where(
        cases.c.hall == reading.hall, among(reading.connection.dialect.name, cases.c.case_id), cases.c.state.in_(_WAITS)
    )
    return set(reading.connection.execute(question, {"among": sorted(ids)}).scalars()) if ids else set()


def _own(reading: Reading, number: str) -> set[str]:
    mine = sa.select(applicants.c.case_id).where(applicants.c.hall == reading.hall, applicants.c.id_number == number)
    newest = mine.order_by(applicants.c.case_id.desc()).limit(_MOST_CASES)
    return set(reading.connection.execute(newest).scalars())


def _for_others(reading: Reading, number: str) -> set[str]:
    asked = sought(number)
    if asked is None:
        return set()
    by_them = sa.select(person_words.c.case_id).where(
        person_words.c.hall == reading.hall, person_words.c.word == asked.word
    )
    newest = by_them.order_by(person_words.c.case_id.desc()).limit(_MOST_CASES)
    return set(reading.connection.execute(newest).scalars())


def _is_about_agent(row: Any, words: str) -> bool:
    """Whether it is the agent and not the applicant whom the words name."""
    asked = sought(words)
    if asked is None or not row.agent:
        return False
    of_applicant = (as_compared(row.name), row.id_number.casefold(), telephone(row.phone))
    return not any(asked.word in said for said in of_applicant) and (
        asked.word in as_compared(row.agent) or asked.word == row.agent_id.casefold()
    )


def _says_who(row: Any, words: str) -> bool:
    """Whether the case was found by who it is about, and not by its own number or a ticket."""
    asked = sought(words)
    if asked is None:
        return False
    if asked.digits and len(asked.word) < _LEAST:
        return False
    number = row.number or ""
    by_number = asked.digits and (number.startswith(asked.word) or number.endswith(asked.word))
    said = (as_compared(row.name), row.id_number, telephone(row.phone), as_compared(row.agent), row.agent_id)
    by_who = any(asked.word in text.casefold() for text in said)
    return by_who or (asked.word.isalpha() and not by_number)
