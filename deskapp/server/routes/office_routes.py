"""What an administrator does: people, and the catalogue."""

from __future__ import annotations

from typing import Annotated

import msgspec
from argon2 import PasswordHasher
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import ClerkId
from deskapp.journal import people
from deskapp.journal.people import Principal, User
from deskapp.journal.writing import Writing
from deskapp.queries.catalog_effect import ask_publish, effect_of
from deskapp.rules.access import Role
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import CatalogFaults
from deskapp.rules.names import normal_name
from deskapp.rules.publishing import publication
from deskapp.server.answers import problem
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import body_of, json_answer, words_of
from deskapp.workbooks.catalog_file import LARGEST_FILE, read_file
from deskapp.workbooks.words import change_in_words

_SMALL = 16 * 1024  # bytes
_TOLD = 50  # faults in one answer


class UserWords(msgspec.Struct, frozen=True):
    """A person who may sign in. Without a password, one who is known keeps theirs."""

    user: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,64}$(?!\n)")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    roles: Annotated[list[Role], msgspec.Meta(min_length=1, max_length=5)]
    password: Annotated[str, msgspec.Meta(min_length=8, max_length=1024)] | None = None
    department: Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9-]{1,16}$(?!\n)")] | None = None
    disabled: bool = False


class Published(msgspec.Struct, frozen=True):
    """The catalogue that was taken."""

    version: str
    items: int
    valid_from: str


class Difference(msgspec.Struct, frozen=True):
    """What publishing a catalogue would change, in sentences; nothing is published."""

    version: str
    before: str | None
    changes: list[str]
    effect: list[str]


def router(parts: CentreParts) -> APIRouter:
    """`/api/v1/users` and `/api/v1/catalog`."""
    routes = APIRouter(prefix="/api/v1", tags=["administration"])

    @routes.post(
        "/users",
        status_code=204,
        **described(
            "Add a person, or change one", asks=UserWords,
            example={"user": "clerk9", "name": "沈秀英", "roles": ["clerk"], "password": "a long password"},
        ),
    )  # fmt: skip
    async def put_user(request: Request) -> Response:
        await parts.passes.admit(request)
        words = await words_of(request, UserWords, limit=_SMALL)
        name = normal_name(words.name)
        hashed = await run_in_threadpool(PasswordHasher().hash, words.password) if words.password else None
        await parts.writer.write(lambda facts: _put(facts, words, name, hashed))
        parts.passes.forget_all()
        return Response(status_code=204)

    @routes.post(
        "/catalog",
        status_code=201,
        **described(
            "Publish a catalogue (YAML or XLSX, as `deskapp catalog check` reads it)", answers=Published, status=201
        ),
    )
    async def publish(request: Request) -> Response:
        who = await parts.passes.admit(request)
        try:
            catalog = await _catalog_of(request)
        except CatalogFaults as faults:
            return _told(faults)
        await parts.writer.write(lambda facts: _publish(facts, who, catalog), streams=[catalog.version])
        return json_answer(Published(catalog.version, len(catalog.items), catalog.valid_from.isoformat()), 201)

    @routes.post(
        "/catalog/difference",
        **described("What publishing this catalogue would change, and which open cases go on", answers=Difference),
    )
    async def difference(request: Request) -> Response:
        await parts.passes.admit(request)
        try:
            catalog = await _catalog_of(request)
        except CatalogFaults as faults:
            return _told(faults)
        lang = "en" if request.headers.get("accept-language", "").startswith("en") else "zh"
        return json_answer(await run_in_threadpool(_difference, parts, catalog, lang))

    return routes


def _put(facts: Writing, words: UserWords, name: str, hashed: str | None) -> None:
    """Refusal `user.no_password` for somebody new without one, `department.wanted` for an account of no department."""
    if Role.DEPARTMENT in words.roles and not words.department:
        raise Refusal("department.wanted")
    known = people.find_user(facts, words.user)
    password_hash = hashed or (known.password_hash if known else None)
    if password_hash is None:
        raise Refusal("user.no_password")
    roles = tuple(sorted({role.value for role in words.roles}))
    people.put_user(facts, User(ClerkId(words.user), name, roles, password_hash, words.department, words.disabled))


async def _catalog_of(request: Request) -> Catalog:
    data = await body_of(request, limit=LARGEST_FILE)
    return await run_in_threadpool(read_file, data)


def _told(faults: CatalogFaults) -> Response:
    told = [
        {"line": fault.line, "where": fault.where, "code": fault.code, "values": fault.values}
        for fault in faults.faults[:_TOLD]
    ]
    return problem(faults.code, 422, **faults.values, faults=told)


def _publish(facts: Writing, who: Principal, catalog: Catalog) -> None:
    """Refusal as `publishing.ask_publishable`."""
    ask_publish(facts, catalog, facts.terms.clock.today())
    facts.add(who.user, publication(catalog), of=catalog.version)


def _difference(parts: CentreParts, catalog: Catalog, lang: str) -> Difference:
    with parts.journal.reading() as reading:
        effect = effect_of(reading, catalog, reading.terms.clock.today())
    changes = [change_in_words(change, lang) for change in effect.changes]
    return Difference(effect.version, effect.before, changes, [change_in_words(one, lang) for one in effect.told])
