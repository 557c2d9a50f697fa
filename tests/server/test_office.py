"""What an administrator does over the line: people and the catalogue. And how the centre describes itself."""

from __future__ import annotations

from typing import Any

import pytest

import resources
from tests.server.hall import Hall, Person, code_of
from tests.server.pretend_desk import desk_at

SAMPLE = resources.path("catalog/sample.yaml").read_text(encoding="utf-8")


@pytest.fixture
def admin(any_hall: Hall) -> Person:
    return any_hall.sign_in("admin")


def person(**other: Any) -> dict[str, Any]:
    return {"user": "clerk9", "name": "沈秀英", "roles": ["clerk"], "password": "a long password"} | other


def test_somebody_new_may_sign_in_and_keeps_the_password_when_changed(any_hall: Hall, admin: Person) -> None:
    assert admin.post("/users", person()).status_code == 204
    assert any_hall.sign_in("clerk9", "3", password="a long password").answer["name"] == "沈秀英"
    assert admin.post("/users", person(password=None, roles=["manager"])).status_code == 204
    assert any_hall.sign_in("clerk9", password="a long password").answer["roles"] == ["manager"]


def test_new_roles_hold_at_once(any_hall: Hall, admin: Person) -> None:
    clerk = any_hall.sign_in("clerk3", "3")
    assert clerk.call().status_code == 204
    admin.post("/users", person(user="clerk3", roles=["greeter"], password=None))
    assert code_of(clerk.call()) == "access.denied"


def test_a_new_password_ends_what_the_one_before_opened_at_once(any_hall: Hall, admin: Person) -> None:
    clerk, other = any_hall.sign_in("clerk3", "3", device="D1"), any_hall.sign_in("clerk4", "4")
    assert clerk.by_desk_token().get("/journal", params={"after": 0}).status_code == 200
    assert admin.post("/users", person(user="clerk3", password="another password")).status_code == 204
    assert code_of(clerk.call()) == "access.not_signed_in"
    assert clerk.by_desk_token().get("/journal", params={"after": 0}).status_code == 401
    assert code_of(any_hall.asks_to_sign_in("clerk3", "3", device="D1")) == "sign_in.wrong"
    assert any_hall.sign_in("clerk3", "3", device="D1", password="another password").call().status_code == 204
    assert other.call().status_code == 204, "nobody else's"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"password": None}, "user.no_password"),
        ({"password": "short"}, "json.not_this_shape"),
        ({"roles": ["king"]}, "json.not_this_shape"),
        ({"roles": []}, "json.not_this_shape"),
        ({"user": "a b"}, "json.not_this_shape"),
        ({"user": "a\n"}, "json.not_this_shape"),
        ({"user": ""}, "json.not_this_shape"),
        ({"name": "\u200b"}, "name.empty"),
        ({"name": "😀"}, "name.bad_character"),
        ({"department": "../x"}, "json.not_this_shape"),
    ],
)
def test_a_person_who_cannot_be_added(hall: Hall, wrong: dict[str, Any], code: str) -> None:
    assert code_of(hall.sign_in("admin").post("/users", person(**wrong))) == code


def test_a_catalogue_is_published_once_and_cases_keep_theirs(any_hall: Hall, admin: Person) -> None:
    newer = SAMPLE.replace('version: "2026.11"', 'version: "2026.12"').replace("个人事项", "个人办事")
    told = admin.line.post("/api/v1/catalog", content=newer.encode())
    assert told.status_code == 201, told.text
    assert told.json()["version"] == "2026.12"
    again = admin.line.post("/api/v1/catalog", content=newer.encode())
    assert (again.status_code, code_of(again)) == (409, "catalog.version_taken")
    desk = desk_at(any_hall)
    assert desk.says(desk.opened("c1", catalog="2026.12"), desk.opened("c2")) == ["accepted"] * 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SAMPLE.replace("hall: H1", "hall: H2").replace("2026.11", "2026.12"), "catalog.of_another_hall"),
        ("items: [", "catalog.faults"),
        ("", "catalog.faults"),
        (SAMPLE.replace("queue: B", "queue: Z", 1), "catalog.faults"),
    ],
)
def test_a_catalogue_that_is_not_taken(hall: Hall, text: str, code: str) -> None:
    told = hall.sign_in("admin").line.post("/api/v1/catalog", content=text.encode())
    assert code_of(told) == code
    if code == "catalog.faults":
        fault = told.json()["values"]["faults"][0]
        assert fault["line"] >= 1
        assert fault["code"].startswith("catalog.")


def test_every_route_is_described_with_what_it_asks_and_how_it_says_no(hall: Hall) -> None:
    document = hall.stranger().get("/openapi.json").json()
    assert document["openapi"].startswith("3.")
    wanting = []
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            place = f"{method} {path}"
            problems = [told["responses"].get(status, {}).get("content", {}) for status in ("4XX", "5XX")]
            if not all("application/problem+json" in content for content in problems):
                wanting.append(f"{place}: problems")
            if not told.get("summary"):
                wanting.append(f"{place}: summary")
            if method == "post" and path.startswith("/api") and path.endswith(("sign-in", "tickets", "call", "users")):
                body = told["requestBody"]["content"]["application/json"]
                wanting += [f"{place}: {part}" for part in ("schema", "example") if part not in body]
    assert wanting == []
    paths = document["paths"]
    assert paths["/api/v1/tickets/call"]["post"]["security"] == [{"bearer": []}]
    assert "security" not in paths["/api/v1/health"]["get"]
    asked = paths["/api/v1/tickets"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(asked["properties"]) == {"queue", "class", "item", "appointment", "visit", "case", "person"}
    assert asked["required"] == ["queue"]
    answered = paths["/api/v1/tickets"]["post"]["responses"]["201"]["content"]["application/json"]["schema"]
    assert {"id", "number", "queue", "events"} <= set(answered["properties"])
    assert "$defs" not in str(document)


def test_the_examples_are_really_taken(hall: Hall) -> None:
    document = hall.stranger().get("/openapi.json").json()

    def example(path: str) -> Any:
        return document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["example"]

    signed_in = hall.stranger().post("/api/v1/sign-in", json=example("/api/v1/sign-in"))
    assert signed_in.status_code == 200
    clerk = {"Authorization": f"Bearer {signed_in.json()['token']}"}
    line = hall.stranger()
    assert line.post("/api/v1/tickets", json=example("/api/v1/tickets"), headers=clerk).status_code == 201
    assert line.post("/api/v1/tickets/call", json=example("/api/v1/tickets/call"), headers=clerk).status_code == 200
    assert hall.sign_in("admin").post("/users", example("/api/v1/users")).status_code == 204


def test_anybody_may_ask_whether_it_is_there_and_for_the_windows(hall: Hall) -> None:
    assert hall.stranger().get("/api/v1/health").json() == {"status": "ok", "hall": "H1"}
    assert hall.stranger().get("/api/v1/windows").json() == {"windows": list("12345678"), "by_code": []}
