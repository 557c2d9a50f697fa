"""The days of a bundle's cases, one behind the other, within what the theme promises."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.clock import office_day
from deskapp.ids import ItemCode
from deskapp.rules.bundle_clock import days_from, days_of_all
from deskapp.rules.deadline import WorkingDays, due
from tests.rules.sample import sample_catalog

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CALENDAR = WorkingDays()
CATALOG = sample_catalog()


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("theme", "item", "promised", "statutory"),
    [
        ("T-START", "SCJG-0101", "11-24", "11-30"),
        ("T-START", "GA-0301", "11-24", "12-03"),  # the same day as what it waits for; three days of law behind it
        ("T-FOOD", "SCJG-0102", "11-23", "11-30"),
        ("T-FOOD", "SCJG-0201", "11-30", "12-28"),
        ("T-FOOD", "ZJJ-0201", "11-26", "12-21"),  # calendar days: the twentieth is a Sunday
        ("T-BIRTH", "YB-0101", "11-23", "12-17"),  # behind the register, which is behind the certificate
        ("T-BIRTH", "YB-0301", "11-30", "12-21"),  # seven of its own, but the theme is promised in five
    ],
)
def test_the_days_at_acceptance(theme: str, item: str, promised: str, statutory: str) -> None:
    days = days_of_all(CATALOG.themes[theme], CATALOG, MONDAY, CALENDAR)[ItemCode(item)]
    assert (days.promised.day, days.statutory.day) == (day(promised), day(statutory))


@given(st.sampled_from(sorted(CATALOG.themes)), st.integers(0, 200))
def test_nothing_is_promised_beyond_the_theme_nor_beyond_the_law_nor_before_what_it_waits_for(
    code: str, hours: int
) -> None:
    theme = CATALOG.themes[code]
    start = datetime.fromtimestamp(MONDAY.timestamp() + hours * 3600, UTC)
    days = days_of_all(theme, CATALOG, start, CALENDAR)
    last = due(office_day(start), theme.promised_days, CALENDAR).day
    for item, mine in days.items():
        assert office_day(start) <= mine.promised.day <= last
        assert mine.promised.day <= mine.statutory.day
        earlier = theme.after.get(item)
        if earlier is not None:
            assert mine.promised.day >= days[earlier].promised.day
            assert mine.statutory.day >= days[earlier].statutory.day


@pytest.mark.parametrize(
    ("granted", "promised", "statutory"),
    [
        ("11-23", "11-26", "12-10"),  # earlier than was promised: so is what follows
        ("11-25", "11-30", "12-14"),
        ("12-01", "12-02", "12-18"),  # late: the theme's day stays, the law's limit begins with the turn
        ("12-08", "12-02", "12-25"),
    ],
)
def test_a_turn_that_comes_counts_from_the_grant(granted: str, promised: str, statutory: str) -> None:
    theme, item = CATALOG.themes["T-FOOD"], CATALOG.items[ItemCode("XF-0101")]
    when = datetime.fromisoformat(f"2026-{granted}T02:00:00+00:00")
    days = days_from(item, theme, day("11-23"), when, CALENDAR)
    assert (days.promised.day, days.statutory.day) == (day(promised), day(statutory))
