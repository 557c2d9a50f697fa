"""The catalogue over the line: published by an administrator alone, the difference first, a version never changed."""

from __future__ import annotations

from typing import Any

import pytest

import resources
from deskapp.ids import ItemCode
from deskapp.queries import catalogs
from deskapp.rules.catalog_text import read, to_plain
from deskapp.workbooks.catalog_out import template, workbook_of
from tests.server.hall import Hall, Person, code_of
from tests.server.pretend_desk import desk_at

SAMPLE = resources.path("catalog/sample.yaml").read_text(encoding="utf-8")
NEWER = SAMPLE.replace('version: "2026.11"', 'version: "2026.12"').replace("2026-11-01", "2026-12-01")
CHANGED = NEWER.replace("name: 户外招牌设置,", "name: 店招设置,")


@pytest.fixture
def admin(any_hall: Hall) -> Person:
    return any_hall.sign_in("admin")


def send(person: Person, body: bytes | str, path: str = "/catalog", **headers: str) -> Any:
    data = body.encode() if isinstance(body, str) else body
    return person.line.post(f"/api/v1{path}", content=data, headers=headers)


def test_a_workbook_is_published_as_a_text_is(any_hall: Hall, admin: Person) -> None:
    told = send(admin, workbook_of(read(CHANGED)))
    assert told.status_code == 201, told.text
    assert told.json() == {"version": "2026.12", "items": 25, "valid_from": "2026-12-01"}
    assert code_of(send(admin, CHANGED)) == "catalog.version_taken"


def test_the_difference_is_shown_and_nothing_is_published(any_hall: Hall, admin: Person) -> None:
    desk = desk_at(any_hall)
    assert desk.says(desk.opened("c1"), desk.opened("c2")) == ["accepted"] * 2  # type: ignore[arg-type]
    told = send(admin, CHANGED, "/catalog/difference").json()
    assert told == {
        "version": "2026.12",
        "before": "2026.11",
        "changes": ["事项 ZJJ-0201 店招设置 原名“户外招牌设置”。"],
        "effect": [
            "2026.12 版于 2026-12-01 零时在各窗口自行生效，断网的窗口也一样；在此之前仍用现行版本。",
            "未办结的办件 2 件，继续按收件时的版本办理。",
        ],
    }
    english = send(admin, CHANGED, "/catalog/difference", **{"Accept-Language": "en"}).json()
    assert english["changes"] == ["Item ZJJ-0201 店招设置 was called “户外招牌设置”."]
    assert send(admin, CHANGED).status_code == 201  # it was not taken before


@pytest.mark.parametrize("user", ["clerk3", "manager", "greeter", "dept-ga", "kiosk", "board"])
@pytest.mark.parametrize("path", ["/catalog", "/catalog/difference"])
def test_nobody_but_an_administrator_publishes_or_looks(hall: Hall, user: str, path: str) -> None:
    told = send(hall.sign_in(user), CHANGED, path)
    assert (told.status_code, code_of(told)) == (403, "access.denied")


@pytest.mark.parametrize("path", ["/catalog", "/catalog/difference"])
def test_faults_of_a_workbook_are_named_by_their_cells(hall: Hall, path: str) -> None:
    told = send(hall.sign_in("admin"), template(), path)
    assert (told.status_code, code_of(told)) == (422, "catalog.faults_in_workbook")
    assert [fault["where"] for fault in told.json()["values"]["faults"]] == ["目录!A2", "目录!B2", "目录!C2", "目录!D2"]


@pytest.mark.parametrize("path", ["/catalog", "/catalog/difference"])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"PK\x03\x04 but nothing", "catalog.faults"),
        (b"\xd0\xcf\x11\xe0" * 200, "catalog.faults"),
        (b"\xff\xfe", "catalog.faults"),
        (SAMPLE, "catalog.version_taken"),
        (SAMPLE.replace('version: "2026.11"', 'version: "2026.10"'), "catalog.never_in_force"),
        (NEWER.replace("hall: H1", "hall: H2"), "catalog.of_another_hall"),
    ],
)
def test_what_cannot_be_published_is_refused_by_name(hall: Hall, path: str, body: bytes | str, code: str) -> None:
    assert code_of(send(hall.sign_in("admin"), body, path)) == code


def test_a_file_that_is_too_large_is_not_read(hall: Hall) -> None:
    assert code_of(send(hall.sign_in("admin"), b"x" * (8 * 1024 * 1024 + 1))) == "request.too_large"


def opened(any_hall: Hall, item: str = "GA-0101", **answers: str) -> tuple[Any, Any]:
    desk = desk_at(any_hall)
    event = desk.opened("c1")  # type: ignore[arg-type]
    payload = {**event.payload, "item": item, "answers": answers}
    return desk, desk.event("case.opened", "c1", payload)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({}, "accepted"),
        ({"married": "yes"}, "accepted"),
        ({"married": "perhaps"}, "rejected answer.not_yes_or_no"),
        ({"contract_amount": "many"}, "rejected answer.not_a_number"),
        ({"contract_amount": "-1"}, "rejected answer.too_small"),
        ({"x" * 50: "yes"}, "rejected event.no_sense"),
        ({"married": ""}, "rejected event.no_sense"),
    ],
)
def test_the_centre_takes_no_answer_that_nobody_can_give(any_hall: Hall, answers: dict[str, str], verdict: str) -> None:
    desk, event = opened(any_hall, **answers)
    assert desk.says(event) == [verdict]


def test_an_answer_of_an_older_program_is_lifted_and_taken(any_hall: Hall) -> None:
    assert to_plain(read(SAMPLE))["questions"]["married"]["usual"] is None
    desk, event = opened(any_hall)
    old = desk.event("case.opened", "c2", {**event.payload, "track": "t" * 32, "answers": ["married"]}, schema=1)
    assert desk.says(old) == ["accepted"]
    with any_hall.parts.journal.reading() as reading:
        assert reading.case("c2").answers == {"married": "yes"}  # type: ignore[arg-type]


def pushed(any_hall: Hall, user: str, version: str, name: str) -> list[str]:
    """What the centre says when a catalogue is pushed like any step, rather than published."""
    window = {"one": "3", "two": "5"}[name]
    desk = desk_at(any_hall, user, window, device=f"D{window}")
    catalog = to_plain(read(NEWER.replace("2026.12", version).replace("name: 户外招牌设置,", f"name: {name},")))
    # few enough items that it is small enough to be pushed at all
    catalog |= {"items": {code: item for code, item in catalog["items"].items() if code == "ZJJ-0201"}, "themes": {}}
    payload = {"version": version, "valid_from": catalog["valid_from"], "catalog": catalog}
    verdicts: list[str] = desk.says(desk.event("catalog.published", version, payload))
    return verdicts


def test_a_clerk_cannot_publish_by_pushing(hall: Hall) -> None:
    assert pushed(hall, "clerk3", "2026.13", "one") == ["rejected access.denied"]
    assert send(hall.sign_in("admin"), NEWER.replace("2026.12", "2026.13")).status_code == 201


def test_a_version_is_not_changed_by_pushing_it_again(hall: Hall, admin_too: None) -> None:
    assert pushed(hall, "clerk5", "2026.13", "one") == ["accepted"]
    assert pushed(hall, "clerk5", "2026.13", "two") == ["rejected catalog.version_taken"]
    with hall.parts.journal.reading() as reading:
        item = catalogs.of_version(reading, "2026.13").items[ItemCode("ZJJ-0201")]
    assert item.name == "one"


@pytest.fixture
def admin_too(hall: Hall) -> None:
    """Somebody who works at a window and is an administrator as well."""
    words = {"user": "clerk5", "name": "郑海涛", "roles": ["clerk", "admin"]}
    assert hall.sign_in("admin").post("/users", words).status_code == 204
