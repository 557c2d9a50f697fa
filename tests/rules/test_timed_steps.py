"""The steps that count days: a pause and its end, an extension and a decision, by a calendar of plain weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode
from deskapp.rules import timed_steps
from deskapp.rules.calendar_years import PublishedYears
from deskapp.rules.case import Case, Extended, Paused, Procedure, Resumed
from deskapp.rules.case_state import State
from deskapp.rules.deadline import WorkingDays, working_days_between
from tests.rules.sample import sample_catalog

MONDAY = date(2026, 11, 23)
WEEKS = WorkingDays(years=PublishedYears(frozenset(), frozenset(), 2000, 2100))  # Monday to Friday, all settled
UNTIL_2026 = WorkingDays(years=PublishedYears(frozenset(), frozenset(), 2000, 2026))  # from 29 December nothing is
FIRE = sample_catalog().items[ItemCode("XF-0101")]  # an inspection of 10 days, a testing of 15
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(
    lambda added: WorkingDays(added, years=WEEKS.years), st.dictionaries(DAYS, st.booleans(), max_size=30)
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def case_of(promised: date | None, statutory: date | None, since: date | None = None) -> Case:
    return Case(
        CaseId("c"), state=State.PAUSED, promised_day=promised, statutory_day=statutory, paused_since=since
    )  # fmt: skip


def paused(days: int, procedure: Procedure = Procedure.INSPECTION, calendar: WorkingDays = WEEKS) -> Paused:
    return timed_steps.paused(FIRE, procedure, days, reason=" 现场核查 ", today=MONDAY, calendar=calendar)


def extended(case: Case, calendar: WorkingDays = WEEKS, today: date = MONDAY) -> Extended:
    return timed_steps.extended(case, approved_by=" 局长 ", reason=" 复杂 ", today=today, calendar=calendar)


@pytest.mark.parametrize(
    ("days", "until"),
    [(-3, "2026-11-23"), (0, "2026-11-23"), (1, "2026-11-24"), (4, "2026-11-27"), (5, "2026-11-30"),
     (10, "2026-12-07")],
)  # fmt: skip
def test_a_pause_lasts_working_days_from_the_day_after_it_begins(days: int, until: str) -> None:
    assert paused(days) == Paused("现场核查", Procedure.INSPECTION, MONDAY, day(until))


@pytest.mark.parametrize(
    ("procedure", "days", "most"),
    [
        (Procedure.INSPECTION, 10, None),
        (Procedure.INSPECTION, 11, 10),
        (Procedure.TESTING, 15, None),
        (Procedure.TESTING, 16, 15),
        (Procedure.HEARING, 120, None),  # the catalogue does not name it
    ],
)
def test_a_pause_is_no_longer_than_its_own_procedure_may_take(
    procedure: Procedure, days: int, most: int | None
) -> None:
    if most is None:
        assert paused(days, procedure).procedure is procedure
        return
    with pytest.raises(Refusal) as refusal:
        paused(days, procedure)
    assert (refusal.value.code, refusal.value.values) == ("case.pause_too_long", {"most": most})


@pytest.mark.parametrize(
    ("since", "today", "promised", "statutory"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-30", "2026-12-21"),  # ended on its first day
        ("2026-11-23", "2026-11-24", "2026-12-01", "2026-12-22"),
        ("2026-11-23", "2026-11-30", "2026-12-07", "2026-12-28"),
        ("2026-11-27", "2026-11-29", "2026-11-30", "2026-12-21"),  # over a weekend nothing stood still
        ("2026-11-27", "2026-11-30", "2026-12-01", "2026-12-22"),
        ("2026-11-25", "2026-11-23", "2026-11-30", "2026-12-21"),  # a clock that went back shortens nothing
    ],
)
def test_the_days_move_by_the_working_days_the_clock_stood_still(
    since: str, today: str, promised: str, statutory: str
) -> None:
    case = case_of(day("2026-11-30"), day("2026-12-21"), day(since))
    assert timed_steps.resumed(case, day(today), WEEKS) == Resumed(day(promised), day(statutory), provisional=False)


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (case_of(day("2026-11-30"), day("2026-12-21")), Resumed()),
        (case_of(None, None, MONDAY), Resumed()),
        (case_of(None, day("2026-12-21"), MONDAY), Resumed(None, day("2026-12-22"))),
        (case_of(day("2026-11-30"), None, MONDAY), Resumed(day("2026-12-01"), None)),
    ],
)
def test_a_day_that_nobody_has_said_is_not_moved(case: Case, told: Resumed) -> None:
    assert timed_steps.resumed(case, day("2026-11-24"), WEEKS) == told


@pytest.mark.parametrize(("today", "provisional"), [("2026-11-30", False), ("2026-12-01", True)])
def test_one_day_of_a_calendar_not_yet_published_makes_a_resumption_provisional(today: str, provisional: bool) -> None:
    case = case_of(day("2026-11-30"), day("2026-12-21"), MONDAY)
    assert timed_steps.resumed(case, day(today), UNTIL_2026).provisional is provisional


@pytest.mark.parametrize(
    ("promised", "statutory", "new"),
    [
        ("2026-11-30", "2026-12-21", ("2026-12-14", "2027-01-04", True)),
        ("2026-11-30", "2026-12-14", ("2026-12-14", "2026-12-28", False)),
        ("2026-11-28", "2026-11-29", ("2026-12-11", "2026-12-11", False)),  # ends of a weekend
        (None, None, ("2026-12-07", "2026-12-07", False)),  # counted from today
    ],
)
def test_an_extension_adds_ten_working_days_to_each_day(
    promised: str | None, statutory: str | None, new: tuple[str, str, bool]
) -> None:
    case = case_of(*(None if text is None else day(text) for text in (promised, statutory)))
    assert extended(case, UNTIL_2026) == Extended("复杂", "局长", day(new[0]), day(new[1]), new[2])


@pytest.mark.parametrize(
    ("today", "by"),
    [("2026-11-23", "2026-12-07"), ("2026-11-27", "2026-12-11"), ("2026-11-28", "2026-12-11"),
     ("2026-11-29", "2026-12-11"), ("2026-12-25", "2027-01-08")],
)  # fmt: skip
@pytest.mark.parametrize("granted", [True, False])
def test_a_decision_reaches_the_applicant_within_ten_working_days_whatever_it_is(
    today: str, by: str, granted: bool
) -> None:
    fact = timed_steps.decided(granted=granted, reason=" 齐全 ", ground=" 第十条\n", today=day(today), calendar=WEEKS)
    assert (fact.granted, fact.reason, fact.ground) == (granted, "齐全", "第十条")
    assert (fact.decided_on, fact.deliver_by) == (day(today), day(by))


def test_a_day_off_that_the_hall_adds_moves_every_step_by_one_day() -> None:
    closed = WorkingDays({day("2026-11-25"): False, day("2026-12-01"): False}, years=WEEKS.years)
    assert paused(2, calendar=closed).until == day("2026-11-26")
    assert extended(case_of(day("2026-11-30"), None), closed).promised_day == day("2026-12-15")
    case = case_of(day("2026-12-04"), None, MONDAY)
    assert timed_steps.resumed(case, day("2026-11-27"), closed).promised_day == day("2026-12-09")


@given(DAYS, st.integers(0, 60), CALENDARS, st.integers(0, 40), st.integers(0, 40))
def test_who_stops_the_clock_for_some_days_and_lets_it_go_on_in_time_has_as_many_days_left_as_before(
    today: date, days: int, calendar: WorkingDays, promised: int, more: int
) -> None:
    step = timed_steps.paused(FIRE, Procedure.HEARING, days, reason="", today=today, calendar=calendar)
    assert step.until is not None
    case = case_of(today + timedelta(days=promised), today + timedelta(days=promised + more), step.since)
    told = timed_steps.resumed(case, step.until, calendar)
    assert told.promised_day is not None
    assert told.statutory_day is not None
    for before, now in ((case.promised_day, told.promised_day), (case.statutory_day, told.statutory_day)):
        assert before is not None
        assert working_days_between(before, now, calendar) == days
    assert told.promised_day <= told.statutory_day


@given(DAYS, CALENDARS, st.integers(0, 40))
def test_an_extension_never_ends_on_a_day_off_nor_turns_the_two_days_round(
    promised: date, calendar: WorkingDays, more: int
) -> None:
    statutory = promised + timedelta(days=more)
    told = extended(case_of(promised, statutory), calendar)
    assert promised < told.promised_day <= told.statutory_day
    assert calendar.is_working(told.promised_day)
    assert calendar.is_working(told.statutory_day)
    assert working_days_between(statutory, told.statutory_day, calendar) == 10
