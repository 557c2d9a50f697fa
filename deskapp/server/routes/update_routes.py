"""New versions of the program, for desks alone: what there is, and its bytes from any place on."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import NO_DESK, DeviceId
from deskapp.journal import desk_programs
from deskapp.journal.chain import moment_text
from deskapp.journal.desk_programs import ToldProgram
from deskapp.journal.people import Principal
from deskapp.protocol.updates import DeskProgram, UpdateAnswer, UpdateOffer
from deskapp.server.describing import described
from deskapp.server.page_store import is_digest
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, words_of

_SMALL = 16 * 1024  # bytes
_AT_ONCE = 8  # pieces under way: in a night three hundred desks come for the same file, and calls go before them
_MOST_REMEMBERED = 10_000


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/update` and `/updates/{digest}`."""
    routes = APIRouter(tags=["desks"])
    told: dict[DeviceId, tuple[str | None, DeskProgram]] = {}
    under_way = asyncio.Semaphore(_AT_ONCE)

    @routes.post(
        "/api/v1/update",
        **described("What runs at this desk, and whether there is a newer one", asks=DeskProgram, answers=UpdateAnswer),
    )
    async def ask(request: Request) -> Response:
        who = await _desk(parts, request)
        words = await words_of(request, DeskProgram, limit=_SMALL)
        if told.get(who.device) != (who.window, words):
            await parts.writer.write(lambda facts: desk_programs.tell(facts, _told(parts, who, words)))
            if len(told) > _MOST_REMEMBERED:
                told.clear()
            told[who.device] = (who.window, words)
        offer = await run_in_threadpool(parts.offers.to_desk, words.kind, who.window)
        if offer is None:
            return json_answer(UpdateAnswer())
        return json_answer(UpdateAnswer(offer=UpdateOffer(id=offer.id, signed=offer.signed, hours=parts.offers.hours)))

    @routes.get(
        "/updates/{digest}",
        **described("The bytes of a version that is offered, or a part of them", media="application/octet-stream"),
    )
    async def fetch(request: Request, digest: str) -> Response:
        await _desk(parts, request)
        if not is_digest(digest):
            raise Refusal("update.withdrawn")
        if "," in request.headers.get("range", ""):  # no desk asks for several: many small ones make a large answer
            raise Refusal("request.wrong")
        if under_way.locked():
            raise StoreTrouble("update.busy")
        file = await run_in_threadpool(parts.offers.file_of, digest)
        return _Piece(file, under_way, media_type="application/octet-stream", headers={
            "ETag": f'"{digest}"', "Cache-Control": "no-store", "Content-Disposition": "attachment",
        })  # fmt: skip

    return routes


class _Piece(FileResponse):
    """A file or a range of it (RFC 9110, 14), one of so many at a time."""

    def __init__(self, file: object, under_way: asyncio.Semaphore, **more: object) -> None:
        super().__init__(file, **more)  # type: ignore[arg-type]
        self._under_way = under_way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._under_way:
            await super().__call__(scope, receive, send)


async def _desk(parts: CentreParts, request: Request) -> Principal:
    """Who asks: a desk by its own token. Refusal `update.desks_only` for everybody else."""
    who = await parts.passes.admit(request)
    if not who.sends_only or who.device.startswith(NO_DESK):
        raise Refusal("update.desks_only")
    return who


def _told(parts: CentreParts, who: Principal, words: DeskProgram) -> ToldProgram:
    moment = moment_text(parts.clock.now())
    return ToldProgram(device=who.device, window=who.window, program=words, since=moment)
