"""Tickets: issued at the door, called at the windows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.journal import presence
from deskapp.protocol.messages import HallPresence, IssueTicket, TicketAnswer
from deskapp.queries.waiting import WaitingTickets, waiting_tickets
from deskapp.rules.line_terms import NORMAL
from deskapp.server import issuing
from deskapp.server.call_next import Call
from deskapp.server.describing import described
from deskapp.server.expecting import Paces
from deskapp.server.issuing import Issue
from deskapp.server.leases import presence_now
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, words_of

_SMALL = 4 * 1024  # bytes: more than any of these bodies needs
_KEY = 200  # characters


class FinishWords(msgspec.Struct, frozen=True):
    """Whether the ticket in hand is ended by this call. `hand`: which one the desk has, "" for none; what it has let go
    of, and not yet sent word of, is then left as it is.
    """

    finish: bool = False
    hand: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class IssueWords(msgspec.Struct, frozen=True):
    """What is asked of the kiosk or the greeter."""

    queue: Annotated[str, msgspec.Meta(pattern="^[A-Z]$", max_length=1)]
    ticket_class: Annotated[str, msgspec.Meta(max_length=16)] = msgspec.field(name="class", default="normal")
    item: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    appointment: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    visit: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    case: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    person: Annotated[str, msgspec.Meta(max_length=40)] | None = None


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/tickets` and what a manager may say of a window's."""
    routes = APIRouter(prefix="/api/v1", tags=["tickets"])
    _at_the_door(routes, parts)
    _at_the_window(routes, parts)
    _for_the_hall(routes, parts)
    return routes


def _at_the_door(routes: APIRouter, parts: CentreParts) -> None:
    paces = Paces(parts.journal)

    @routes.post(
        "/tickets",
        status_code=201,
        **described(
            "Issue a ticket. With an Idempotency-Key, asking again answers the same",
            asks=IssueWords, answers=TicketAnswer, status=201,
            example={"queue": "A", "class": NORMAL},
        ),
    )  # fmt: skip
    async def issue(request: Request) -> Response:
        who = await parts.passes.admit(request)
        words, key = await words_of(request, IssueWords, limit=_SMALL), key_of(request)
        asked = IssueTicket(
            queue=QueueId(words.queue), ticket_class=words.ticket_class, item=words.item,
            appointment=words.appointment, visit=TicketId(words.visit) if words.visit else None, case=words.case,
            person=words.person,
        )  # fmt: skip
        pace = await run_in_threadpool(paces.of, asked.queue)  # before: nothing may fail once the ticket is issued
        issued = await parts.writer.answer_together(Issue(who, asked, key), streams=(f"queue:{words.queue}",))
        expected = pace.expected(issued.waiting)
        return json_answer(issuing.answer(issued, issued.events, parts.hall.id, expected), 200 if issued.again else 201)


def _at_the_window(routes: APIRouter, parts: CentreParts) -> None:
    @routes.post(
        "/tickets/call",
        **described(
            "Call the next for the caller's window; 204 when nobody waits. With an Idempotency-Key, asking again"
            " answers the same",
            asks=FinishWords, answers=TicketAnswer, example={"finish": True},
        ),
    )  # fmt: skip
    async def call(request: Request) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, FinishWords, limit=_SMALL)
        answered = await parts.writer.answer_together(Call(who, words.finish, key_of(request), hand=_hand_of(words)))
        if answered is None:
            return Response(status_code=204)
        return json_answer(issuing.answer(answered, answered.events, parts.hall.id))

    @routes.post(
        "/tickets/{ticket}/call",
        **described(
            "Call this very ticket for the caller's window; 409 with the window that has it",
            asks=FinishWords, answers=TicketAnswer, example={"finish": True},
        ),
    )  # fmt: skip
    async def call_one(request: Request, ticket: str) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, FinishWords, limit=_SMALL)
        answered = await parts.writer.answer_together(
            Call(who, words.finish, ticket=TicketId(ticket[:_KEY]), hand=_hand_of(words))
        )
        return json_answer(issuing.answer(answered, answered.events, parts.hall.id))


def _hand_of(words: FinishWords) -> TicketId | None:
    return None if words.hand is None else TicketId(words.hand)


def key_of(request: Request) -> str | None:
    """The caller's own word for what it asks (Idempotency-Key). Refusal `request.wrong_key`."""
    key = request.headers.get("idempotency-key")
    if key is not None and not 0 < len(key) <= _KEY:
        raise Refusal("request.wrong_key", longest=_KEY)
    return key


def _for_the_hall(routes: APIRouter, parts: CentreParts) -> None:
    @routes.get("/tickets/waiting", **described("Who waits, in the order of calling", answers=WaitingTickets))
    async def waiting(request: Request) -> Response:
        await parts.passes.admit(request)

        def read() -> WaitingTickets:
            with parts.journal.reading() as reading:
                return waiting_tickets(reading)

        return json_answer(await run_in_threadpool(read))

    @routes.get("/windows/presence", **described("Which open windows are heard of", answers=HallPresence))
    async def present(request: Request) -> Response:
        await parts.passes.admit(request)
        lease = timedelta(seconds=parts.hall.offline_lease)

        def read() -> HallPresence:
            with parts.journal.reading() as reading:
                return presence_now(reading, lease)

        return json_answer(await run_in_threadpool(read))

    @routes.post("/windows/{window}/release", status_code=204, **described("Release what a silent window holds"))
    async def release(request: Request, window: str) -> Response:
        await parts.passes.admit(request)
        await parts.writer.write(lambda facts: presence.release_window(facts, WindowId(window)))
        return Response(status_code=204)
