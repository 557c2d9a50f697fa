"""The journal as server-sent events, resumed where it was heard last; and the whole of it for a new desk."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from deskapp.protocol.json import encode
from deskapp.protocol.messages import Event
from deskapp.rules.access import Permission
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.routes.journal_routes import batch_after

_HEARTBEAT = 15.0  # seconds: a silent line is not known to be one
_AT_ONCE = 500


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/journal/stream` and `/api/v1/snapshot`."""
    routes = APIRouter(prefix="/api/v1")

    @routes.get("/journal/stream", **described("The journal as it grows (text/event-stream)"))
    async def stream(request: Request, after: int = 0) -> StreamingResponse:
        await parts.passes.may(request, Permission.READ_JOURNAL)
        told = request.headers.get("last-event-id", "")
        begin = int(told) if told.isdecimal() and len(told) < 16 else max(after, 0)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_told(parts, begin), media_type="text/event-stream", headers=headers)

    @routes.get("/snapshot", **described("The whole journal, a batch in each line (application/x-ndjson)"))
    async def snapshot(request: Request) -> StreamingResponse:
        await parts.passes.may(request, Permission.READ_JOURNAL)
        zipped = "gzip" in request.headers.get("accept-encoding", "")
        headers = {"Cache-Control": "no-store"} | ({"Content-Encoding": "gzip"} if zipped else {})
        lines = _gzipped(_lines(parts)) if zipped else _lines(parts)
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)

    return routes


async def _told(parts: CentreParts, after: int) -> AsyncIterator[bytes]:
    yield b": here\n\n"
    while True:
        events = await run_in_threadpool(_read, parts, after)
        for event in events:
            after = event.seq or after
            yield b"id: %d\nevent: grown\ndata: %s\n\n" % (after, encode(event))
        if not events and not await parts.bell.wait(_HEARTBEAT):
            yield b": still here\n\n"


def _read(parts: CentreParts, after: int) -> list[Event]:
    with parts.journal.reading() as reading:
        return reading.numbered(after, _AT_ONCE)


def _lines(parts: CentreParts) -> Iterator[bytes]:
    after = 0
    while True:
        batch = batch_after(parts, after, _AT_ONCE)
        yield encode(batch) + b"\n"
        after = batch.upto
        if not batch.events or after >= batch.last:
            return


def _gzipped(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield gzip.compress(line, 5)  # members follow one another (RFC 1952, 2.2)
