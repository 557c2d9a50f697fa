"""The call board: `/board/{hall}` for a television, and what it shows as data and as a stream."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import TicketId
from deskapp.journal.chain import moment_text
from deskapp.journal.people import Principal
from deskapp.protocol.board import CallBoard
from deskapp.protocol.json import encode
from deskapp.queries.call_board import call_board
from deskapp.rules.ticket import Shown, Spoken
from deskapp.server import telling
from deskapp.server.describing import described
from deskapp.server.pages import page_of, part_of_pages, sound_of
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import words_of

_BEAT = 4.0  # seconds: a board that hears nothing for three of them says that the line is lost
_MOST_LISTENERS = 40  # from one address
_SMALL = 1024  # bytes

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[\w .-]+$")]
_Call = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class ShownWords(msgspec.Struct, frozen=True):
    """A board's word: the so-many-eth call of a ticket was on the screen."""

    board: _Name
    call: _Call


class SpokenWords(msgspec.Struct, frozen=True):
    """A speaker's word: the so-many-eth call of a ticket was said to its end."""

    speaker: _Name
    call: _Call


def router(parts: CentreParts) -> APIRouter:
    """The board, and the word of boards and speakers."""
    routes = APIRouter(tags=["call board"])
    latest = _Latest(parts)
    _shows(routes, parts, latest)
    _is_told(routes, parts)
    _pages(routes, parts)
    return routes


def _shows(routes: APIRouter, parts: CentreParts, latest: _Latest) -> None:
    listeners: Counter[str] = Counter()

    @routes.get("/api/v1/board", **described("Who is called where, and how many wait", answers=CallBoard))
    async def board() -> Response:
        return Response(await latest.at(parts.bell.strikes), 200, {"Cache-Control": "no-store"}, "application/json")

    @routes.get("/api/v1/board/stream", **described("The board, whenever it has changed", media="text/event-stream"))
    async def stream(request: Request) -> Response:
        address = request.client.host if request.client else ""
        if listeners[address] >= _MOST_LISTENERS:
            raise Refusal("board.too_many", most=_MOST_LISTENERS)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        told = _told(parts, latest, listeners, address)
        return StreamingResponse(told, media_type="text/event-stream", headers=headers)


def _is_told(routes: APIRouter, parts: CentreParts) -> None:
    @routes.post(
        "/api/v1/tickets/{ticket}/shown",
        status_code=204,
        **described("A board has shown a call", asks=ShownWords, example={"board": "hall", "call": 1}),
    )
    async def shown(request: Request, ticket: str) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, ShownWords, limit=_SMALL)
        return await _noted(parts, who, ticket, Shown(words.board, words.call))

    @routes.post(
        "/api/v1/tickets/{ticket}/spoken",
        status_code=204,
        **described("A speaker has said a call", asks=SpokenWords, example={"speaker": "hall", "call": 1}),
    )
    async def spoken(request: Request, ticket: str) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, SpokenWords, limit=_SMALL)
        return await _noted(parts, who, ticket, Spoken(words.speaker, words.call))


def _pages(routes: APIRouter, parts: CentreParts) -> None:
    page = page_of("board.html", parts.hall)

    @routes.get("/board/{hall}", **described("The call board, for a television", media="text/html"))
    async def board(hall: str) -> Response:
        return page(hall)

    @routes.get("/web/{name}", **described("What the pages are made of", media="text/plain"))
    async def part(name: str) -> Response:
        return part_of_pages(name)

    @routes.get("/sounds/{lang}/{name}", **described("A word of the announcements, as a WAV file", media="audio/wav"))
    async def sound(request: Request, lang: str, name: str) -> Response:
        data = parts.bank.file_of(f"{lang}/{name.removesuffix('.wav')}") if name.endswith(".wav") else None
        return Response(status_code=404) if data is None else sound_of(data, request.headers.get("if-none-match", ""))


class _Latest:
    """The board as it is now. Hundreds of televisions hear of a call at once: it is read and written down for all."""

    def __init__(self, parts: CentreParts) -> None:
        self._parts = parts
        self._strikes = -1
        self._read: asyncio.Task[bytes] | None = None

    async def at(self, strikes: int) -> bytes:
        """The board as JSON. `strikes`: of the bell, before."""
        if self._read is None or self._strikes != strikes:
            self._strikes = strikes
            self._read = asyncio.create_task(run_in_threadpool(self._board))
        return await asyncio.shield(self._read)

    def _board(self) -> bytes:
        with self._parts.journal.reading() as reading:
            return encode(call_board(reading, self._parts.hall.name, self._parts.clock.today()))


async def _told(parts: CentreParts, latest: _Latest, listeners: Counter[str], address: str) -> AsyncIterator[bytes]:
    listeners[address] += 1
    try:
        said, beat_at = b"", 0.0
        while not parts.bell.ended:
            strikes = parts.bell.strikes
            board = await latest.at(strikes)
            if board != said:
                said = board
                # its id is the centre's time: nobody's own clock has to be right to know how old a call is
                yield b"event: board\nid: %s\ndata: %s\n\n" % (moment_text(parts.clock.now()).encode(), board)
            elif time.monotonic() >= beat_at:
                yield b"event: beat\ndata: {}\n\n"
            beat_at = time.monotonic() + _BEAT
            await parts.bell.wait(strikes, _BEAT)
    finally:
        listeners[address] -= 1
        if not listeners[address]:
            del listeners[address]


async def _noted(parts: CentreParts, who: Principal, ticket: str, told: Shown | Spoken) -> Response:
    await parts.writer.write(lambda facts: telling.confirm(facts, who.user, TicketId(ticket[:64]), told))
    return Response(status_code=204)
