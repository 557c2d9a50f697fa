"""The shorter way to a route answers as the framework's own would."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.routing import Match

from deskapp.server.short_ways import short_ways


def routes() -> APIRouter:
    made = APIRouter(prefix="/api")

    @made.post("/plain")
    async def plain(request: Request) -> Response:
        return Response(request.method)

    @made.get("/asked")
    async def asked(request: Request, after: int = 0) -> Response:
        return Response(f"{request.method} {after}")

    @made.get("/read")
    async def read(request: Request) -> Response:
        return Response(request.method)

    return made


def scope(method: str, path: str) -> dict[str, object]:
    return {"type": "http", "method": method, "path": path, "headers": []}


def test_only_what_takes_nothing_but_the_request_has_a_short_way() -> None:
    assert [(way.path, way.methods) for way in short_ways(routes())] == [
        ("/api/plain", {"POST"}),
        ("/api/read", {"GET"}),
    ]


def test_the_gates_are_told_which_route_it_is() -> None:
    way = short_ways(routes())[0]
    match, found = way.matches(scope("POST", "/api/plain"))
    assert match is Match.FULL
    assert found["route"].path == "/api/plain"


def test_another_method_is_not_taken() -> None:
    plain, read = short_ways(routes())
    assert plain.matches(scope("GET", "/api/plain"))[0] is Match.PARTIAL
    assert read.matches(scope("HEAD", "/api/read"))[0] is Match.PARTIAL
