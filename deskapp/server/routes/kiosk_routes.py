"""The kiosk at the door: `/kiosk/{hall}`, where people take a ticket, and what it shows them."""

from __future__ import annotations

import asyncio
import re
import time

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.escpos import Raster
from deskapp.failures import DeviceTrouble
from deskapp.ids import TicketId
from deskapp.papers import queue_ticket
from deskapp.papers.barcodes import MODULE, code128, code128_width
from deskapp.papers.raster import dots
from deskapp.protocol.door import Door
from deskapp.queries.at_the_door import at_the_door
from deskapp.server.describing import described
from deskapp.server.expecting import Paces
from deskapp.server.pages import page_of
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, words_of
from deskapp.server.ticket_papers import ticket_paper

_DIGITS = re.compile(r"[0-9]{2,48}")
_HIGH = 40.0  # points
_DOTS = 3 / 8  # millimetres: three dots of an 80 mm printer (203 dpi) for each module
_SMALL = 1024  # bytes
_HOLDS = 30.0  # seconds for which a wait holds when nothing happens


class PrintWords(msgspec.Struct, frozen=True):
    """Whether the ticket has been printed before."""

    again: bool = False


def router(parts: CentreParts) -> APIRouter:
    """The page, what stands on it, and the barcode of a ticket."""
    routes = APIRouter(tags=["kiosk"])
    page = page_of("kiosk.html", parts.hall)
    latest = _Latest(parts)

    @routes.get("/api/v1/kiosk", **described("What somebody at the door can choose", answers=Door))
    async def door() -> Response:
        return json_answer(await latest.door())

    @routes.get("/kiosk/{hall}", **described("The kiosk, for a touch screen", media="text/html"))
    async def kiosk(hall: str) -> Response:
        return page(hall)

    @routes.get("/kiosk/barcode/{digits}", **described("A ticket's barcode (Code 128 C)", media="image/svg+xml"))
    async def barcode(digits: str) -> Response:
        if not _DIGITS.fullmatch(digits) or len(digits) % 2:
            return Response(status_code=404)
        return Response(_svg(digits), 200, {"Cache-Control": "public, max-age=86400"}, "image/svg+xml")

    _prints(routes, parts)
    return routes


def _prints(routes: APIRouter, parts: CentreParts) -> None:
    paces = Paces(parts.journal)

    @routes.post(
        "/api/v1/tickets/{ticket}/print",
        status_code=204,
        **described("Print a ticket beside the kiosk that asks", asks=PrintWords, example={"again": True}),
    )
    async def print_ticket(request: Request, ticket: str) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, PrintWords, limit=_SMALL)
        printer = parts.printers.get(who.user)
        if printer is None:
            raise DeviceTrouble(PrinterCode.NONE)

        def printed() -> None:
            with parts.journal.reading() as reading:
                paper = ticket_paper(reading, parts.hall, TicketId(ticket[:64]), paces, again=words.again)
            picture = dots(queue_ticket.lay_out(paper))
            printer.print(Raster(picture.wide, picture.rows))

        await run_in_threadpool(printed)
        return Response(status_code=204)


class _Latest:
    """What stands at the door, read once for all who ask until something happens."""

    def __init__(self, parts: CentreParts) -> None:
        self._parts = parts
        self._read_at = float("-inf")
        self._strikes = -1
        self._reading: asyncio.Task[Door] | None = None

    async def door(self) -> Door:
        """What can be chosen now."""
        strikes, old = self._parts.bell.strikes, time.monotonic() - self._read_at > _HOLDS
        if self._reading is None or strikes != self._strikes or old:
            self._read_at, self._strikes = time.monotonic(), strikes
            self._reading = asyncio.create_task(run_in_threadpool(self._read))
        return await asyncio.shield(self._reading)

    def _read(self) -> Door:
        hall = self._parts.hall
        with self._parts.journal.reading() as reading:
            return at_the_door(reading, hall.name, hall.phone, self._parts.clock.today())


def _svg(digits: str) -> str:
    """In whole dots of the printer, so that every bar is as wide as it should be."""
    wide = code128_width(digits) / MODULE
    bars = "".join(
        f'<rect x="{round(x / MODULE)}" y="0" width="{round(width / MODULE)}" height="{_HIGH:g}"/>'
        for x, _, width, _ in code128(digits, 0.0, 0.0, _HIGH)
    )
    size = f'width="{wide * _DOTS:.3f}mm" height="16mm" viewBox="0 0 {round(wide)} {_HIGH:g}"'
    size += ' preserveAspectRatio="none" shape-rendering="crispEdges"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="100%" height="100%" fill="#fff"/>{bars}</svg>'
