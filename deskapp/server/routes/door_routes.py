"""Signing in and out, and what anybody may ask before."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.protocol.messages import SignIn, WindowNames
from deskapp.queries.roster import window_names
from deskapp.server import signing_in
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.passes import digest_of
from deskapp.server.shapes import json_answer, words_of


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1`: health, windows, sign-in, sign-out."""
    routes = APIRouter(prefix="/api/v1")
    door = signing_in.Doorkeeper()

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

    return routes
