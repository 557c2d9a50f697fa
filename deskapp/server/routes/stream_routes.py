"""The journal as server-sent events, resumed where it was heard last; and the whole of it for a new desk."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.protocol.json import encode
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.routes.journal_routes import TOGETHER, After, batch_after

_HEARTBEAT = 15.0  # seconds: a silent line is not known to be one
_AT_ONCE = 500
_GZIP = 16 + zlib.MAX_WBITS  # zlib's way of saying: with gzip's head and tail

_Frames = list[tuple[int, bytes]]  # number and how its event goes over the line


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/journal/stream` and `/api/v1/snapshot`."""
    routes = APIRouter(prefix="/api/v1", tags=["journal"])
    tail = _Tail(parts)

    @routes.get(
        "/journal/stream",
        **described("The journal as it grows: one server-sent event each, its number as id", media="text/event-stream"),
    )
    async def stream(request: Request, after: After = 0) -> StreamingResponse:
        await parts.passes.admit(request)
        told = request.headers.get("last-event-id", "")
        begin = int(told) if told.isascii() and told.isdecimal() and len(told) < 19 else after
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_told(parts, tail, request, begin), media_type="text/event-stream", headers=headers)

    @routes.get(
        "/snapshot", **described("The whole journal for a new desk: a batch in each line", media="application/x-ndjson")
    )
    async def snapshot(request: Request) -> StreamingResponse:
        await parts.passes.admit(request)
        zipped = "gzip" in request.headers.get("accept-encoding", "")
        headers = {"Cache-Control": "no-store"} | ({"Content-Encoding": "gzip"} if zipped else {})
        lines = _gzipped(_lines(parts)) if zipped else _lines(parts)
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)

    return routes


class _Tail:
    """What stands behind a number. Hundreds of desks hear of a step at once: it is read and written down for all."""

    def __init__(self, parts: CentreParts) -> None:
        self._parts = parts
        self._strikes = -1
        self._reads: dict[int, asyncio.Task[_Frames]] = {}

    async def behind(self, after: int, strikes: int) -> _Frames:
        """The next events, as they go over the line. `strikes`: of the bell, before."""
        if strikes != self._strikes:
            self._strikes, self._reads = strikes, {}
        if after not in self._reads:
            self._reads[after] = asyncio.create_task(run_in_threadpool(self._read, after))
        return await asyncio.shield(self._reads[after])

    def _read(self, after: int) -> _Frames:
        with self._parts.journal.reading() as reading:
            events = reading.numbered(after, _AT_ONCE, TOGETHER)
        return [
            (event.seq or 0, b"id: %d\nevent: grown\ndata: %s\n\n" % (event.seq or 0, encode(event)))
            for event in events
        ]


async def _told(parts: CentreParts, tail: _Tail, request: Request, after: int) -> AsyncIterator[bytes]:
    yield b": here\n\n"
    asked = time.monotonic()
    while not parts.bell.ended:
        strikes = parts.bell.strikes
        frames = await tail.behind(after, strikes)
        if frames:
            after = frames[-1][0]
            yield b"".join(frame for _, frame in frames)
        elif not await parts.bell.wait(strikes, _HEARTBEAT):
            yield b": still here\n\n"
        if time.monotonic() - asked >= _HEARTBEAT:
            asked = time.monotonic()
            try:
                await parts.passes.admit(request)
            except Refusal:
                return  # signed out since


def _lines(parts: CentreParts) -> Iterator[bytes]:
    after = 0
    while True:
        batch = batch_after(parts, after, _AT_ONCE)
        yield encode(batch) + b"\n"
        after = batch.upto
        if not batch.events or after >= batch.last:
            return


def _gzipped(lines: Iterator[bytes]) -> Iterator[bytes]:
    """As one gzip member: some clients stop at the end of the first."""
    packer = zlib.compressobj(5, zlib.DEFLATED, _GZIP)
    for line in lines:
        yield packer.compress(line) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
