"""What no program of ours would ever write is found before anything else is asked of it."""

from __future__ import annotations

import base64
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskapp.failures import Failure
from deskapp.ids import (
    ClerkId,
    DeviceId,
    EventId,
    ItemCode,
    MaterialCode,
    PageDigest,
    QueueId,
    TicketId,
    WindowId,
)
from deskapp.journal.chain import START
from deskapp.journal.kinds import BY_NAME, Fact, to_payload
from deskapp.protocol.json import decode, encode
from deskapp.protocol.messages import Event
from deskapp.rules import case as cases
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.catalog_text import read, to_plain
from deskapp.rules.happening import CatalogPublished, SignedIn, SignedOut
from deskapp.server.sound import ask_sense, digests_of, is_key, unsound, well_formed
from tests import builders
from tests.rules.sample import SMALL

MORNING = builders.MORNING
PAGE = PageDigest("a" * 64)
SOUND = Event(
    id=EventId("01a20a0d-fed0-7754-a06e-5c6dbeaddd83"), hall=builders.HALL, stream="case", stream_id="c", version=1,
    kind="case.looked_at", schema=1, payload={"what": "applicant"}, actor=builders.CLERK, device=DeviceId("D1"),
    epoch=1, device_seq=7, occurred_at="2026-11-23T01:30:00.000000Z", prev=START, digest="d" * 64,
)  # fmt: skip


def test_what_our_program_writes_is_sound() -> None:
    assert unsound(SOUND) is None


ODD: dict[str, list[Any]] = {
    "id": ["", "x", "01A20A0D-FED0-7754-A06E-5C6DBEADDD83", "01a20a0d-fed0-7754-a06e-5c6dbeaddd83\n", "' OR 1=1"],
    "stream": ["", "x" * 17, "ca\nse", "ca\0se"],
    "stream_id": ["", "x" * 65, "a\u202eb", "\0"],
    "kind": ["", "x" * 49, "case.\x1b[31m"],
    "actor": ["", "x" * 65, "clerk\t3"],
    "device": ["", "x" * 65, "D\n1"],
    "version": [-1, 2**31, 2**63],
    "schema": [0, -1, 2**31],
    "epoch": [0, -5, 2**31],
    "device_seq": [0, -1, 2**53],
    "prev": ["", "0" * 63, "G" * 64, "A" * 64, "0" * 64 + "\n"],
    "digest": ["", "0" * 65, "ö" * 64],
    "occurred_at": [
        "", "2026-11-23", "2026-11-23T01:30:00Z", "2026-02-30T01:30:00.000000Z", "1999-11-23T01:30:00.000000Z",
        "2200-01-01T00:00:00.000000Z", "2026-11-23T01:30:00.000000+00:00", "٢٠٢٦-11-23T01:30:00.000000Z",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in sorted(ODD) for value in ODD[field]])
def test_an_odd_envelope_is_malformed(field: str, value: object) -> None:
    assert unsound(replace(SOUND, **{field: value})) == "event.malformed"


EDGES: dict[str, list[Any]] = {
    "stream": ["x" * 16], "stream_id": ["x" * 64, "窗口"], "kind": ["x" * 48], "actor": ["陈三", "x" * 64],
    "version": [0, 2**31 - 1], "schema": [1, 2**31 - 1], "device_seq": [1, 2**53 - 1],
    "occurred_at": ["2020-01-01T00:00:00.000000Z", "2199-12-31T23:59:59.999999Z"],
}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in sorted(EDGES) for value in EDGES[field]])
def test_what_is_just_within_is_sound(field: str, value: object) -> None:
    assert unsound(replace(SOUND, **{field: value})) is None


def nested(deep: int, *, lists: bool) -> Any:
    value: Any = 1
    for _ in range(deep):
        value = [value] if lists else {"a": value}
    return value


@pytest.mark.parametrize("lists", [True, False])
@pytest.mark.parametrize(("deep", "found"), [(3, None), (60, None), (65, "event.malformed"), (900, "event.malformed")])
def test_what_is_nested_deeper_than_any_fact_is_not_walked_into(deep: int, found: str | None, lists: bool) -> None:
    assert unsound(replace(SOUND, payload={"what": nested(deep, lists=lists)})) == found


@pytest.mark.parametrize(("size", "found"), [(200_000, None), (262_144, "event.too_large")])
def test_a_payload_has_a_largest_size(size: int, found: str | None) -> None:
    assert unsound(replace(SOUND, payload={"what": "x" * size})) == found


def test_half_a_sign_is_malformed() -> None:
    assert unsound(replace(SOUND, payload={"what": "\ud83d"})) == "event.malformed"


def said(fact: Fact, **odd: Any) -> tuple[Event, Fact]:
    kind, payload = to_payload(fact, lambda plain, field: "sealed")
    words: dict[str, Any] = {"kind": kind.name, "stream": kind.stream, "payload": decode(encode(payload), dict)}
    return replace(SOUND, **(words | odd)), fact


def issued(number: str = "A001", **odd: Any) -> tickets.Issued:
    words: dict[str, Any] = {
        "queue": QueueId("A"),
        "ticket_class": "normal",
        "issued_at": MORNING,
        "due_at": MORNING,
    } | odd
    return tickets.Issued(number=number, **words)


def opened(**odd: Any) -> cases.Opened:
    words: dict[str, Any] = {
        "item": ItemCode("GA-1"), "catalog": "1", "window": WindowId("3"), "track": "t" * 22, "applicant": None,
    }  # fmt: skip
    return cases.Opened(**(words | odd))


def published(**odd: Any) -> CatalogPublished:
    catalog = read(SMALL)
    words: dict[str, Any] = {
        "version": catalog.version,
        "valid_from": catalog.valid_from.isoformat(),
        "catalog": to_plain(catalog),
    }
    return CatalogPublished(**(words | odd))


SENSE: dict[str, tuple[Event, Fact]] = {
    "opened": said(opened()),
    "opened for a ticket": said(opened(ticket=TicketId("t"))),
    "accepted": said(builders.accepted("1" * 24)),
    "issued": said(issued()),
    "issued for an item": said(issued(item=ItemCode("GA-1"))),
    "called": said(tickets.Called(WindowId("3"))),
    "back in line": said(tickets.BackInLine(MORNING)),
    "transferred": said(tickets.Transferred(QueueId("B"))),
    "opened a window": said(windows.WindowOpened(builders.CLERK, DeviceId("D1"))),
    "signed in": said(SignedIn(WindowId("3")), stream_id=builders.CLERK),
    "signed out": said(SignedOut(), stream_id=builders.CLERK),
    "pages": said(cases.PagesAdded(MaterialCode("ID-CARD"), (PAGE,))),
    "published": said(published(), stream_id=read(SMALL).version),
}


@pytest.mark.parametrize("what", sorted(SENSE))
def test_a_fact_of_ours_makes_sense(what: str) -> None:
    ask_sense(*SENSE[what])


NAIVE = datetime(2026, 11, 23, 1, 30)  # noqa: DTZ001 - a moment without its zone is the point
NONSENSE: dict[str, tuple[str, tuple[Event, Fact]]] = {
    "a ticket's fact in a case's stream": ("event.wrong_stream", said(tickets.Called(WindowId("3")), stream="case")),
    "signed in as somebody else": ("event.no_sense", said(SignedIn(None), stream_id="clerk4")),
    "signed out as somebody else": ("event.no_sense", said(SignedOut(), stream_id="clerk4")),
    "an item without a name": ("event.no_sense", said(opened(item=ItemCode("")))),
    "an item of another line": ("event.no_sense", said(opened(item=ItemCode("a\nb")))),
    "a window too long": ("event.no_sense", said(opened(window=WindowId("3" * 17)))),
    "a progress code that can be guessed": ("event.no_sense", said(opened(track="t" * 21))),
    "a progress code that is a path": ("event.no_sense", said(opened(track="../" + "t" * 22))),
    "a number with letters": ("event.no_sense", said(builders.accepted("1" * 23 + "a"))),
    "a number in other digits": ("event.no_sense", said(builders.accepted("٣" * 24))),
    "a number too long": ("event.no_sense", said(builders.accepted("1" * 33))),
    "no number": ("event.no_sense", said(builders.accepted(""))),
    "a ticket of another queue's number": ("event.no_sense", said(issued("B001"))),
    "issued at no zone's time": ("event.no_sense", said(issued(issued_at=NAIVE))),
    "due at no zone's time": ("event.no_sense", said(issued(due_at=NAIVE))),
    "back in line without a zone": ("event.no_sense", said(tickets.BackInLine(NAIVE))),
    "back in line in another age": ("event.no_sense", said(tickets.BackInLine(MORNING.replace(year=9999)))),
    "called by no window": ("event.no_sense", said(tickets.Called(WindowId("")))),
    "transferred to two letters": ("event.no_sense", said(tickets.Transferred(QueueId("AB")))),
    "a window for another clerk": ("event.no_sense", said(windows.WindowOpened(ClerkId("x"), DeviceId("D1")))),
    "a window for another desk": ("event.no_sense", said(windows.WindowOpened(builders.CLERK, DeviceId("D2")))),
    "a catalogue under another version": ("event.no_sense", said(published(), stream_id="2")),
    "a catalogue that says another version": (
        "event.no_sense", said(published(version="9"), stream_id="9"),
    ),
    "a catalogue that says another day": (
        "event.no_sense", said(published(valid_from="2001-01-01"), stream_id=read(SMALL).version),
    ),
    "a page that is none": ("page.wrong_digest", said(cases.PagesAdded(MaterialCode("M"), (PageDigest("A" * 64),)))),
    "a page that is a path": ("page.wrong_digest", said(cases.PagesAdded(MaterialCode("M"), (PageDigest("../x"),)))),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(NONSENSE))
def test_what_has_the_shape_and_makes_no_sense_is_named(what: str) -> None:
    code, (event, fact) = NONSENSE[what]
    with pytest.raises(Failure) as told:
        ask_sense(event, fact)
    assert told.value.code == code


@pytest.mark.parametrize("number", ["", "A", "001", "A0001x", "a001", "A001 ", "A٠٠١", "AA01", "A000", "A1", "A0012"])
def test_a_ticket_number_that_is_none_is_not_taken(number: str) -> None:
    with pytest.raises(Failure):
        ask_sense(*said(issued(number)))


@given(st.sampled_from(sorted(BY_NAME)), st.sampled_from(["case", "ticket", "window", "clerk", "catalog", "x"]))
def test_a_fact_stands_in_its_own_stream_and_no_other(kind: str, stream: str) -> None:
    event, fact = SENSE["called"]
    if BY_NAME[kind].stream == stream:
        return
    with pytest.raises(Failure) as told:
        ask_sense(replace(event, kind=kind, stream=stream), fact)
    assert told.value.code == "event.wrong_stream"


KEYS: dict[str, tuple[str, bool]] = {
    "a key": (base64.b64encode(b"k" * 32).decode(), True),
    "too short": (base64.b64encode(b"k" * 31).decode(), False),
    "too long": (base64.b64encode(b"k" * 33).decode(), False),
    "nothing": ("", False),
    "no base64": ("!" * 44, False),
    "of a web address": (base64.urlsafe_b64encode(b"\xff" * 32).decode(), False),
    "with a line's end": (base64.b64encode(b"k" * 32).decode() + "\n", False),
    "not ASCII": ("ö" * 44, False),
}


@pytest.mark.parametrize("what", sorted(KEYS))
def test_a_key_of_a_case_is_thirty_two_bytes_and_nothing_else(what: str) -> None:
    text, right = KEYS[what]
    assert is_key(text) is right


@pytest.mark.parametrize(
    ("page", "right"),
    [
        ("a" * 64, True),
        ("0" * 64, True),
        ("A" * 64, False),
        ("a" * 63, False),
        ("a" * 65, False),
        ("a" * 64 + "\n", False),
    ],
)
def test_a_digest_is_lower_case_hex(page: str, right: bool) -> None:
    assert well_formed(page) is right


def test_the_pages_of_an_event_are_those_that_can_be_looked_for() -> None:
    event, _ = said(cases.PagesAdded(MaterialCode("M"), (PAGE, PageDigest("../x"), PageDigest("b" * 64))))
    assert digests_of(event) == [PAGE, "b" * 64]
    assert digests_of(SOUND) == []


def test_a_deferral_far_away_is_no_moment_and_makes_sense() -> None:
    """Days are the office's to judge, not the envelope's."""
    ask_sense(*said(cases.MaterialDeferred(MaterialCode("M"), date(2026, 11, 23) + timedelta(days=4000))))
