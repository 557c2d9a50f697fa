"""Who asks: the first question of every route, before anything else of a request is looked at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from deskapp.failures import Failure
from deskapp.server.answers import problem_of
from deskapp.server.uploads.receiving import ClientGone


class Principal(Protocol):
    """Somebody who is signed in."""

    @property
    def user(self) -> str: ...


Who = Callable[[Request], Awaitable[Principal]]
Answer = Callable[[Request, str], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]

_NOBODY_HEARS = 499  # as nginx writes it in its log; the client has gone


def signed_in(who: Who, answer: Answer, headers: Mapping[str, str] | None = None) -> Endpoint:
    """An endpoint that asks who it is before it answers, and tells failures as problem documents.

    `headers` go on every answer. What `who` raises is told the same way if it is a Failure, else it travels up.
    """

    async def endpoint(request: Request) -> Response:
        try:
            principal = await who(request)
            told = await answer(request, principal.user)
        except Failure as failure:
            return problem_of(failure, headers)
        except ClientGone:
            return Response(status_code=_NOBODY_HEARS)
        told.headers.update(headers or {})
        return told

    return endpoint
