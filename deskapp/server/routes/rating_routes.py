"""Bad ratings followed up, and figures of all of them, for whoever supervises the hall."""

from __future__ import annotations

from datetime import date

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, EventId
from deskapp.protocol.ratings import FollowUp, FollowUps, Phone, RatingFigures, StepWords
from deskapp.queries.rating_figures import rating_figures
from deskapp.server import following_up
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, query_of, words_of

_MOST_DAYS = 400


class DaysWords(msgspec.Struct, frozen=True):
    """From which day to which; today, where none is said."""

    first: date | None = msgspec.field(name="from", default=None)
    last: date | None = msgspec.field(name="to", default=None)


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/ratings`."""
    routes = APIRouter(prefix="/api/v1/ratings", tags=["ratings"])

    @routes.get("/follow-ups", **described("Bad ratings to follow up", answers=FollowUps))
    async def follow_ups(request: Request) -> Response:
        who = await parts.passes.admit(request)
        return json_answer(FollowUps(follow_ups=await run_in_threadpool(_read, parts, who.user)))

    @routes.post("/follow-ups/{rating}", **described("Take a step", asks=StepWords, answers=FollowUp))
    async def step(request: Request, rating: str) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, StepWords)
        await parts.writer.write(lambda facts: following_up.take_step(facts, who, EventId(rating), words))
        return json_answer(await run_in_threadpool(_one, parts, who.user, EventId(rating)))

    @routes.post("/follow-ups/{rating}/phone", **described("The applicant's number, to be called", answers=Phone))
    async def phone(request: Request, rating: str) -> Response:
        who = await parts.passes.admit(request)
        told = await parts.writer.write(lambda facts: following_up.phone_of(facts, who, EventId(rating)))
        return json_answer(Phone(phone=told))

    @routes.get("/figures", **described("How services were rated", query=DaysWords, answers=RatingFigures))
    async def figures(request: Request) -> Response:
        await parts.passes.admit(request)
        words = query_of(request, DaysWords)
        first = words.first or words.last or parts.clock.today()
        last = words.last or first
        if last < first or (last - first).days > _MOST_DAYS:
            raise Refusal("figures.wrong_days", most=_MOST_DAYS)
        return json_answer(await run_in_threadpool(_figures, parts, first, last))

    return routes


def _read(parts: CentreParts, who: ClerkId) -> tuple[FollowUp, ...]:
    with parts.journal.reading() as reading:
        return following_up.follow_ups(reading, who, parts.clock.today())


def _one(parts: CentreParts, who: ClerkId, rating: EventId) -> FollowUp:
    with parts.journal.reading() as reading:
        return following_up.follow_up(reading, who, rating, parts.clock.today())


def _figures(parts: CentreParts, first: date, last: date) -> RatingFigures:
    with parts.journal.reading() as reading:
        return rating_figures(reading, first, last, parts.clock.today())
