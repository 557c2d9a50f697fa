"""Tickets: issued at the door, called at the windows."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.ids import QueueId, WindowId
from deskapp.journal import people
from deskapp.journal.chain import moment_text
from deskapp.protocol.messages import IssueTicket
from deskapp.queries.roster import waiting_before
from deskapp.rules.access import Permission
from deskapp.server import call_next
from deskapp.server.call_next import Answered, Call
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, words_of


class FinishWords(msgspec.Struct, frozen=True):
    """Whether the ticket in hand is ended by this call."""

    finish: bool = False


class IssueWords(msgspec.Struct, frozen=True):
    """What is asked of the kiosk or the greeter."""

    queue: str
    ticket_class: str = msgspec.field(name="class", default="normal")
    item: str | None = None


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/tickets` and what a manager may say of a window's."""
    routes = APIRouter(prefix="/api/v1")

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
        await parts.writer.write(lambda facts: people.forget_window(facts, WindowId(window)))
        return Response(status_code=204)

    return routes


def _ticket_answer(parts: CentreParts, issued: Answered) -> object:
    with parts.journal.reading() as reading:
        ticket = issued.ticket
        due = moment_text(ticket.due_at) if ticket.due_at else ""
        before = waiting_before(reading, ticket.queue or QueueId(""), due)
    return call_next.answer(issued, (), before)
