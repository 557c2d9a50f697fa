"""Bodies in, answers out: what is packed is unpacked no further than the limit, and rubbish is told by its kind."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from deskapp.failures import ContentTrouble, Failure, Refusal
from deskapp.server.shapes import body_of, json_answer, query_of, words_of

LIMIT = 1000


class Words(msgspec.Struct, frozen=True):
    """Something to be asked."""

    name: Annotated[str, msgspec.Meta(max_length=8)] = "nobody"
    number: int = 0


def request(parts: Iterable[bytes], headers: Mapping[str, str] | None = None, query: str = "") -> Request:
    """A request whose body comes in these parts."""
    coming = list(parts)
    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "path": "/", "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        part = coming.pop(0) if coming else b""
        return {"type": "http.request", "body": part, "more_body": bool(coming)}

    return Request(scope, receive)


def body(parts: Iterable[bytes], packing: str | None = None, limit: int = LIMIT) -> bytes:
    return asyncio.run(body_of(request(parts, {"Content-Encoding": packing} if packing else None), limit=limit))


def code(parts: Iterable[bytes], packing: str | None = None, limit: int = LIMIT) -> str:
    with pytest.raises(Failure) as told:
        body(parts, packing, limit)
    return told.value.code


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_a_body_is_what_came_in_whatever_parts(parts: list[bytes]) -> None:
    whole = b"".join(parts)
    assert body(parts) == whole
    assert body(parts, "identity") == whole
    packed = gzip.compress(whole)
    assert body([packed[:7], packed[7:]], "gzip") == whole


@pytest.mark.parametrize(("size", "fits"), [(999, True), (1000, True), (1001, False), (5000, False)])
@pytest.mark.parametrize("packing", [None, "gzip"])
def test_a_limit_is_a_limit_packed_or_not(size: int, fits: bool, packing: str | None) -> None:
    said = gzip.compress(b"x" * size) if packing else b"x" * size
    if fits:
        assert len(body([said], packing)) == size
    else:
        assert code([said], packing) == "request.too_large"


def test_what_unpacks_without_an_end_is_stopped_at_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000, 9)
    assert len(bomb) < 100_000
    assert code([bomb], "gzip", limit=200_000) == "request.too_large"


WRONG_PACKING = {
    "no gzip": b"hello",
    "cut off": gzip.compress(b"hello, hello, hello")[:-3],
    "only its head": gzip.compress(b"hello")[:10],
    "something behind": gzip.compress(b"hello") + b"more",
    "two of them": gzip.compress(b"a") + gzip.compress(b"b"),
    "another packing": zlib.compress(b"hello"),
    "a wrong sum": gzip.compress(b"hello")[:-8] + b"\0" * 8,
    "nothing": b"",
}


@pytest.mark.parametrize("what", sorted(WRONG_PACKING))
def test_what_is_not_packed_as_it_says_is_told_so(what: str) -> None:
    assert code([WRONG_PACKING[what]], "gzip") == "request.wrong_packing"


@pytest.mark.parametrize("packing", ["br", "deflate", "gzip, gzip", "GZIP;q=1", "x"])
def test_a_packing_that_is_not_offered_is_told_so(packing: str) -> None:
    assert code([b"hello"], packing) == "request.wrong_packing"


def words(said: bytes) -> Words:
    return asyncio.run(words_of(request([said]), Words))


def test_a_body_is_read_in_its_shape() -> None:
    assert words(b'{"name": "\xf0\xac\xad\x8e", "number": 5}') == Words("𬭎", 5)
    assert words(b"") == Words(), "to say nothing is to say nothing else"
    assert words(b'{"other": 1}') == Words()


@pytest.mark.parametrize(
    "said",
    [
        b"{", b"[]", b"null", b"5", b'{"name": 5}', b'{"name": "123456789"}', b'{"number": "5"}', b'{"number": 1.5}',
        b"\xff\xfe", b'{"name": "\xff"}', b"[" * 3000,
    ],
)  # fmt: skip
def test_what_is_not_of_its_shape_is_told_so(said: bytes) -> None:
    with pytest.raises(ContentTrouble) as told:
        words(said)
    assert told.value.code == "json.not_this_shape"
    assert told.value.values == {"shape": "Words"}, "and not with what stood in it"


@pytest.mark.parametrize(
    ("query", "found"),
    [("", Words()), ("name=a", Words("a")), ("number=5&name=a", Words("a", 5)), ("number=5&x=y", Words(number=5))],
)
def test_a_query_is_read_in_its_shape_too(query: str, found: Words) -> None:
    assert query_of(request([], query=query), Words) == found


@pytest.mark.parametrize("query", ["number=x", "number=", "number=1.5", "name=123456789", "number=5&number=six"])
def test_a_query_of_another_shape_is_told_so(query: str) -> None:
    with pytest.raises(ContentTrouble) as told:
        query_of(request([], query=query), Words)
    assert told.value.code == "json.not_this_shape"


def test_an_answer_is_never_kept_on_its_way() -> None:
    answer = json_answer(Words("𬭎", 5), 201)
    assert answer.status_code == 201
    assert answer.body == '{"name":"𬭎","number":5}'.encode()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"


def test_who_hangs_up_in_the_middle_is_not_answered_half() -> None:
    from deskapp.server.uploads.receiving import ClientGone

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    gone = Request({"type": "http", "method": "POST", "path": "/", "headers": []}, receive)
    with pytest.raises(ClientGone):
        asyncio.run(body_of(gone, limit=LIMIT))


def test_a_body_that_declares_too_much_is_not_waited_for() -> None:
    async def receive() -> dict[str, Any]:
        raise AssertionError

    headers = [(b"content-length", b"1001")]
    declared = Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, receive)
    with pytest.raises(Refusal) as told:
        asyncio.run(body_of(declared, limit=LIMIT))
    assert (told.value.code, told.value.values) == ("request.too_large", {"limit": LIMIT})
