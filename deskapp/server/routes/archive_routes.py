"""The package of an archived case, for whoever may archive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import iterate_in_threadpool

from deskapp.archives import package
from deskapp.archives.case_file import CaseFile
from deskapp.server import archiving
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts

_MEDIA = "application/zip"


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/cases/{case}/archive`."""
    routes = APIRouter(tags=["archive"])
    one_at_a_time = asyncio.Semaphore(1)  # papers are drawn and pictures packed: the windows' calls come between

    @routes.get(
        "/api/v1/cases/{case}/archive",
        **described("The package of an archived case (by its number, or its id), signed", media=_MEDIA),
    )
    async def archive(request: Request, case: str) -> Response:
        who = await parts.passes.admit(request)
        file = await parts.shelf.threads.run(archiving.file_of, parts, case)
        case_id = file.closed.case.id
        await parts.writer.write(lambda facts: archiving.note(facts, who.user, case_id), streams=[case_id])
        headers = {
            "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'attachment; filename="{package.name_of(file)}"',
        }  # fmt: skip
        return StreamingResponse(_pieces(file), 200, headers, _MEDIA)

    async def _pieces(file: CaseFile) -> AsyncIterator[bytes]:
        async with one_at_a_time:
            async for piece in iterate_in_threadpool(package.pieces(file, archiving.sources(parts))):
                yield piece

    return routes
