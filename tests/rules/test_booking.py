"""A booking's life, how somebody comes who has one, and the hours that there are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import BookingId, QueueId, TicketId
from deskapp.rules.booking import (
    Arrival,
    Booked,
    Booking,
    BookingCancelled,
    BookingFact,
    BookingState,
    CheckedIn,
    arrival,
    fold,
    permits,
)
from deskapp.rules.booking_hours import BookingHours, hour_text, minutes_of, moment, slot_for
from deskapp.rules.catalog_text import CatalogFaults, from_plain, read, to_plain
from deskapp.rules.line_terms import LineTerms
from tests.rules.sample import SMALL

BEGINS = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 at the office
MADE = Booked(QueueId("A"), BEGINS, "mark")
FACTS: dict[str, BookingFact] = {"made": MADE, "used": CheckedIn(TicketId("t")), "cancelled": BookingCancelled()}
HOURS = BookingHours(((9 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60)), every=30, places=2, ahead=14)
MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # Monday, 9:30
TERMS = LineTerms(early=60, late=15)


def after(*facts: BookingFact) -> Booking:
    booking = Booking(BookingId("b"))
    for fact in facts:
        booking = fold(booking, fact)
    return booking


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code


@pytest.mark.parametrize(
    ("before", "step", "code"),
    [
        ((), "used", "booking.unknown"),
        ((), "cancelled", "booking.unknown"),
        (("made",), "made", "booking.exists"),
        (("made", "used"), "used", "booking.used"),
        (("made", "used"), "cancelled", "booking.used"),
        (("made", "cancelled"), "used", "booking.cancelled"),
        (("made", "cancelled"), "cancelled", "booking.cancelled"),
    ],
)
def test_what_may_not_happen_is_refused_and_folded_to_nothing(before: tuple[str, ...], step: str, code: str) -> None:
    booking = after(*(FACTS[name] for name in before))
    with pytest.raises(Refusal) as refused:
        permits(booking, FACTS[step])
    assert code_of(refused) == code
    folded = fold(booking, FACTS[step])
    assert folded.version == booking.version + 1
    assert (folded.state, folded.ticket) == (booking.state, booking.ticket)


def test_a_booking_is_made_and_used_once() -> None:
    booking = after(MADE, FACTS["used"])
    assert (booking.state, booking.ticket, booking.queue, booking.begins) == (BookingState.USED, "t", "A", BEGINS)


@pytest.mark.parametrize(
    ("minutes", "how"),
    [(-60, Arrival.KEPT), (0, Arrival.KEPT), (15, Arrival.KEPT), (16, Arrival.LATE), (400, Arrival.LATE)],
)
def test_who_comes_within_the_halls_lateness_keeps_the_hour(minutes: int, how: Arrival) -> None:
    assert arrival(after(MADE), TERMS, BEGINS + timedelta(minutes=minutes)) is how


@pytest.mark.parametrize(
    ("moment_there", "code", "values"),
    [
        (BEGINS - timedelta(minutes=61), "booking.too_early", {"hour": "10:00", "opens": "09:00"}),
        (BEGINS - timedelta(days=1), "booking.other_day", {"day": "2026-11-23", "hour": "10:00"}),
        (BEGINS + timedelta(days=1), "booking.missed", {"day": "2026-11-23", "hour": "10:00"}),
        (BEGINS + timedelta(hours=14), "booking.missed", {"day": "2026-11-23", "hour": "10:00"}),
    ],
)
def test_who_comes_at_another_time_is_told_when(moment_there: datetime, code: str, values: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        arrival(after(MADE), TERMS, moment_there)
    assert (code_of(refused), refused.value.values) == (code, values)


@pytest.mark.parametrize(("facts", "code"), [((), "booking.unknown"), (("made", "cancelled"), "booking.cancelled")])
def test_what_is_no_booking_is_not_kept(facts: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        arrival(after(*(FACTS[name] for name in facts)), TERMS, BEGINS)
    assert code_of(refused) == code


def test_the_hours_are_cut_into_slots_and_what_is_left_over_is_none() -> None:
    assert [hour_text(slot) for slot in BookingHours(((540, 640),), every=30).slots()] == ["09:00", "09:30", "10:00"]
    assert len(HOURS.slots()) == 12
    assert BookingHours(((540, 550),), every=30).slots() == ()


@given(st.integers(0, 24 * 60 - 1))
def test_an_hour_is_written_and_read_back(minutes: int) -> None:
    assert minutes_of(hour_text(minutes)) == minutes
    local = moment(date(2026, 11, 23), minutes)
    assert (local.hour * 60 + local.minute, str(local.utcoffset())) == (minutes, "8:00:00")


@pytest.mark.parametrize("text", ["", "9:00", "24:00", "09:60", "09:0", "０９:００", "09:00\n", "x" * 200])
def test_what_is_no_hour_is_none(text: str) -> None:
    assert minutes_of(text) is None


@pytest.mark.parametrize(
    ("day", "hour", "works", "code"),
    [
        (date(2026, 11, 23), "09:15", True, "booking.no_such_hour"),
        (date(2026, 11, 23), "11:30", True, "booking.no_such_hour"),
        (date(2026, 11, 23), "noon", True, "booking.no_such_hour"),
        (date(2026, 11, 23), "09:30", True, "booking.past"),
        (date(2026, 11, 20), "10:00", True, "booking.past"),
        (date(2026, 12, 8), "10:00", True, "booking.too_far"),
        (date(2026, 11, 28), "10:00", False, "booking.closed_day"),
    ],
)
def test_an_hour_that_cannot_be_booked_is_refused(day: date, hour: str, works: bool, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        slot_for(HOURS, "A", day, hour, MORNING, works=works)
    assert code_of(refused) == code


def test_an_hour_that_can_is_a_moment() -> None:
    assert slot_for(HOURS, "A", date(2026, 11, 23), "10:00", MORNING, works=True) == BEGINS
    with pytest.raises(Refusal) as refused:
        slot_for(None, "个人事项", date(2026, 11, 23), "10:00", MORNING, works=True)
    assert (code_of(refused), refused.value.values) == ("booking.not_here", {"queue": "个人事项"})


QUEUE = "A: {name: 个人事项, en: Personal"


def with_booking(words: str) -> str:
    assert SMALL.count(QUEUE) == 1
    return SMALL.replace(QUEUE, f"{QUEUE}, booking: {words}")


def test_a_catalogue_says_what_can_be_booked() -> None:
    catalog = read(with_booking('{hours: ["09:00-11:30", "13:30 – 17:00"], every: 15, places: 4, ahead: 7}'))
    said = BookingHours(((540, 690), (810, 1020)), every=15, places=4, ahead=7)
    assert catalog.queues[QueueId("A")].booking == said
    assert from_plain(to_plain(catalog)) == catalog
    assert read(SMALL).queues[QueueId("A")].booking is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("{hours: [9-11], places: 2}", "catalog.bad_hours"),
        ('{hours: ["11:00-09:00"], places: 2}', "catalog.bad_hours"),
        ('{hours: ["09:00-25:00"], places: 2}', "catalog.bad_hours"),
        ("{hours: [], places: 2}", "catalog.empty"),
        ('{hours: ["09:00-11:00"]}', "catalog.missing_key"),
        ('{hours: ["09:00-11:00"], places: 0}', "catalog.not_a_number"),
        ('{hours: ["09:00-11:00"], places: 2, every: 1}', "catalog.not_a_number"),
        ('{hours: ["09:00-11:00"], places: 2, seats: 1}', "catalog.unknown_key"),
        ("always", "catalog.not_a_map"),
    ],
)
def test_a_catalogue_that_says_it_wrong_is_told_the_line(words: str, code: str) -> None:
    with pytest.raises(CatalogFaults) as faults:
        read(with_booking(words))
    assert code in {fault.code for fault in faults.value.faults}
    assert {fault.line for fault in faults.value.faults} == {
        next(n for n, line in enumerate(SMALL.splitlines(), 1) if QUEUE in line)
    }
