"""What a portal files: numbered, checked, filed once, seen at a window; and steps that the centre refuses in words."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from deskapp.ids import CaseId, HallId, WindowId, new_id
from deskapp.journal.kinds import BY_NAME
from deskapp.rules.case_state import State
from deskapp.rules.numbering import case_number
from deskapp.sentences import sentence_of
from deskapp.server import silence
from tests.server.hall import Hall, Person, code_of
from tests.server.pretend_desk import desk_at

PAGE = b"\xff\xd8 what was photographed at home"
NUMBER = case_number("330000", HallId("H1"), date(2026, 11, 23), WindowId("3"), 1)
APPLICATION: dict[str, Any] = {
    "reference": "W-2026-1",
    "item": "JY-0101",
    "applicant": {"name": "李䶮", "id_number": "990105198802293371", "phone": "19900007221"},
    "materials": [],
}


@pytest.fixture
def portal(hall: Hall) -> Person:
    return hall.sign_in("portal")


def filed(portal: Person, **changes: Any) -> dict[str, Any]:
    answer = portal.post("/applications", APPLICATION | changes)
    assert answer.status_code in (200, 201), answer.text
    told: dict[str, Any] = answer.json()
    return told


def cases_at(hall: Hall) -> list[str]:
    with hall.parts.journal.reading() as reading:
        return [event.stream_id for event in reading.numbered(0, 1000) if event.kind == "case.filed"]


def test_an_application_is_numbered_and_waits_to_be_pre_reviewed(hall: Hall, portal: Person) -> None:
    told = filed(portal)
    assert told["state"] == "filed"
    assert len(told["number"]) == 24
    assert told["number"][16:19] == "999", "no window's number"
    assert told["answer_by"] == "2026-11-30"
    (case,) = cases_at(hall)
    with hall.parts.journal.reading() as reading:
        applicant, _ = reading.people(CaseId(case))
        assert reading.case(CaseId(case)).state is State.FILED
    assert applicant is not None
    assert applicant.name == "李䶮"


def test_filing_it_again_answers_the_same_and_files_nothing(hall: Hall, portal: Person) -> None:
    first, second = filed(portal), filed(portal)
    assert second == first | {"again": True}
    assert len(cases_at(hall)) == 1
    other = portal.post("/applications", APPLICATION | {"item": "RS-0301"})
    assert code_of(other) == "application.other"


def test_two_applications_have_two_numbers(portal: Person) -> None:
    assert filed(portal)["number"] != filed(portal, reference="W-2026-2")["number"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"applicant": {"name": "李䶮", "id_number": "990105198802293372"}}, "id.check_digit"),
        ({"item": "NO-0001"}, "item.unknown"),
        ({"materials": [{"material": "HUKOU"}]}, "material.not_asked_for"),
        ({"materials": [{"material": "ID-CARD", "pages": ["0" * 64]}]}, "page.unknown"),
        ({"reference": "../x"}, "json.not_this_shape"),
        ({"answers": ["by_agent"]}, "json.not_this_shape"),
        ({"answers": {"married": "yes"}}, "answer.not_asked"),
        ({"item": "GA-0101", "answers": {"married": "maybe"}}, "answer.not_yes_or_no"),
        ({"applicant": "李䶮"}, "json.not_this_shape"),
    ],
)
def test_what_is_wrong_with_an_application_is_said_and_nothing_is_kept(
    hall: Hall, portal: Person, changes: dict[str, Any], code: str
) -> None:
    told = portal.post("/applications", APPLICATION | changes)
    assert told.status_code >= 400
    assert code_of(told).startswith(code.split(".", maxsplit=1)[0]) if code.startswith("id") else code_of(told) == code
    assert cases_at(hall) == []
    assert "990105198802293372" not in told.text


def test_what_the_portal_asked_stands_in_the_case_and_so_does_that_an_agent_files(hall: Hall, portal: Person) -> None:
    agent = {"name": "王秀英", "id_number": "990102194902030248"}
    filed(portal, item="GA-0101", answers={"married": "no", "father_enters": "yes"})
    filed(portal, item="GA-0101", answers={"married": "yes"}, agent=agent, reference="W-2026-2")
    with hall.parts.journal.reading() as reading:
        answers = [reading.case(CaseId(case)).answers for case in cases_at(hall)]
    assert answers == [{"married": "no", "father_enters": "yes"}, {"married": "yes", "by_agent": "yes"}]
    nobody = portal.post("/applications", APPLICATION | {"reference": "W-3", "answers": {"by_agent": "yes"}})
    assert nobody.status_code >= 400, "who it is was not said"


def test_pages_come_first_and_stand_in_the_case(hall: Hall, portal: Person) -> None:
    digest = sha256(PAGE).hexdigest()
    assert portal.line.put(f"/pages/{digest}", content=PAGE).status_code == 201
    filed(portal, materials=[{"material": "ID-CARD", "pages": [digest]}])
    with hall.parts.journal.reading() as reading:
        case = reading.case(CaseId(cases_at(hall)[0]))
    assert list(case.pages["ID-CARD"]) == [digest]  # type: ignore[index]
    clerk = hall.sign_in("clerk3", "3")
    assert clerk.line.get(f"/pages/{digest}").content == PAGE


def test_more_is_brought_and_it_is_taken_back(portal: Person) -> None:
    filed(portal)
    more = portal.post("/applications/W-2026-1/materials", {"materials": [{"material": "DIPLOMA"}]})
    assert more.json()["state"] == "filed"
    assert portal.get("/applications/W-2026-1").json() == more.json()
    back = portal.post("/applications/W-2026-1/withdrawal", {"reason": "填错了"})
    assert back.json()["state"] == "withdrawn"
    again = portal.post("/applications/W-2026-1/materials", {"materials": [{"material": "DIPLOMA"}]})
    assert code_of(again) == "case.wrong_state"
    assert code_of(portal.get("/applications/NOBODY")) == "application.unknown"


def test_what_nobody_answers_is_accepted_from_its_day_of_receipt_and_only_once(hall: Hall, portal: Person) -> None:
    told = filed(portal)
    (case,) = map(CaseId, cases_at(hall))
    for days, accepted in ((7, 0), (1, 0), (1, 1), (0, 0)):  # the day to answer is the seventh; a day is left to desks
        hall.clock.move(timedelta(days=days))
        with hall.parts.journal.writing() as facts:
            assert silence.accept_unanswered(facts, [case], hall.parts.hall) == accepted, days
    with hall.parts.journal.reading() as reading:
        standing = reading.case(case)
    assert (standing.state, standing.by_silence, standing.number) == (State.ACCEPTED, True, told["number"])
    assert standing.since is not None
    assert standing.since.isoformat() == "2026-11-23"
    assert standing.promised_day is not None
    assert standing.promised_day.isoformat() == "2026-12-07", "ten working days from the receipt"


ILLEGAL: dict[str, tuple[str, dict[str, Any], str]] = {
    "decide before accepting": ("case.decided", {"granted": True}, "case.wrong_state"),
    "pause before accepting": ("case.paused", {"reason": "忙"}, "case.wrong_state"),
    "hand out what is not decided": ("case.delivered", {"how": "window"}, "case.wrong_state"),
    "archive what is open": ("case.archived", {"package": "0" * 64}, "case.wrong_state"),
    "accept what is incomplete": (
        "case.accepted",
        {"number": NUMBER, "promised_day": "2026-11-24", "statutory_day": "2026-11-30"},
        "case.incomplete",
    ),
    "say that the office was silent": (
        "case.accepted",
        {"number": "3" * 24, "promised_day": "2026-11-24", "statutory_day": "2026-11-30", "by_silence": True},
        "case.not_silent",
    ),
    "decline without a ground": ("case.declined", {"reason": "不行", "ground": ""}, "case.no_reason"),
    "decline for what was never asked for": (
        "case.declined",
        {"reason": "缺", "ground": "法", "usual": "not_complete"},
        "case.correct_first",
    ),
    "correct registration without handing back": (
        "case.correction_requested",
        {"missing": ["ID-CARD"], "remark": "", "due": "2026-11-30"},
        "case.wrong_regime",
    ),
    "put off what may not be": ("case.material_deferred", {"material": "ID-CARD", "due": "2026-11-30"},
                                "material.no_deferral"),
    "promise what may not be": ("case.commitment_made", {"material": "ID-CARD"}, "material.no_commitment"),
    "take back what nobody did": ("case.step_taken_back", {"step": "Decided"}, "case.nothing_to_take_back"),
    "urge as a clerk": ("case.urged", {"department": "SCJG"}, "access.denied"),
    "extend as a clerk": (
        "case.extended",
        {"reason": "忙", "approved_by": "我", "promised_day": "2026-12-24", "statutory_day": "2026-12-30"},
        "access.denied",
    ),
    "file as a clerk": (
        "case.filed",
        {"item": "SCJG-0102", "catalog": "2026.11", "number": "3" * 24, "track": "t" * 32, "portal": "me",
         "reference": "x", "applicant": {"sealed": "AAAA"}, "received_on": "2026-11-23"},
        "access.denied",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ILLEGAL)
def test_an_illegal_step_is_refused_by_the_centre_with_a_reason_in_words(hall: Hall, what: str) -> None:
    kind, payload, reason = ILLEGAL[what]
    assert kind in BY_NAME
    desk = desk_at(hall)
    case = CaseId(new_id())
    said = desk.says(desk.opened(case), desk.event(kind, case, payload))
    assert said == ["accepted", f"rejected {reason}"]
    for language in ("zh", "en"):
        words = sentence_of(reason, {}, language)
        assert reason not in words, "a sentence, not its code"
