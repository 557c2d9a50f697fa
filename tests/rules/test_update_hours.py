"""A new version disturbs nobody: the hours of the hall, a place that is empty, and nothing under way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from deskapp.failures import Refusal
from deskapp.rules.update_hours import USUAL_HOURS, USUAL_MINUTES, may_install, read_hours, read_minutes, within

QUARTER = timedelta(minutes=15)
USUAL = read_hours(USUAL_HOURS)


def at(office_time: str) -> datetime:
    """A moment of a day, by the office's time."""
    hour, minute = map(int, office_time.split(":"))
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("time", "open_"),
    [("17:29", False), ("17:30", True), ("23:59", True), ("00:00", True), ("07:29", True), ("07:30", False),
     ("12:00", False)],
)  # fmt: skip
def test_the_usual_hours_are_those_between_two_shifts(time: str, open_: bool) -> None:
    assert within(USUAL, at(time)) is open_


def test_several_spans_and_the_whole_day() -> None:
    noon = read_hours("12:00-13:00, 17:30-07:30")
    assert within(noon, at("12:30"))
    assert not within(noon, at("13:00"))
    assert within(noon, at("03:00"))
    assert all(within(read_hours("00:00-24:00"), at(time)) for time in ("00:00", "12:00", "23:59"))


@pytest.mark.parametrize(
    "odd", ["", "17:30", "25:00-07:00", "17:60-07:00", "7:30-8:30", "08:00-08:00", "17:30-07:30;", "00:00-24:01",
            ",".join(["01:00-02:00"] * 7), "night"],
)  # fmt: skip
def test_hours_that_nobody_can_read_are_refused(odd: str) -> None:
    with pytest.raises(Refusal, match=r"update\.bad_hours"):
        read_hours(odd)


def test_minutes_are_a_sensible_number() -> None:
    assert read_minutes(USUAL_MINUTES) == QUARTER
    assert read_minutes("240") == timedelta(hours=4)
    for odd in ("", "0", "241", "-5", "1.5", "²", "9999"):
        with pytest.raises(Refusal, match=r"update\.bad_minutes"):
            read_minutes(odd)


def test_it_is_installed_at_night_in_an_empty_place_only() -> None:
    def may(empty_for: timedelta | None = QUARTER, *, time: str = "20:00", busy: bool = False) -> bool:
        return may_install(USUAL, at(time), empty_for=empty_for, empty_long=QUARTER, busy=busy)

    assert may()
    assert not may(None), "somebody is signed in"
    assert not may(QUARTER - timedelta(seconds=1)), "somebody has just gone, and may be back"
    assert not may(busy=True), "a page is on its way"
    assert not may(time="10:00"), "the office is open"
