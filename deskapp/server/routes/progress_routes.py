"""`/track/{code}`: the page behind a receipt's QR. Steps and days; nobody's name."""

from __future__ import annotations

import html
import re
import time
from string import Template

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

import resources
from deskapp.queries.progress import Progress, progress
from deskapp.queries.working_days import working_days
from deskapp.rules.case import State
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts

_CODE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_PER_MINUTE = 30  # looks from one address
_TOO_OFTEN = "<p>查询太频繁，请一分钟后再试。<br>Too many looks; try again in a minute.</p>"
_NOTHING = "<p>没有查到。请核对回执上的二维码，或拨打咨询电话。<br>Nothing found; check the code on your receipt.</p>"
_STEPS = ("收件", "受理", "办结", "送达")
_REACHED = {
    State.OPENED: 1, State.CORRECTION_REQUESTED: 1, State.ACCEPTED: 2, State.PAUSED: 2, State.DECIDED: 3,
    State.READY: 3, State.DELIVERED: 4, State.ARCHIVED: 4, State.DECLINED: 1, State.WITHDRAWN: 1,
}  # fmt: skip
_NAMES = {
    State.OPENED: ("已收件", "Received"), State.CORRECTION_REQUESTED: ("待补正", "Waiting for your documents"),
    State.ACCEPTED: ("已受理，办理中", "Accepted, in progress"), State.PAUSED: ("暂停计时", "Paused"),
    State.DECIDED: ("已办结", "Decided"), State.READY: ("待领取", "Ready to collect"),
    State.DELIVERED: ("已送达", "Delivered"), State.ARCHIVED: ("已送达", "Delivered"),
    State.DECLINED: ("不予受理", "Declined"), State.WITHDRAWN: ("已撤回", "Withdrawn"),
}  # fmt: skip


def router(parts: CentreParts) -> APIRouter:
    """The progress page."""
    routes = APIRouter()
    looks: dict[str, list[float]] = {}

    @routes.get("/track/{code}", **described("Progress of a case, for whoever has its receipt (HTML)"))
    async def track(request: Request, code: str) -> HTMLResponse:
        if not _may_look(looks, request.client.host if request.client else ""):
            return _page(
                "请稍后再试", "<p>查询太频繁，请一分钟后再试。<br>Too many looks; try again in a minute.</p>", 429
            )
        found = await run_in_threadpool(_read, parts, code) if _CODE.fullmatch(code) else None
        if found is None:
            return _page("没有查到", _NOTHING, 404)
        return _page(html.escape(found.item), _told(found), 200)

    return routes


def _read(parts: CentreParts, code: str) -> Progress | None:
    with parts.journal.reading() as reading:
        return progress(reading, code, parts.clock.today(), working_days(reading))


def _may_look(looks: dict[str, list[float]], who: str) -> bool:
    now = time.monotonic()
    if len(looks) > 10_000:
        looks.clear()
    recent = [moment for moment in looks.get(who, []) if now - moment < 60]
    looks[who] = [*recent, now]
    return len(recent) < _PER_MINUTE


def _told(found: Progress) -> str:
    zh, en = _NAMES[found.state]
    reached = _REACHED[found.state]
    steps = "".join(
        f'<li class="{"done" if place <= reached else ""}">{step}</li>' for place, step in enumerate(_STEPS, start=1)
    )
    rows = [("编号", found.number or "—"), ("办理部门", found.department), ("收件日期", found.opened_on.isoformat())]
    if found.promised_day is not None:
        rows.append(("承诺办结", found.promised_day.isoformat()))
    if found.days_left is not None:
        rows.append(("剩余", f"{found.days_left} 个工作日"))
    table = "".join(f"<tr><th>{name}</th><td>{html.escape(value)}</td></tr>" for name, value in rows)
    return f'<p class="state">{zh}<small>{en}</small></p><ol>{steps}</ol><table>{table}</table>'


def _page(title: str, body: str, status: int) -> HTMLResponse:
    page = Template(resources.path("web/track.html").read_text(encoding="utf-8"))
    return HTMLResponse(page.substitute(title=title, body=body), status, {"Cache-Control": "no-store"})
