"""What came over the line, as this house says it: an answer of our centre, its refusal, or a line that is no good."""

from __future__ import annotations

import time
from typing import Any, TypeVar

import httpx

from deskapp.failures import ContentTrouble, Failure, LineTrouble, Refusal
from deskapp.protocol.json import decode
from deskapp.protocol.problems import read_problem

T = TypeVar("T")
CAP = 32 * 1024 * 1024  # bytes of one answer, or of one event of a stream
PAGES_ILL = "page."  # how the code of whatever is wrong with a page store begins
# What the centre says no to is a Refusal; what is wrong with the centre itself is the line's trouble.
_CENTRE_ILL = 500


def capped(answer: httpx.Response, until: float) -> bytes:
    """The whole answer. LineTrouble when it is longer than any of ours, or not there by then (`time.monotonic`); both
    say how much was `received`.
    """
    data = bytearray()
    for part in answer.iter_bytes():
        data += part
        if len(data) > CAP:
            raise LineTrouble("line.not_our_centre", received=len(data))
        if time.monotonic() > until:
            raise LineTrouble("line.slow", received=len(data))
    return bytes(data)


def too_much(trouble: LineTrouble) -> bool:
    """Whether an answer was coming, and was too long or too long on its way: one that says less may arrive."""
    return "received" in trouble.values


def shaped(data: bytes, shape: type[T]) -> T:
    """What the answer says. LineTrouble when it is not of the shape that our centre's has."""
    try:
        return decode(data, shape)
    except ContentTrouble as error:
        raise LineTrouble("line.not_our_centre") from error


def no_line(error: Exception) -> LineTrouble:
    """What it means when httpx gives up."""
    why = "line.slow" if isinstance(error, httpx.TimeoutException) else "line.down"
    if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in str(error):
        why = "line.not_trusted"
    return LineTrouble(why)


def failure(answer: httpx.Response, data: bytes) -> Failure:
    """What an answer that is no success means: a Refusal when it is a problem document of ours."""
    code, values = _problem(answer, data)
    if code is None:
        return LineTrouble("line.not_our_centre", status=answer.status_code)
    if answer.status_code >= _CENTRE_ILL:
        # what is wrong with its page store is wrong with pages alone: the line is up
        return LineTrouble(code if code.startswith(PAGES_ILL) else "line.centre_ill")
    return Refusal(code, **values)


def _problem(answer: httpx.Response, data: bytes) -> tuple[str | None, dict[str, Any]]:
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return None, {}
    code, values = read_problem(data)
    return code, dict(values)
