"""What a browser sends from a form is read as it was typed, and nothing else is taken for a form."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from deskapp.failures import ContentTrouble, Failure, Refusal
from deskapp.server.filled_forms import Filled, filled_form

NAMES = st.from_regex(r"[A-Za-z_]{1,20}", fullmatch=True)
TYPED = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60)
BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"


def sent(kind: str, body: bytes, largest: int = 1024 * 1024) -> Filled:
    """Read a request with this body."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", kind.encode("latin-1"))]}
    ask: Callable[..., Awaitable[Filled]] = filled_form
    made: Filled = asyncio.run(ask(Request(scope, receive), largest))  # type: ignore[arg-type]
    return made


@given(st.dictionaries(NAMES, TYPED, max_size=8))
def test_fields_come_as_they_were_typed(fields: dict[str, str]) -> None:
    assert sent("application/x-www-form-urlencoded", urlencode(fields).encode()) == Filled(fields)


@given(st.dictionaries(NAMES, TYPED, max_size=5), st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=4))
def test_files_come_as_they_are(fields: dict[str, str], files: list[bytes]) -> None:
    """As a client that is not ours writes it."""
    request = httpx.Request(
        "POST", "http://x/", data=fields, files=[("papers", ("名 \".pdf", data, "application/pdf")) for data in files]
    )  # fmt: skip
    found = sent(request.headers["content-type"], request.read())
    assert found.files == tuple(files)
    assert found.fields == fields


def part(head: str, body: bytes) -> bytes:
    return f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + body + b"\r\n"


def test_a_field_of_files_that_was_left_empty_holds_none() -> None:
    body = part('Content-Disposition: form-data; name="papers"; filename=""\r\nContent-Type: application/pdf', b"")
    found = sent(f"multipart/form-data; boundary={BOUNDARY}", body + f"--{BOUNDARY}--\r\n".encode())
    assert found == Filled({}, ())


def test_the_first_of_two_fields_of_one_name_holds() -> None:
    """So that nothing that is added behind our own fields takes their place."""
    assert sent("application/x-www-form-urlencoded", b"a=1&a=2").fields == {"a": "1"}
    body = part('Content-Disposition: form-data; name="a"', b"1") + part(
        'Content-Disposition: form-data; name="a"', b"2"
    )
    found = sent(f"multipart/form-data; boundary={BOUNDARY}", body + f"--{BOUNDARY}--\r\n".encode())
    assert found.fields == {"a": "1"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("", b"a=1"),
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"\xff"),
        ("application/x-www-form-urlencoded", b"a=%ff"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(60))),
        (f"multipart/form-data; boundary={BOUNDARY}", b""),
        (f"multipart/form-data; boundary={BOUNDARY}", part('Content-Disposition: form-data; name="a"', b"1")),
        (f"multipart/form-data; boundary={BOUNDARY}", part("X: y", b"1") + f"--{BOUNDARY}--".encode()),
        ("multipart/form-data; boundary=", b"----\r\n"),
        ("multipart/form-data; boundary=" + "x" * 200, b"--x\r\n"),
        (
            f"multipart/form-data; boundary={BOUNDARY}",
            part('Content-Disposition: form-data; name="a"', b"x" * 9000) + f"--{BOUNDARY}--".encode(),
        ),
        (
            f"multipart/form-data; boundary={BOUNDARY}",
            part('Content-Disposition: form-data; name="a"', b"\xff") + f"--{BOUNDARY}--".encode(),
        ),
    ],
)
def test_what_is_no_form_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(ContentTrouble) as trouble:
        sent(kind, body)
    assert trouble.value.code == "request.wrong_form"


def test_a_form_that_is_too_large_is_not_read_to_its_end() -> None:
    with pytest.raises(Refusal) as refusal:
        sent("application/x-www-form-urlencoded", b"a=" + b"x" * 70_000)
    assert refusal.value.code == "request.too_large"


@given(
    st.binary(max_size=400), st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
)
def test_no_bytes_break_it(body: bytes, kind: str) -> None:
    for data in (body, b"--x\r\n" + body + b"\r\n--x--\r\n"):
        try:
            found = sent(kind, data)
        except Failure as failure:
            code = failure.code
            if code != "request.wrong_form":
                raise
        else:
            assert isinstance(found, Filled)
