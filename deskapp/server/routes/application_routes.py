"""What an online portal files and asks: applications, their materials, and what became of them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import ItemCode, MaterialCode, PageDigest
from deskapp.rules.applying import Named
from deskapp.rules.case import Case
from deskapp.rules.condition import YES
from deskapp.rules.questions import BY_AGENT
from deskapp.server import filing
from deskapp.server.describing import described
from deskapp.server.filing import Brought, Filing
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import json_answer, words_of

_LIMIT = 256 * 1024  # bytes: pages are put by themselves, here stand their digests alone
_Text = Annotated[str, msgspec.Meta(max_length=200)]
_Word = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
_Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$(?!\n)")]
_Reference = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,64}$(?!\n)")]


class MaterialWords(msgspec.Struct, frozen=True):
    """A material, by the catalogue's code, and its pages, by their SHA-256: they were put to `/pages` before."""

    material: Annotated[str, msgspec.Meta(max_length=40)]
    pages: Annotated[list[_Digest], msgspec.Meta(max_length=200)] = []


class PersonWords(msgspec.Struct, frozen=True):
    """Somebody, as they typed it."""

    name: _Text
    id_number: Annotated[str, msgspec.Meta(max_length=40)]
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""
    address: _Text = ""


class ApplicationWords(msgspec.Struct, frozen=True):
    """An application. `reference` is the portal's own name for it; filing it again answers the same.

    `answers` are by the code of the catalogue's question: "yes" or "no", the code of a choice, a number in figures.
    """

    reference: _Reference
    item: Annotated[str, msgspec.Meta(max_length=64)]
    applicant: PersonWords
    agent: PersonWords | None = None
    answers: Annotated[dict[_Word, _Word], msgspec.Meta(max_length=50)] = {}
    materials: Annotated[list[MaterialWords], msgspec.Meta(max_length=100)] = []


class MoreWords(msgspec.Struct, frozen=True):
    """Materials brought later."""

    materials: Annotated[list[MaterialWords], msgspec.Meta(min_length=1, max_length=100)]


class WithdrawalWords(msgspec.Struct, frozen=True):
    """Why the applicant takes it back."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class ApplicationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Where an application is. Days as ISO dates, null where there is none."""

    reference: str
    number: str
    track: str
    state: str
    answer_by: str | None
    correction_due: str | None
    promised_day: str | None
    granted: bool | None
    again: bool = False


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/applications`."""
    routes = APIRouter(prefix="/api/v1", tags=["online applications"])

    @routes.post(
        "/applications",
        status_code=201,
        **described(
            "File an application with its materials, to be pre-reviewed at a window; again, it answers the same",
            asks=ApplicationWords, answers=ApplicationAnswer, status=201,
            example={
                "reference": "W-2026-000123", "item": "RS-0301",
                "applicant": {"name": "张伟", "id_number": "990106197904128117", "phone": "19900000000"},
                "materials": [{"material": "ID-CARD", "pages": []}],
            },
        ),
    )  # fmt: skip
    async def file(request: Request) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, ApplicationWords, limit=_LIMIT)
        asked = _filing(words, await parts.shelf.threads.run(_brought, parts, words.materials))
        done = await parts.writer.write(
            lambda facts: filing.file(facts, who, asked, parts.hall), streams=(filing.NUMBERS,)
        )
        return json_answer(_told(done.case, again=done.again), 200 if done.again else 201)

    @routes.get("/applications/{reference}", **described("Where an application is", answers=ApplicationAnswer))
    async def found(request: Request, reference: str) -> Response:
        who = await parts.passes.admit(request)

        def read() -> ApplicationAnswer:
            with parts.journal.reading() as reading:
                return _told(filing.find(reading, who, reference[:64]))

        return json_answer(await run_in_threadpool(read))

    @routes.post(
        "/applications/{reference}/materials",
        **described("Bring more materials to it", asks=MoreWords, answers=ApplicationAnswer),
    )
    async def more(request: Request, reference: str) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, MoreWords, limit=_LIMIT)
        brought = await parts.shelf.threads.run(_brought, parts, words.materials)
        case = await parts.writer.write(lambda facts: filing.bring(facts, who, reference[:64], brought))
        return json_answer(_told(case))

    @routes.post(
        "/applications/{reference}/withdrawal",
        **described("Take it back", asks=WithdrawalWords, answers=ApplicationAnswer),
    )
    async def withdraw(request: Request, reference: str) -> Response:
        who = await parts.passes.admit(request)
        words = await words_of(request, WithdrawalWords, limit=_LIMIT)
        case = await parts.writer.write(lambda facts: filing.withdraw(facts, who, reference[:64], words.reason))
        return json_answer(_told(case))

    return routes


def _brought(parts: CentreParts, materials: list[MaterialWords]) -> tuple[Brought, ...]:
    """Refusal `page.unknown` for a page that was not put before: nothing names what cannot be looked at."""
    named = {PageDigest(page) for words in materials for page in words.pages}
    if len(parts.pages.known(sorted(named))) < len(named):
        raise Refusal("page.unknown")
    return tuple(
        Brought(MaterialCode(words.material), tuple(PageDigest(page) for page in words.pages)) for words in materials
    )


def _filing(words: ApplicationWords, materials: tuple[Brought, ...]) -> Filing:
    agent, by_agent = words.agent, words.agent is not None or words.answers.get(BY_AGENT) == YES
    named = Named(
        words.applicant.name, words.applicant.id_number, words.applicant.phone, words.applicant.address,
        agent.name if agent else "", agent.id_number if agent else "", by_agent=by_agent,
    )  # fmt: skip
    answers = {**words.answers, BY_AGENT: YES} if by_agent else words.answers
    return Filing(words.reference, ItemCode(words.item), named, answers, materials)


def _told(case: Case, *, again: bool = False) -> ApplicationAnswer:
    def day(of: object) -> str | None:
        return None if of is None else str(of)

    return ApplicationAnswer(
        reference=case.reference, number=case.number or case.reserved or "", track=case.track,
        state=case.state.value if case.state else "", answer_by=day(case.answer_by),
        correction_due=day(case.correction_due), promised_day=day(case.promised_day), granted=case.granted,
        again=again,
    )  # fmt: skip
