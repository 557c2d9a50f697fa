"""The hall's figures, for whoever sees the hall."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.papers.report_tables import Table, csv_of, table_of, xlsx_of
from deskapp.protocol.json import shaped
from deskapp.queries.reports import Report, report
from deskapp.rules.access import Permission, require
from deskapp.rules.figures import By
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, query_of

_FILES: Mapping[str, tuple[str, Callable[[Table], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of),
}


class FiguresWords(msgspec.Struct, frozen=True):
    """Which days (today, where none is said), told apart by what (several with commas between), and in which form."""

    first: date | None = msgspec.field(name="from", default=None)
    last: date | None = msgspec.field(name="to", default=None)
    by: Annotated[str, msgspec.Meta(max_length=40, examples=["queue", "window,hour"])] = By.QUEUE.value
    form: Literal["json", "csv", "xlsx"] = msgspec.field(name="format", default="json")


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/figures`."""
    routes = APIRouter(prefix="/api/v1", tags=["figures"])
    one_at_a_time = asyncio.Semaphore(1)  # months are read in seconds: the windows' calls come between

    @routes.get(
        "/figures",
        **described(
            "Waits and services of a day or of several, by queue, item, window, clerk or hour",
            query=FiguresWords, answers=Report,
        ),
    )  # fmt: skip
    async def figures(request: Request) -> Response:
        who = await parts.passes.admit(request)
        words = query_of(request, FiguresWords)
        by = tuple(dict.fromkeys(shaped(words.by.split(","), list[By])))
        if By.CLERK in by:
            require(who.roles, Permission.ARRANGE_WINDOWS)  # how each clerk works is the manager's to know
        first = words.first or words.last or parts.clock.today()
        async with one_at_a_time:
            read = await run_in_threadpool(_read, parts, first, words.last or first, by)
        if words.form == "json":
            return json_answer(read)
        media, made = _FILES[words.form]
        name = f"figures-{first}-{'-'.join(by)}.{words.form}"
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
        table = table_of(read.rows, read.everybody, read.by, (read.first, read.last), read.names)
        return Response(await run_in_threadpool(made, table), 200, headers, media)

    return routes


def _read(parts: CentreParts, first: date, last: date, by: tuple[By, ...]) -> Report:
    with parts.journal.reading() as reading:
        return report(reading, first, last, by)
