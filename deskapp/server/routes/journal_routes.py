"""The journal over the line: what desks send, and what they are told of the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.failures import ContentTrouble, Failure, StoreTrouble
from deskapp.ids import CaseId, PageDigest
from deskapp.journal import presence
from deskapp.journal.chain import moment_text
from deskapp.journal.kinds import CASE
from deskapp.journal.people import Principal
from deskapp.protocol.messages import Batch, Checkpoint, Push, PushAnswer, Status, Verdict
from deskapp.queries.working_days import by_facts
from deskapp.server import accept_events, checkpoints
from deskapp.server.accept_events import Judged, JudgingTerms
from deskapp.server.describing import described
from deskapp.server.guard import note_fault
from deskapp.server.leases import HEARD_EVERY
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, words_of
from deskapp.server.sound import digests_of

_EVENTS = 1000  # in one push
_PULLED = 2000  # events in one answer at the most
TOGETHER = 4 * 1024 * 1024  # characters of payload in one answer, when it has more than one event
_NEWEST = 2**63 - 1
log = logging.getLogger("deskapp.server")

After = Annotated[int, Query(ge=0, le=_NEWEST, description="the number up to which the asker has everything")]


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/journal` and `/api/v1/checkpoint`."""
    routes = APIRouter(prefix="/api/v1", tags=["journal"])
    heard: dict[str, float] = {}

    @routes.post("/journal", **described("Send what was done", asks=Push, answers=PushAnswer))
    async def push(request: Request) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, Push)
        if len(words.events) > _EVENTS:
            raise ContentTrouble("request.too_many", most=_EVENTS)
        pages = {page for event in words.events for page in digests_of(event)}
        kept = await parts.shelf.threads.run(_those_kept, parts, pages) if pages else frozenset()
        return json_answer(PushAnswer(verdicts=await judged(parts, who, words, kept)))

    @routes.get("/journal", **described("What others did", answers=Batch))
    async def pull(
        request: Request, after: After = 0, limit: Annotated[int, Query(ge=1, le=_NEWEST)] = 500
    ) -> Response:
        who = await parts.passes.admit(request)
        batch = await run_in_threadpool(batch_after, parts, after, min(limit, _PULLED))
        await _hear(parts, who, heard)
        return json_answer(batch)

    @routes.get("/checkpoint", **described("The centre's signed word on its journal", answers=Checkpoint))
    async def checkpoint(request: Request) -> Response:
        await parts.passes.admit(request)
        return json_answer(await run_in_threadpool(checkpoints.now, parts))

    return routes


async def judged(
    parts: CentreParts, who: Principal, words: Push, kept: frozenset[PageDigest], waiting: Collection[str] = ()
) -> list[Verdict]:
    """The verdicts on a batch.

    When the database does not take it, because of a value that nobody thought of, or when such a value breaks the
    judging, the one event it is about is looked for by halves and set aside: the others are not held up by it, and
    their desk does not send it again for ever.
    """
    streams = accept_events.streams_of(words.events)
    terms = JudgingTerms(waiting, by_facts(parts.hall))
    judging = parts.writer.write(lambda facts: accept_events.accept(facts, who, words, kept, terms), streams=streams)
    (done,) = await asyncio.gather(judging, return_exceptions=True)
    if isinstance(done, Judged):
        return done.numbered()
    if not words.events or not _about_an_event(done):
        raise done
    if len(words.events) == 1:
        if not isinstance(done, Failure):
            note_fault(done, "a step that was sent broke the judging and is set aside")
        aside = await parts.writer.write(lambda facts: accept_events.set_aside(facts, who, words.events[0]))
        return aside.numbered()
    half = len(words.events) // 2
    first = await judged(parts, who, Push(events=words.events[:half], keys=words.keys), kept, waiting)
    held = {event.stream_id for event, told in zip(words.events, first, strict=False) if told.status is Status.WAITING}
    return first + await judged(
        parts, who, Push(events=words.events[half:], keys=words.keys), kept, held.union(waiting)
    )


def _about_an_event(wrong: BaseException) -> bool:
    """Whether what went wrong comes of what was sent: another failure is about the desk or the store, and a machine
    that has no memory or no files left would do the same with any event.
    """
    if isinstance(wrong, Failure):
        return wrong.code == "journal.unfit"
    return isinstance(wrong, Exception) and not isinstance(wrong, (OSError, MemoryError))


def _those_kept(parts: CentreParts, pages: Collection[PageDigest]) -> frozenset[PageDigest]:
    """A store that does not answer says nothing: steps that name pages wait, and all others go on."""
    try:
        return frozenset(parts.pages.known(sorted(pages)))
    except StoreTrouble as trouble:
        log.warning("the page store did not say what it keeps: %s", trouble.code)
        return frozenset()


def batch_after(parts: CentreParts, after: int, limit: int) -> Batch:
    """What was numbered after a place, with the keys of its cases. Whole catalogues are events as well: what follows
    one another of them comes in several answers, because a desk takes none that is too long.
    """
    with parts.journal.reading() as reading:
        last, head = reading.last()
        events = reading.numbered(after, limit, TOGETHER) if after < last else []
        keys, erased = reading.keys_of({CaseId(event.stream_id) for event in events if event.stream == CASE})
    return Batch(
        events=events,
        keys=keys,
        erased=erased,
        upto=events[-1].seq or after if events else after,
        last=max(last, events[-1].seq or 0) if events else last,
        checkpoint=checkpoints.signed(parts, last, head),
    )


async def _hear(parts: CentreParts, who: Principal, heard: dict[str, float]) -> None:
    """Note that a window was heard of. Only a pull counts: it comes after the desk has sent what it had."""
    window = who.window
    now = parts.clock.now().timestamp()
    if window is None or abs(now - heard.get(who.device, 0)) < HEARD_EVERY.total_seconds():
        return
    if len(heard) > 10_000:
        heard.clear()
    heard[who.device] = now
    moment = moment_text(parts.clock.now())
    await parts.writer.write(lambda facts: presence.hear(facts, window, who.device, moment))
