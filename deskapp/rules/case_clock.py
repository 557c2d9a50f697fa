"""What of a case is late, or nearly: for the lamp at the window, and for the list a supervisor works through.

No national threshold exists; these are our defaults: yellow past a share of the promised time, a yellow card past the
promised day, a red card past the statutory one.
"""

from __future__ import annotations

from datetime import date, datetime

from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.rules.case import Case, How
from deskapp.rules.case_state import RUNNING, State
from deskapp.rules.deadline import Lamp, WorkingDays, lamp, working_days_between
from deskapp.rules.late import Late
from deskapp.rules.numbering import read_case_number

__all__ = ["YELLOW_SHARE", "Late", "days_left", "lamp_of", "lates", "watch_day"]

YELLOW_SHARE = 0.3  # of the promised working days left: from then on the lamp is yellow


_RED = frozenset({Late.STATUTORY})


def lates(
    case: Case, now: datetime, calendar: WorkingDays, share: float = YELLOW_SHARE, *, waits: bool = False
) -> tuple[Late, ...]:
    """Everything about a case that is late or nearly so, the worst first; nothing of one that has ended.

    One of a bundle that `waits` for another is late by no limit: what it waits for is, and nobody else can hurry.
    """
    today = office_day(now)
    found: set[Late] = set()
    if case.state in (State.FILED, State.OPENED, State.PRE_REVIEWED) and _past(case.answer_by, today):
        found.add(Late.ANSWER)
    if case.state is State.CORRECTION_REQUESTED and _past(case.correction_due, today):
        found.add(Late.CORRECTION)
    if case.state in RUNNING and any(
        settled.how is How.DEFERRED and _past(settled.due, today) for settled in case.settled.values()
    ):
        found.add(Late.DEFERRAL)
    if case.state is State.PAUSED and _past(case.paused_until, today):
        found.add(Late.PROCEDURE)
    if case.state is State.ACCEPTED and not waits:
        found |= _limits(case, now, calendar, share)
    if case.state in (State.DECIDED, State.READY) and _past(case.deliver_by, today):
        found.add(Late.DELIVERY)
    return tuple(late for late in Late if late in found)


def lamp_of(found: tuple[Late, ...]) -> Lamp:
    """The lamp of a case about which these things are late."""
    if not found:
        return Lamp.GREEN
    return Lamp.RED if _RED.intersection(found) else Lamp.YELLOW


def days_left(case: Case, today: date, calendar: WorkingDays) -> int | None:
    """Working days to the promised day, negative once it has passed; None while the clock does not run."""
    if case.state is not State.ACCEPTED or case.promised_day is None:
        return None
    return working_days_between(today, case.promised_day, calendar)


def _limits(case: Case, now: datetime, calendar: WorkingDays, share: float) -> set[Late]:
    today = office_day(now)
    if _past(case.statutory_day, today) or _over(case.statutory_at, now):
        return {Late.STATUTORY}
    if _past(case.promised_day, today) or _over(case.promised_at, now):
        return {Late.PROMISED}
    since = _since(case)
    if since is None or case.promised_day is None or case.statutory_day is None:
        return set()
    shown = lamp(today, case.promised_day, case.statutory_day, share, accepted=since, calendar=calendar)
    return set() if shown is Lamp.GREEN else {Late.DUE_SOON}


def _since(case: Case) -> date | None:
    """The day of acceptance; of what was accepted before it was written down, the day in its number."""
    if case.since is not None or case.number is None:
        return case.since
    try:
        return read_case_number(case.number).day
    except Refusal:
        return None


def _past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _over(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment < now


def watch_day(case: Case) -> date | None:
    """The first day that something about this case runs out; None when nothing can."""
    days: list[date | None] = []
    if case.state in (State.FILED, State.OPENED, State.PRE_REVIEWED):
        days = [case.answer_by]
    elif case.state is State.CORRECTION_REQUESTED:
        days = [case.correction_due]
    elif case.state is State.ACCEPTED:
        days = [case.promised_day, *_deferred(case)]
    elif case.state is State.PAUSED:
        days = [case.paused_until, *_deferred(case)]
    elif case.state in (State.DECIDED, State.READY):
        days = [case.deliver_by]
    return min((day for day in days if day is not None), default=None)


def _deferred(case: Case) -> list[date | None]:
    return [settled.due for settled in case.settled.values() if settled.how is How.DEFERRED]
