"""Signing in and out, and what anybody may ask before."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.journal import enrolment_codes
from deskapp.protocol.enrolment import Enrol, EnrolAnswer
from deskapp.protocol.messages import Health, SignedInAnswer, SignIn, WindowNames
from deskapp.queries.roster import window_names
from deskapp.server import enrolling, signing_in
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.passes import digest_of
from deskapp.server.shapes import json_answer, words_of

_SMALL = 16 * 1024  # bytes


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1`: health, windows, enrolments, sign-in, sign-out."""
    routes = APIRouter(prefix="/api/v1", tags=["door"])
    door = parts.passes.door

    @routes.get("/health", **described("Is the centre there, and whose is it?", answers=Health))
    async def health() -> Response:
        return json_answer(Health(hall=parts.hall.id))

    @routes.get("/windows", **described("The windows of the hall", answers=WindowNames))
    async def windows() -> Response:
        def read() -> WindowNames:
            with parts.journal.reading() as reading:
                names = window_names(reading)
                bound = names if parts.codes_wanted else enrolment_codes.bound_windows(reading)
            return WindowNames(windows=names, by_code=[name for name in names if name in bound])

        return json_answer(await run_in_threadpool(read))

    @routes.post(
        "/enrolments",
        status_code=201,
        **described("Make a computer the desk of a window, by a code", asks=Enrol, answers=EnrolAnswer, status=201),
    )
    async def enrol(request: Request) -> Response:
        words = await words_of(request, Enrol, limit=_SMALL)
        await enrolling.enrol(parts, door, words, _address(request))
        return json_answer(EnrolAnswer(hall=parts.hall.id, window=words.window), 201)

    @routes.post(
        "/sign-in",
        **described(
            "Sign in; with a window, open it", asks=SignIn, answers=SignedInAnswer,
            example={"user": "clerk3", "password": "demo", "window": "3"},
        ),
    )  # fmt: skip
    async def sign_in(request: Request) -> Response:
        words = await words_of(request, SignIn, limit=_SMALL)
        return json_answer(await signing_in.sign_in(parts, door, words, _address(request)))

    @routes.post("/sign-out", status_code=204, **described("Sign out; closes the window"))
    async def sign_out(request: Request) -> Response:
        who = await parts.passes.admit(request)
        digest = digest_of(request.headers["authorization"].partition(" ")[2])
        await parts.writer.write(lambda facts: signing_in.sign_out(facts, who, digest))
        parts.passes.forget_at(who.device)
        return Response(status_code=204)

    return routes


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
