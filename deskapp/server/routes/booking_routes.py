"""Bookings: made by other programs or a person beforehand, checked in at the kiosk or by the greeter."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import BookingId, QueueId
from deskapp.journal.reading import Reading
from deskapp.protocol.door import Booked, BookingsOfDay, CheckedIn, FreeHours
from deskapp.queries.bookings import bookings_of_day
from deskapp.rules.booking import Booking
from deskapp.server import booking, issuing
from deskapp.server.booking import Wish
from deskapp.server.describing import described
from deskapp.server.expecting import Paces
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, query_of, words_of

_SMALL = 4 * 1024  # bytes: more than any of these bodies needs
_KEY = 200  # characters
_Letter = Annotated[str, msgspec.Meta(pattern="^[A-Z]$", max_length=1)]


class BookWords(msgspec.Struct, frozen=True):
    """An hour for somebody. `person`: their ID number, of which only a mark is kept."""

    queue: _Letter
    day: date
    hour: Annotated[str, msgspec.Meta(max_length=5)]
    item: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    person: Annotated[str, msgspec.Meta(max_length=40)] | None = None


class CancelWords(msgspec.Struct, frozen=True):
    reason: Annotated[str, msgspec.Meta(max_length=200)] = ""


class CheckInWords(msgspec.Struct, frozen=True):
    """The code of a booking, or the ID number of whoever booked."""

    code: Annotated[str, msgspec.Meta(max_length=booking.LONGEST)] = ""
    person: Annotated[str, msgspec.Meta(max_length=40)] = ""


class HoursOf(msgspec.Struct, frozen=True):
    """A queue on a day."""

    queue: _Letter
    day: date


class DayOf(msgspec.Struct, frozen=True):
    """A day; today's when it is not said."""

    day: date | None = None


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/bookings`."""
    routes = APIRouter(prefix="/api/v1", tags=["bookings"])
    _before(routes, parts)
    _on_the_day(routes, parts)
    return routes


def _before(routes: APIRouter, parts: CentreParts) -> None:
    @routes.post(
        "/bookings",
        status_code=201,
        **described(
            "Book an hour in a queue. With an Idempotency-Key, asking again answers the same",
            asks=BookWords, answers=Booked, status=201,
            example={"queue": "C", "day": "2026-11-24", "hour": "09:30", "person": "990108200101011158"},
        ),
    )  # fmt: skip
    async def book(request: Request) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, BookWords, limit=_SMALL)
        key = request.headers.get("idempotency-key")
        if key is not None and not 0 < len(key) <= _KEY:
            raise Refusal("request.wrong_key", longest=_KEY)
        wish = Wish(who, QueueId(words.queue), words.day, words.hour, words.item, words.person, key)
        streams = (booking.slot_stream(wish.queue, wish.day),)
        booked, again = await parts.writer.write(lambda facts: booking.book(facts, wish), streams=streams)
        return json_answer(booked, 200 if again else 201)

    @routes.get(
        "/bookings/hours", **described("What can be booked in a queue on a day", query=HoursOf, answers=FreeHours)
    )
    async def hours(request: Request) -> Response:
        await parts.passes.admit(request)
        asked = query_of(request, HoursOf)

        def read() -> FreeHours:
            with parts.journal.reading() as reading:
                return booking.free_hours(reading, QueueId(asked.queue), asked.day)

        return json_answer(await run_in_threadpool(read))

    @routes.post(
        "/bookings/{booked}/cancel",
        status_code=204,
        **described("Take a booking back", asks=CancelWords, example={"reason": "asked for by telephone"}),
    )
    async def cancel(request: Request, booked: str) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, CancelWords, limit=_SMALL)
        of = BookingId(booked[:64])
        await parts.writer.write(lambda facts: booking.cancel(facts, who, of, words.reason), streams=(of,))
        return Response(status_code=204)


def _on_the_day(routes: APIRouter, parts: CentreParts) -> None:
    paces = Paces(parts.journal)

    @routes.get("/bookings", **described("What is booked for a day", query=DayOf, answers=BookingsOfDay))
    async def of_day(request: Request) -> Response:
        await parts.passes.admit(request)
        day = query_of(request, DayOf).day or parts.clock.today()

        def read() -> BookingsOfDay:
            with parts.journal.reading() as reading:
                return BookingsOfDay(day=day, bookings=bookings_of_day(reading, day, parts.clock.today()))

        return json_answer(await run_in_threadpool(read))

    @routes.post(
        "/bookings/check-in",
        **described(
            "Whoever booked has come: their ticket, by the hour they booked", asks=CheckInWords, answers=CheckedIn,
            example={"code": "041234567897"},
        ),
    )  # fmt: skip
    async def check_in(request: Request) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, CheckInWords, limit=_SMALL)
        found = await run_in_threadpool(_found, parts, words)
        queue = found.queue or QueueId("")
        pace = await run_in_threadpool(paces.of, queue)
        came = await parts.writer.write(
            lambda facts: booking.check_in(facts, who, found.id), streams=(found.id, f"queue:{queue}")
        )
        answered = came.answered
        ticket = issuing.answer(answered, answered.events, parts.hall.id, pace.expected(answered.waiting))
        return json_answer(CheckedIn(arrival=came.arrival, hour=came.hour, ticket=ticket))


def _found(parts: CentreParts, words: CheckInWords) -> Booking:
    reading: Reading
    with parts.journal.reading() as reading:
        return booking.find(reading, words.code, words.person)
