"""Which route opens to whom: written down a second time, and tried out, every route by every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from deskapp.server import app
from deskapp.server.gates import GATES
from tests.server.hall import Hall, Person, code_of

EVERYBODY = "clerk manager greeter admin"
_DEPARTMENT = "/api/v1/department"
OPENS_TO = {
    ("GET", "/api/v1/health"): "*",
    ("GET", "/api/v1/windows"): "*",
    ("GET", "/openapi.json"): "*",
    ("GET", "/track/{code}"): "*",
    ("GET", "/api/v1/board"): "*",
    ("GET", "/api/v1/board/stream"): "*",
    ("GET", "/board/{hall}"): "*",
    ("GET", "/web/{name}"): "*",
    ("GET", "/sounds/{lang}/{name}"): "*",
    ("GET", "/api/v1/kiosk"): "*",
    ("GET", "/kiosk/{hall}"): "*",
    ("GET", "/kiosk/barcode/{digits}"): "*",
    ("POST", "/api/v1/tickets/{ticket}/shown"): "screen",
    ("POST", "/api/v1/tickets/{ticket}/spoken"): "screen",
    ("OPTIONS", "/files/"): "*",
    ("OPTIONS", "/files"): "*",
    ("OPTIONS", "/files/{name}"): "*",
    ("POST", "/api/v1/enrolments"): "*",
    ("POST", "/api/v1/sign-in"): "*",
    ("POST", "/api/v1/sign-out"): f"{EVERYBODY} department",
    ("POST", "/api/v1/journal"): EVERYBODY,
    ("GET", "/api/v1/journal"): "clerk manager",
    ("GET", "/api/v1/journal/stream"): "clerk manager",
    ("GET", "/api/v1/snapshot"): "clerk manager",
    ("GET", "/api/v1/seals/{digest}"): "clerk manager",
    ("POST", "/api/v1/update"): "",  # desks alone; see test_updates
    ("GET", "/updates/{digest}"): "",
    ("GET", "/api/v1/cases/{case}/archive"): "clerk manager",
    ("GET", "/api/v1/checkpoint"): "clerk manager",
    ("POST", "/api/v1/tickets"): "clerk manager greeter kiosk",
    ("POST", "/api/v1/tickets/{ticket}/print"): "clerk manager greeter kiosk",
    ("GET", "/api/v1/tickets/waiting"): "clerk manager greeter",
    ("POST", "/api/v1/tickets/call"): "clerk",
    ("POST", "/api/v1/tickets/{ticket}/call"): "clerk",
    ("POST", "/api/v1/tickets/return"): "clerk manager greeter kiosk",
    ("GET", "/api/v1/tickets/find"): "clerk manager greeter",
    ("GET", "/api/v1/tickets/{ticket}/story"): "clerk manager greeter",
    ("GET", "/api/v1/tickets/{ticket}/paper"): "clerk manager greeter kiosk",
    ("POST", "/api/v1/tickets/{ticket}/move"): "clerk manager greeter",
    ("POST", "/api/v1/tickets/{ticket}/cancel"): "clerk manager greeter",
    ("POST", "/api/v1/tickets/{ticket}/back"): "clerk manager greeter",
    ("GET", "/api/v1/items/find"): "clerk manager greeter kiosk",
    ("POST", "/api/v1/bookings"): "manager greeter portal",
    ("GET", "/api/v1/bookings/hours"): "manager greeter portal",
    ("POST", "/api/v1/bookings/{booked}/cancel"): "manager greeter portal",
    ("GET", "/api/v1/bookings"): "manager greeter",
    ("POST", "/api/v1/bookings/check-in"): "clerk manager greeter kiosk",
    ("GET", "/api/v1/figures"): "manager greeter",
    ("GET", "/api/v1/windows/presence"): "manager greeter",
    ("GET", "/api/v1/forecast"): "manager greeter",
    ("GET", "/api/v1/replay"): "manager greeter",
    ("POST", "/api/v1/windows/{window}/release"): "manager",
    ("GET", "/rate/{code}"): "*",
    ("POST", "/rate/{code}"): "*",
    ("GET", "/api/v1/ratings/follow-ups"): "manager",
    ("POST", "/api/v1/ratings/follow-ups/{rating}"): "manager",
    ("POST", "/api/v1/ratings/follow-ups/{rating}/phone"): "manager",
    ("GET", "/api/v1/ratings/figures"): "manager",
    ("POST", "/api/v1/users"): "admin",
    ("POST", "/api/v1/catalog"): "admin",
    ("POST", "/api/v1/catalog/difference"): "admin",
    ("GET", "/pages/{digest}"): "clerk manager",
    ("HEAD", "/pages/{digest}"): "clerk manager",
    ("POST", "/api/v1/applications"): "portal",
    ("GET", "/api/v1/applications/{reference}"): "portal",
    ("POST", "/api/v1/applications/{reference}/materials"): "portal",
    ("POST", "/api/v1/applications/{reference}/withdrawal"): "portal",
    ("PUT", "/pages/{digest}"): f"{EVERYBODY} portal",
    ("POST", "/pages/known"): f"{EVERYBODY} portal",
    ("POST", "/files"): EVERYBODY,
    ("POST", "/files/"): EVERYBODY,
    ("HEAD", "/files/{name}"): EVERYBODY,
    ("PATCH", "/files/{name}"): EVERYBODY,
    ("DELETE", "/files/{name}"): EVERYBODY,
    ("GET", f"{_DEPARTMENT}/cases"): "department",
    ("GET", f"{_DEPARTMENT}/cases/{{case}}"): "department",
    ("GET", f"{_DEPARTMENT}/cases/{{case}}/pages/{{digest}}"): "department",
    ("GET", f"{_DEPARTMENT}/cases/{{case}}/form"): "department",
    ("POST", f"{_DEPARTMENT}/cases/{{case}}/form"): "department",
    ("POST", f"{_DEPARTMENT}/cases/{{case}}/take"): "department",
    ("POST", f"{_DEPARTMENT}/cases/{{case}}/pause"): "department",
    ("POST", f"{_DEPARTMENT}/cases/{{case}}/resume"): "department",
    ("POST", f"{_DEPARTMENT}/cases/{{case}}/extend"): "department",
    ("POST", f"{_DEPARTMENT}/cases/{{case}}/decide"): "department",
    ("POST", f"{_DEPARTMENT}/cases/{{case}}/papers"): "department",
    ("POST", f"{_DEPARTMENT}/cases/{{case}}/ready"): "department",
    ("POST", f"{_DEPARTMENT}/papers"): "department",
    ("GET", "/department"): "*",
    ("POST", "/department/sign-in"): "*",
    ("POST", "/department/sign-out"): "department",
    ("GET", "/department/cases/{case}"): "department",
    ("POST", "/department/cases/{case}/look"): "department",
    ("POST", "/department/cases/{case}/{step}"): "department",
    ("GET", "/department/cases/{case}/pages/{digest}"): "department",
    ("GET", "/department/cases/{case}/pages/{digest}/small"): "department",
}
USERS = {"clerk": "clerk3", "manager": "manager", "greeter": "greeter", "admin": "admin", "department": "dept-ga",
    "screen": "board", "kiosk": "kiosk", "portal": "portal",
}  # fmt: skip


def routes_of(made: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path the application answers to, also those it does not describe."""
    waiting = list(made.routes)
    while waiting:
        route = waiting.pop()
        inner = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        if inner:
            waiting += inner
        elif path := getattr(route, "path", None):
            yield from ((method, path) for method in getattr(route, "methods", None) or ())


def test_every_route_has_a_gate_and_every_gate_a_route(hall: Hall) -> None:
    there = set(routes_of(app.create(hall.parts)))
    described = {
        (method.upper(), path)
        for path, methods in hall.stranger().get("/openapi.json").json()["paths"].items()
        for method in methods
    }
    assert described <= set(GATES)
    assert {(method, path) for method, path in there if method != "HEAD" or "openapi" not in path} <= set(GATES)
    assert set(GATES) == set(OPENS_TO)


def ask(person_line: object, method: str, path: str) -> object:
    filled = (
        path.replace("{window}", "9").replace("{digest}", "0" * 64).replace("{name}", "none").replace("{code}", "x")
    )
    return person_line.request(method, filled, headers={"Tus-Resumable": "1.0.0"}, timeout=10)  # type: ignore[attr-defined]


@pytest.fixture
def everybody(hall: Hall) -> dict[str, Person]:
    return {role: hall.sign_in(user) for role, user in USERS.items()}


def test_every_route_by_every_role(hall: Hall, everybody: dict[str, Person]) -> None:
    stranger = hall.stranger()
    wrong = []
    streams = {("GET", "/api/v1/journal/stream"), ("GET", "/api/v1/snapshot")}
    endless = {("GET", "/api/v1/board/stream")}  # answered as long as one listens; see test_board
    for (method, path), whom in OPENS_TO.items():
        if path.endswith("/sign-out") or (method, path) in endless:
            continue  # the first would end what the others are asked with; see test_signing_in
        asked = stranger.request(method, path.replace("{name}", "none"), headers={"Tus-Resumable": "1.0.0"})
        if (asked.status_code == 401) != (whom != "*"):
            wrong.append(f"{method} {path}: a stranger is answered {asked.status_code}")
        for role, person in everybody.items():
            if (method, path) in streams and role in whom.split():
                continue  # answered as long as one listens; see test_stream
            answer = ask(person.line, method, path)
            opened = answer.status_code not in (401, 403)  # type: ignore[attr-defined]
            if opened != (whom == "*" or role in whom.split()):
                wrong.append(f"{method} {path}: {role} is answered {answer.status_code}")  # type: ignore[attr-defined]
    assert wrong == []


def test_what_a_gate_says_no_to_is_named(everybody: dict[str, Person]) -> None:
    denied = everybody["clerk"].post("/users", {})
    assert (denied.status_code, code_of(denied)) == (403, "access.denied")
    assert denied.json()["values"] == {"permission": "manage_users"}


@pytest.mark.parametrize("said", ["", "Bearer", "Basic YTpi", "Bearer nobody's", f"Bearer {'x' * 600}"])
def test_without_a_token_of_ours_nothing_opens(hall: Hall, said: str) -> None:
    told = hall.stranger().get("/api/v1/journal", headers={"Authorization": said})
    assert (told.status_code, code_of(told)) == (401, "access.not_signed_in")
    assert told.headers["www-authenticate"] == "Bearer"
