"""A chain of a bundle's cases: where each begins, what caps it, and what is provisional of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.clock import OFFICE_TIME
from deskapp.ids import ItemCode
from deskapp.rules.bundle_clock import Days, days_from, days_of_all
from deskapp.rules.calendar_years import PublishedYears
from deskapp.rules.catalog import Theme
from deskapp.rules.catalog_text import read
from deskapp.rules.deadline import Due, LimitUnit, WorkingDays, due_of
from tests.rules.sample import SMALL

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
WEEKS = WorkingDays(years=PublishedYears(frozenset(), frozenset(), 2000, 2100))  # Monday to Friday, all settled
UNTIL_2026 = WorkingDays(years=PublishedYears(frozenset(), frozenset(), 2000, 2026))  # from 29 December nothing is
SMALL_CATALOG = read(SMALL)
FIRST, SECOND, THIRD = ItemCode("GA-1"), ItemCode("GA-2"), ItemCode("GA-3")
CHAIN = {SECOND: FIRST, THIRD: SECOND}
PAIRS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: (min(pair), max(pair)))


def theme_of(promised: int, items: tuple[ItemCode, ...] = (FIRST, SECOND, THIRD)) -> Theme:
    return replace(SMALL_CATALOG.themes["T-1"], promised_days=promised, items=items, after=CHAIN, produces={})


def days_of(
    theme: Theme,
    *limits: tuple[int, int],
    unit: LimitUnit = LimitUnit.WORKING_DAYS,
    calendar: WorkingDays = WEEKS,
    now: datetime = MONDAY,
) -> dict[ItemCode, Days]:
    """The days of a chain whose items have these promised and statutory limits, one behind the other."""
    model = SMALL_CATALOG.items[FIRST]
    items = {
        code: replace(model, code=code, promised_days=promised, statutory_days=statutory, limit_unit=unit)
        for code, (promised, statutory) in zip((FIRST, SECOND, THIRD), limits, strict=True)
    }
    return dict(days_of_all(theme, replace(SMALL_CATALOG, items=items), now, calendar))


def texts(days: dict[ItemCode, Days]) -> list[tuple[str, str]]:
    """The promised and the statutory days, as months and days."""
    return [(f"{mine.promised.day:%m-%d}", f"{mine.statutory.day:%m-%d}") for _, mine in sorted(days.items())]


@pytest.mark.parametrize(
    ("promised", "told"),
    [
        (20, [("11-24", "11-25"), ("11-26", "11-30"), ("12-01", "12-07")]),
        (6, [("11-24", "11-25"), ("11-26", "11-30"), ("12-01", "12-07")]),  # just enough for all three
        (4, [("11-24", "11-25"), ("11-26", "11-30"), ("11-27", "12-07")]),
        (2, [("11-24", "11-25"), ("11-25", "11-30"), ("11-25", "12-07")]),
        (0, [("11-23", "11-25"), ("11-23", "11-30"), ("11-23", "12-07")]),
    ],
)
def test_each_begins_where_the_one_before_ends_and_the_themes_promise_caps_only_what_is_promised(
    promised: int, told: list[tuple[str, str]]
) -> None:
    assert texts(days_of(theme_of(promised), (1, 2), (2, 3), (3, 5))) == told


def test_in_calendar_days_a_chain_goes_on_from_the_working_day_it_was_put_off_to() -> None:
    days = days_of(theme_of(20), (5, 6), (5, 6), (0, 0), unit=LimitUnit.CALENDAR_DAYS)
    # Saturday is put off to Monday 30; from there five days are Saturday again
    assert texts(days) == [("11-30", "11-30"), ("12-07", "12-07"), ("12-07", "12-07")]


def test_in_hours_only_the_first_of_a_chain_counts_from_the_moment_and_the_others_from_noon() -> None:
    days = days_of(theme_of(20), (3, 24), (3, 24), (30, 48), unit=LimitUnit.HOURS)
    assert days[FIRST].promised.at == MONDAY + timedelta(hours=3)
    assert days[SECOND].promised.at == datetime(2026, 11, 23, 15, tzinfo=OFFICE_TIME)
    assert days[SECOND].statutory.at == datetime(2026, 11, 25, 12, tzinfo=OFFICE_TIME)
    assert days[THIRD].promised.at == datetime(2026, 11, 24, 18, tzinfo=OFFICE_TIME)


def test_what_the_theme_caps_has_a_day_and_no_moment() -> None:
    capped = days_of(theme_of(0), (48, 72), (0, 0), (0, 0), unit=LimitUnit.HOURS)[FIRST]
    assert (capped.promised.day, capped.promised.at) == (date(2026, 11, 23), None)
    assert capped.statutory.at == MONDAY + timedelta(hours=72)


@pytest.mark.parametrize(
    ("promised", "statutory", "provisional"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_days_are_provisional_when_either_is(promised: bool, statutory: bool, provisional: bool) -> None:
    day = date(2026, 12, 30)
    assert Days(Due(day, promised), Due(day, statutory)).provisional is provisional


@pytest.mark.parametrize(
    ("theme_days", "promised", "statutory"),
    [(60, [False, True, True], [False, True, True]), (5, [False, False, False], [False, True, True])],
)
def test_a_case_capped_within_a_published_year_is_promised_for_good_though_the_laws_day_is_provisional(
    theme_days: int, promised: list[bool], statutory: list[bool]
) -> None:
    days = days_of(theme_of(theme_days), (20, 21), (10, 10), (20, 20), calendar=UNTIL_2026)
    assert [days[code].promised.provisional for code in sorted(days)] == promised
    assert [days[code].statutory.provisional for code in sorted(days)] == statutory


@given(PAIRS, PAIRS, PAIRS, st.integers(0, 30), st.permutations([FIRST, SECOND, THIRD]))
def test_the_order_in_which_the_file_names_the_items_changes_nobodys_days(
    one: tuple[int, int], two: tuple[int, int], three: tuple[int, int], promised: int, order: list[ItemCode]
) -> None:
    days = days_of(theme_of(promised), one, two, three)
    assert days_of(theme_of(promised, tuple(order)), one, two, three) == days


@given(PAIRS, PAIRS, PAIRS, st.integers(0, 30), st.integers(0, 30))
def test_a_theme_that_promises_more_lets_nobody_wait_less_and_leaves_the_law_alone(
    one: tuple[int, int], two: tuple[int, int], three: tuple[int, int], promised: int, more: int
) -> None:
    short = days_of(theme_of(promised), one, two, three)
    long = days_of(theme_of(promised + more), one, two, three)
    for code in (FIRST, SECOND, THIRD):
        assert short[code].promised.day <= long[code].promised.day
        assert short[code].statutory == long[code].statutory


@given(PAIRS, PAIRS, PAIRS, st.integers(0, 14))
def test_the_laws_days_of_a_chain_add_up(
    one: tuple[int, int], two: tuple[int, int], three: tuple[int, int], later: int
) -> None:
    now = MONDAY + timedelta(days=later)
    days = days_of(theme_of(60), one, two, three, now=now)
    whole = replace(SMALL_CATALOG.items[FIRST], statutory_days=one[1] + two[1] + three[1])
    assert days[THIRD].statutory.day == due_of(now, whole.statutory, WEEKS).day


@given(PAIRS, st.integers(0, 30), st.integers(0, 60))
def test_a_turn_that_comes_at_acceptance_has_the_days_of_what_waits_for_nothing(
    limits: tuple[int, int], promised: int, later: int
) -> None:
    now = datetime.combine(date(2026, 11, 23) + timedelta(days=later), time(9), OFFICE_TIME)
    theme = theme_of(promised)
    at_acceptance = days_of(theme, limits, (0, 0), (0, 0), now=now)[FIRST]
    item = replace(SMALL_CATALOG.items[FIRST], promised_days=limits[0], statutory_days=limits[1])
    assert days_from(item, theme, now.date(), now, WEEKS) == at_acceptance
