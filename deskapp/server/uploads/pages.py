"""The routes of pages that are whole: put a small one, read one, ask which are here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import PageDigest
from deskapp.protocol.json import decode, encode
from deskapp.protocol.messages import KnownPages
from deskapp.server.page_store import PageStore, as_digest
from deskapp.server.uploads.asking import Answer, Who, signed_in
from deskapp.server.uploads.receiving import whole_body
from deskapp.server.uploads.shelf import Shelf

_ASKED_AT_ONCE = 2000
_QUESTION_CAP = 256 * 1024  # bytes; 2,000 digests need 134,000
# Papers of citizens: never run in a browser as something they are not, never left in a cache on the way.
_GUARDED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}

_Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class _Question(msgspec.Struct):
    digests: Annotated[list[_Digest], msgspec.Meta(max_length=_ASKED_AT_ONCE)]


def add_routes(routes: APIRouter, store: PageStore, shelf: Shelf, who: Who, reader: Who) -> None:
    """Add the routes under `/pages`."""
    speaks = _PageRoutes(store, shelf)

    def add(path: str, method: str, answer: Answer, summary: str) -> None:
        routes.add_api_route(
            path,
            signed_in(reader if method in ("GET", "HEAD") else who, answer),
            methods=[method],
            summary=summary,
            name=f"{method} {path}",
            response_class=Response,
        )

    add("/pages/known", "POST", speaks.known, "Which of these pages the centre keeps")
    add("/pages/{digest}", "PUT", speaks.put, "Keep a page of less than 1 MB, named by its SHA-256")
    add("/pages/{digest}", "GET", speaks.get, "The bytes of a page")
    add("/pages/{digest}", "HEAD", speaks.head, "Whether a page is kept, and its size")


class _PageRoutes:
    def __init__(self, store: PageStore, shelf: Shelf) -> None:
        self._store = store
        self._shelf = shelf

    async def known(self, request: Request, _: str) -> Response:
        wrong = Refusal("page.wrong_question", most=_ASKED_AT_ONCE)
        data = await whole_body(request, _QUESTION_CAP, self._shelf.limits.silence, wrong)
        try:
            question = decode(data, _Question)
        except ContentTrouble as error:
            raise wrong from error
        digests = [PageDigest(digest) for digest in question.digests]
        held = await self._shelf.threads.run(self._store.known, digests)
        return Response(encode(KnownPages(known=held)), media_type="application/json")

    async def put(self, request: Request, _: str) -> Response:
        digest = as_digest(request.path_params["digest"])
        limits = self._shelf.limits
        too_large = Refusal("page.too_large", limit=limits.small_page)
        data = await whole_body(request, limits.small_page, limits.silence, too_large)
        new = await self._shelf.threads.run(self._shelf.keep_whole, data, digest)
        return Response(status_code=201 if new else 204)

    async def get(self, request: Request, _: str) -> Response:
        digest = self._asked(request)
        size, parts = await self._shelf.threads.run(self._opened, digest)
        headers = {**_GUARDED, "Content-Length": str(size), "ETag": f'"{digest}"'}
        return StreamingResponse(
            self._shelf.threads.each(parts), headers=headers, media_type="application/octet-stream"
        )

    async def head(self, request: Request, _: str) -> Response:
        digest = self._asked(request)
        size = await self._shelf.threads.run(self._store.size, digest)
        headers = {**_GUARDED, "Content-Length": str(size), "ETag": f'"{digest}"'}
        return Response(headers=headers, media_type="application/octet-stream")

    def _asked(self, request: Request) -> PageDigest:
        try:
            return as_digest(request.path_params["digest"])
        except Refusal as error:
            raise Refusal("page.unknown") from error

    def _opened(self, digest: PageDigest) -> tuple[int, Iterator[bytes]]:
        """Size and parts. The first part is read here: what is damaged at its beginning can still be told properly."""
        size, parts = self._store.size(digest), self._store.open(digest)
        return size, chain([next(parts, b"")], parts)
