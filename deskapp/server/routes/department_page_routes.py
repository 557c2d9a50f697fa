"""`/department`: the page on which people of a department work, without a program of their own and without scripts."""

from __future__ import annotations

import hmac
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from deskapp.failures import ContentTrouble, Failure, Refusal
from deskapp.ids import CaseId, PageDigest
from deskapp.journal.people import Principal
from deskapp.journal.reading import Reading
from deskapp.protocol.messages import SignIn
from deskapp.protocol.problems import status_of
from deskapp.queries import catalogs
from deskapp.queries.department_case import department_case, masked_name, pages_of
from deskapp.queries.department_work import DepartmentLine, by_number, own_case, work_of
from deskapp.rules.access import Permission, allows
from deskapp.rules.case import Procedure
from deskapp.rules.case_state import State
from deskapp.rules.deadline import Lamp
from deskapp.scans.pdf_file import LARGEST
from deskapp.server import department_steps, result_papers, signing_in
from deskapp.server.department_pages.case_page import CaseView, case_page
from deskapp.server.department_pages.frame import Message, Reader, page, sign_in_page, told
from deskapp.server.department_pages.list_page import ON_A_PAGE, Wanted, WorkSheet, list_page, narrowed
from deskapp.server.department_pages.step_forms import StepForms
from deskapp.server.department_pages.words import DONE
from deskapp.server.department_steps import Asked, Step
from deskapp.server.describing import described
from deskapp.server.filled_forms import Filled, filled_form
from deskapp.server.page_pictures import SmallPictures, page_file, pictures_of
from deskapp.server.parts import CentreParts
from deskapp.server.passes import digest_of
from deskapp.server.routes.department_routes import read, terms_of

_COOKIE = "department"
_PAPERS_AT_ONCE = 5
_WITH_FILES = LARGEST * 2  # bytes of a form with its papers
_ONCE_BYTES = 12
_SIGNED_OUT = "access.not_signed_in"

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody of a department, and the token in their cookie."""

    who: Principal
    token: str

    @property
    def csrf(self) -> str:
        """What stands in their forms and nowhere else: whoever does not know their token cannot make it."""
        return sha256(f"form|{self.token}".encode()).hexdigest()[:40]


def router(parts: CentreParts) -> APIRouter:
    """`/department` and everything under it."""
    routes = APIRouter(prefix="/department", tags=["departments' page"])
    pages = _Pages(parts)

    def add(method: str, path: str, answer: Endpoint, summary: str) -> None:
        routes.add_api_route(
            path, pages.in_words(answer), methods=[method], name=f"{method} /department{path}",
            **described(summary, media="text/html"),
        )  # fmt: skip

    add("GET", "", pages.work, "What lies with the department; or where one signs in")
    add("POST", "/sign-in", pages.sign_in, "Sign in")
    add("POST", "/sign-out", pages.sign_out, "Sign out")
    add("GET", "/cases/{case}", pages.case, "A case, people masked")
    add("POST", "/cases/{case}/look", pages.look, "A case, people in full; the look is written down")
    add("GET", "/cases/{case}/pages/{digest}", pages.page, "A page of a material, or a result paper")
    add("GET", "/cases/{case}/pages/{digest}/small", pages.small, "The same, too small to be read")
    add("POST", "/cases/{case}/{step}", pages.step, "Take a step")
    return routes


class _Pages:
    """Answers of the pages. A failure becomes a page that says what to do."""

    def __init__(self, parts: CentreParts) -> None:
        self._parts = parts
        self._small = SmallPictures(parts)
        self._hall = parts.hall.name

    def in_words(self, answer: Endpoint) -> Endpoint:
        """An endpoint whose failures are told on a page."""

        async def endpoint(request: Request) -> Response:
            try:
                return await answer(request)
            except Failure as failure:
                if failure.code == _SIGNED_OUT:
                    return sign_in_page(self._hall, told(failure), 401)
                words = told(failure)
                return page(self._hall, ("没有办成", "This did not work"), "", message=words, status=status_of(failure))

        return endpoint

    async def sign_in(self, request: Request) -> Response:
        _ask_own_site(request)
        said = (await filled_form(request)).fields
        address = request.client.host if request.client else ""
        words = SignIn(user=said.get("user", "").strip(), password=said.get("password", ""))
        try:
            answer = await signing_in.sign_in(self._parts, self._parts.passes.door, words, address)
        except (Refusal, ContentTrouble) as failure:
            return sign_in_page(self._hall, told(failure), status_of(failure))
        if not allows(answer.roles, Permission.WORK_FOR_DEPARTMENT):
            digest = digest_of(answer.token)
            who = await self._parts.passes.whose(answer.token)
            await self._parts.writer.write(lambda facts: signing_in.sign_out(facts, who, digest))
            return sign_in_page(self._hall, told(Refusal("sign_in.not_of_department")), 403)
        back = RedirectResponse("/department", 303)
        back.set_cookie(
            _COOKIE, answer.token, path="/department", httponly=True, samesite="strict",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return back

    async def sign_out(self, request: Request) -> Response:
        session = await self._session(request)
        _ask_form(session, await filled_form(request))
        digest = digest_of(session.token)
        await self._parts.writer.write(lambda facts: signing_in.sign_out(facts, session.who, digest))
        self._parts.passes.forget_at(session.who.device)
        back = RedirectResponse("/department", 303)
        back.delete_cookie(_COOKIE, path="/department", httponly=True, samesite="strict")
        return back

    async def work(self, request: Request) -> Response:
        if _COOKIE not in request.cookies:
            return sign_in_page(self._hall)
        session = await self._session(request)
        wanted = _wanted(request.query_params)
        reader, sheet = await read(self._parts, lambda r: (self._reader(r, session), self._sheet(r, session, wanted)))
        return list_page(self._hall, reader, wanted, sheet)

    async def case(self, request: Request) -> Response:
        session = await self._session(request)
        done = DONE.get(request.query_params.get("done", ""))
        message = None if done is None else Message(*done, good=True)
        return await self._shown(session, _case_of(request), message=message)

    async def look(self, request: Request) -> Response:
        session = await self._session(request)
        _ask_form(session, await filled_form(request))
        case_id = _case_of(request)
        await self._parts.writer.write(
            lambda facts: department_steps.note_look(facts, session.who, case_id, "applicant")
        )
        return await self._shown(session, case_id, whole=True)

    async def page(self, request: Request) -> Response:
        session, digest = await self._page_of(request)
        case_id = _case_of(request)
        await self._parts.writer.write(lambda facts: department_steps.note_look(facts, session.who, case_id, "page"))
        return await page_file(self._parts, digest, digest[:16], shown=True)

    async def small(self, request: Request) -> Response:
        _, digest = await self._page_of(request)
        return await self._small.of(digest)

    async def step(self, request: Request) -> Response:
        session = await self._session(request)
        step, case_id = request.path_params["step"], _case_of(request)
        if step not in DONE:
            raise Refusal("request.no_such_place")
        form = await filled_form(request, _WITH_FILES)
        _ask_form(session, form)
        said = form.fields
        try:
            made = _STEPS[step](said, await self._papers(session, case_id, form))
            asked = Asked(session.who, case_id, tuple(filter(None, [said.get("edition")])), said.get("once") or None)
            await self._parts.writer.write(lambda facts: department_steps.do(facts, self._parts.hall, asked, made))
        except (Refusal, ContentTrouble) as failure:
            if failure.code == "case.unknown":
                raise
            typed = StepForms(step, said)
            return await self._shown(session, case_id, message=told(failure), typed=typed, status=status_of(failure))
        return RedirectResponse(f"/department/cases/{case_id}?done={step}", 303)

    async def _papers(self, session: Session, case_id: CaseId, form: Filled) -> list[PageDigest]:
        """The papers that were chosen, kept. Nothing is kept for a case that is another department's."""
        if len(form.files) > _PAPERS_AT_ONCE:
            raise Refusal("paper.too_many", most=_PAPERS_AT_ONCE)
        await read(self._parts, lambda r: own_case(r, session.who.department, case_id))
        return [await result_papers.bring(self._parts, session.who, data) for data in form.files]

    async def _shown(
        self, session: Session, case_id: CaseId, *, whole: bool = False, message: Message | None = None,
        typed: StepForms | None = None, status: int = 200,
    ) -> Response:  # fmt: skip
        terms = terms_of(self._parts)
        reader, sheet = await read(
            self._parts,
            lambda r: (
                self._reader(r, session),
                department_case(r, session.who.department, case_id, terms, whole=whole),
            ),
        )
        pages = [page for material in sheet.materials for page in material.pages]
        pictures = await self._parts.shelf.threads.run(pictures_of, self._parts, pages)
        view = CaseView(secrets.token_urlsafe(_ONCE_BYTES), pictures, typed or StepForms(), status)
        return case_page(self._hall, reader, sheet, view, message)

    async def _session(self, request: Request) -> Session:
        """Who asks, by their cookie. Refusal `access.not_signed_in`, `access.denied`."""
        kind, _, bearer = request.headers.get("authorization", "").partition(" ")
        token = request.cookies.get(_COOKIE, "") or (bearer if kind.lower() == "bearer" else "")
        who = await self._parts.passes.whose(token)
        return Session(self._parts.passes.let_in(request, who), token)

    async def _page_of(self, request: Request) -> tuple[Session, PageDigest]:
        session = await self._session(request)
        digest = PageDigest(request.path_params["digest"])
        found = await read(self._parts, lambda r: own_case(r, session.who.department, _case_of(request)))
        if digest not in pages_of(found[0]):
            raise Refusal("page.unknown")
        return session, digest

    def _reader(self, reading: Reading, session: Session) -> Reader:
        departments = catalogs.in_force(reading, self._parts.clock.today()).departments
        department = departments.get(session.who.department or "")
        name, english = (department.name, department.en) if department else (session.who.department or "—", "—")
        return Reader(session.who.name, name, english, session.csrf)

    def _sheet(self, reading: Reading, session: Session, wanted: Wanted) -> WorkSheet:
        terms, department = terms_of(self._parts), session.who.department or ""
        every = work_of(reading, department, terms)
        found: list[DepartmentLine] = (
            list(by_number(reading, department, wanted.number, terms)) if wanted.number else narrowed(every, wanted)
        )
        lines = found[(wanted.place - 1) * ON_A_PAGE : wanted.place * ON_A_PAGE]
        names = {line.case: masked_name(reading, line.case, self._parts.clock.today()) for line in lines}
        lamps, states = Counter(line.lamp for line in every), Counter(line.state for line in every)
        return WorkSheet(lines, names, len(found), lamps, states)


def _case_of(request: Request) -> CaseId:
    return CaseId(request.path_params["case"][:64])


def _wanted(query: Mapping[str, str]) -> Wanted:
    """What is asked for; what is no word of ours asks for everything."""
    lamp, state, place = query.get("lamp", ""), query.get("state", ""), query.get("place", "")
    number = "".join(letter for letter in query.get("number", "")[:64] if letter.isascii() and letter.isdecimal())
    return Wanted(
        Lamp(lamp) if lamp in {one.value for one in Lamp} else None,
        State(state) if state in {one.value for one in State} else None,
        number,
        int(place) if place.isascii() and place.isdecimal() and int(place[:6]) > 0 and len(place) <= 6 else 1,
    )


def _ask_form(session: Session, form: Filled) -> None:
    """Refusal `request.not_our_form` for what another site made a browser send."""
    if not hmac.compare_digest(form.fields.get("csrf", "").encode(), session.csrf.encode()):
        raise Refusal("request.not_our_form")


def _ask_own_site(request: Request) -> None:
    """The same where nobody has signed in yet: browsers say from where a form was sent."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or (origin is not None and origin.partition("://")[2] != request.url.netloc):
        raise Refusal("request.not_our_form")


def _days(said: Mapping[str, str]) -> int:
    """Working days. Refusal `case.no_procedure` for none."""
    text = said.get("days", "")
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= 400):
        raise Refusal("case.no_procedure")
    return int(text)


def _procedure(said: Mapping[str, str]) -> Procedure:
    try:
        return Procedure(said.get("procedure", ""))
    except ValueError as error:
        raise Refusal("case.no_procedure") from error


def _decided(said: Mapping[str, str], papers: list[PageDigest]) -> Step:
    outcome = said.get("outcome")
    if outcome not in ("granted", "refused"):
        raise Refusal("case.no_outcome")
    reason, ground = said.get("reason", ""), said.get("ground", "")
    return department_steps.decide(granted=outcome == "granted", reason=reason, ground=ground, papers=papers)


def _given(_: Mapping[str, str], papers: list[PageDigest]) -> Step:
    if not papers:
        raise Refusal("paper.none_chosen")
    return department_steps.give_papers(papers)


_STEPS: Mapping[str, Callable[[Mapping[str, str], list[PageDigest]], Step]] = {
    "take": lambda said, papers: department_steps.take(),
    "pause": lambda said, papers: department_steps.pause(_procedure(said), _days(said), said.get("reason", "")),
    "resume": lambda said, papers: department_steps.resume(),
    "extend": lambda said, papers: department_steps.extend(said.get("approved_by", ""), said.get("reason", "")),
    "decide": _decided,
    "papers": _given,
    "ready": lambda said, papers: department_steps.say_ready(said.get("result", "")),
}
