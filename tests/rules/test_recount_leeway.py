"""How far a desk's day may be off before the centre refuses it: by a night, by a notice still to come, by nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode
from deskapp.rules import timed_steps
from deskapp.rules.bundle_clock import days_of_all
from deskapp.rules.calendar_years import PublishedYears
from deskapp.rules.case import Accepted, Case, CaseFact, Decided, Extended, Paused, Procedure, Resumed, Urged, Withdrawn
from deskapp.rules.case_state import State
from deskapp.rules.case_steps import limits_of
from deskapp.rules.catalog import Item
from deskapp.rules.deadline import LimitUnit, WorkingDays, due_of
from deskapp.rules.recount import ask_bundle_days, ask_days
from tests.rules.sample import sample_catalog

TUESDAY = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
TODAY = office_day(TUESDAY)
WEEKS = WorkingDays(years=PublishedYears(frozenset(), frozenset(), 2000, 2100))  # Monday to Friday, all settled
UNSETTLED = WorkingDays(years=PublishedYears(frozenset(), frozenset(), 2000, 2025))
CLOSED = WorkingDays({date(2026, 11, 26): False}, years=WEEKS.years)
CATALOG = sample_catalog()
FOOD = CATALOG.items[ItemCode("SCJG-0201")]  # 5 and 20 working days, an inspection of 10
IN_HOURS = replace(FOOD, limit_unit=LimitUnit.HOURS, promised_days=24, statutory_days=72)
CASE = Case(CaseId("c"), state=State.ACCEPTED, promised_day=date(2026, 12, 1), statutory_day=date(2026, 12, 22))
RIGHT = Accepted("1", date(2026, 12, 1), date(2026, 12, 22))
BUNDLED = sorted((theme.code, item) for theme in CATALOG.themes.values() for item in theme.items)


def told(
    fact: CaseFact,
    case: Case = CASE,
    *,
    item: Item = FOOD,
    at: datetime = TUESDAY,
    calendars: tuple[WorkingDays, ...] = (WEEKS,),
) -> dict[str, object] | str | None:
    """What the centre says: the day that is right, another refusal's code, or None."""
    try:
        ask_days(case, fact, item, at, calendars)
    except Refusal as refusal:
        return str(refusal.values["right"]) if refusal.code == "case.wrong_day" else refusal.code
    return None


def told_of_bundle(
    fact: Accepted, theme: str, item: ItemCode, at: datetime = TUESDAY, calendars: tuple[WorkingDays, ...] = (WEEKS,)
) -> str | None:
    try:
        ask_bundle_days(fact, item, CATALOG.themes[theme], CATALOG, (at, calendars))
    except Refusal as refusal:
        return str(refusal.values["right"]) if refusal.code == "case.wrong_day" else refusal.code
    return None


def in_bundle(theme: str, item: ItemCode, at: datetime = TUESDAY, calendar: WorkingDays = WEEKS) -> Accepted:
    days = days_of_all(CATALOG.themes[theme], CATALOG, at, calendar)[item]
    return Accepted("1", days.promised.day, days.statutory.day, days.provisional, office_day(at))


def moved(fact: Accepted, promised: int = 0, statutory: int = 0) -> Accepted:
    return replace(
        fact, promised_day=fact.promised_day + timedelta(days=promised),
        statutory_day=fact.statutory_day + timedelta(days=statutory),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("since", "promised", "right"),
    [
        (None, "2026-12-01", None),
        (None, "2026-11-30", "2026-12-01"),  # yesterday's day, of a step that does not say it is of yesterday
        ("2026-11-23", "2026-11-30", None),
        ("2026-11-25", "2026-12-02", None),
        ("2026-11-22", "2026-11-27", "2026-12-01"),  # two nights are no night
        ("2026-11-26", "2026-12-03", "2026-12-01"),
    ],
)
def test_an_acceptance_is_of_today_or_of_the_other_side_of_midnight(
    since: str | None, promised: str, right: str | None
) -> None:
    day = None if since is None else date.fromisoformat(since)
    moment = TUESDAY if day is None else TUESDAY + (day - TODAY)
    statutory = due_of(moment, FOOD.statutory, WEEKS).day
    fact = Accepted("1", date.fromisoformat(promised), statutory, since=day)
    assert told(fact) == right


@pytest.mark.parametrize(("days", "taken"), [(-15, False), (-14, True), (0, True), (14, True), (15, False)])
def test_a_provisional_day_is_off_by_fourteen_days_at_the_most(days: int, taken: bool) -> None:
    facts: tuple[CaseFact, ...] = (
        replace(moved(RIGHT, promised=days), provisional=True),
        replace(moved(RIGHT, statutory=days), provisional=True),
        Extended("", "", date(2026, 12, 15) + timedelta(days), date(2027, 1, 5), provisional=True),
        Extended("", "", date(2026, 12, 15), date(2027, 1, 5) + timedelta(days), provisional=True),
    )
    assert [told(fact) is None for fact in facts] == [taken] * 4


@pytest.mark.parametrize("days", [-14, -1, 1, 14])
def test_a_day_called_settled_is_off_by_nothing(days: int) -> None:
    off = timedelta(days)
    assert told(moved(RIGHT, promised=days)) == "2026-12-01"
    assert told(moved(RIGHT, statutory=days)) == "2026-12-22"
    assert told(Extended("", "", date(2026, 12, 15) + off, date(2027, 1, 5))) == "2026-12-15"
    assert told(Extended("", "", date(2026, 12, 15), date(2027, 1, 5) + off)) == "2027-01-05"


@pytest.mark.parametrize(
    ("decided_on", "deliver_by", "right"),
    [
        (None, "2026-12-08", None),
        ("2026-11-24", "2026-12-08", None),
        ("2026-11-24", "2026-12-07", "2026-12-08"),
        ("2026-11-23", "2026-12-07", None),
        ("2026-11-23", "2026-12-08", "2026-12-07"),
        ("2026-11-25", "2026-12-09", None),
        ("2026-11-20", "2026-12-04", "2026-12-08"),  # a decision of last week is counted from its writing
    ],
)
def test_a_decision_is_delivered_ten_working_days_from_the_day_it_says_or_the_day_it_is_written(
    decided_on: str | None, deliver_by: str, right: str | None
) -> None:
    on = None if decided_on is None else date.fromisoformat(decided_on)
    fact = Decided(granted=True, decided_on=on, deliver_by=date.fromisoformat(deliver_by))
    assert told(fact) == right


@pytest.mark.parametrize(("days", "taken"), [(14, True), (15, False)])
def test_a_decision_counted_over_a_year_without_a_notice_may_be_off_by_it(days: int, taken: bool) -> None:
    fact = Decided(granted=True, decided_on=TODAY, deliver_by=date(2026, 12, 8) + timedelta(days))
    assert (told(fact, calendars=(UNSETTLED,)) is None) is taken
    assert told(fact) == "2026-12-08"


def paused_since(since: str) -> Case:
    return Case(
        CaseId("c"), state=State.PAUSED, promised_day=CASE.promised_day, statutory_day=CASE.statutory_day,
        paused_since=date.fromisoformat(since),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("promised", "statutory", "right"),
    [
        ("2026-12-04", "2026-12-25", None),  # stood still from Thursday to Tuesday
        ("2026-12-03", "2026-12-24", None),  # to Monday: written after midnight
        ("2026-12-02", "2026-12-25", "2026-12-04"),
        ("2026-12-04", "2026-12-28", "2026-12-25"),
        (None, "2026-12-28", "2026-12-25"),
        ("2026-12-04", None, None),
    ],
)
def test_a_resumption_is_of_today_or_of_yesterday(
    promised: str | None, statutory: str | None, right: str | None
) -> None:
    days = [None if day is None else date.fromisoformat(day) for day in (promised, statutory)]
    assert told(Resumed(days[0], days[1]), paused_since("2026-11-19")) == right


@pytest.mark.parametrize(("days", "taken"), [(15, True), (16, False)])
def test_a_provisional_resumption_may_be_off_by_a_notice(days: int, taken: bool) -> None:
    """From Thursday to Monday it is the third of December: fourteen days from either are right."""
    said = Resumed(date(2026, 12, 3) + timedelta(days), date(2026, 12, 25), provisional=True)
    assert (told(said, paused_since("2026-11-19")) is None) is taken


def test_of_a_case_that_was_never_paused_no_day_is_asked() -> None:
    assert told(Resumed(date(2030, 1, 1), date(2030, 1, 1)), CASE) is None


@pytest.mark.parametrize(
    ("since", "right"),
    [(-2, "2026-11-24"), (-1, None), (0, None), (1, None), (2, "2026-11-24")],
)
def test_a_pause_begins_within_a_night_of_its_writing(since: int, right: str | None) -> None:
    begun = TODAY + timedelta(days=since)
    assert told(Paused("", Procedure.INSPECTION, begun, begun + timedelta(days=2))) == right


def test_a_pause_is_measured_by_the_calendar_that_makes_it_shortest() -> None:
    fact = Paused("", Procedure.INSPECTION, TODAY, date(2026, 12, 9))  # 11 working days, 10 with the day off
    assert told(fact) == "case.pause_too_long"
    assert told(fact, calendars=(WEEKS, CLOSED)) is None
    assert told(fact, calendars=(CLOSED, WEEKS)) is None


@pytest.mark.parametrize(
    "fact",
    [
        Paused("", None, TODAY - timedelta(days=90), TODAY + timedelta(days=900)),
        Paused("", Procedure.INSPECTION, None, TODAY + timedelta(days=900)),
        Paused("", Procedure.INSPECTION, TODAY - timedelta(days=90), None),
        Urged("SCJG", "x"),
        Withdrawn("x"),
    ],
)
def test_a_step_that_says_no_days_is_asked_for_none(fact: CaseFact) -> None:
    assert told(fact) is None


@pytest.mark.parametrize(
    ("off", "taken"),
    [
        (timedelta(0), True),
        (timedelta(days=1, minutes=10), True),
        (timedelta(days=1, minutes=10, seconds=1), False),
        (-timedelta(days=1, minutes=10), True),
        (-timedelta(days=1, minutes=10, seconds=1), False),
    ],
)
def test_the_moment_of_a_limit_in_hours_may_be_off_by_a_night_and_ten_minutes(off: timedelta, taken: bool) -> None:
    ends = [due_of(TUESDAY, limit, WEEKS) for limit in (IN_HOURS.promised, IN_HOURS.statutory)]
    fact = Accepted("1", ends[0].day, ends[1].day, promised_at=ends[0].at, statutory_at=ends[1].at)
    assert fact.promised_at is not None
    assert fact.statutory_at is not None
    for late in (
        replace(fact, promised_at=fact.promised_at + off), replace(fact, statutory_at=fact.statutory_at + off),
    ):  # fmt: skip
        assert (told(late, item=IN_HOURS) is None) is taken


def test_an_item_that_is_counted_in_days_has_no_moment() -> None:
    assert told(replace(RIGHT, promised_at=datetime(2026, 12, 1, 1, 30, tzinfo=UTC))) == "2026-12-01"


@pytest.mark.parametrize(("days", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_the_day_of_a_limit_in_hours_may_be_the_next_or_the_one_before(days: int, taken: bool) -> None:
    fact = Accepted("1", date(2026, 11, 25), date(2026, 11, 27))
    assert (told(moved(fact, promised=days), item=IN_HOURS) is None) is taken
    assert (told(moved(fact, statutory=days), item=IN_HOURS) is None) is taken


@pytest.mark.parametrize(("theme", "item"), BUNDLED)
def test_of_every_bundle_the_days_the_theme_gives_are_taken_and_no_others(theme: str, item: ItemCode) -> None:
    fact = in_bundle(theme, item)
    assert told_of_bundle(fact, theme, item) is None
    off = 2 if CATALOG.item(item).limit_unit is LimitUnit.HOURS else 1
    for days in (-off, off):
        assert told_of_bundle(moved(fact, promised=days), theme, item) == fact.promised_day.isoformat()
        assert told_of_bundle(moved(fact, statutory=days), theme, item) == fact.statutory_day.isoformat()


@pytest.mark.parametrize(
    ("theme", "code", "right"),
    [("T-BIRTH", "YB-0301", "2026-12-01"), ("T-FOOD", "XF-0101", "2026-12-18"), ("T-START", "GA-0301", "2026-11-25")],
)
def test_a_bundles_case_that_is_counted_as_if_it_stood_alone_is_refused(theme: str, code: str, right: str) -> None:
    item = ItemCode(code)
    promised, statutory = (due_of(TUESDAY, limit, WEEKS).day for limit in limits_of(CATALOG.item(item)))
    assert told_of_bundle(Accepted("1", promised, statutory), theme, item) == right


def test_of_a_limit_in_hours_the_bundles_day_may_be_the_next_or_the_one_before() -> None:
    fact = in_bundle("T-CARD", ItemCode("YB-0201"))
    for days in (-1, 1):
        assert told_of_bundle(moved(fact, days, days), "T-CARD", ItemCode("YB-0201")) is None


@pytest.mark.parametrize(("nights", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_bundle_accepted_on_the_other_side_of_midnight_keeps_its_days(nights: int, taken: bool) -> None:
    fact = in_bundle("T-FOOD", ItemCode("SCJG-0201"), TUESDAY + timedelta(days=nights))
    assert (told_of_bundle(fact, "T-FOOD", ItemCode("SCJG-0201")) is None) is taken
    unsaid = replace(fact, since=None)
    assert (told_of_bundle(unsaid, "T-FOOD", ItemCode("SCJG-0201")) is None) is (nights == 0)


@pytest.mark.parametrize(("days", "taken"), [(-15, False), (-14, True), (14, True), (15, False)])
def test_a_bundles_provisional_day_is_off_by_a_notice_at_the_most(days: int, taken: bool) -> None:
    item = ItemCode("SCJG-0201")
    fact = moved(replace(in_bundle("T-FOOD", item), provisional=False), statutory=days)
    assert told_of_bundle(fact, "T-FOOD", item) is not None
    assert (told_of_bundle(replace(fact, provisional=True), "T-FOOD", item) is None) is taken
    assert (told_of_bundle(fact, "T-FOOD", item, calendars=(UNSETTLED,)) is None) is taken


@given(
    st.sampled_from(BUNDLED), st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants bounds without a zone
    st.sampled_from([WEEKS, CLOSED, UNSETTLED]),
)  # fmt: skip
def test_whatever_an_honest_desk_counts_for_a_bundle_is_taken(
    bundled: tuple[str, ItemCode], at: datetime, calendar: WorkingDays
) -> None:
    theme, item = bundled
    fact = in_bundle(theme, item, at, calendar)
    assert told_of_bundle(fact, theme, item, at, (CLOSED, UNSETTLED, WEEKS)) is None
    assert told_of_bundle(fact, theme, item, at + timedelta(seconds=30), (CLOSED, UNSETTLED, WEEKS)) is None


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 10), st.integers(0, 30),
    st.sampled_from([WEEKS, CLOSED]),
)  # fmt: skip
def test_whatever_an_honest_desk_counts_for_a_pause_and_its_end_is_taken(
    day: date, days: int, later: int, calendar: WorkingDays
) -> None:
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    step = timed_steps.paused(FOOD, Procedure.INSPECTION, days, reason="", today=day, calendar=calendar)
    assert told(step, at=at, calendars=(WEEKS, CLOSED)) is None
    case = Case(
        CaseId("c"), state=State.PAUSED, promised_day=day + timedelta(days=7), statutory_day=day + timedelta(days=28),
        paused_since=day,
    )  # fmt: skip
    end = at + timedelta(days=later)
    assert told(timed_steps.resumed(case, office_day(end), calendar), case, at=end, calendars=(CLOSED, WEEKS)) is None


@pytest.mark.parametrize(("hours", "taken"), [(0, True), (24, True), (25, False), (24 * 400, False), (-24 * 30, False)])
def test_a_bundles_moment_of_a_limit_in_hours_is_counted_a_second_time(hours: int, taken: bool) -> None:
    item = ItemCode("YB-0201")
    end = days_of_all(CATALOG.themes["T-CARD"], CATALOG, TUESDAY, WEEKS)[item].statutory.at
    assert end is not None
    late = replace(in_bundle("T-CARD", item), statutory_at=end + timedelta(hours=hours))
    assert (told_of_bundle(late, "T-CARD", item) is None) is taken
