"""Makes HTTP answers of problem documents."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request, Response

from deskapp.failures import Failure, Refusal
from deskapp.protocol.json import encode
from deskapp.protocol.problems import MEDIA_TYPE, problem_document, status_of

_UNKNOWN_CALLER = 401


def problem(code: str, status: int | None = None, **values: object) -> Response:
    """A problem document as an answer. Without a status: the one that a Refusal of this code has."""
    return _answer(code, status_of(Refusal(code)) if status is None else status, values)


def problem_of(failure: Failure, headers: Mapping[str, str] | None = None) -> Response:
    """The answer that says what failed, with further headers where a protocol wants them."""
    return _answer(failure.code, status_of(failure), failure.values, headers)


def answer_failures(app: FastAPI) -> None:
    """Let every Refusal or Trouble that reaches the app's edge be told as a problem document."""

    async def told(_: Request, failure: Exception) -> Response:
        if not isinstance(failure, Failure):
            raise failure
        return problem_of(failure)

    app.add_exception_handler(Failure, told)


def _answer(code: str, status: int, values: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Response:
    body = encode(problem_document(code, status, values))
    told = {"Cache-Control": "no-store", **(headers or {})}
    if status == _UNKNOWN_CALLER:
        told["WWW-Authenticate"] = "Bearer"  # RFC 9110, 15.5.2: a 401 names the way in
    return Response(body, status, told, MEDIA_TYPE)
