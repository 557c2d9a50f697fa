"""What lies with a department: a list by urgency for people, and what has changed for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from db.tables import cases, events
from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode
from deskapp.journal.asking import among
from deskapp.journal.kinds import CASE
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs
from deskapp.rules.case import Case
from deskapp.rules.case_clock import Late, days_left, lamp_of, lates
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Catalog, Item
from deskapp.rules.deadline import Lamp, WorkingDays
from deskapp.rules.departments import concerns, edition

WITH_DEPARTMENT = (State.ACCEPTED, State.PAUSED, State.DECIDED, State.READY)
_MOST = 2000  # cases of one department that are looked at for a list
_LAMPS = {Lamp.RED: 0, Lamp.YELLOW: 1, Lamp.GREEN: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentLine:
    """One case in a list. Nobody's name: whoever it is about is seen in the case itself."""

    case: CaseId
    number: str
    item: ItemCode
    item_name: str
    item_en: str
    state: State
    edition: str
    accepted_on: date | None
    promised_day: date | None
    statutory_day: date | None
    provisional: bool
    paused_until: date | None
    deliver_by: date | None
    days_left: int | None  # working days to the promised day
    lamp: Lamp
    lates: tuple[Late, ...]
    dispatched_on: date | None
    urged: int
    granted: bool | None
    extended: bool
    seq: int = 0  # of the last that happened to it, where that was asked for


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed behind a number. `gone`: cases that were with the department and are not any more."""

    lines: tuple[DepartmentLine, ...]
    gone: tuple[CaseId, ...]
    upto: int  # the number to ask from the next time
    more: bool


_PIECE = 2000  # numbers of the hall that a search among a department's looks at


@dataclass(frozen=True, slots=True)
class Terms:
    """By what the state of a clock is told."""

    now: datetime
    calendar: WorkingDays
    share: float


def work_of(reading: Reading, department: str, terms: Terms) -> tuple[DepartmentLine, ...]:
    """Everything that lies with a department, the most urgent first."""
    items = items_of(reading, department)
    question = (
        sa.select(cases.c.case_id)
        .where(cases.c.hall == reading.hall, cases.c.item.in_(sorted(items)))
        .where(sa.text("state IN ('accepted', 'paused', 'decided', 'ready')"))  # to the letter as the index has it
        .order_by(cases.c.watch_day.is_(None), cases.c.watch_day, cases.c.case_id)
        .limit(_MOST)
    )
    found = _lines(reading, department, list(reading.connection.execute(question).scalars()), terms)
    far = date.max
    return tuple(
        sorted(
            found,
            key=lambda line: (
                line.state not in (State.ACCEPTED, State.PAUSED), _LAMPS[line.lamp], line.state is State.PAUSED,
                line.promised_day or far, line.number,
            ),
        )
    )  # fmt: skip


def changed(reading: Reading, department: str, after: int, limit: int, terms: Terms) -> Changes:
    """The cases to which something happened behind a number, each once and as it stands now."""
    question = (
        sa.select(events.c.seq, events.c.stream_id, events.c.kind)
        .join(cases, sa.and_(cases.c.hall == events.c.hall, cases.c.case_id == events.c.stream_id))
        .where(
            events.c.hall == reading.hall, events.c.seq > after, events.c.stream == CASE,
            cases.c.item.in_(sorted(items_of(reading, department))),
        )
        .order_by(events.c.seq)
        .limit(limit)
    )  # fmt: skip
    rows = reading.connection.execute(question).all()
    seqs = {CaseId(row.stream_id): row.seq for row in rows}
    lines = _lines(reading, department, list(seqs), terms, seqs)
    shown = {line.case for line in lines}
    undone = {CaseId(row.stream_id) for row in rows if row.kind == "case.acceptance_undone"}
    more = len(rows) == limit
    upto = rows[-1].seq if more else max(after, reading.last()[0])
    return Changes(tuple(sorted(lines, key=lambda line: line.seq)), tuple(sorted(undone - shown)), upto, more)


def by_number(reading: Reading, department: str, number: str, terms: Terms) -> tuple[DepartmentLine, ...]:
    """The department's cases whose number begins or ends with these digits."""
    digits = "".join(letter for letter in number if letter.isascii() and letter.isdecimal())[:32]
    if len(digits) < 4:
        return ()
    question = (
        sa.select(cases.c.case_id)
        .where(cases.c.hall == reading.hall, cases.c.item.in_(sorted(items_of(reading, department))))
        .where(among(reading.connection.dialect.name, cases.c.case_id))
        .order_by(cases.c.opened_at.desc())
        .limit(50)
    )
    found = {"among": sorted(_numbered(reading, digits))}
    return _lines(reading, department, list(reading.connection.execute(question, found).scalars()), terms)


def _numbered(reading: Reading, digits: str) -> set[str]:
    """The newest cases whose number begins or ends with these digits, each from a piece of one index."""
    found: set[str] = set()
    for column, begin in ((cases.c.number, digits), (cases.c.number_from_end, digits[::-1])):
        here = sa.select(cases.c.case_id).where(
            cases.c.hall == reading.hall, column >= begin, column < begin + "\U0010ffff"
        )
        found.update(reading.connection.execute(here.order_by(column.desc()).limit(_PIECE)).scalars())
    return found


def own_case(reading: Reading, department: str | None, case_id: CaseId) -> tuple[Case, Item, Catalog]:
    """A case of this department. Refusal `case.unknown` for every other, and for what is none."""
    case = reading.case(case_id) if len(case_id) <= 64 and case_id.isprintable() else Case(case_id)
    catalog = catalogs.of_version(reading, case.catalog) if case.item is not None else None
    item = catalog.items.get(case.item) if catalog is not None and case.item is not None else None
    if department is None or catalog is None or item is None or not concerns(case, item, department):
        raise Refusal("case.unknown")
    return case, item, catalog


def items_of(reading: Reading, department: str) -> frozenset[str]:
    """The items that a department decides, by any version of the catalogue."""
    return frozenset(
        str(code)
        for version in catalogs.versions(reading)
        for code, item in catalogs.of_version(reading, version.version).items.items()
        if item.department == department
    )


def line_of(reading: Reading, case: Case, item: Item, terms: Terms, seq: int = 0) -> DepartmentLine:
    """A case as a line."""
    today = office_day(terms.now)
    late = lates(case, terms.now, terms.calendar, terms.share)
    return DepartmentLine(
        case=case.id, number=case.number or "", item=item.code, item_name=item.name, item_en=item.en,
        state=case.state or State.ACCEPTED, edition=edition(case),
        accepted_on=case.since or _accepted(reading, case.id),
        promised_day=case.promised_day, statutory_day=case.statutory_day, provisional=case.provisional,
        paused_until=case.paused_until, deliver_by=case.deliver_by,
        days_left=days_left(case, today, terms.calendar), lamp=lamp_of(late), lates=late,
        dispatched_on=case.dispatched_on, urged=case.urged, granted=case.granted, extended=case.extended, seq=seq,
    )  # fmt: skip


def _lines(
    reading: Reading, department: str, ids: Sequence[str], terms: Terms, seqs: dict[CaseId, int] | None = None
) -> tuple[DepartmentLine, ...]:
    standings = reading.standings(CASE, ids)
    found = []
    for case_id in _each_once(ids):
        case = standings[case_id].state
        if not isinstance(case, Case) or case.item is None:
            continue
        item = catalogs.of_version(reading, case.catalog).items.get(case.item)
        if item is not None and concerns(case, item, department):
            found.append(line_of(reading, case, item, terms, (seqs or {}).get(case.id, 0)))
    return tuple(found)


def _each_once(ids: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(ids)


def _accepted(reading: Reading, case_id: CaseId) -> date | None:
    """The day of acceptance, for a case whose fact does not say it."""
    at = reading.connection.execute(
        sa.select(sa.func.max(events.c.occurred_at)).where(
            events.c.hall == reading.hall, events.c.stream_id == case_id, events.c.kind == "case.accepted"
        )
    ).scalar()
    return None if at is None else office_day(datetime.fromisoformat(at))
