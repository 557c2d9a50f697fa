"""The journal over the line: what desks send, and what they are told of the others."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.failures import ContentTrouble
from deskapp.ids import CaseId, PageDigest
from deskapp.journal import people
from deskapp.journal.chain import moment_text
from deskapp.journal.kinds import CASE
from deskapp.journal.people import Principal
from deskapp.protocol.messages import Batch, Push, PushAnswer
from deskapp.rules.access import Permission
from deskapp.server import accept_events, checkpoints
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, words_of

_EVENTS = 1000  # in one push
_PULLED = 2000  # events in one answer at the most
_HEARD_EVERY = 5.0  # seconds between two notes that a window was heard of


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/journal` and `/api/v1/checkpoint`."""
    routes = APIRouter(prefix="/api/v1")
    heard: dict[str, float] = {}

    @routes.post("/journal", **described("Send what was done", asks=Push, answers=PushAnswer))
    async def push(request: Request) -> Response:
        who = await parts.passes.may(request, Permission.PUSH_EVENTS)
        words = await words_of(request, Push)
        if len(words.events) > _EVENTS:
            raise ContentTrouble("request.too_many", most=_EVENTS)
        verdicts = await parts.writer.write(
            lambda facts: accept_events.accept(facts, who, words, lambda pages: _those_kept(parts, pages))
        )

        def numbered() -> PushAnswer:
            with parts.journal.reading() as reading:
                return PushAnswer(verdicts=accept_events.numbered(reading, verdicts))

        return json_answer(await run_in_threadpool(numbered))

    @routes.get("/journal", **described("What others did", answers=Batch))
    async def pull(request: Request, after: int = 0, limit: int = 500) -> Response:
        who = await parts.passes.may(request, Permission.READ_JOURNAL)
        batch = await run_in_threadpool(batch_after, parts, max(after, 0), min(max(limit, 1), _PULLED))
        await _hear(parts, who, heard)
        return json_answer(batch)

    @routes.get("/checkpoint", **described("The centre's signed word on its journal"))
    async def checkpoint(request: Request) -> Response:
        await parts.passes.may(request, Permission.READ_JOURNAL)
        return json_answer(await run_in_threadpool(checkpoints.now, parts))

    return routes


def _those_kept(parts: CentreParts, pages: object) -> frozenset[PageDigest]:
    return frozenset(page for page in pages if parts.pages.has(page))  # type: ignore[attr-defined]


def batch_after(parts: CentreParts, after: int, limit: int) -> Batch:
    """What was numbered after a place, with the keys of its cases."""
    with parts.journal.reading() as reading:
        events = reading.numbered(after, limit)
        keys, erased = reading.keys_of({CaseId(event.stream_id) for event in events if event.stream == CASE})
        last, head = reading.last()
    return Batch(
        events=events,
        keys=keys,
        erased=erased,
        upto=events[-1].seq or after if events else after,
        last=last,
        checkpoint=checkpoints.signed(parts, last, head),
    )


async def _hear(parts: CentreParts, who: Principal, heard: dict[str, float]) -> None:
    """Note that a window was heard of. Only a pull counts: it comes after the desk has sent what it had."""
    window = who.window
    now = parts.clock.now().timestamp()
    if window is None or now - heard.get(who.device, 0) < _HEARD_EVERY:
        return
    heard[who.device] = now
    moment = moment_text(parts.clock.now())
    await parts.writer.write(lambda facts: people.hear(facts, window, who.device, moment))
