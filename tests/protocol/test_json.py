"""One byte string for one value, and nothing is read that has not the shape it should have."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble
from deskapp.ids import CaseId, EventId
from deskapp.protocol.json import canonical, decode, encode, plain, shaped
from deskapp.protocol.messages import Event, Push, PushAnswer, SignIn, Status, Verdict

PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc䶮𠅤é", max_size=4), inner, max_size=4),
    max_leaves=12,
)


def an_event(**changes: Any) -> Event:
    words: dict[str, Any] = {
        "id": "e1", "hall": "H1", "stream": "case", "stream_id": "c1", "version": 1, "kind": "case.opened",
        "schema": 1, "payload": {"item": "ZJ-0201", "name": "𠅤"}, "actor": "clerk3", "device": "D1", "epoch": 1,
        "device_seq": 1, "occurred_at": "2026-11-23T01:30:00.000000Z", "prev": "0" * 64, "digest": "1" * 64,
    }  # fmt: skip
    return Event(**{**words, **changes})


@given(PLAIN)
def test_the_canonical_form_is_read_back_as_what_it_was(value: Any) -> None:
    assert decode(canonical(value), object) == value


@given(st.dictionaries(st.text("abcxyz䶮", max_size=3), st.integers(0, 9), max_size=6), st.randoms())
def test_the_order_in_which_a_value_was_built_changes_no_byte(value: dict[str, int], chance: Any) -> None:
    pairs = list(value.items())
    chance.shuffle(pairs)
    assert canonical(dict(pairs)) == canonical(value)
    assert sha256(canonical(dict(pairs))).digest() == sha256(canonical(value)).digest()


@pytest.mark.parametrize(
    ("value", "bytes_"),
    [
        ({"b": 1, "a": [True, None]}, b'{"a":[true,null],"b":1}'),
        ({"é": "䶮"}, '{"é":"䶮"}'.encode()),
        ({"name": "𠅤"}, '{"name":"𠅤"}'.encode()),
        ('a"b\\c\n\u0001', b'"a\\"b\\\\c\\n\\u0001"'),
        ({}, b"{}"),
        ([], b"[]"),
        (2**53, b"9007199254740992"),
    ],
)
def test_the_canonical_form_is_this_and_no_other(value: object, bytes_: bytes) -> None:
    """Digests that were made years ago must be made the same today."""
    assert canonical(value) == bytes_


def test_an_event_crosses_the_line_as_it_was() -> None:
    event = an_event(seq=7, received_at="2026-11-23T01:30:01.000000Z")
    assert decode(encode(Push(events=[event])), Push).events == [event]
    assert shaped(plain(event), Event) == event


@pytest.mark.parametrize("missing", ["id", "hall", "payload", "digest", "device_seq"])
def test_an_event_without_a_part_of_it_is_none(missing: str) -> None:
    words = plain(an_event())
    del words[missing]
    with pytest.raises(ContentTrouble) as refused:
        decode(encode({"events": [words]}), Push)
    assert (refused.value.code, refused.value.values["shape"]) == ("json.not_this_shape", "Push")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", "1"), ("version", 1.5), ("payload", []), ("payload", None), ("id", 5), ("actor", None),
        ("device_seq", True), ("seq", "7"), ("prev", ["0"]),
    ],
)  # fmt: skip
def test_an_event_with_a_value_of_another_sort_is_none(name: str, value: object) -> None:
    with pytest.raises(ContentTrouble):
        decode(encode({"events": [{**plain(an_event()), name: value}]}), Push)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"nonsense", b"[]", b"null", b"\xff\xfe", b'{"events": 5}', b"[" * 10_000, b'["\xed\xa0\x80"]'],
    ids=["nothing", "half", "words", "list", "null", "bytes", "number", "deep", "half a letter"],
)  # fmt: skip
def test_what_is_no_json_of_ours_is_refused_and_breaks_nothing(data: bytes) -> None:
    with pytest.raises(ContentTrouble) as refused:
        decode(data, Push)
    assert refused.value.code == "json.not_this_shape"


def test_what_a_newer_program_says_besides_is_passed_over() -> None:
    said = encode({"user": "clerk3", "password": "p", "device": "D1", "window": "3", "colour": "blue"})
    assert decode(said, SignIn).user == "clerk3"


def test_a_status_nobody_knows_is_no_answer() -> None:
    """Only a typed verdict of our centre counts: "ok" is what a captive portal says."""
    good = Verdict(id=EventId("e1"), status=Status.ACCEPTED, seq=4)
    assert decode(encode(PushAnswer(verdicts=[good])), PushAnswer).verdicts == [good]
    with pytest.raises(ContentTrouble):
        decode(b'{"verdicts":[{"id":"e1","status":"ok"}]}', PushAnswer)


def test_messages_are_values_and_nobody_changes_one() -> None:
    push = Push(events=[], keys={CaseId("c1"): "k"})
    assert push == Push(events=[], keys={CaseId("c1"): "k"})
    with pytest.raises(AttributeError):
        push.events = []  # type: ignore[misc]


def test_two_messages_share_no_dictionary_that_was_left_out() -> None:
    assert Push(events=[]).keys == {}
    assert Push(events=[]).keys is not Push(events=[]).keys
