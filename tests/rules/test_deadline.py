"""Deadlines, counted by the calendar the State Council published for 2026 and checked by hand.

2026: New Year 1–3 January, worked 4 January (Sunday). Spring Festival 15–23 February, worked 14 and 28 February
(Saturdays). Tomb sweeping 4–6 April. Labour Day 1–5 May, worked 9 May (Saturday). Dragon boat 19–21 June.
Mid-autumn 25–27 September, National Day 1–7 October, worked 20 September (Sunday) and 10 October (Saturday).
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.calendar_years import PublishedYears, published
from deskapp.rules.deadline import Due, Lamp, WorkingDays, after_pause, due, lamp, working_days_between

MAINLAND = WorkingDays()
days_of_known_years = st.dates(date(2010, 1, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 1, 1), False), (date(2026, 1, 2), False), (date(2026, 1, 3), False), (date(2026, 1, 4), True),
        (date(2026, 2, 14), True), (date(2026, 2, 16), False), (date(2026, 2, 23), False), (date(2026, 2, 24), True),
        (date(2026, 2, 28), True), (date(2026, 4, 6), False), (date(2026, 5, 5), False), (date(2026, 5, 6), True),
        (date(2026, 5, 9), True), (date(2026, 6, 19), False), (date(2026, 9, 20), True), (date(2026, 9, 25), False),
        (date(2026, 9, 28), True), (date(2026, 10, 1), False), (date(2026, 10, 7), False), (date(2026, 10, 8), True),
        (date(2026, 10, 10), True), (date(2026, 10, 11), False), (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
    ],
)  # fmt: skip
def test_the_year_2026_is_worked_as_published(day: date, worked: bool) -> None:
    assert MAINLAND.is_working(day) is worked
    assert MAINLAND.settled(day)


@pytest.mark.parametrize(
    ("start", "working_days", "last"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),  # a Monday: the clock starts on Tuesday
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the whole National Day week
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # 8, 9 and the worked Saturday
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # the worked Sunday counts
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # Saturday 14, then after the Spring Festival
        (date(2026, 12, 1), 19, date(2026, 12, 28)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
    ],
)
def test_a_deadline_counts_the_days_that_are_worked(start: date, working_days: int, last: date) -> None:
    assert due(start, working_days, MAINLAND) == Due(last, provisional=False)


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 11, 23), date(2027, 5, 1)])
def test_no_days_are_the_same_day_whatever_day_it_is(day: date) -> None:
    assert due(day, 0, MAINLAND) == Due(day, provisional=False)


def test_a_limit_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="fewer than 0"):
        due(date(2026, 11, 23), -1, MAINLAND)


@given(days_of_known_years, st.integers(0, 60))
def test_between_start_and_deadline_lie_just_the_days_that_were_counted(start: date, working_days: int) -> None:
    last = due(start, working_days, MAINLAND).day
    assert working_days_between(start, last, MAINLAND) == working_days
    assert working_days == 0 or MAINLAND.is_working(last)


@given(days_of_known_years, st.integers(0, 60))
def test_one_day_more_is_always_later(start: date, working_days: int) -> None:
    assert due(start, working_days, MAINLAND).day < due(start, working_days + 1, MAINLAND).day


@given(days_of_known_years, st.integers(0, 400), st.integers(0, 400))
def test_days_between_add_up(start: date, one: int, other: int) -> None:
    middle, end = start + timedelta(one), start + timedelta(one + other)
    parts = working_days_between(start, middle, MAINLAND) + working_days_between(middle, end, MAINLAND)
    assert parts == working_days_between(start, end, MAINLAND) == -working_days_between(end, start, MAINLAND)


def test_a_year_that_is_not_published_is_counted_by_weekends_and_called_provisional() -> None:
    assert due(date(2026, 12, 24), 20, MAINLAND) == Due(date(2027, 1, 21), provisional=True)
    assert MAINLAND.is_working(date(2027, 1, 1))  # the best that can be said
    assert not MAINLAND.is_working(date(2027, 1, 2))


def test_the_last_days_of_the_newest_december_are_provisional() -> None:
    """The notice for 2019 made 29 December 2018, a Saturday, a day of work: it had not been in the notice for 2018."""
    assert due(date(2026, 12, 25), 1, MAINLAND) == Due(date(2026, 12, 28), provisional=False)
    assert due(date(2026, 12, 28), 1, MAINLAND) == Due(date(2026, 12, 29), provisional=True)
    assert published().is_working(date(2018, 12, 29))
    assert due(date(2018, 12, 27), 2, MAINLAND) == Due(date(2018, 12, 29), provisional=False)


def test_no_published_notice_reached_further_back_than_that() -> None:
    decembers = {day for day in (*published().off, *published().worked) if day.month == 12}
    assert min(day.day for day in decembers) == 29


def test_a_day_the_centre_adds_is_worked_as_the_centre_says() -> None:
    snowed_in = WorkingDays({date(2026, 11, 24): False, date(2026, 11, 29): True})
    assert due(date(2026, 11, 23), 1, snowed_in).day == date(2026, 11, 25)
    assert due(date(2026, 11, 27), 1, snowed_in).day == date(2026, 11, 29)  # a Sunday


def test_days_the_centre_adds_are_final_and_the_others_of_that_year_are_not() -> None:
    added = {date(2026, 12, 29): True, date(2026, 12, 30): True, date(2026, 12, 31): True, date(2027, 1, 1): False}
    calendar = WorkingDays(added)
    assert due(date(2026, 12, 28), 3, calendar) == Due(date(2026, 12, 31), provisional=False)
    assert due(date(2026, 12, 28), 4, calendar) == Due(date(2027, 1, 4), provisional=True)


def test_a_year_the_centre_entered_whole_is_final() -> None:
    calendar = WorkingDays({date(2027, 1, 1): False}, complete=(2027,))
    assert due(date(2026, 12, 28), 4, calendar) == Due(date(2027, 1, 4), provisional=False)
    assert due(date(2027, 12, 31), 1, calendar).provisional


def test_a_calendar_of_other_years_can_be_given() -> None:
    years = PublishedYears(off={date(2030, 1, 1)}, worked={date(2030, 1, 5)}, first=2030, last=2031)
    assert due(date(2029, 12, 31), 3, WorkingDays(years=years)) == Due(date(2030, 1, 4), provisional=False)
    assert due(date(2029, 12, 31), 4, WorkingDays(years=years)).day == date(2030, 1, 5)
    assert WorkingDays(years=years).settled(date(2029, 12, 31)) is False


def test_the_table_of_dates_is_loaded_only_when_a_deadline_is_asked_for() -> None:
    asked = "import sys, deskapp.rules.deadline as d; before='chinese_calendar' in sys.modules; d.WorkingDays(); "
    told = subprocess.run(
        [sys.executable, "-c", asked + "print(before, 'chinese_calendar' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["False", "True"]


ACCEPTED = date(2026, 11, 2)  # a Monday
PROMISED = due(ACCEPTED, 10, MAINLAND).day  # Monday 16 November
STATUTORY = due(ACCEPTED, 20, MAINLAND).day  # Monday 30 November


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 11, 2), Lamp.GREEN),
        (date(2026, 11, 11), Lamp.GREEN),  # 3 of 10 left
        (date(2026, 11, 12), Lamp.YELLOW),  # 2 of 10 left
        (date(2026, 11, 16), Lamp.YELLOW),  # the promised day
        (date(2026, 11, 17), Lamp.YELLOW),  # past it
        (date(2026, 11, 30), Lamp.YELLOW),  # the statutory day
        (date(2026, 12, 1), Lamp.RED),
        (date(2027, 12, 1), Lamp.RED),
    ],
)
def test_the_lamp_tells_how_a_deadline_stands(today: date, shown: Lamp) -> None:
    assert lamp(today, PROMISED, STATUTORY, 0.2, accepted=ACCEPTED, calendar=MAINLAND) is shown


def test_the_share_that_is_little_can_be_set() -> None:
    def shown(share: float, today: date) -> Lamp:
        return lamp(today, PROMISED, STATUTORY, share, accepted=ACCEPTED, calendar=MAINLAND)

    assert shown(0.5, date(2026, 11, 9)) is Lamp.YELLOW
    assert shown(0.0, date(2026, 11, 13)) is Lamp.GREEN
    assert shown(0.0, PROMISED) is Lamp.YELLOW
    assert shown(1.0, ACCEPTED) is Lamp.YELLOW


def test_what_is_promised_for_the_same_day_is_green_on_that_day() -> None:
    statutory = due(ACCEPTED, 5, MAINLAND).day
    assert lamp(ACCEPTED, ACCEPTED, statutory, 0.2, accepted=ACCEPTED, calendar=MAINLAND) is Lamp.GREEN
    tomorrow = ACCEPTED + timedelta(1)
    assert lamp(tomorrow, ACCEPTED, statutory, 0.2, accepted=ACCEPTED, calendar=MAINLAND) is Lamp.YELLOW


def test_the_two_days_of_these_tests_are_what_a_wall_calendar_says() -> None:
    assert PROMISED.isoformat() == "2026-11-16"
    assert STATUTORY.isoformat() == "2026-11-30"


@given(st.integers(0, 60), st.integers(0, 30), st.integers(0, 30), st.floats(0, 1))
def test_a_lamp_never_goes_back(day: int, promised: int, more: int, share: float) -> None:
    order = list(Lamp)
    promised_day, statutory = due(ACCEPTED, promised, MAINLAND).day, due(ACCEPTED, promised + more, MAINLAND).day

    def shown(today: date) -> int:
        return order.index(lamp(today, promised_day, statutory, share, accepted=ACCEPTED, calendar=MAINLAND))

    today = ACCEPTED + timedelta(day)
    assert shown(today) <= shown(today + timedelta(1))


def test_while_a_case_is_paused_the_clock_stands_still() -> None:
    # an expert review from Thursday to Tuesday: Friday, Monday and Tuesday are given back
    assert after_pause(PROMISED, date(2026, 11, 5), date(2026, 11, 10), MAINLAND) == Due(date(2026, 11, 19), False)
    assert after_pause(PROMISED, date(2026, 11, 5), date(2026, 11, 5), MAINLAND).day == PROMISED
    assert after_pause(PROMISED, date(2026, 11, 6), date(2026, 11, 8), MAINLAND).day == PROMISED  # a weekend


def test_a_pause_that_ends_before_it_began_gives_nothing_and_takes_nothing() -> None:
    assert after_pause(PROMISED, date(2026, 11, 10), date(2026, 11, 5), MAINLAND).day == PROMISED
