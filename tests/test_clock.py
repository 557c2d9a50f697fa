"""One clock: moments in UTC, days of the office, whatever zone the machine is in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.clock import OFFICE_TIME, Clock, day_begins, office_day, wall_clock

zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001 - given a zone


@given(moments)
def test_the_zone_in_which_a_moment_is_told_changes_nothing(moment: datetime) -> None:
    clock = Clock(lambda: moment)
    assert clock.now() == moment
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.today() == office_day(moment) == office_day(moment.astimezone(UTC))


@given(moments)
def test_every_moment_lies_in_its_day_at_the_office(moment: datetime) -> None:
    day = office_day(moment)
    assert day_begins(day) <= moment < day_begins(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(1988, 7, 1, 16, 0, tzinfo=UTC), date(1988, 7, 2)),
    ],
)
def test_the_day_turns_at_midnight_in_the_hall(moment: datetime, day: date) -> None:
    assert office_day(moment) == day


def test_a_day_begins_at_the_office() -> None:
    assert day_begins(date(2026, 11, 23)) == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert day_begins(date(2026, 11, 23)).tzinfo is OFFICE_TIME


def test_the_wall_clock_goes_and_knows_its_zone() -> None:
    clock = wall_clock()
    first, second = clock.now(), clock.now()
    assert first <= second
    assert first.tzinfo is UTC
