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
from deskapp.queries.catalogs import versions
from deskapp.rules.access import Role
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import CatalogFaults, read_bytes, to_plain
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.names import normal_name
from deskapp.server.answers import problem
from deskapp.server.describing import described
from deskapp.server.parts import CentreParts
from deskapp.server.shapes import body_of, json_answer, words_of

_SMALL = 16 * 1024  # bytes
_CATALOG = 4 * 1024 * 1024  # bytes
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
        **described("Publish a catalogue (YAML, as `deskapp catalog check` reads it)", answers=Published, status=201),
    )
    async def publish(request: Request) -> Response:
        who = await parts.passes.admit(request)
        text = await body_of(request, limit=_CATALOG)
        try:
            catalog = await run_in_threadpool(read_bytes, text)
        except CatalogFaults as faults:
            told = [{"line": fault.line, "code": fault.code, "values": fault.values} for fault in faults.faults[:_TOLD]]
            return problem(faults.code, 422, **faults.values, faults=told)
        await parts.writer.write(lambda facts: _publish(facts, who, catalog))
        return json_answer(Published(catalog.version, len(catalog.items)), 201)

    return routes


def _put(facts: Writing, words: UserWords, name: str, hashed: str | None) -> None:
    """Refusal `user.no_password` for somebody new without one."""
    known = people.find_user(facts, words.user)
    password_hash = hashed or (known.password_hash if known else None)
    if password_hash is None:
        raise Refusal("user.no_password")
    roles = tuple(sorted({role.value for role in words.roles}))
    people.put_user(facts, User(ClerkId(words.user), name, roles, password_hash, words.department, words.disabled))


def _publish(facts: Writing, who: Principal, catalog: Catalog) -> None:
    """Refusal `catalog.of_another_hall`, or `catalog.version_taken`: cases keep the version they began with."""
    if catalog.hall != facts.hall:
        raise Refusal("catalog.of_another_hall", hall=catalog.hall)
    if catalog.version in versions(facts):
        raise Refusal("catalog.version_taken", version=catalog.version)
    published = CatalogPublished(catalog.version, catalog.valid_from.isoformat(), to_plain(catalog))
    facts.add(who.user, published, of=catalog.version)
