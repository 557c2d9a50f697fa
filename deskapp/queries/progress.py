"""What anybody who has a receipt's code may know of a case: its steps and days, and what is to be done. Nobody's name.

Told are words of the catalogue and of the law, states, and days. Whatever a person wrote (a remark, a reason, what lies
ready) is not: it may name somebody. What was erased, and what ended long ago, is told to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import sqlalchemy as sa

from db.tables import cases, windows
from deskapp.clock import office_day
from deskapp.failures import Failure
from deskapp.ids import CaseId, ItemCode
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import CASE, from_payload, unread
from deskapp.journal.reading import Reading
from deskapp.journal.rows import standing_of
from deskapp.queries import catalogs
from deskapp.rules import case_facts as facts
from deskapp.rules.case import Case, checklist_of
from deskapp.rules.case_facts import CaseFact, Handed, Procedure, Usual
from deskapp.rules.case_state import ENDED, RUNNING, State
from deskapp.rules.catalog import Catalog, Delivery, Regime
from deskapp.rules.deadline import WorkingDays, working_days_between
from deskapp.rules.material_state import Standing
from deskapp.rules.window import Window, WindowKind

TOLD_FOR = timedelta(days=366)  # after a case has ended its code says nothing any more


class Milestone(StrEnum):
    """A step that people are told of."""

    FILED = "filed"
    OPENED = "opened"
    CORRECTION = "correction"
    ACCEPTED = "accepted"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    GRANTED = "granted"
    REFUSED = "refused"
    READY = "ready"
    DELIVERED = "delivered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Step:
    """One step and its day at the office."""

    milestone: Milestone
    day: date


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is, and what it waits for."""

    number: str
    item: str
    item_en: str
    department: str
    department_en: str
    state: State
    regime: Regime
    opened_on: date
    steps: tuple[Step, ...]
    promised_day: date | None = None
    statutory_day: date | None = None
    provisional: bool = False
    days_left: int | None = None  # working days, negative once it is late; None while the clock does not run
    by_silence: bool = False
    missing: tuple[str, ...] = ()  # while documents are asked for: exactly these
    correction_due: date | None = None
    deferred: tuple[tuple[str, date], ...] = ()  # what may come later, and by when
    procedure: Procedure | None = None
    paused_until: date | None = None
    usual: Usual | None = None  # why it was not accepted, where that is one of the usual reasons
    granted: bool | None = None
    deliver_by: date | None = None
    result: str = ""  # what the applicant gets, as the catalogue calls it
    by_post: bool = False
    handed: Handed | None = None
    hand_out_windows: tuple[str, ...] = ()
    consult_phone: str = ""
    complaint_phone: str = ""


def progress(reading: Reading, track: str, today: date, calendar: WorkingDays) -> Progress | None:
    """The case of a progress code; None when there is none, when it was erased, or a year after it ended."""
    row = reading.connection.execute(
        sa.select(cases.c.case_id, cases.c.item, cases.c.day).where(
            cases.c.hall == reading.hall, cases.c.track == track
        )
    ).first()
    return None if row is None else progress_of(reading, CaseId(row.case_id), row.day, today, calendar)


def progress_of(
    reading: Reading, case_id: CaseId, opened_on: date, today: date, calendar: WorkingDays
) -> Progress | None:
    """The same of a case whose code is not asked for; None when it was erased, or a year after it ended."""
    case = reading.case(case_id)
    told = _history(reading, case.id)
    ended = case.state in ENDED and bool(told) and today - told[-1][1] > TOLD_FOR
    if case.state is None or ended or reading.key_of(case.id) is None:
        return None
    catalog = catalogs.of_version(reading, case.catalog)
    return _told(reading, case, catalog, told, opened_on=opened_on, today=today, calendar=calendar)


def _told(
    reading: Reading, case: Case, catalog: Catalog, told: list[tuple[CaseFact, date]],
    *, opened_on: date, today: date, calendar: WorkingDays,
) -> Progress:  # fmt: skip
    item = catalog.item(ItemCode(case.item or ""))
    department = catalog.departments[item.department]
    state = case.state or State.OPENED
    declined = next((fact for fact, _ in told if isinstance(fact, facts.Declined)), None)
    asked = next((fact for fact, _ in reversed(told) if isinstance(fact, facts.CorrectionRequested)), None)
    running = state is State.ACCEPTED and case.promised_day is not None
    return Progress(
        number=case.number or case.reserved or "",
        item=item.name, item_en=item.en, department=department.name, department_en=department.en,
        state=state, regime=item.regime, opened_on=opened_on,
        steps=tuple(Step(milestone, day) for fact, day in told if (milestone := _milestone(fact)) is not None),
        promised_day=case.promised_day if state in RUNNING else None,
        statutory_day=case.statutory_day if state in RUNNING else None,
        provisional=case.provisional,
        days_left=working_days_between(today, case.promised_day, calendar) if running and case.promised_day else None,
        by_silence=case.by_silence,
        missing=_missing(case, catalog, asked) if state is State.CORRECTION_REQUESTED else (),
        correction_due=case.correction_due if state is State.CORRECTION_REQUESTED else None,
        deferred=_deferred(case, catalog) if state in RUNNING else (),
        procedure=case.procedure if state is State.PAUSED else None,
        paused_until=case.paused_until if state is State.PAUSED else None,
        usual=declined.usual if declined else None,
        granted=case.granted,
        deliver_by=case.deliver_by if state in (State.DECIDED, State.READY) else None,
        result=item.result,
        by_post=Delivery.POST in item.delivery,
        handed=Handed(case.how) if case.how in set(Handed) else None,
        hand_out_windows=_hand_out_windows(reading) if state in (State.DECIDED, State.READY) else (),
        consult_phone=item.consult_phone or "", complaint_phone=item.complaint_phone or "",
    )  # fmt: skip


def _history(reading: Reading, case_id: CaseId) -> list[tuple[CaseFact, date]]:
    """The facts that still hold, each with its day: what was undone is not told."""
    told: list[tuple[CaseFact, date]] = []
    for event in reading.events_of(case_id):
        if event.stream != CASE:
            continue
        try:
            fact = from_payload(event.kind, event.schema, event.payload, unread)
        except Failure:  # of a newer program: only counted
            continue
        if isinstance(fact, facts.StepTakenBack):
            _take_back(told, fact.step)
        elif isinstance(fact, facts.AcceptanceUndone):
            _take_back(told, facts.Accepted.__name__)
        elif isinstance(fact, CaseFact) and _milestone(fact) is not None:
            told.append((fact, office_day(moment_of(event.occurred_at))))
    return told


def _take_back(told: list[tuple[CaseFact, date]], step: str) -> None:
    for place in range(len(told) - 1, -1, -1):
        if type(told[place][0]).__name__ == step:
            del told[place]
            return


def _milestone(fact: CaseFact) -> Milestone | None:
    if isinstance(fact, facts.Decided):
        return Milestone.GRANTED if fact.granted else Milestone.REFUSED
    return _MILESTONES.get(type(fact))


_MILESTONES: dict[type, Milestone] = {
    facts.Filed: Milestone.FILED,
    facts.Opened: Milestone.OPENED,
    facts.PreReviewed: Milestone.OPENED,
    facts.CorrectionRequested: Milestone.CORRECTION,
    facts.Accepted: Milestone.ACCEPTED,
    facts.Paused: Milestone.PAUSED,
    facts.Resumed: Milestone.RESUMED,
    facts.Extended: Milestone.EXTENDED,
    facts.ResultReady: Milestone.READY,
    facts.Delivered: Milestone.DELIVERED,
    facts.Declined: Milestone.DECLINED,
    facts.Withdrawn: Milestone.WITHDRAWN,
}


def _missing(case: Case, catalog: Catalog, asked: facts.CorrectionRequested | None) -> tuple[str, ...]:
    """What the request named and has not come yet, in the catalogue's order."""
    named = set(asked.missing) if asked is not None else set()
    lines = checklist_of(case, catalog).lines
    return tuple(line.name for line in lines if line.material in named and line.standing is Standing.OWED)


def _deferred(case: Case, catalog: Catalog) -> tuple[tuple[str, date], ...]:
    lines = checklist_of(case, catalog).lines
    return tuple((line.name, line.due) for line in lines if line.standing is Standing.DEFERRED and line.due is not None)


def _hand_out_windows(reading: Reading) -> tuple[str, ...]:
    rows: Iterable[sa.Row[tuple[object, ...]]] = reading.connection.execute(
        sa.select(windows).where(windows.c.hall == reading.hall).order_by(windows.c.window)
    )
    states = [(row.window, standing_of("window", row).state) for row in rows]
    return tuple(name for name, window in states if isinstance(window, Window) and window.kind is WindowKind.HAND_OUT)
