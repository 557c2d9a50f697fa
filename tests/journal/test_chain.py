"""Digests cover every word of the writer and no other; moments are texts that sort as time goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from deskapp.ids import DeviceId, EventId
from deskapp.journal.chain import START, digest_of, head_after, moment_of, moment_text, with_place
from deskapp.protocol.messages import Event
from tests import builders

EVENT = Event(
    id=EventId("01a20a0d-fed0-7754-a06e-5c6dbeaddd83"), hall=builders.HALL, stream="case", stream_id="c", version=2,
    kind="case.looked_at", schema=1, payload={"what": "申请人 𬭎", "b": [1, None, True]}, actor=builders.CLERK,
    device=DeviceId("D1"), epoch=1, device_seq=7, occurred_at="2026-11-23T01:30:00.000000Z", prev=START, digest="",
)  # fmt: skip
OTHER: dict[str, Any] = {
    "id": EventId("01a20a0d-fed0-7754-a06e-5c6dbeaddd84"), "hall": "H2", "stream": "ticket", "stream_id": "d",
    "version": 3, "kind": "case.archived", "schema": 2, "payload": {"what": "申请人 𬭎"}, "actor": "clerk4",
    "device": "D2", "epoch": 2, "device_seq": 8, "occurred_at": "2026-11-23T01:30:00.000001Z", "prev": "1" * 64,
}  # fmt: skip
FROM_THE_CENTRE: dict[str, Any] = {"digest": "f" * 64, "seq": 9, "received_at": "2026-11-23T01:30:05.000000Z"}
MOMENTS = st.datetimes(timezones=st.just(UTC)).filter(lambda moment: moment.year >= 1000)


@pytest.mark.parametrize("field", sorted(OTHER))
def test_a_digest_covers_every_word_of_the_writer(field: str) -> None:
    assert digest_of(replace(EVENT, **{field: OTHER[field]})) != digest_of(EVENT)


@pytest.mark.parametrize("field", sorted(FROM_THE_CENTRE))
def test_a_digest_covers_nothing_that_comes_later(field: str) -> None:
    """The centre's number and hour are not the writer's: the chain of a desk holds before it was ever heard."""
    assert digest_of(replace(EVENT, **{field: FROM_THE_CENTRE[field]})) == digest_of(EVENT)


def test_no_field_of_an_event_is_forgotten() -> None:
    """A field that is added must be decided on: covered, or given by the centre."""
    assert {field.name for field in fields(EVENT)} == set(OTHER) | set(FROM_THE_CENTRE)


def test_the_order_of_a_payloads_words_makes_no_difference() -> None:
    turned = dict(reversed(list(EVENT.payload.items())))
    assert list(turned) != list(EVENT.payload)
    assert digest_of(replace(EVENT, payload=turned)) == digest_of(EVENT)


def test_a_place_is_added_and_nothing_else_is_changed() -> None:
    placed = with_place(EVENT, "d" * 64, 12, "2026-11-23T01:31:00.000000Z")
    assert (placed.digest, placed.seq, placed.received_at) == ("d" * 64, 12, "2026-11-23T01:31:00.000000Z")
    assert digest_of(placed) == digest_of(EVENT)


@given(st.text(max_size=64), st.text(max_size=64), st.text(max_size=27))
def test_a_head_is_as_wide_as_a_digest(head: str, digest: str, received: str) -> None:
    after = head_after(head, digest, received)
    assert len(after) == len(START)
    assert after == sha256(f"{head}{digest}{received}".encode("utf-8", "surrogatepass")).hexdigest()


@pytest.mark.parametrize(
    ("head", "digest", "received"),
    [("1" * 64, "d" * 64, "a"), (START, "e" * 64, "a"), (START, "d" * 64, "b"), (START, "d" * 64, None)],
)
def test_a_head_covers_what_was_before_and_when_it_came(head: str, digest: str, received: str | None) -> None:
    assert head_after(head, digest, received) != head_after(START, "d" * 64, "a")


def test_the_order_of_two_events_stands_in_the_head() -> None:
    first, second = "a" * 64, "b" * 64
    one = head_after(head_after(START, first, "x"), second, "x")
    other = head_after(head_after(START, second, "x"), first, "x")
    assert one != other


@given(MOMENTS)
def test_a_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    assert moment_of(moment_text(moment)) == moment


@given(MOMENTS, MOMENTS)
def test_texts_sort_as_moments_do(one: datetime, other: datetime) -> None:
    assert (moment_text(one) < moment_text(other)) is (one < other)


@given(MOMENTS, st.integers(-12, 14))
def test_a_moment_is_the_same_wherever_the_clock_stands(moment: datetime, hours: int) -> None:
    try:
        there = moment.astimezone(timezone(timedelta(hours=hours)))
    except OverflowError:
        return
    assert moment_text(there) == moment_text(moment)


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-11-23", "2026-11-23T01:30:00Z", "2026-11-23T01:30:00.000Z", "2026-11-23 01:30:00.000000Z",
        "2026-11-23T01:30:00.000000+", "2026-13-23T01:30:00.000000Z", "2026-11-23T25:30:00.000000Z",
        "2026-02-30T01:30:00.000000Z", "aaaa-bb-ccTdd:ee:ff.gggggga", "2026-11-23T01:30:00.000000ZZ", "x" * 27,
    ],
)  # fmt: skip
def test_what_is_no_moment_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment_of(text)
