"""What a desk asks of the centre: signing in, the journal, tickets."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import CaseId, PageDigest, QueueId
from deskapp.journal import people
from deskapp.journal.chain import moment_text
from deskapp.journal.kinds import CASE
from deskapp.journal.people import Principal
from deskapp.protocol.json import decode, encode
from deskapp.protocol.messages import Batch, IssueTicket, Push, PushAnswer, SignIn, WindowNames
from deskapp.queries.roster import waiting_before, window_names
from deskapp.rules.access import Permission
from deskapp.server import accept_events, call_next, checkpoints, signing_in
from deskapp.server.call_next import Answered, Call
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.passes import digest_of
from deskapp.server.uploads.receiving import whole_body

T = TypeVar("T")
_BODY = 8 * 1024 * 1024  # bytes of a request
_EVENTS = 1000  # in one push
_SILENCE = 30.0  # seconds a client may say nothing in the middle of a request
_HEARD_EVERY = 5.0  # seconds between two notes that a window was heard of
_PULLED = 2000  # events in one answer at the most


class FinishWords(msgspec.Struct, frozen=True):
    """Whether the ticket in hand is ended by this call."""

    finish: bool = False


class IssueWords(msgspec.Struct, frozen=True):
    """What is asked of the kiosk or the greeter."""

    queue: str
    ticket_class: str = msgspec.field(name="class", default="normal")
    item: str | None = None


def json_answer(value: object, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(encode(value), status, {"Cache-Control": "no-store"}, "application/json")


async def words_of(request: Request, shape: type[T]) -> T:
    """The body of a request in its shape. ContentTrouble `json.not_this_shape`, Refusal `request.too_large`."""
    data = await whole_body(request, _BODY, _SILENCE, Refusal("request.too_large", limit=_BODY))
    return decode(data or b"{}", shape)


def router(parts: CentreParts) -> APIRouter:
    """The routes of `/api/v1` that desks use."""
    routes = APIRouter(prefix="/api/v1")
    door = signing_in.Doorkeeper()
    heard: dict[str, float] = {}

    @routes.get("/health", **described("Is the centre there?"))
    async def health() -> Response:
        return json_answer({"status": "ok", "hall": parts.hall.id})

    @routes.get("/windows", **described("The windows of the hall", answers=WindowNames))
    async def windows() -> Response:
        def read() -> WindowNames:
            with parts.journal.reading() as reading:
                return WindowNames(windows=window_names(reading))

        return json_answer(await run_in_threadpool(read))

    @routes.post("/sign-in", **described("Sign in", asks=SignIn))
    async def sign_in(request: Request) -> Response:
        words = await words_of(request, SignIn)
        return json_answer(await signing_in.sign_in(parts, door, words))

    @routes.post("/sign-out", status_code=204, **described("Sign out"))
    async def sign_out(request: Request) -> Response:
        who = await parts.passes.who(request)
        digest = digest_of(request.headers["authorization"].partition(" ")[2])
        await parts.writer.write(lambda facts: signing_in.sign_out(facts, who, digest))
        parts.passes.forget(digest)
        return Response(status_code=204)

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

    @routes.post("/tickets", status_code=201, **described("Issue a ticket", asks=IssueWords))
    async def issue(request: Request) -> Response:
        who = await parts.passes.may(request, Permission.ISSUE_TICKET)
        words = await words_of(request, IssueWords)
        asked = IssueTicket(queue=QueueId(words.queue), ticket_class=words.ticket_class, item=words.item)
        issued = await parts.writer.write(lambda facts: call_next.issue(facts, who, asked))
        return json_answer(await run_in_threadpool(_ticket_answer, parts, issued), 201)

    @routes.post("/tickets/call", **described("Call the next", asks=FinishWords))
    async def call(request: Request) -> Response:
        who = await parts.passes.may(request, Permission.CALL)
        words = await words_of(request, FinishWords)
        answered = await parts.writer.answer_together(Call(who, words.finish))
        if answered is None:
            return Response(status_code=204)
        return json_answer(call_next.answer(answered, answered.events))

    @routes.post("/windows/{window}/release", status_code=204, **described("Release what a silent window holds"))
    async def release(request: Request, window: str) -> Response:
        await parts.passes.may(request, Permission.ARRANGE_WINDOWS)
        await parts.writer.write(lambda facts: people.forget_window(facts, window))  # type: ignore[arg-type]
        return Response(status_code=204)

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


def _ticket_answer(parts: CentreParts, issued: Answered) -> object:
    with parts.journal.reading() as reading:
        ticket = issued.ticket
        due = moment_text(ticket.due_at) if ticket.due_at else ""
        before = waiting_before(reading, ticket.queue or QueueId(""), due)
    return call_next.answer(issued, (), before)


async def _hear(parts: CentreParts, who: Principal, heard: dict[str, float]) -> None:
    """Note that a window was heard of. Only a pull counts: it comes after the desk has sent what it had."""
    window = who.window
    now = parts.clock.now().timestamp()
    if window is None or now - heard.get(who.device, 0) < _HEARD_EVERY:
        return
    heard[who.device] = now
    moment = moment_text(parts.clock.now())
    await parts.writer.write(lambda facts: people.hear(facts, window, who.device, moment))
