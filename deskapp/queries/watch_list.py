"""What is late or nearly so in the whole hall: a list that a supervisor works through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from db.tables import applicants, cases
from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, WindowId
from deskapp.journal.kinds import CASE
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs
from deskapp.rules.bundle import waits
from deskapp.rules.case import Case, How
from deskapp.rules.case_clock import Late, days_left, lamp_of, lates
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Catalog
from deskapp.rules.deadline import Lamp, WorkingDays
from deskapp.rules.masking import mask_name

_AHEAD = timedelta(days=45)  # the share of the longest promise in force is well within it
_MOST = 2000  # cases looked at; a hall with more than that late has another task than a list


@dataclass(frozen=True, slots=True)
class WatchLine:
    """One case, why it is here, and what has been done about it."""

    case: CaseId
    number: str
    item_name: str
    department: str  # code
    department_name: str
    department_en: str
    window: WindowId | None
    clerk: ClerkId | None
    applicant: str  # masked
    state: State
    lates: tuple[Late, ...]  # the worst first
    lamp: Lamp
    day: date  # that ran out, or will
    days_left: int | None  # working days to the promised day; negative once it has passed
    deferred: tuple[str, ...]  # names of materials that were put off and have not come
    urged: int
    followed_up: str


def watch_list(
    reading: Reading, now: datetime, calendar: WorkingDays, share: float, *, window: WindowId | None = None
) -> tuple[WatchLine, ...]:
    """Read it, the worst first and of equals the oldest; of one window alone where it is named."""
    today = office_day(now)
    question = (
        sa.select(cases.c.case_id, cases.c.watch_day, applicants.c.name)
        .select_from(
            cases.outerjoin(
                applicants, sa.and_(applicants.c.hall == cases.c.hall, applicants.c.case_id == cases.c.case_id)
            )
        )
        .where(cases.c.hall == reading.hall, cases.c.watch_day <= today + _AHEAD)
        .order_by(cases.c.watch_day, cases.c.case_id)
        .limit(_MOST)
    )
    if window is not None:
        question = question.where(cases.c.window == window)
    rows = reading.connection.execute(question).all()
    standings = reading.standings(CASE, [row.case_id for row in rows])
    found = []
    for row in rows:
        case = standings[row.case_id].state
        late = lates(case, now, calendar, share, waits=_waits(reading, case)) if isinstance(case, Case) else ()
        if isinstance(case, Case) and case.state is not None and late:
            left = days_left(case, today, calendar)
            found.append(_line(reading, case, late, day=row.watch_day, name=row.name or "", left=left))
    order = list(Late)
    return tuple(sorted(found, key=lambda line: (order.index(line.lates[0]), line.day)))


def narrowed(
    lines: Sequence[WatchLine], *, department: str = "", window: str = "", lamp: Lamp | None = None
) -> tuple[WatchLine, ...]:
    """Those of one department, one window, one lamp; "" and None for all."""
    return tuple(
        line
        for line in lines
        if (not department or line.department == department)
        and (not window or line.window == window)
        and (lamp is None or line.lamp is lamp)
    )


def _line(reading: Reading, case: Case, late: tuple[Late, ...], *, day: date, name: str, left: int | None) -> WatchLine:
    catalog = _catalog(reading, case)
    item = catalog.items.get(case.item) if catalog is not None and case.item is not None else None
    department = catalog.departments.get(item.department) if catalog is not None and item is not None else None
    materials = catalog.materials if catalog is not None else {}
    deferred = [code for code, settled in case.settled.items() if settled.how is How.DEFERRED]
    return WatchLine(
        case=case.id, number=case.number or case.reserved or "", item_name=item.name if item else case.item or "",
        department=department.code if department else "", department_name=department.name if department else "",
        department_en=department.en if department else "", window=case.window, clerk=case.clerk,
        applicant=mask_name(name) if name else "", state=case.state or State.ACCEPTED, lates=late,
        lamp=lamp_of(late), day=day, days_left=left,
        deferred=tuple(materials[code].name for code in deferred if code in materials),
        urged=case.urged, followed_up=case.followed_up,
    )  # fmt: skip


def _waits(reading: Reading, case: Case) -> bool:
    """Whether it is the turn of another case of its bundle: then that one is on the list."""
    catalog = None if case.bundle is None else _catalog(reading, case)
    return catalog is not None and case.bundle is not None and waits(case, catalog.themes.get(case.bundle.theme))


def _catalog(reading: Reading, case: Case) -> Catalog | None:
    """The catalogue a case keeps; None where it never came here: the case is listed all the same."""
    try:
        return catalogs.of_version(reading, case.catalog)
    except Refusal:
        return None
