"""The centre's HTTP application."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from deskapp.server import uploads
from deskapp.server.answers import answer_failures, problem
from deskapp.server.parts import CentreParts
from deskapp.server.routes import door_routes, journal_routes, progress_routes, stream_routes, ticket_routes

_SWEEP_EVERY = 3600.0  # seconds between two looks for uploads that nobody goes on with
_GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
}
log = logging.getLogger("deskapp.server")


def create(parts: CentreParts) -> FastAPI:
    """The application over the parts of a centre."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(parts.bell.watch_others()), asyncio.create_task(_sweep(parts))]
        yield
        for task in tasks:
            task.cancel()
        parts.writer.close()

    app = FastAPI(title="OneWindow centre", version="1", docs_url=None, redoc_url=None, lifespan=life)
    answer_failures(app)
    _answer_faults(app)
    for routes in (door_routes, journal_routes, stream_routes, ticket_routes, progress_routes):
        app.include_router(routes.router(parts))
    app.include_router(uploads.router(parts.pages, parts.shelf, parts.passes.who))

    @app.middleware("http")
    async def guard(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        answer = await go_on(request)
        for name, value in _GUARDS.items():
            answer.headers.setdefault(name, value)
        return answer

    return app


def _answer_faults(app: FastAPI) -> None:
    """Nothing of ours is shown to a stranger: no traceback, no page of the framework's."""

    async def wrong_request(_: Request, __: Exception) -> Response:
        return problem("request.wrong", 400)

    async def no_such_thing(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return problem({404: "request.no_such_place", 405: "request.wrong_method"}.get(status, "request.wrong"), status)

    async def fault(_: Request, error: Exception) -> Response:
        log.error("a request broke the centre", exc_info=(type(error), error, error.__traceback__))
        return problem("centre.fault", 500)

    app.add_exception_handler(RequestValidationError, wrong_request)
    app.add_exception_handler(HTTPException, no_such_thing)
    app.add_exception_handler(Exception, fault)


async def _sweep(parts: CentreParts) -> None:
    while True:
        await asyncio.to_thread(parts.shelf.sweep)
        await asyncio.sleep(_SWEEP_EVERY)
