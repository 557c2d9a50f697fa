"""The centre counts the days of a step a second time, by every calendar that a desk may rightly have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.rules import timed_steps
from deskapp.rules.calendar_years import PublishedYears
from deskapp.rules.case import Accepted, Case, CaseFact, Decided, Extended, Paused, Procedure, Resumed
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Item
from deskapp.rules.deadline import LimitUnit, WorkingDays, due_of
from deskapp.rules.recount import ask_days
from tests.rules.sample import sample_catalog as catalog

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TODAY = office_day(MONDAY)
PLAIN = WorkingDays()
CLOSED = WorkingDays({date(2026, 11, 25): False})  # the hall has added a day off
OLDER = WorkingDays(years=PublishedYears(frozenset(), frozenset(), 2004, 2025))  # a program without this year's notice
FOOD: Item = next(item for code, item in catalog().items.items() if code == "SCJG-0201")


def says(fact: CaseFact, case: Case | None = None, *, at: datetime = MONDAY, item: Item = FOOD) -> str | None:
    """What the centre, which counts with the day off, says to it."""
    try:
        ask_days(case or Case(CaseId("c"), state=State.ACCEPTED), fact, item, at, (CLOSED, PLAIN))
    except Refusal as refusal:
        return refusal.code
    return None


def accepted(calendar: WorkingDays, at: datetime = MONDAY, item: Item = FOOD) -> Accepted:
    promised, statutory = (due_of(at, limit, calendar) for limit in (item.promised, item.statutory))
    return Accepted(
        "1", promised.day, statutory.day, promised.provisional or statutory.provisional, office_day(at),
        promised_at=promised.at, statutory_at=statutory.at,
    )  # fmt: skip


@pytest.mark.parametrize("calendar", [PLAIN, CLOSED], ids=["that has not heard of the day off", "that has"])
def test_a_desk_is_believed_that_counts_rightly(calendar: WorkingDays) -> None:
    assert says(accepted(calendar)) is None


@pytest.mark.parametrize("days", [-30, -1, 2, 365])
@pytest.mark.parametrize("field", ["promised_day", "statutory_day"])
def test_a_day_that_nobody_counts_is_refused(field: str, days: int) -> None:
    fact = replace(accepted(PLAIN), provisional=False)
    wrong = replace(fact, **{field: getattr(fact, field) + timedelta(days=days)})
    assert says(wrong) == "case.wrong_day"


def test_the_sentence_names_the_day_that_is_right() -> None:
    with pytest.raises(Refusal) as refusal:
        ask_days(
            Case(CaseId("c")),
            replace(accepted(PLAIN), promised_day=date(2027, 1, 1), provisional=False),
            FOOD,
            MONDAY,
            (PLAIN,),
        )
    assert refusal.value.values == {"day": "2027-01-01", "right": "2026-11-30"}


def test_an_older_desks_provisional_day_is_taken() -> None:
    """It does not know this year's holidays and says so (暂定): it may be off by as much as a holiday moves a day."""
    october = datetime(2026, 9, 28, 1, 30, tzinfo=UTC)
    fact = accepted(OLDER, october)
    assert fact.provisional
    assert fact.promised_day != accepted(PLAIN, october).promised_day
    assert says(fact, at=october) is None
    assert says(replace(fact, promised_day=fact.promised_day + timedelta(days=40)), at=october) == "case.wrong_day"
    assert says(replace(fact, provisional=False), at=october) == "case.wrong_day"


def test_a_step_decided_before_midnight_and_written_after_it_is_right() -> None:
    before = datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)
    assert says(accepted(PLAIN, before), at=before + timedelta(seconds=2)) is None


def test_hours_are_counted_from_a_moment() -> None:
    item = replace(FOOD, limit_unit=LimitUnit.HOURS, promised_days=24, statutory_days=72)
    fact = accepted(PLAIN, item=item)
    assert says(fact, item=item, at=MONDAY + timedelta(seconds=1)) is None
    late = replace(fact, promised_at=fact.promised_at and fact.promised_at + timedelta(days=9))
    assert says(late, item=item) == "case.wrong_day"


def test_an_older_desk_may_say_the_moment_of_what_is_done_at_once() -> None:
    item = replace(FOOD, limit_unit=LimitUnit.HOURS, promised_days=0, statutory_days=72)
    fact = accepted(PLAIN, item=item)
    assert (fact.promised_day, fact.promised_at) == (TODAY, None)
    assert says(fact, item=item) is None
    assert says(replace(fact, promised_at=MONDAY), item=item) is None
    assert says(replace(fact, promised_at=MONDAY + timedelta(days=9)), item=item) == "case.wrong_day"


def paused_case(since: date) -> Case:
    return Case(
        CaseId("c"), state=State.PAUSED, promised_day=date(2026, 11, 30), statutory_day=date(2026, 12, 21),
        paused_since=since, paused_until=since + timedelta(days=14), procedure=Procedure.INSPECTION,
    )  # fmt: skip


def test_a_resumption_moves_the_days_by_what_the_clock_stood_still() -> None:
    case, at = paused_case(TODAY), MONDAY + timedelta(days=7)
    right = timed_steps.resumed(case, office_day(at), PLAIN)
    assert says(right, case, at=at) is None
    assert says(replace(right, promised_day=date(2027, 3, 1)), case, at=at) == "case.wrong_day"
    assert says(Resumed(), case, at=at) is None, "old ones did not say"


def test_an_extension_is_ten_working_days() -> None:
    case = Case(CaseId("c"), state=State.ACCEPTED, promised_day=date(2026, 11, 30), statutory_day=date(2026, 12, 21))
    right = timed_steps.extended(case, approved_by="局长", reason="复杂", today=TODAY, calendar=PLAIN)
    assert says(right, case) is None
    wrong = replace(right, statutory_day=right.statutory_day + timedelta(days=20), provisional=False)
    assert says(wrong, case) == "case.wrong_day"


def test_what_is_decided_is_to_be_delivered_within_ten_working_days() -> None:
    right = timed_steps.decided(granted=True, reason="", ground="", today=TODAY, calendar=PLAIN)
    assert says(right) is None
    assert says(replace(right, deliver_by=date(2027, 2, 1))) == "case.wrong_day"
    assert says(Decided(granted=True)) is None, "old ones did not say"


@pytest.mark.parametrize(("days", "told"), [(10, None), (12, "case.pause_too_long"), (30, "case.pause_too_long")])
def test_a_pause_is_capped_by_what_the_catalogue_allows(days: int, told: str | None) -> None:
    loose = replace(FOOD, clock_stops={})
    fact = timed_steps.paused(loose, Procedure.INSPECTION, days, reason="", today=TODAY, calendar=PLAIN)
    assert says(fact) == told


@pytest.mark.parametrize("apart", [-30, 30])
def test_a_pause_begins_on_the_day_it_is_said(apart: int) -> None:
    since = TODAY + timedelta(days=apart)
    assert says(Paused("", Procedure.INSPECTION, since, since + timedelta(days=3))) == "case.wrong_day"


def test_a_procedure_the_catalogue_does_not_name_takes_what_it_takes() -> None:
    assert says(Paused("", Procedure.HEARING, TODAY, TODAY + timedelta(days=200))) is None


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 23))
def test_whatever_an_honest_desk_counts_is_taken(day: date, hour: int) -> None:
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    fact = accepted(PLAIN, at)
    assert says(fact, at=at) is None
    case = Case(CaseId("c"), state=State.ACCEPTED, promised_day=fact.promised_day, statutory_day=fact.statutory_day)
    today = office_day(at)
    extended: Extended = timed_steps.extended(case, approved_by="局", reason="繁", today=today, calendar=PLAIN)
    assert says(extended, case, at=at) is None
    assert says(timed_steps.decided(granted=True, reason="", ground="", today=today, calendar=PLAIN), at=at) is None
