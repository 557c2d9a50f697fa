"""The centre's HTTP application."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from deskapp.journal import answers_kept, noted_asks, people
from deskapp.journal.chain import moment_text
from deskapp.journal.writing import Writing
from deskapp.server import describing, due_course, page_readers, uploads
from deskapp.server.answers import answer_failures, problem
from deskapp.server.ending import when_told_to_end
from deskapp.server.guard import Guard, SaidOnce, note_fault
from deskapp.server.parts import CentreParts
from deskapp.server.routes import (
    application_routes,
    archive_routes,
    board_routes,
    booking_routes,
    department_page_routes,
    department_routes,
    door_routes,
    figures_routes,
    forecast_routes,
    greeter_routes,
    journal_routes,
    kiosk_routes,
    office_routes,
    progress_routes,
    rate_page_routes,
    rating_routes,
    replay_routes,
    seal_routes,
    stream_routes,
    ticket_routes,
    update_routes,
)
from deskapp.server.short_ways import short_ways
from deskapp.server.standing_work import WrittenDown, keep_up, wrong_with
from deskapp.server.telling_departments import tell_departments
from deskapp.server.uploads.receiving import ClientGone

_SWEEP_EVERY = 3600.0  # seconds between two looks for what nobody needs any more
_ANSWERS_KEPT = timedelta(days=1)
# in the order in which they are looked through: what every window asks for comes first
_ROUTES = (
    ticket_routes,
    journal_routes,
    stream_routes,
    door_routes,
    office_routes,
    application_routes,
    progress_routes,
    figures_routes,
    forecast_routes,
    replay_routes,
    board_routes,
    kiosk_routes,
    greeter_routes,
    booking_routes,
    seal_routes,
    department_routes,
    department_page_routes,
    rate_page_routes,
    rating_routes,
    archive_routes,
    update_routes,
)
_NOBODY_HEARS = 499


def create(parts: CentreParts, *, alone: bool = False) -> FastAPI:
    """The application over the parts of a centre. `alone`: nothing else runs in this process, so that looking for
    garbage on the centre's thread destroys nothing that belongs to another, as a screen's widgets do.
    """

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if alone:  # what is loaded by now stays for good: looking through it again and again only costs
            gc.collect()
            gc.freeze()
        once = SaidOnce()
        logging.getLogger("uvicorn.error").addFilter(once)
        standing = (
            parts.bell.watch_others,
            partial(due_course.take_course, parts),
            partial(_sweep, parts),
            partial(tell_departments, parts),
        )
        tasks = [asyncio.create_task(keep_up(work)) for work in standing]
        loop = asyncio.get_running_loop()
        with when_told_to_end(lambda: loop.call_soon_threadsafe(parts.bell.end)):
            yield
        for task in tasks:
            task.cancel()
        await asyncio.to_thread(parts.writer.close)
        if parts.reader is not None:
            await asyncio.to_thread(parts.reader.end)
        logging.getLogger("uvicorn.error").removeFilter(once)

    app = FastAPI(
        title="OneWindow centre", version="1", docs_url=None, redoc_url=None, lifespan=life, redirect_slashes=False
    )
    answer_failures(app)
    _answer_faults(app)
    routers = [routes.router(parts) for routes in _ROUTES]
    app.router.routes.extend(way for router in routers for way in short_ways(router))
    for router in routers:
        app.include_router(router)
    app.include_router(uploads.router(parts.pages, parts.shelf, parts.passes.admit, page_readers.of(parts)))
    app.add_middleware(Guard)
    describing.complete(app)
    return app


def _answer_faults(app: FastAPI) -> None:
    """Nothing of ours is shown to a stranger: no traceback, no page of the framework's."""

    async def wrong_request(_: Request, __: Exception) -> Response:
        return problem("request.wrong", 400)

    async def no_such_thing(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return problem({404: "request.no_such_place", 405: "request.wrong_method"}.get(status, "request.wrong"), status)

    async def gone(_: Request, __: Exception) -> Response:
        return Response(status_code=_NOBODY_HEARS)

    async def fault(_: Request, error: Exception) -> Response:
        note_fault(error)
        return problem("centre.fault", 500)

    app.add_exception_handler(RequestValidationError, wrong_request)
    app.add_exception_handler(HTTPException, no_such_thing)
    app.add_exception_handler(ClientGone, gone)
    app.add_exception_handler(Exception, fault)


def _forget(facts: Writing) -> None:
    now = facts.terms.clock.now()
    people.drop_ended_tokens(facts, moment_text(now))
    answers_kept.forget(facts, moment_text(now - _ANSWERS_KEPT))
    noted_asks.forget(facts, moment_text(now - _ANSWERS_KEPT))


async def _sweep(parts: CentreParts) -> None:
    """Now and then forget uploads that nobody goes on with, tokens that have ended, and answers nobody asks for. A full
    disk today may have room in an hour.
    """
    written = WrittenDown("not swept")
    while True:
        uploads_wrong = await wrong_with(asyncio.to_thread(parts.shelf.sweep))
        written.after_turn([uploads_wrong, await wrong_with(parts.writer.write(_forget))])
        await asyncio.sleep(_SWEEP_EVERY)
