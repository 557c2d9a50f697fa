"""What a department's own program asks and says: its list, a case, its pages, and the steps. By a key of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import CaseId, PageDigest
from deskapp.journal.people import Principal
from deskapp.journal.reading import Reading
from deskapp.protocol.json import decode
from deskapp.queries.department_case import DepartmentCase, department_case, pages_of
from deskapp.queries.department_work import DepartmentLine, Terms, changed, own_case
from deskapp.queries.working_days import by_facts
from deskapp.rules.case import Procedure
from deskapp.rules.case_state import State
from deskapp.rules.deadline import Lamp
from deskapp.rules.departments import edition
from deskapp.scans.pdf_file import LARGEST
from deskapp.server import department_forms, department_steps, result_papers
from deskapp.server.department_steps import Asked, Step
from deskapp.server.describing import described
from deskapp.server.page_pictures import page_file
from deskapp.server.parts import CentreParts
from deskapp.server.routes.ticket_routes import key_of
from deskapp.server.shapes import body_of, json_answer, query_of, words_of

_SMALL = 64 * 1024  # bytes
_Text = Annotated[str, msgspec.Meta(max_length=1000)]
_Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$(?!\n)")]
_Days = Annotated[int, msgspec.Meta(ge=1, le=400)]
_EXAMPLE_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class ListWords(msgspec.Struct, frozen=True):
    """`after`: the `upto` of the last answer, 0 to begin; the list may be narrowed to one state, one lamp."""

    after: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)] = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 100
    state: State | None = None
    lamp: Lamp | None = None


class CaseList(msgspec.Struct, frozen=True):
    """`gone`: cases whose acceptance the hall has undone; `more`: ask again at once, from `upto`."""

    cases: list[DepartmentLine]
    gone: list[CaseId]
    upto: int
    more: bool


class PauseWords(msgspec.Struct, frozen=True):
    """A special procedure (特别程序), and for how many working days."""

    procedure: Procedure
    days: _Days
    reason: _Text = ""


class ExtendWords(msgspec.Struct, frozen=True):
    """Why ten more working days are needed, and who of the department's heads approved them."""

    reason: _Text
    approved_by: _Text


class DecisionWords(msgspec.Struct, frozen=True):
    """`papers`: what was put to `/papers` before, by SHA-256. A refusal needs reason and ground."""

    granted: bool
    reason: _Text = ""
    ground: _Text = ""
    papers: Annotated[list[_Digest], msgspec.Meta(max_length=department_steps.MOST_PAPERS)] = []


class PapersWords(msgspec.Struct, frozen=True):
    """The papers of a decision, in place of those that were given before."""

    papers: Annotated[list[_Digest], msgspec.Meta(min_length=1, max_length=department_steps.MOST_PAPERS)]


class ReadyWords(msgspec.Struct, frozen=True):
    """What lies ready; empty for what the catalogue calls it."""

    result: Annotated[str, msgspec.Meta(max_length=100)] = ""


class StepAnswer(msgspec.Struct, frozen=True):
    """How the case stands after a step. `edition` is for the next If-Match."""

    case: CaseId
    edition: str
    state: str
    promised_day: date | None
    statutory_day: date | None
    paused_until: date | None
    deliver_by: date | None


class PaperAnswer(msgspec.Struct, frozen=True):
    """A paper that is kept: by this name a decision gives it."""

    paper: str
    size: int


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/department`."""
    routes = APIRouter(prefix="/api/v1/department", tags=["departments"])
    _reading(routes, parts)
    _steps(routes, parts)
    _forms(routes, parts)
    return routes


def terms_of(parts: CentreParts) -> Terms:
    """By what clocks are told here now."""
    return Terms(parts.clock.now(), by_facts(parts.hall), parts.hall.yellow_share)


async def read(parts: CentreParts, look: Callable[[Reading], Any]) -> Any:
    """Look something up, in a thread of its own."""

    def looked() -> Any:
        with parts.journal.reading() as reading:
            return look(reading)

    return await run_in_threadpool(looked)


def _reading(routes: APIRouter, parts: CentreParts) -> None:
    @routes.get(
        "/cases",
        **described(
            "The department's cases to which something happened behind a number, as they stand now",
            query=ListWords, answers=CaseList,
        ),
    )  # fmt: skip
    async def listed(request: Request) -> Response:
        who = await parts.passes.admit(request)
        words = query_of(request, ListWords)
        found = await read(parts, lambda r: changed(r, _own(who), words.after, words.limit, terms_of(parts)))
        lines = [line for line in found.lines if _wanted(line, words)]
        return json_answer(CaseList(lines, list(found.gone), found.upto, found.more))

    @routes.get(
        "/cases/{case}",
        **described("A case in full. That people's data were seen is written down", answers=DepartmentCase),
    )
    async def one(request: Request, case: str) -> Response:
        who = await parts.passes.admit(request)
        case_id = CaseId(case[:64])
        await parts.writer.write(lambda facts: department_steps.note_look(facts, who, case_id, "department"))
        found = await read(parts, lambda r: department_case(r, who.department, case_id, terms_of(parts), whole=True))
        answer = json_answer(found)
        answer.headers["ETag"] = f'"{found.line.edition}"'
        return answer

    @routes.get(
        "/cases/{case}/pages/{digest}",
        **described(
            "A page of a material, or a result paper, as a file. That it was seen is written down",
            media="application/octet-stream",
        ),
    )
    async def page(request: Request, case: str, digest: str) -> Response:
        who, case_id = await parts.passes.admit(request), CaseId(case[:64])
        found = await read(parts, lambda r: own_case(r, who.department, case_id))
        if PageDigest(digest) not in pages_of(found[0]):
            raise Refusal("page.unknown")
        await parts.writer.write(lambda facts: department_steps.note_look(facts, who, case_id, "page"))
        return await page_file(parts, PageDigest(digest), digest[:16])


def _steps(routes: APIRouter, parts: CentreParts) -> None:
    def add(name: str, summary: str, shape: type | None, made: Callable[[Any], Step], example: object = None) -> None:
        @routes.post(
            f"/cases/{{case}}/{name}",
            name=name,
            **described(f"{summary}. {_ONCE}", asks=shape, answers=StepAnswer, example=example),
        )
        async def step(request: Request, case: str) -> Response:
            who = await parts.passes.admit(request)
            words: Any = await words_of(request, shape or dict, limit=_SMALL)
            return await _done(parts, request, who, case, made(words))

    add("take", "Take a case over (转办接收)", None, lambda words: department_steps.take())
    add(
        "pause", "Stop the clock for a special procedure", PauseWords,
        lambda words: department_steps.pause(words.procedure, words.days, words.reason),
        {"procedure": "inspection", "days": 5},
    )  # fmt: skip
    add("resume", "Let the clock go on", None, lambda words: department_steps.resume())
    add(
        "extend", "Ten more working days, once", ExtendWords,
        lambda words: department_steps.extend(words.approved_by, words.reason),
        {"reason": "情况复杂", "approved_by": "局长"},
    )  # fmt: skip
    add(
        "decide", "Decide, with the result papers", DecisionWords,
        lambda words: department_steps.decide(
            granted=words.granted, reason=words.reason, ground=words.ground,
            papers=[PageDigest(paper) for paper in words.papers],
        ),
        {"granted": True, "papers": [_EXAMPLE_DIGEST]},
    )  # fmt: skip
    add(
        "papers", "Give the result papers of a decision, in place of those given before", PapersWords,
        lambda words: department_steps.give_papers([PageDigest(paper) for paper in words.papers]),
        {"papers": [_EXAMPLE_DIGEST]},
    )  # fmt: skip
    add(
        "ready", "Say that the result lies ready at the hall", ReadyWords,
        lambda words: department_steps.say_ready(words.result), {"result": "食品经营许可证"},
    )  # fmt: skip

    @routes.post(
        "/papers",
        status_code=201,
        **described("Bring a result paper: a PDF, at most 20 MB, as the body", answers=PaperAnswer, status=201),
    )
    async def bring(request: Request) -> Response:
        who = await parts.passes.admit(request)
        data = await body_of(request, limit=LARGEST)
        return json_answer(PaperAnswer(await result_papers.bring(parts, who, data), len(data)), 201)


def _forms(routes: APIRouter, parts: CentreParts) -> None:
    @routes.get(
        "/cases/{case}/form",
        **described("A case in the department's own form, as its mapping declares it", answers=dict[str, str]),
    )
    async def form(request: Request, case: str) -> Response:
        who = await parts.passes.admit(request)
        case_id = CaseId(case[:64])
        await parts.writer.write(lambda facts: department_steps.note_look(facts, who, case_id, "department"))
        terms = terms_of(parts)
        filled = await read(parts, lambda r: department_forms.filled(r, parts.hall, who.department, case_id, terms))
        answer = json_answer(dict(filled.fields))
        answer.headers["ETag"] = f'"{filled.edition}"'
        return answer

    @routes.post(
        "/cases/{case}/form",
        **described(f"A decision in the department's own form. {_ONCE}", asks=dict[str, str], answers=StepAnswer),
    )
    async def decided(request: Request, case: str) -> Response:
        who = await parts.passes.admit(request)
        said = decode(await body_of(request, limit=_SMALL), dict[str, str])
        step = await read(parts, lambda r: department_forms.decision(r, who.department, said))
        return await _done(parts, request, who, case, step)


_ONCE = "With an Idempotency-Key it is done once; with If-Match only while the case stands as the asker thinks"


async def _done(parts: CentreParts, request: Request, who: Principal, case: str, step: Step) -> Response:
    asked = Asked(who, CaseId(case[:64]), _editions(request.headers), key_of(request))
    done = await parts.writer.write(lambda facts: department_steps.do(facts, parts.hall, asked, step))
    now = edition(done)
    answer = json_answer(
        StepAnswer(
            done.id, now, done.state.value if done.state else "", done.promised_day, done.statutory_day,
            done.paused_until, done.deliver_by,
        )
    )  # fmt: skip
    answer.headers["ETag"] = f'"{now}"'
    return answer


def _editions(headers: Mapping[str, str]) -> tuple[str, ...]:
    """What If-Match names (RFC 9110, 13.1.1); `*` is whatever it is."""
    said = headers.get("if-match", "").strip()
    if said in ("", "*"):
        return ()
    return tuple(part.strip().removeprefix("W/").strip('"') for part in said.split(",")[:20])


def _own(who: Principal) -> str:
    """Refusal `access.no_department` for somebody with the right role and no department."""
    if not who.department:
        raise Refusal("access.no_department")
    return who.department


def _wanted(line: DepartmentLine, words: ListWords) -> bool:
    return words.state in (None, line.state) and words.lamp in (None, line.lamp)
