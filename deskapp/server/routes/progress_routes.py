"""`/track/{code}`: the page behind a receipt's QR. Steps, days, what to bring; nobody's name."""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import dataclass
from string import Template

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

import resources
from deskapp.queries.bundle_progress import BundleProgress, bundle_progress
from deskapp.queries.progress import Progress, progress
from deskapp.queries.track_code import cases_of
from deskapp.queries.working_days import by_facts
from deskapp.server import bundle_track, track_page
from deskapp.server.describing import described
from deskapp.server.looks import TooOftenError
from deskapp.server.page_pieces import Both, said
from deskapp.server.parts import CentreParts
from deskapp.server.visits import visits_of

_CODE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_NOT_SOONER = 0.06  # seconds: how long an answer takes does not tell whether there is such a case
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_TOO_OFTEN = Both("查询太频繁，请一分钟后再试。", "Too many looks; try again in a minute.")
_NOTHING = Both(
    "请核对回执上的二维码，或拨打咨询电话。办结一年以后，这里不再显示进度。",
    "Nothing found. Check the code on your receipt, or call us. A year after its end a case is not shown any more.",
)


def router(parts: CentreParts) -> APIRouter:
    """The progress page."""
    routes = APIRouter(tags=["pages for people"])
    template = Template(resources.path("web/track.html").read_text(encoding="utf-8"))

    def page(title: Both, body: str, status: int = 200) -> HTMLResponse:
        words = {
            "title": html.escape(title.zh),
            "heading": said(title, "h1"),
            "body": body,
            "hall": html.escape(parts.hall.name),
            "footer": said(Both("　".join(filter(None, (parts.hall.name, parts.hall.address, parts.hall.phone))))),
        }
        return HTMLResponse(
            template.substitute(words), status, {**_HEADERS, **({"Retry-After": "60"} if status == 429 else {})}
        )

    @routes.get("/track/{code}", **described("Progress of a case, for whoever has its receipt", media="text/html"))
    async def track(request: Request, code: str) -> HTMLResponse:
        address = request.client.host if request.client else ""
        answered = asyncio.create_task(asyncio.sleep(_NOT_SOONER))
        now = parts.clock.now().timestamp()
        try:
            found = await run_in_threadpool(parts.looks.find, address, now, lambda: _found(parts, code))
        except TooOftenError:
            return page(Both("请稍后再试", "Try again later"), said(_TOO_OFTEN), 429)
        finally:
            await answered
        if found is None:
            return page(Both("没有查到", "Nothing found"), said(_NOTHING), 404)
        at, rate_at = found.progress, f"../rate/{code}" if found.may_rate else ""  # the site may lie below a path
        if isinstance(at, BundleProgress):
            return page(bundle_track.title_of(at), bundle_track.told(at, parts.hall, parts.clock.today(), rate_at))
        return page(track_page.title_of(at), track_page.told(at, parts.hall, parts.clock.today(), rate_at))

    return routes


@dataclass(frozen=True, slots=True)
class _Found:
    """How far a case or bundle is, and whether a service of it may be rated still."""

    progress: Progress | BundleProgress
    may_rate: bool


def _found(parts: CentreParts, code: str) -> _Found | None:
    """The case or bundle of a code, None for nobody's."""
    if not _CODE.fullmatch(code):
        return None
    today, calendar = parts.clock.today(), by_facts(parts.hall)
    with parts.journal.reading() as reading:
        found = progress(reading, code, today, calendar) or bundle_progress(reading, code, today, calendar)
        if found is None:
            return None
        cases = cases_of(reading, code)
        visits = () if cases is None else visits_of(reading, cases[0], parts.hall.rating_days)
    return _Found(found, any(one.score is None for one in visits))
