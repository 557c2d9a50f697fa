"""A department's account and its programs meet their own cases alone, on every route that there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from deskapp.ids import CaseId, ClerkId, DeviceId
from deskapp.rules.case_state import State
from deskapp.server.gates import GATES
from tests.server.hall import Hall, code_of
from tests.server.pretend_desk import PretendDesk
from tests.server.with_departments import APPLICANT, FIRE, PICTURE, AtTheHall, program

STREAMS = {("GET", "/api/v1/board/stream"), ("GET", "/api/v1/journal/stream")}  # answered as long as one listens
DOCUMENT = {("GET", "/openapi.json")}  # describes, by examples of people who are none
STRANGERS = ("dept-ga", "key of ga")


@pytest.fixture
def foreign(hall: Hall) -> CaseId:
    """A case of Fire and Rescue: none of Public Security's business."""
    return AtTheHall(hall).accepted(FIRE)


@pytest.fixture(params=STRANGERS)
def stranger(hall: Hall, request: pytest.FixtureRequest) -> httpx.Client:
    """Somebody of another department: a person, or a program."""
    return hall.sign_in("dept-ga").line if request.param == "dept-ga" else program(hall, "GA").line


def secrets_of(hall: Hall, case: CaseId) -> list[str]:
    """What nobody else may ever be told of a case."""
    with hall.parts.journal.reading() as reading:
        number = reading.case(case).number or ""
    return [APPLICANT.name, APPLICANT.id_number, APPLICANT.phone, APPLICANT.address, number]


def filled(path: str, case: CaseId, page: str) -> Iterator[str]:
    """A route's address with the foreign case wherever something is to be put in."""
    for name, value in {
        "{case}": case, "{digest}": page, "{name}": page, "{step}": "take", "{window}": "3", "{ticket}": case,
        "{reference}": case, "{booked}": case, "{code}": case, "{hall}": "H1", "{lang}": "zh", "{digits}": "1",
        "{rating}": case,
    }.items():  # fmt: skip
        path = path.replace(name, value)
    yield path
    if "{" in path:
        raise AssertionError(f"say what stands for the name in {path}")


@pytest.mark.parametrize(("method", "path"), sorted(set(GATES) - STREAMS - DOCUMENT))
def test_no_route_tells_a_department_of_anothers_case_or_lets_it_act(
    hall: Hall, foreign: CaseId, stranger: httpx.Client, method: str, path: str
) -> None:
    with hall.parts.journal.reading() as reading:
        before = reading.case(foreign)
        page = next(iter(before.pages.values()))[0]
    body: dict[str, Any] = {
        "case": foreign, "granted": True, "reason": "x", "ground": "x", "approved_by": "x", "procedure": "testing",
        "days": 1, "papers": [page], "result": "x", "digests": [page],
    }  # fmt: skip
    for address in filled(path, foreign, page):
        answer = stranger.request(method, address, json=body if method == "POST" else None)
        told = answer.content.replace(foreign.encode(), b"")  # what was asked may be said again in the answer
        for secret in secrets_of(hall, foreign):
            assert secret.encode() not in told, f"{method} {path} tells {secret}"
        assert PICTURE not in told
        if "{case}" in path:
            assert answer.status_code in (400, 403, 404, 409, 422), f"{method} {path}: {answer.status_code}"
    with hall.parts.journal.reading() as reading:
        assert reading.case(foreign) == before, f"{method} {path} did something"


def test_no_stream_opens_to_a_department(hall: Hall, foreign: CaseId, stranger: httpx.Client) -> None:
    assert code_of(stranger.get("/api/v1/journal/stream")) == "access.denied"


@pytest.mark.parametrize("step", ["take", "pause", "resume", "extend", "decide", "papers", "ready", "form"])
def test_of_anothers_case_it_is_not_even_said_that_it_exists(
    hall: Hall, foreign: CaseId, stranger: httpx.Client, step: str
) -> None:
    words = {
        "reason": "x", "ground": "x", "approved_by": "x", "procedure": "testing", "days": 1, "granted": True,
        "papers": ["0" * 64], "result": "x",
    }  # fmt: skip
    wanted = {"form.none"} if step == "form" else {"case.unknown"}
    said: dict[str, Any] = {"x": "y"} if step == "form" else words
    for case in (foreign, "018f2c3a-0000-7000-8000-00000000002a"):
        answer = stranger.post(f"/api/v1/department/cases/{case}/{step}", json=said)
        assert {code_of(answer)} == wanted


def test_a_list_holds_a_departments_own_and_nothing_else(hall: Hall, foreign: CaseId) -> None:
    own = AtTheHall(hall).accepted()
    assert [line["case"] for line in program(hall, "XF").sees()["cases"]] == [foreign]
    assert [line["case"] for line in program(hall, "SCJG").sees()["cases"]] == [own]
    assert program(hall, "GA").sees()["cases"] == []


def test_what_the_hall_has_not_accepted_is_the_windows_alone(hall: Hall) -> None:
    case = AtTheHall(hall).opened()
    ledger = program(hall)
    assert ledger.sees()["cases"] == []
    assert code_of(ledger.get(f"/cases/{case}")) == "case.unknown"


def test_a_step_in_a_departments_name_is_asked_whose_case_it_is(hall: Hall) -> None:
    """A desk may send steps of whoever signed in there: of a department's people only those of their own cases."""
    own, foreign = AtTheHall(hall).accepted(), AtTheHall(hall).accepted(FIRE)
    hall.sign_in("dept-scjg", device="D1")
    desk = PretendDesk(hall, hall.sign_in("clerk3", "3", device="D1"), DeviceId("D1"), ClerkId("dept-scjg"))
    decided = {"granted": True, "decided_on": "2026-11-23", "deliver_by": "2026-12-07"}
    assert desk.says(desk.event("case.decided", foreign, decided)) == ["rejected case.unknown"]
    assert desk.says(desk.event("case.decided", own, decided)) == ["accepted"]
    with hall.parts.journal.reading() as reading:
        assert (reading.case(own).state, reading.case(foreign).state) == (State.DECIDED, State.ACCEPTED)


def test_a_department_pushes_nothing_and_reads_no_journal_also_by_its_desk_token(hall: Hall) -> None:
    person = hall.sign_in("dept-scjg", device="D9")
    for who in (person, person.by_desk_token()):
        assert who.get("/journal").status_code == 403
        assert who.post("/journal", {"events": []}).status_code == 403
        assert who.line.get("/pages/" + "0" * 64).status_code == 403
