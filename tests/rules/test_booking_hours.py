"""Which hours can be booked: whole slots, on open days, neither gone by nor too far ahead."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.clock import OFFICE_TIME
from deskapp.failures import Refusal
from deskapp.rules.booking_hours import BookingHours, hour_text, minutes_of, moment, slot_for

MORNING = BookingHours(((9 * 60, 11 * 60),), every=30, places=2, ahead=14)
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # 9:30 at the office
minutes_of_a_day = st.integers(0, 24 * 60 - 1)


@pytest.mark.parametrize(
    ("spans", "every", "slots"),
    [
        (((540, 660),), 30, [540, 570, 600, 630]),
        (((540, 659),), 30, [540, 570, 600]),
        (((540, 569),), 30, []),
        (((540, 570), (840, 900)), 30, [540, 840, 870]),
        (((540, 600),), 45, [540]),
        ((), 30, []),
    ],
)
def test_what_is_left_of_a_span_is_no_slot(spans: tuple[tuple[int, int], ...], every: int, slots: list[int]) -> None:
    assert list(BookingHours(spans, every).slots()) == slots


@given(st.lists(st.tuples(minutes_of_a_day, minutes_of_a_day).map(sorted).map(tuple), max_size=3), st.integers(5, 120))
def test_every_slot_lies_whole_in_a_span_and_none_overlaps_in_it(spans: list[tuple[int, int]], every: int) -> None:
    for start, end in spans:
        slots = BookingHours(((start, end),), every).slots()
        assert all(start <= slot and slot + every <= end for slot in slots)
        assert all(later - earlier == every for earlier, later in itertools.pairwise(slots))
        assert end - start - len(slots) * every < every, "no slot more would fit"


@given(minutes_of_a_day)
def test_an_hour_is_read_as_it_is_written(minutes: int) -> None:
    assert minutes_of(hour_text(minutes)) == minutes
    at = moment(TODAY, minutes)
    assert at.astimezone(OFFICE_TIME).date() == TODAY
    assert f"{at.astimezone(OFFICE_TIME):%H:%M}" == hour_text(minutes)


@pytest.mark.parametrize(
    "hour", ["", "9:30", "09.30", "24:00", "09:60", "09:30 ", "0930", "09:30:00", "０９:30", "-1:00"]
)
def test_what_is_no_hour_is_none(hour: str) -> None:
    assert minutes_of(hour) is None


@pytest.mark.parametrize("minutes", [-1, 24 * 60])
def test_a_day_has_1440_minutes(minutes: int) -> None:
    with pytest.raises(ValueError, match="1440"):
        moment(TODAY, minutes)


def ask(
    day: date = TODAY, hour: str = "10:00", *, hours: BookingHours | None = MORNING, works: bool = True
) -> datetime:
    return slot_for(hours, "A", day, hour, NOW, works=works)


def test_a_slot_begins_at_its_hour_at_the_office() -> None:
    assert ask() == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert ask(TODAY + timedelta(days=14), "09:00") == datetime(2026, 12, 7, 1, 0, tzinfo=UTC)


REFUSED: dict[str, tuple[dict[str, object], str, dict[str, object]]] = {
    "no bookings": ({"hours": None}, "booking.not_here", {"queue": "A"}),
    "between": ({"hour": "10:15"}, "booking.no_such_hour", {"hours": ["09:00", "09:30", "10:00", "10:30"]}),
    "the end": ({"hour": "11:00"}, "booking.no_such_hour", {"hours": ["09:00", "09:30", "10:00", "10:30"]}),
    "no hour": ({"hour": "x"}, "booking.no_such_hour", {"hours": ["09:00", "09:30", "10:00", "10:30"]}),
    "just begun": ({"hour": "09:30"}, "booking.past", {}),
    "yesterday": ({"day": TODAY - timedelta(days=1)}, "booking.past", {}),
    "too far": ({"day": TODAY + timedelta(days=15)}, "booking.too_far", {"last": "2026-12-07"}),
    "closed": ({"works": False}, "booking.closed_day", {"day": "2026-11-23"}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_booked_is_refused_with_what_can(case: str) -> None:
    asked, code, values = REFUSED[case]
    with pytest.raises(Refusal) as refused:
        ask(**asked)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.values) == (code, values)


def test_the_day_is_that_of_the_office_and_not_of_greenwich() -> None:
    """At one in the morning in the hall it is still yesterday in Greenwich: the last day must not move."""
    early = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # the 23rd, 1:00 at the office
    last = TODAY + timedelta(days=14)
    assert slot_for(MORNING, "A", last, "09:00", early, works=True).date() == last
