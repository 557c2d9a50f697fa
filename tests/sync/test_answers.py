"""What comes over the line is our centre's answer, its refusal, or no line: nothing else is believed."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Failure, LineTrouble, Refusal
from deskapp.protocol.json import canonical
from deskapp.protocol.problems import URN
from deskapp.sync import answers

PROBLEM = "application/problem+json"


class Told(msgspec.Struct, frozen=True):
    number: int


def answer(status: int, body: bytes, kind: str = PROBLEM) -> httpx.Response:
    return httpx.Response(status, headers={"content-type": kind}, content=body)


def said(status: int, body: bytes, kind: str = PROBLEM) -> Failure:
    return answers.failure(answer(status, body, kind), body)


def document(code: str, **values: object) -> bytes:
    return canonical({"type": f"{URN}{code}", "title": "t", "status": 409, "values": values})


def test_what_the_centre_refuses_is_a_refusal_with_what_its_sentence_needs() -> None:
    failure = said(409, document("case.incomplete", missing=["身份证"]))
    assert isinstance(failure, Refusal)
    assert (failure.code, failure.values) == ("case.incomplete", {"missing": ["身份证"]})


@pytest.mark.parametrize("status", [500, 503, 599])
def test_a_centre_that_is_ill_is_no_refusal_whatever_it_says(status: int) -> None:
    """Trying again helps: a clerk must not be told that the office said no."""
    failure = said(status, document("case.incomplete"))
    assert isinstance(failure, LineTrouble)
    assert failure.code == "line.centre_ill"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>login</html>", "text/html"),
        (b"{}", PROBLEM),
        (b"", PROBLEM),
        (b"\xff\xfe", PROBLEM),
        (b'{"type": "about:blank", "title": "t"}', PROBLEM),
        (b'{"type": 7}', PROBLEM),
        (b"[" * 5000, PROBLEM),
        (b'{"type": "https://example.com/case.incomplete", "title": "t"}', PROBLEM),
    ],
)
@pytest.mark.parametrize("status", [302, 403, 404, 502])
def test_what_is_not_our_centre_is_said_to_be_none(body: bytes, kind: str, status: int) -> None:
    failure = said(status, body, kind)
    assert isinstance(failure, LineTrouble)
    assert (failure.code, failure.values) == ("line.not_our_centre", {"status": status})


def test_a_document_of_ours_under_another_name_is_not_ours() -> None:
    assert said(409, document("case.incomplete"), "application/json").code == "line.not_our_centre"


@given(st.binary(max_size=60), st.sampled_from([400, 404, 409, 500, 503]))
def test_any_bytes_are_a_failure_and_never_a_fault_of_the_program(body: bytes, status: int) -> None:
    assert isinstance(said(status, body), LineTrouble)


def test_an_answer_is_read_as_the_shape_that_was_asked_for() -> None:
    assert answers.shaped(b'{"number": 4}', Told) == Told(4)


@pytest.mark.parametrize("data", [b"", b"{", b'{"number": "4"}', b"{}", b"null", b'{"number": 4.5}', b"\xff"])
def test_an_answer_of_another_shape_is_not_our_centres(data: bytes) -> None:
    with pytest.raises(LineTrouble) as told:
        answers.shaped(data, Told)
    assert told.value.code == "line.not_our_centre"


class Dripping(httpx.SyncByteStream):
    """A body that never ends; `took` says how much of it was asked for."""

    def __init__(self, part: bytes) -> None:
        self.part, self.took = part, 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.took += len(self.part)
            yield self.part


def test_an_answer_without_an_end_is_cut_off_at_what_ours_may_be_long() -> None:
    body = Dripping(b"x" * 1024 * 1024)
    with pytest.raises(LineTrouble) as told:
        answers.capped(httpx.Response(200, stream=body), time.monotonic() + 600)
    assert told.value.code == "line.not_our_centre"
    assert answers.too_much(told.value), "less of it may be short enough"
    assert body.took <= answers.CAP + 2 * len(body.part)


def test_an_answer_that_drips_is_slow_and_not_waited_for() -> None:
    body = Dripping(b"x")
    with pytest.raises(LineTrouble) as told:
        answers.capped(httpx.Response(200, stream=body), time.monotonic() - 1)
    assert told.value.code == "line.slow"
    assert answers.too_much(told.value)
    assert body.took == 1


@pytest.mark.parametrize("code", ["line.not_our_centre", "line.slow", "line.down"])
def test_what_never_came_is_not_too_much(code: str) -> None:
    assert not answers.too_much(LineTrouble(code, status=200))


def test_an_answer_that_is_whole_is_given_whole() -> None:
    assert answers.capped(answer(200, b"abc"), time.monotonic() + 60) == b"abc"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx.ConnectError("refused"), "line.down"),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"), "line.not_trusted"),
        (httpx.ReadTimeout("CERTIFICATE"), "line.slow"),
        (httpx.ConnectTimeout("x"), "line.slow"),
        (httpx.RemoteProtocolError("x"), "line.down"),
        (OSError("x"), "line.down"),
    ],
)
def test_why_there_is_no_line_is_told_apart(error: Exception, code: str) -> None:
    assert answers.no_line(error).code == code
