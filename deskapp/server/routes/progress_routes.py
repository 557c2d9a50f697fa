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
from deskapp.rules.case_state import State
from deskapp.server import bundle_track
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts

_CODE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_PER_MINUTE = 30  # looks from one address
_REMEMBERED = 10_000  # addresses
_STEPS = (("收件", "Received"), ("受理", "Accepted"), ("办结", "Decided"), ("送达", "Delivered"))
_REACHED = {
    State.FILED: 1, State.PRE_REVIEWED: 1,
    State.OPENED: 1, State.CORRECTION_REQUESTED: 1, State.ACCEPTED: 2, State.PAUSED: 2, State.DECIDED: 3,
    State.READY: 3, State.DELIVERED: 4, State.ARCHIVED: 4, State.DECLINED: 1, State.WITHDRAWN: 1,
}  # fmt: skip
_NAMES = {
    State.FILED: ("已提交，待预审", "Filed, to be looked at"), State.PRE_REVIEWED: ("预审中", "Being looked at"),
    State.OPENED: ("已收件", "Received"), State.CORRECTION_REQUESTED: ("待补正", "Waiting for your documents"),
    State.ACCEPTED: ("已受理，办理中", "Accepted, in progress"), State.PAUSED: ("暂停计时", "The clock is stopped"),
    State.DECIDED: ("已办结", "Decided"), State.READY: ("待领取", "Ready to collect"),
    State.DELIVERED: ("已送达", "Delivered"), State.ARCHIVED: ("已送达", "Delivered"),
    State.DECLINED: ("不予受理", "Declined"), State.WITHDRAWN: ("已撤回", "Withdrawn"),
}  # fmt: skip
_STOPPED = frozenset({State.CORRECTION_REQUESTED, State.PAUSED, State.DECLINED, State.WITHDRAWN})


def router(parts: CentreParts) -> APIRouter:
    """The progress page."""
    routes = APIRouter(tags=["pages for people"])
    looks: dict[str, list[float]] = {}
    template = Template(resources.path("web/track.html").read_text(encoding="utf-8"))

    def page(title: str, body: str, status: int = 200) -> HTMLResponse:
        words = {
            "title": html.escape(title), "body": body, "hall": html.escape(parts.hall.name),
            "footer": f"咨询与投诉 · Questions and complaints: {html.escape(parts.hall.phone)}",
        }  # fmt: skip
        return HTMLResponse(template.substitute(words), status, {"Cache-Control": "no-store"})

    @routes.get("/track/{code}", **described("Progress of a case, for whoever has its receipt", media="text/html"))
    async def track(request: Request, code: str) -> HTMLResponse:
        if not _may_look(looks, request.client.host if request.client else ""):
            return page(
                "请稍后再试", _said("查询太频繁，请一分钟后再试。", "Too many looks; try again in a minute."), 429
            )
        found = await run_in_threadpool(_read, parts, code) if _CODE.fullmatch(code) else None
        bundle = await run_in_threadpool(bundle_track.read, parts, code) if _CODE.fullmatch(code) else None
        if bundle is not None:
            return page(bundle.bundle.theme, bundle_track.told(bundle))
        if found is None:
            words = (
                "请核对回执上的二维码，或拨打咨询电话。",
                "Nothing found. Check the code on your receipt, or call us.",
            )
            return page("没有查到", _said(*words), 404)
        return page(found.item, _told(found))

    return routes


def _read(parts: CentreParts, code: str) -> Progress | None:
    with parts.journal.reading() as reading:
        return progress(reading, code, parts.clock.today(), working_days(reading))


def _may_look(looks: dict[str, list[float]], who: str) -> bool:
    now = time.monotonic()
    if len(looks) > _REMEMBERED:
        looks.clear()
    recent = [moment for moment in looks.get(who, []) if now - moment < 60][-_PER_MINUTE:]
    looks[who] = [*recent, now]
    return len(recent) < _PER_MINUTE


def _said(zh: str, en: str) -> str:
    return f'<p>{zh}<span class="en" lang="en">{en}</span></p>'


def _told(found: Progress) -> str:
    zh, en = _NAMES[found.state]
    reached = _REACHED[found.state]
    steps = "".join(
        f'<li class="{_step(place, reached)}">{step}<small lang="en">{english}</small></li>'
        for place, (step, english) in enumerate(_STEPS, start=1)
    )
    rows = [
        ("编号", "Number", found.number or "—"),
        ("办理部门", "Department", found.department),
        ("收件日期", "Received on", found.opened_on.isoformat()),
    ]
    if found.promised_day is not None:
        rows.append(("承诺办结", "Promised by", found.promised_day.isoformat()))
    if found.days_left is not None:
        days = "day" if found.days_left == 1 else "days"
        rows.append(("剩余", "Left", f"{found.days_left} 个工作日|{found.days_left} working {days}"))
    table = "".join(
        f'<dt>{name}<span class="en" lang="en">{english}</span></dt><dd>{_in_both(value)}</dd>'
        for name, english, value in rows
    )
    look = "state stopped" if found.state in _STOPPED else "state"
    return f'<p class="{look}">{zh}<small lang="en">{en}</small></p><ol>{steps}</ol><dl>{table}</dl>'


def _in_both(value: str) -> str:
    zh, _, en = html.escape(value).partition("|")
    return f'{zh}<small lang="en">{en}</small>' if en else zh


def _step(place: int, reached: int) -> str:
    return "done now" if place == reached else "done" if place < reached else ""
