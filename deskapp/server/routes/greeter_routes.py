"""What the greeter at the door asks the centre: a greeter's desk has no journal of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.ids import ItemCode, QueueId, TicketId, WindowId
from deskapp.journal.people import Principal
from deskapp.journal.reading import Reading
from deskapp.protocol.door import FoundItem, FoundItems, FoundTickets, Place, TicketPaper, TicketStory
from deskapp.protocol.messages import IssueTicket, TicketAnswer
from deskapp.queries.catalogs import in_force, index_in_force
from deskapp.queries.ticket_story import found_tickets, story
from deskapp.rules import finding
from deskapp.server import issuing, moving, returning
from deskapp.server.describing import described
from deskapp.server.expecting import Paces
from deskapp.server.issuing import Issue
from deskapp.server.parts import CentreParts
from deskapp.server.routes.ticket_routes import key_of
from deskapp.server.shapes import json_answer, query_of, words_of
from deskapp.server.ticket_papers import ticket_paper

T = TypeVar("T")
_SMALL = 4 * 1024  # bytes: more than any of these bodies needs
_Remark = Annotated[str, msgspec.Meta(max_length=200)]


class FindWords(msgspec.Struct, frozen=True):
    """What is typed or scanned to find something by."""

    words: Annotated[str, msgspec.Meta(max_length=64)] = ""


class AgainWords(msgspec.Struct, frozen=True):
    """Whether the ticket has been printed before."""

    again: bool = False


class ReturnWords(msgspec.Struct, frozen=True):
    """The code of a notice; a person at a desk may say a case number, too."""

    code: Annotated[str, msgspec.Meta(max_length=returning.LONGEST)]


class MoveWords(msgspec.Struct, frozen=True):
    """Where somebody is sent: to a queue, or to one window."""

    queue: Annotated[str, msgspec.Meta(pattern="^[A-Z]$", max_length=1)] | None = None
    window: Annotated[str, msgspec.Meta(min_length=1, max_length=16)] | None = None
    remark: _Remark = ""


class CancelWords(msgspec.Struct, frozen=True):
    reason: _Remark = ""


class BackWords(msgspec.Struct, frozen=True):
    """`old_place`: at the place they had, because the step before was a mistake."""

    old_place: bool = False


def router(parts: CentreParts) -> APIRouter:
    """Items and tickets found, a ticket's story and paper, people moved, return tickets."""
    routes = APIRouter(prefix="/api/v1", tags=["greeter"])
    _finds(routes, parts)
    _tells(routes, parts)
    _moves(routes, parts)
    _comes_back(routes, parts)
    return routes


def _finds(routes: APIRouter, parts: CentreParts) -> None:
    @routes.get(
        "/items/find",
        **described("Items by name, initials, code or everyday word", query=FindWords, answers=FoundItems),
    )
    async def items(request: Request) -> Response:
        await parts.passes.admit(request)
        words = query_of(request, FindWords).words
        return json_answer(await _read(parts, lambda reading: FoundItems(items=_items(reading, words))))

    @routes.get(
        "/tickets/find",
        **described(
            "Tickets by the beginning of their number, or their barcode", query=FindWords, answers=FoundTickets
        ),
    )
    async def tickets(request: Request) -> Response:
        await parts.passes.admit(request)
        words, today = query_of(request, FindWords).words, parts.clock.today()
        return json_answer(
            await _read(parts, lambda reading: FoundTickets(tickets=found_tickets(reading, words, today)))
        )


def _tells(routes: APIRouter, parts: CentreParts) -> None:
    paces = Paces(parts.journal)

    @routes.get(
        "/tickets/{ticket}/story", **described("Where a ticket stands and what became of it", answers=TicketStory)
    )
    async def told(request: Request, ticket: str) -> Response:
        await parts.passes.admit(request)
        return json_answer(await _read(parts, lambda reading: story(reading, TicketId(ticket[:64]))))

    @routes.get(
        "/tickets/{ticket}/paper",
        **described("What is printed on a ticket that waits, as things stand", query=AgainWords, answers=TicketPaper),
    )
    async def paper(request: Request, ticket: str) -> Response:
        await parts.passes.admit(request)
        again = query_of(request, AgainWords).again

        def drawn(reading: Reading) -> TicketPaper:
            paper = ticket_paper(reading, parts.hall, TicketId(ticket[:64]), paces, again=again)
            return msgspec.convert(paper, TicketPaper, from_attributes=True)

        return json_answer(await _read(parts, drawn))


def _moves(routes: APIRouter, parts: CentreParts) -> None:
    @routes.post(
        "/tickets/{ticket}/move",
        **described(
            "Send somebody who waits to a queue or a window; answers where they stood",
            asks=MoveWords, answers=Place, example={"queue": "C", "remark": "came to the wrong line"},
        ),
    )  # fmt: skip
    async def move(request: Request, ticket: str) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, MoveWords, limit=_SMALL)
        wanted = Place(
            id=TicketId(ticket[:64]), number="", queue=QueueId(words.queue or ""),
            window=WindowId(words.window) if words.window else None, remark=words.remark,
        )  # fmt: skip
        return json_answer(
            await parts.writer.write(lambda facts: moving.move(facts, who.user, wanted), streams=(wanted.id,))
        )

    @routes.post(
        "/tickets/{ticket}/cancel",
        **described("Somebody who waits has gone home", asks=CancelWords, answers=Place, example={"reason": "gone"}),
    )
    async def cancel(request: Request, ticket: str) -> Response:
        who = await parts.passes.admit(request)
        words, of = await words_of(request, CancelWords, limit=_SMALL), TicketId(ticket[:64])
        return json_answer(
            await parts.writer.write(lambda facts: moving.cancel(facts, who.user, of, words.reason), streams=(of,))
        )

    @routes.post(
        "/tickets/{ticket}/back",
        **described("Put somebody who missed their call back in line", asks=BackWords, answers=Place, example={}),
    )
    async def back(request: Request, ticket: str) -> Response:
        who = await parts.passes.admit(request)
        words, of = await words_of(request, BackWords, limit=_SMALL), TicketId(ticket[:64])
        old = words.old_place
        return json_answer(
            await parts.writer.write(
                lambda facts: moving.back_in_line(facts, who.user, of, old_place=old), streams=(of,)
            )
        )


def _comes_back(routes: APIRouter, parts: CentreParts) -> None:
    paces = Paces(parts.journal)

    @routes.post(
        "/tickets/return",
        status_code=201,
        **described(
            "A ticket for whoever comes back with what was missing: it keeps their place",
            asks=ReturnWords, answers=TicketAnswer, status=201, example={"code": "03…"},
        ),
    )  # fmt: skip
    async def come_back(request: Request) -> Response:
        who = await parts.passes.admit(request)
        code, key = (await words_of(request, ReturnWords, limit=_SMALL)).code, key_of(request)
        queue = await _read(parts, lambda reading: _queue_of_return(parts, reading, who, code))
        pace = await run_in_threadpool(paces.of, queue)
        asked = Issue(who, IssueTicket(queue=queue, case=code), key)
        issued = await parts.writer.answer_together(asked, streams=(f"queue:{queue}",))
        expected = pace.expected(issued.waiting)
        return json_answer(issuing.answer(issued, issued.events, parts.hall.id, expected), 200 if issued.again else 201)


def _queue_of_return(parts: CentreParts, reading: Reading, who: Principal, code: str) -> QueueId:
    return returning.read_return(reading, who, code, in_force(reading, parts.clock.today())).queue


def _items(reading: Reading, words: str) -> list[FoundItem]:
    today = reading.terms.clock.today()
    catalog = in_force(reading, today)
    found = []
    for one in finding.find(index_in_force(reading, today), words):
        item, theme = catalog.items.get(ItemCode(one.code)), catalog.themes.get(one.code)
        queue = item.queue if item is not None else theme.queue if theme is not None else None
        found.append(
            FoundItem(kind=one.kind.value, code=one.code, name=one.name, en=one.en, queue=queue, why=one.why or "")
        )
    return found


async def _read(parts: CentreParts, question: Callable[[Reading], T]) -> T:
    def read() -> T:
        with parts.journal.reading() as reading:
            return question(reading)

    return await run_in_threadpool(read)
