"""What stands before everything: lengths, the headers that protect a reader, and what a fault leaves behind."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from deskapp.server.guard import Guard, SaidOnce, note_fault
from tests.guards import Listening

PROTECTING = {
    "x-content-type-options", "referrer-policy", "cross-origin-resource-policy", "content-security-policy",
}  # fmt: skip


class Inside:
    """An application that answers, and notes whether it was asked."""

    def __init__(self, *headers: tuple[bytes, bytes]) -> None:
        self.asked = 0
        self._headers = list(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        if scope["type"] != "http":
            return
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": b"ok"})


def answered(inside: Inside, **odd: Any) -> tuple[int, dict[str, str]]:
    """Status and headers of what comes out."""
    sent: list[Message] = []
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], **odd}

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Guard(inside)(scope, receive, send))
    started = sent[0]
    return started["status"], {name.decode(): value.decode() for name, value in started["headers"]}


def test_every_answer_is_given_what_protects_its_reader() -> None:
    status, headers = answered(Inside((b"content-type", b"text/html")))
    assert status == 200
    assert set(headers) >= PROTECTING
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["content-type"] == "text/html"


@pytest.mark.parametrize("name", [b"content-security-policy", b"Content-Security-Policy"])
def test_a_page_that_needs_more_says_so_itself(name: bytes) -> None:
    _, headers = answered(Inside((name, b"default-src 'self'")))
    policies = [value for key, value in headers.items() if key.lower() == "content-security-policy"]
    assert policies == ["default-src 'self'"]


LONG: dict[str, dict[str, Any]] = {
    "one header": {"headers": [(b"x", b"y" * 33_000)]},
    "many headers": {"headers": [(b"x%d" % n, b"y" * 100) for n in range(400)]},
    "a long name": {"headers": [(b"x" * 33_000, b"")]},
    "a long path": {"path": "/" + "x" * 4100},
    "a long question": {"query_string": b"x" * 4100},
    "both together": {"path": "/" + "x" * 2500, "query_string": b"x" * 2500},
}


@pytest.mark.parametrize("what", sorted(LONG))
def test_what_is_too_long_does_not_come_in(what: str) -> None:
    inside = Inside()
    status, headers = answered(inside, **LONG[what])
    assert (status, inside.asked) == (431, 0)
    assert headers["content-type"] == "application/problem+json"
    assert set(headers) >= PROTECTING


@pytest.mark.parametrize(
    "fitting",
    [{"headers": [(b"x", b"y" * 32_000)]}, {"path": "/" + "x" * 4000}, {"headers": [(b"x", b"y")] * 1000}],
)
def test_what_just_fits_comes_in(fitting: dict[str, Any]) -> None:
    inside = Inside()
    assert answered(inside, **fitting)[0] == 200
    assert inside.asked == 1


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_what_is_no_request_is_left_alone(kind: str) -> None:
    inside = Inside()

    async def nothing() -> Message:
        return {"type": "x"}

    async def nowhere(_: Message) -> None:
        raise AssertionError

    asyncio.run(Guard(inside)({"type": kind}, nothing, nowhere))
    assert inside.asked == 1


def test_a_fault_is_noted_by_its_kind_and_place_and_without_whom_it_was_about(expect_log: Listening) -> None:
    whom = "990108" + "200101011158"
    try:
        raise ValueError(whom)
    except ValueError as error:
        note_fault(error)
    said = expect_log.said()
    assert "ValueError" in said
    assert "test_guard.py" in said
    assert whom not in said
    assert len(expect_log.records) == 1


@pytest.mark.parametrize(
    ("said", "passes"),
    [("Exception in ASGI application\n", False), ("Started", True), ("", True)],
)
def test_a_fault_is_not_told_twice(said: str, passes: bool) -> None:
    record = logging.LogRecord("uvicorn.error", logging.ERROR, __file__, 1, said, (), None)
    assert SaidOnce().filter(record) is passes
