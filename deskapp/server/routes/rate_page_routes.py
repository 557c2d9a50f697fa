"""`/rate/{code}`: whoever has the receipt rates the service at home. A plain form: no script, no cookie, no name.

The code is as long as a password and stands on the applicant's receipt alone. What was said is never shown again, not
even to them: whoever finds the receipt learns no more than that a service was rated.
"""

from __future__ import annotations

import hmac
import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from string import Template
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

import resources
from deskapp.failures import Failure, Refusal
from deskapp.queries.track_code import cases_of
from deskapp.rules.rating import LONGEST_WORDS, Occasion, Opinion, Reason, is_bad
from deskapp.sentences import sentence
from deskapp.server import rated
from deskapp.server.describing import described
from deskapp.server.looks import TooOftenError
from deskapp.server.page_pieces import Both, link
from deskapp.server.page_pieces import said as heading
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import body_of
from deskapp.server.visits import Visit, visits_of

_CODE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_BODY = 16 * 1024  # bytes of a form
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'",
}
SCORES = (
    (5, "非常满意", "Very satisfied"),
    (4, "满意", "Satisfied"),
    (3, "基本满意", "Fairly satisfied"),
    (2, "不满意", "Dissatisfied"),
    (1, "非常不满意", "Very dissatisfied"),
)
REASONS = (
    (Reason.WAITED_LONG, "等候时间长", "Long wait"),
    (Reason.UNFRIENDLY, "服务态度不好", "Unfriendly"),
    (Reason.NOT_TOLD_AT_ONCE, "没有一次性告知", "Not told everything at once"),
    (Reason.TOO_MUCH_PAPER, "要求提供指南以外的材料", "Asked for papers the guide does not name"),
    (Reason.MANY_TRIPS, "多跑了路", "Had to come several times"),
    (Reason.TOO_SLOW, "没有按承诺时间办结", "Not within the time promised"),
    (Reason.WRONG_FEE, "收费不合理", "Wrong fee"),
    (Reason.OTHER, "其他", "Something else"),
)
_TITLE = Both("评价服务", "Rate a service")
_PROGRESS = Both("看办理进度", "See how the case is getting on")
_AGAIN = Both("回到评价", "Back to the rating")
_ONCE_MORE = ("rating.no_score", "rating.not_our_form")  # a new form helps
_SERVICES = {Occasion.WINDOW: ("窗口受理", "At the window"), Occasion.DELIVERY: ("领取结果", "Collecting the result")}


def router(parts: CentreParts) -> APIRouter:
    """The page and its form."""
    routes = APIRouter(tags=["pages for people"])
    template = Template(resources.path("web/rate.html").read_text(encoding="utf-8"))

    def page(title: Both, body: str, status: int = 200) -> HTMLResponse:
        words = {
            "title": html.escape(title.zh), "heading": heading(title, "h1"), "body": body,
            "hall": html.escape(parts.hall.name),
            "footer": f"咨询与投诉 · Questions and complaints: {html.escape(parts.hall.phone)}",
        }  # fmt: skip
        return HTMLResponse(template.substitute(words), status, _HEADERS)

    def said(failure: Failure, status: int, way: str = "") -> HTMLResponse:
        return page(_TITLE, _said(*_both(failure)) + way, status)

    async def found_by(request: Request, code: str) -> _Found | None:
        address, now = request.client.host if request.client else "", parts.clock.now().timestamp()
        return await run_in_threadpool(parts.looks.find, address, now, lambda: _open(parts, code))

    @routes.get("/rate/{code}", **described("Rate a service, for whoever has its receipt", media="text/html"))
    async def look(request: Request, code: str) -> HTMLResponse:
        try:
            found = await found_by(request, code)
        except TooOftenError:
            return said(Refusal("rating.wait"), 429)
        if found is None:
            return said(Refusal("rating.unknown_code"), 404)
        return _asked(page, parts, code, found)

    @routes.post("/rate/{code}", **described("What whoever has the receipt says of the service", media="text/html"))
    async def rate(request: Request, code: str) -> HTMLResponse:
        try:
            found = await found_by(request, code)
        except TooOftenError:
            return said(Refusal("rating.wait"), 429)
        if found is None:
            return said(Refusal("rating.unknown_code"), 404)
        try:
            form = _form(await body_of(request, limit=_BODY))
            visit = _visit_of(request, parts, code, form, found)
            opinion = _said_in(form)
            await parts.writer.write(lambda facts: rated.rate_at_home(facts, visit, opinion))
        except Failure as failure:
            once_more = failure.code in _ONCE_MORE
            way = link(_AGAIN, f"../rate/{code}") if once_more else link(_PROGRESS, f"../track/{code}")
            return said(failure, 409 if isinstance(failure, Refusal) else 422, way)
        return page(Both("谢谢您的评价", "Thank you for your rating"), link(_PROGRESS, f"../track/{code}"))

    return routes


@dataclass(frozen=True, slots=True)
class _Found:
    """What a code opens: an item or a theme, and its visits that may be rated or were, the last one first."""

    name: str
    visits: tuple[Visit, ...]

    @property
    def left(self) -> tuple[Visit, ...]:
        return tuple(visit for visit in self.visits if visit.score is None)


def _open(parts: CentreParts, code: str) -> _Found | None:
    """What a code opens, None for nobody's."""
    if not _CODE.fullmatch(code):
        return None
    with parts.journal.reading() as reading:
        found = cases_of(reading, code)
        return None if found is None else _Found(found[1], visits_of(reading, found[0], parts.hall.rating_days))


def _asked(page: Callable[[Both, str], HTMLResponse], parts: CentreParts, code: str, found: _Found) -> HTMLResponse:
    name = Both(found.name)
    if found.left:
        return page(name, _form_of(found.left[0].occasion, token_of(parts, code, found.left[0])))
    nothing = Refusal("rating.nothing_to_rate", days=parts.hall.rating_days)
    words = _said(*_both(Refusal("rating.again") if found.visits else nothing))
    return page(name, words + link(_PROGRESS, f"../track/{code}"))


def token_of(parts: CentreParts, code: str, visit: Visit) -> str:
    """What only a form that this centre made for this code and visit holds, today."""
    of = f"{visit.occasion.value}|{visit.day.isoformat()}"
    return parts.journal.terms.keeper.mark(f"rate|{code}|{of}|{parts.clock.today().isoformat()}")


def _visit_of(request: Request, parts: CentreParts, code: str, form: dict[str, list[str]], found: _Found) -> Visit:
    """The visit this form is about: it is ours, and was sent from our page. Refusal `rating.not_our_form`; of what was
    served too long ago to have a form any more, `rating.too_late`.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    token = form.get("token", [""])[0].encode()
    if not found.visits:
        raise Refusal("rating.too_late", days=parts.hall.rating_days)
    for visit in found.visits:
        if site in ("same-origin", "none") and hmac.compare_digest(token, token_of(parts, code, visit).encode()):
            return visit
    raise Refusal("rating.not_our_form")


def _form(body: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=40)
    except ValueError:  # also what is no UTF-8
        raise Refusal("rating.not_our_form") from None


def _said_in(form: dict[str, list[str]]) -> Opinion:
    """What was ticked and typed. Reasons count for a bad rating alone: without a script they stand there anyway.

    Refusal `rating.no_score` when nothing was ticked, `rating.not_our_form` for what the form does not offer.
    """
    score = form.get("score", [""])[0]
    if not score:
        raise Refusal("rating.no_score")
    if score not in {str(number) for number, _, _ in SCORES}:
        raise Refusal("rating.not_our_form")
    try:
        reasons = tuple(dict.fromkeys(Reason(reason) for reason in form.get("reason", [])))
    except ValueError:
        raise Refusal("rating.not_our_form") from None
    words = form.get("words", [""])[0].replace("\r\n", "\n").strip()
    return Opinion(int(score), reasons if is_bad(int(score)) else (), words, at_home=True)


def _form_of(occasion: Occasion, token: str) -> str:
    zh, en = _SERVICES[occasion]
    faces = "".join(
        f'<label class="face s{score}"><input type="radio" name="score" value="{score}" required>'
        f'<span>{name}<small lang="en">{english}</small></span></label>'
        for score, name, english in SCORES
    )
    reasons = "".join(
        f'<label class="reason"><input type="checkbox" name="reason" value="{reason.value}">'
        f'<span>{name}<small lang="en">{english}</small></span></label>'
        for reason, name, english in REASONS
    )
    return (
        f'<p class="service">{zh}<small lang="en">{en}</small></p>'
        f'<form method="post" accept-charset="utf-8"><input type="hidden" name="token" value="{token}">'
        f'<fieldset><legend>您对这次服务满意吗？<small lang="en">Were you satisfied?</small></legend>{faces}</fieldset>'
        f'<fieldset class="why"><legend>不满意的地方<small lang="en">What was not right?</small></legend>{reasons}'
        f"</fieldset>"
        f'<label class="words">还想说的话（可不填）<small lang="en">Anything else (optional)</small>'
        f'<textarea name="words" maxlength="{LONGEST_WORDS}" rows="3"></textarea></label>'
        f'<button>提交评价<small lang="en">Send</small></button></form>'
        f'<p class="promise">窗口工作人员看不到是谁评价的、评了什么。'
        f'<small lang="en">Whoever served you sees neither who rated nor what was said.</small></p>'
    )


def _both(failure: Failure) -> tuple[str, str]:
    return sentence(failure, "zh"), sentence(failure, "en")


def _said(zh: str, en: str) -> str:
    return f'<p>{html.escape(zh)}<span class="en" lang="en">{html.escape(en)}</span></p>'
