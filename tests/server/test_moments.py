"""No fact may name a moment that has no zone or lies out of our years, in whatever field of whatever kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as with_other

from deskapp.failures import ContentTrouble
from deskapp.journal.kinds import BY_NAME
from deskapp.protocol.json import plain, shaped
from deskapp.server.moments import days_in, timely
from deskapp.server.sound import ask_sense
from tests.server.test_sound import SOUND

MORNING = datetime(2026, 11, 23, 2, tzinfo=UTC)

# Every field of every kind in which its author wrote that a day or a moment stands: read from the text of the facts,
# and not by the way that is tested here.
PLACES = [
    (kind.name, field.name, "datetime" in str(field.type))
    for kind in BY_NAME.values()
    for field in fields(kind.fact)
    if "date" in str(field.type)
]
MOMENTS = [(kind, name) for kind, name, is_moment in PLACES if is_moment]
DAYS = [(kind, name) for kind, name, is_moment in PLACES if not is_moment]


def fact_with(kind: str, name: str, value: date) -> Any:
    """A fact of the kind with this in one of its fields, and something of ours in all other days and moments."""
    shape = BY_NAME[kind].fact
    filled: dict[str, Any] = {}
    for field in fields(shape):
        if field.name == name:
            filled[field.name] = value
        elif "datetime" in str(field.type):
            filled[field.name] = MORNING
        elif "date" in str(field.type):
            filled[field.name] = MORNING.date()
        else:
            filled[field.name] = None  # nobody looks at it before the moments
    return shape(**filled)


def refused(kind: str, fact: Any) -> str | None:
    event = with_other(SOUND, kind=kind, stream=BY_NAME[kind].stream, actor=SOUND.actor)
    try:
        ask_sense(event, fact)
    except ContentTrouble as trouble:
        return trouble.code
    return None


def test_the_fields_that_were_forgotten_once_are_among_them() -> None:
    assert {
        ("window.queues_changed", "until"), ("ticket.held", "until"), ("ticket.issued", "appointment"),
        ("case.accepted", "promised_at"), ("case.accepted", "statutory_at"), ("booking.made", "begins"),
        ("window.code_made", "until"), ("ticket.back_in_line", "due_at"),
    } <= set(MOMENTS)  # fmt: skip
    assert len(DAYS) > 20


def bare(year: int, month: int, day: int) -> datetime:
    """The beginning of a day, in no zone."""
    return datetime(year, month, day, tzinfo=UTC).replace(tzinfo=None)


zones = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
too_early = st.datetimes(max_value=bare(2019, 12, 30), timezones=zones)
too_late = st.datetimes(min_value=bare(2200, 1, 2), timezones=zones)
EDGES = st.sampled_from(
    [
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=12))),
        datetime.max.replace(tzinfo=UTC),
        datetime(2200, 1, 1, 7, 59, tzinfo=timezone(timedelta(hours=7))).astimezone(UTC) + timedelta(days=1),
    ]
)


@given(st.sampled_from(MOMENTS), st.datetimes() | too_early | too_late | EDGES)
def test_a_moment_without_a_zone_or_out_of_our_years_makes_no_sense(place: tuple[str, str], odd: datetime) -> None:
    kind, name = place
    assert refused(kind, fact_with(kind, name, odd)) == "event.no_sense"


@given(st.sampled_from(DAYS), st.dates(max_value=date(2019, 12, 31)) | st.dates(min_value=date(2200, 1, 1)))
def test_a_day_out_of_our_years_makes_no_sense(place: tuple[str, str], odd: date) -> None:
    kind, name = place
    assert refused(kind, fact_with(kind, name, odd)) == "event.no_sense"


@given(
    st.sampled_from(MOMENTS),
    st.datetimes(min_value=bare(2020, 1, 2), max_value=bare(2199, 12, 30), timezones=zones),
)
def test_a_moment_of_ours_is_let_be_whatever_its_zone(place: tuple[str, str], moment: datetime) -> None:
    assert timely(fact_with(*place, moment))


@given(st.sampled_from(DAYS), st.dates(min_value=date(2020, 1, 1), max_value=date(2199, 12, 31)))
def test_a_day_of_ours_is_let_be(place: tuple[str, str], day: date) -> None:
    assert timely(fact_with(*place, day))


@given(st.sampled_from(MOMENTS), st.datetimes(timezones=st.none() | zones))
def test_what_is_let_be_can_be_counted_with(place: tuple[str, str], moment: datetime) -> None:
    if timely(fact_with(*place, moment)):
        assert moment.astimezone(UTC) - timedelta(days=365) < moment < moment + timedelta(days=365)
        assert moment != MORNING or moment == MORNING


def test_it_is_the_year_in_our_zone_that_counts() -> None:
    first = datetime(2020, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert not timely(fact_with("ticket.held", "until", first)), "2019 by universal time"
    assert timely(fact_with("ticket.held", "until", first + timedelta(minutes=30)))


@dataclass(frozen=True)
class Inner:
    at: datetime | None
    words: str = ""


class Packed(msgspec.Struct, frozen=True):
    day: date


@dataclass(frozen=True)
class Outer:
    many: tuple[Inner, ...] = ()
    named: Mapping[str, Inner | None] | None = None
    pairs: tuple[tuple[str, date], ...] = ()
    packed: Packed | None = None
    anything: Mapping[str, Any] | None = None


@pytest.mark.parametrize(
    "odd",
    [
        Outer(many=(Inner(MORNING), Inner(bare(2026, 1, 1)))),
        Outer(named={"a": None, "b": Inner(datetime.max.replace(tzinfo=UTC))}),
        Outer(pairs=(("a", date(2026, 1, 1)), ("b", date(9999, 12, 31)))),
        Outer(packed=Packed(date(1, 1, 1))),
    ],
)
def test_however_deep_it_stands_it_is_found(odd: Outer) -> None:
    assert not timely(odd)
    assert timely(replace(odd, many=(), named=None, pairs=(), packed=None))


def test_what_holds_none_is_not_searched() -> None:
    plain_words = Outer(anything={"catalog": ["2026-01-01"] * 3})
    assert list(days_in(plain_words)) == []
    assert list(days_in(Outer(many=(Inner(MORNING), Inner(None))))) == [MORNING]


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in PLACES}))
def test_every_kind_can_be_searched_as_it_comes_over_the_line(kind: str) -> None:
    """The types that its fields are said to have are really those that its JSON is read into."""
    shape = BY_NAME[kind].fact
    for name in (name for of, name in [*MOMENTS, *DAYS] if of == kind):
        day = MORNING if (kind, name) in MOMENTS else MORNING.date()
        assert day in set(days_in(fact_with(kind, name, day)))
        field = next(one for one in fields(shape) if one.name == name)
        assert shaped(plain(day), datetime if "datetime" in str(field.type) else date) == day
