"""The mainland's working days, as published: make-up days count, holidays do not, and what may change is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.calendar_years import PublishedYears, published


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 10, 1), False),  # National Day, a Tuesday
        (date(2024, 9, 29), True),  # a Sunday, worked for it
        (date(2024, 10, 12), True),  # a Saturday, worked for it
        (date(2024, 10, 13), False),  # an ordinary Sunday
        (date(2024, 10, 8), True),
        (date(2018, 12, 29), True),  # a Saturday, worked for the New Year after it
        (date(2025, 1, 1), False),
        (date(2020, 1, 31), False),  # the Spring Festival that was made longer
    ],
)
def test_days_are_worked_as_the_state_council_published_them(day: date, worked: bool) -> None:
    assert published().is_working(day) is worked


def test_a_day_off_and_a_worked_one_are_never_the_same() -> None:
    years = published()
    assert not set(years.off) & set(years.worked)
    assert all(day.weekday() >= 5 for day in years.worked), "a make-up day is a weekend"
    assert years.first < years.last


@pytest.mark.parametrize("year", range(2010, 2026))
def test_a_year_has_as_many_working_days_as_a_year_has(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert 244 <= sum(published().is_working(day) for day in days) <= 255


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_in_a_year_nobody_has_published_it_is_monday_to_friday_and_provisional(day: date) -> None:
    years = published()
    if not years.first <= day.year <= years.last:
        assert years.is_working(day) is (day.weekday() < 5)
        assert not years.settled(day)


YEARS = PublishedYears({date(2026, 1, 1)}, {date(2026, 1, 4)}, 2025, 2026)


@pytest.mark.parametrize(
    ("day", "settled"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 1), False),
    ],
)
def test_the_last_days_of_the_newest_year_may_still_change(day: date, settled: bool) -> None:
    assert YEARS.settled(day) is settled
