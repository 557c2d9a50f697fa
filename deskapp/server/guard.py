"""Stands before everything: refuses oversized headers, and gives each answer the headers that protect who reads it."""

from __future__ import annotations

import logging
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskapp.server.answers import problem

_HEADERS = 32 * 1024  # bytes of all headers of a request; the server itself has no limit
_PATH = 4 * 1024
_GIVEN = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
        b" frame-ancestors 'none'",
    ),
)
log = logging.getLogger("deskapp.server")


class Guard:
    """ASGI middleware. Plain, because what sits here is paid for by every call for the next ticket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                named = {name.lower() for name, _ in headers}
                message["headers"] = headers + [pair for pair in _GIVEN if pair[0] not in named]
            await send(message)

        too_long = sum(len(name) + len(value) for name, value in scope["headers"]) > _HEADERS
        if too_long or len(scope["path"]) + len(scope.get("query_string", b"")) > _PATH:
            await problem("request.headers_too_large", 431)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def note_fault(error: BaseException, words: str = "a request broke the centre") -> None:
    """Write a fault of ours to the log: what kind and where, and not what it was about, which may be a person.

    `words`: what it means for the centre.
    """
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    log.error("%s: %s\n%s", words, type(error).__name__, "".join(frames).rstrip())


class SaidOnce(logging.Filter):
    """Keeps the server from writing a second time, and in its own words, what `note_fault` has written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Everything else passes."""
        return not record.getMessage().startswith("Exception in ASGI application")
