"""Who asks for a page, and whether they may see it: by the cases that have named it."""

from __future__ import annotations

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import PageDigest
from deskapp.journal.people import Principal
from deskapp.queries.page_cases import cases_with
from deskapp.rules.page_access import ask_to_see
from deskapp.server.page_store import is_digest
from deskapp.server.parts import CentreParts
from deskapp.server.uploads import Who


def of(parts: CentreParts) -> Who:
    """Names whoever asks for the page in the path. Refusal `access.not_signed_in`, `access.denied`, `page.unknown`."""

    async def reader(request: Request) -> Principal:
        who = await parts.passes.admit(request)
        asked = request.path_params["digest"]
        if not is_digest(asked):
            raise Refusal("page.unknown")
        await run_in_threadpool(_ask, parts, who, PageDigest(asked))
        return who

    return reader


def _ask(parts: CentreParts, who: Principal, page: PageDigest) -> None:
    with parts.journal.reading() as reading:
        ask_to_see(who.roles, page, cases_with(reading, page))
