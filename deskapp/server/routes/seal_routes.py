"""The seals of the hall's offices, for the desks that print them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from deskapp.failures import Refusal
from deskapp.protocol.messages import SealAnswer
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/seals/{digest}`: named by what it is, so that a desk asks once for each."""
    routes = APIRouter(tags=["desks"])
    by_digest = {digest: parts.seals[office] for office, digest in parts.hall.seals.items()}

    @routes.get("/api/v1/seals/{digest}", **described("The picture of an office's seal", answers=SealAnswer))
    async def seal(request: Request, digest: str) -> Response:
        await parts.passes.admit(request)
        found = by_digest.get(digest)
        if found is None:
            raise Refusal("seal.unknown")
        return json_answer(SealAnswer(png=found))

    return routes
