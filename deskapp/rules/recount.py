"""The days that a step brings, counted a second time: the centre takes no desk's word for a limit.

A desk that has not heard of the newest days added, or whose program is older than a year's calendar, counts
otherwise and is not wrong for it: its day is taken as right when it is right by any calendar that is known, and what
it calls provisional itself (暂定) may be off by as much as a notice of the State Council moves a day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import ItemCode
from deskapp.rules import deadline
from deskapp.rules.bundle_clock import days_of_all
from deskapp.rules.case import Accepted, Case, CaseFact, Decided, Extended, Paused, Resumed
from deskapp.rules.case_steps import DELIVERY_DAYS, EXTENSION_DAYS, ask_time, limits_of
from deskapp.rules.catalog import Catalog, Item, Theme
from deskapp.rules.deadline import Limit, WorkingDays

_NIGHT = timedelta(days=1)  # a desk's clock may stand on the other side of midnight
_PROVISIONAL = timedelta(days=14)  # no holiday with its make-up days has ever moved a day further
_INSTANT = timedelta(minutes=10)  # between the counting of a limit in hours and the writing of the step


def ask_days(case: Case, fact: CaseFact, item: Item, at: datetime, calendars: Collection[WorkingDays]) -> None:
    """Ask whether the days that a step brings are those it should bring, by any of these calendars.

    `at`: when the step was taken. Refusal `case.wrong_day` naming the day that was said and the one that is right, or
    `case.pause_too_long`.
    """
    today = office_day(at)
    if isinstance(fact, Accepted):
        _accepted(fact, item, at, calendars)
    elif isinstance(fact, Resumed):
        _resumed(case, fact, today, calendars)
    elif isinstance(fact, Extended):
        for said, before in ((fact.promised_day, case.promised_day), (fact.statutory_day, case.statutory_day)):
            right = [deadline.due(before or today, EXTENSION_DAYS, calendar).day for calendar in calendars]
            _ask(said, right, provisional=fact.provisional)
    elif isinstance(fact, Decided) and fact.deliver_by is not None:
        day = _near(fact.decided_on, today)
        # a decision does not say whether its calendar was settled: by one that was not, it may be off as well
        counted = [deadline.due(day, DELIVERY_DAYS, calendar) for calendar in calendars]
        _ask(fact.deliver_by, [due.day for due in counted], provisional=any(due.provisional for due in counted))
    elif isinstance(fact, Paused) and fact.procedure is not None and fact.since is not None and fact.until is not None:
        span = (fact.since, fact.until)
        if abs(fact.since - today) > _NIGHT:
            raise Refusal("case.wrong_day", day=fact.since.isoformat(), right=today.isoformat())
        ask_time(item, fact.procedure, min(deadline.working_days_between(*span, one) for one in calendars))


def ask_bundle_days(
    fact: Accepted, code: ItemCode, theme: Theme, catalog: Catalog, when: tuple[datetime, Collection[WorkingDays]]
) -> None:
    """The same of a case that is accepted as one of a bundle: its days are those that the theme gives it
    (`bundle_clock`). `when`: when the step was taken, and the calendars. Refusal `case.wrong_day`.
    """
    at, calendars = when
    moments = (at, at - _NIGHT, at + _NIGHT) if _between_days(fact.since, at) else (at,)
    counted = [days_of_all(theme, catalog, moment, one)[code] for moment in moments for one in calendars]
    limits = limits_of(catalog.item(code))
    slack = max(map(_slack, limits))
    provisional = fact.provisional or any(days.provisional for days in counted)
    _ask(fact.promised_day, [days.promised.day for days in counted], provisional=provisional, slack=slack)
    _ask(fact.statutory_day, [days.statutory.day for days in counted], provisional=provisional, slack=slack)
    for said, said_at, limit, ends in (
        (fact.promised_day, fact.promised_at, limits[0], [days.promised.at for days in counted]),
        (fact.statutory_day, fact.statutory_at, limits[1], [days.statutory.at for days in counted]),
    ):
        if not limit.amount:
            ends.append(at)  # older desks said the moment of what is done at once
        if said_at is not None and not any(end and abs(said_at - end) <= _NIGHT + _INSTANT for end in ends):
            raise Refusal("case.wrong_day", day=said_at.date().isoformat(), right=said.isoformat())


def _accepted(fact: Accepted, item: Item, at: datetime, calendars: Collection[WorkingDays]) -> None:
    moments = (at, at - _NIGHT, at + _NIGHT) if _between_days(fact.since, at) else (at,)
    for said, said_at, limit in zip(
        (fact.promised_day, fact.statutory_day), (fact.promised_at, fact.statutory_at), limits_of(item), strict=True
    ):
        counted = [deadline.due_of(moment, limit, one) for moment in moments for one in calendars]
        _ask(said, [due.day for due in counted], provisional=fact.provisional, slack=_slack(limit))
        moment = counted[0].at or (None if limit.amount else at)  # older desks said the moment of what is done at once
        if said_at is not None and (moment is None or abs(said_at - moment) > _NIGHT + _INSTANT):
            raise Refusal("case.wrong_day", day=said.isoformat(), right=counted[0].day.isoformat())


def _between_days(since: date | None, at: datetime) -> bool:
    """Whether the step was decided on in one day and written in the next."""
    return since is not None and since != office_day(at) and abs(since - office_day(at)) <= _NIGHT


def _slack(limit: Limit) -> timedelta:
    """Hours are counted from a moment that is not the one of the writing: at midnight it is another day."""
    return _NIGHT if limit.unit is deadline.LimitUnit.HOURS else timedelta(0)


def _resumed(case: Case, fact: Resumed, today: date, calendars: Collection[WorkingDays]) -> None:
    since = case.paused_since
    if since is None:
        return
    for said, before in ((fact.promised_day, case.promised_day), (fact.statutory_day, case.statutory_day)):
        if said is None or before is None:
            continue
        right = [
            deadline.after_pause(before, since, day, one).day for one in calendars for day in (today, today - _NIGHT)
        ]
        _ask(said, right, provisional=fact.provisional)


def _near(said: date | None, today: date) -> date:
    return said if said is not None and abs(said - today) <= _NIGHT else today


def _ask(said: date, right: Iterable[date], *, provisional: bool, slack: timedelta = timedelta(0)) -> None:
    days = list(right)
    leeway = max(slack, _PROVISIONAL if provisional else timedelta(0))
    if not any(abs(said - day) <= leeway for day in days):
        raise Refusal("case.wrong_day", day=said.isoformat(), right=days[0].isoformat())
