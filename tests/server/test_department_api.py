"""A department's program at the centre: its list, a case, the steps by the office's rules, done once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import resources
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, PageDigest
from deskapp.journal import department_keys, noted_asks
from deskapp.rules.case import AcceptanceUndone, How, LookedAt, MaterialDeferred, Person, Urged, Withdrawn
from deskapp.rules.case_state import State
from tests.server.hall import Hall, code_of
from tests.server.with_departments import PICTURE, AtTheHall, Program, material, pdf, program

COMPANY = Person("杭州市一窗餐饮有限公司", "91990106MA2B0001XP", "19900009569")


@pytest.fixture
def counter(hall: Hall) -> AtTheHall:
    return AtTheHall(hall)


@pytest.fixture
def ledger(hall: Hall) -> Program:
    return program(hall)


def state_of(hall: Hall, case: CaseId) -> State | None:
    with hall.parts.journal.reading() as reading:
        return reading.case(case).state


def said_of(hall: Hall, case: CaseId) -> list[tuple[str, str]]:
    """Kind and actor of everything that happened to a case."""
    with hall.parts.journal.reading() as reading:
        return [(event.kind, event.actor) for event in reading.events_of(case)]


def test_a_case_is_taken_decided_and_ready_and_nothing_is_typed_twice(any_hall: Hall) -> None:
    counter, ledger = AtTheHall(any_hall), program(any_hall)
    case = counter.accepted()
    (line,) = ledger.sees()["cases"]
    assert (line["case"], line["state"], line["lamp"], line["days_left"]) == (case, "accepted", "green", 5)
    sheet = ledger.get(f"/cases/{case}").json()
    assert sheet["applicant"]["name"] == "𬭎子轩"
    assert sheet["applicant"]["id_number"] == "990108200101011158"
    assert {one["code"] for one in sheet["materials"]} >= {"ID-CARD", "APP-FOOD"}
    (page,) = next(one["pages"] for one in sheet["materials"] if one["code"] == "ID-CARD")
    assert ledger.get(f"/cases/{case}/pages/{page}").content == PICTURE
    assert ledger.does(case, "take").status_code == 200
    paper = ledger.brings(pdf())
    told = ledger.does(case, "decide", {"granted": True, "papers": [paper]})
    assert (told.status_code, told.json()["state"], told.json()["deliver_by"]) == (200, "decided", "2026-12-07")
    assert ledger.does(case, "ready").json()["state"] == "ready"
    with any_hall.parts.journal.reading() as reading:
        now = reading.case(case)
    assert (now.state, now.granted, now.result, now.result_papers) == (State.READY, True, "食品经营许可证", (paper,))
    assert ledger.get(f"/cases/{case}/pages/{paper}").headers["content-type"] == "application/pdf"
    steps = [(kind_, actor) for kind_, actor in said_of(any_hall, case) if actor == "scjg.ledger"]
    assert [kind_ for kind_, _ in steps] == [
        "case.looked_at", "case.looked_at", "case.dispatched", "case.result_papers_given", "case.decided",
        "case.result_ready", "case.looked_at",
    ]  # fmt: skip


def test_a_list_goes_on_from_where_it_was_and_says_what_is_gone(
    hall: Hall, counter: AtTheHall, ledger: Program
) -> None:
    cases = [counter.accepted() for _ in range(5)]
    first = ledger.sees(limit=10)
    assert first["more"]
    upto, seen = 0, []
    while True:
        part = ledger.sees(after=upto, limit=10)
        seen += [line["case"] for line in part["cases"]]
        upto = part["upto"]
        if not part["more"]:
            break
    assert set(seen) == set(cases)
    assert ledger.sees(after=upto) == {"cases": [], "gone": [], "upto": upto, "more": False}
    counter.says(cases[2], Urged("SCJG", "请抓紧"), actor="manager")
    with hall.parts.journal.reading() as reading:
        number = reading.case(cases[1]).number or ""
    counter.says(cases[1], AcceptanceUndone(number))
    news = ledger.sees(after=upto)
    assert [line["case"] for line in news["cases"]] == [cases[2]]
    assert news["cases"][0]["urged"] == 1
    assert news["gone"] == [cases[1]]
    assert code_of(ledger.get(f"/cases/{cases[1]}")) == "case.unknown"


def test_a_list_is_narrowed_by_state_and_by_lamp(hall: Hall, counter: AtTheHall, ledger: Program) -> None:
    old = counter.accepted()
    hall.clock.move(timedelta(days=12))
    new = counter.accepted()
    assert [line["case"] for line in ledger.sees(lamp="yellow")["cases"]] == [old]
    assert [line["case"] for line in ledger.sees(lamp="green")["cases"]] == [new]
    ledger.does(new, "pause", {"procedure": "inspection", "days": 3})
    assert [line["case"] for line in ledger.sees(state="paused")["cases"]] == [new]
    assert code_of(ledger.get("/cases", params={"lamp": "blue"})) == "json.not_this_shape"


def test_nobodys_name_stands_in_a_list(counter: AtTheHall, ledger: Program) -> None:
    counter.accepted()
    told = ledger.get("/cases").text
    assert "𬭎子轩" not in told
    assert "990108" not in told


def test_a_look_at_people_is_written_down_under_the_keys_name(hall: Hall, counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted()
    ledger.get(f"/cases/{case}")
    assert said_of(hall, case)[-1] == ("case.looked_at", "scjg.ledger")


def test_a_page_that_is_seen_is_written_down_and_one_that_is_refused_is_not(
    hall: Hall, counter: AtTheHall, ledger: Program
) -> None:
    case = counter.accepted()
    (page,) = next(one["pages"] for one in ledger.get(f"/cases/{case}").json()["materials"] if one["code"] == "ID-CARD")
    before = len(said_of(hall, case))
    assert ledger.get(f"/cases/{case}/pages/{'0' * 64}").status_code == 404
    assert len(said_of(hall, case)) == before
    assert ledger.get(f"/cases/{case}/pages/{page}").status_code == 200
    assert said_of(hall, case)[before:] == [("case.looked_at", "scjg.ledger")]


def test_what_the_window_did_for_itself_is_not_told(counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted()
    counter.says(case, LookedAt("applicant"))
    history = ledger.get(f"/cases/{case}").json()["history"]
    assert [one["kind"] for one in history] == ["case.opened", "case.accepted"]
    assert all(one["by"] == "" for one in history)
    assert "clerk3" not in ledger.get(f"/cases/{case}").text


def test_a_pause_has_a_procedure_and_no_more_days_than_the_catalogue_allows(
    hall: Hall, counter: AtTheHall, ledger: Program
) -> None:
    case = counter.accepted()
    too_long = ledger.does(case, "pause", {"procedure": "inspection", "days": 11})
    assert (code_of(too_long), too_long.json()["values"]) == ("case.pause_too_long", {"most": 10})
    assert code_of(ledger.does(case, "pause", {"procedure": "lunch", "days": 1})) == "json.not_this_shape"
    told = ledger.does(case, "pause", {"procedure": "inspection", "days": 10, "reason": "现场核查"})
    assert (told.json()["state"], told.json()["paused_until"]) == ("paused", "2026-12-07")
    hall.clock.move(timedelta(days=7))
    again = ledger.does(case, "resume").json()
    assert (again["state"], again["promised_day"]) == ("accepted", "2026-12-07")


def test_an_extension_comes_once_and_with_a_reason(counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted()
    words = {"reason": "情况复杂", "approved_by": "局长"}
    assert code_of(ledger.does(case, "extend", {"reason": " ", "approved_by": "局长"})) == "case.no_reason"
    assert ledger.does(case, "extend", words).json()["promised_day"] == "2026-12-14"
    assert code_of(ledger.does(case, "extend", words)) == "case.extended_before"


def test_a_refusal_needs_reason_and_ground(counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted()
    assert code_of(ledger.does(case, "decide", {"granted": False, "reason": "布局不合理"})) == "case.no_reason"
    told = ledger.does(case, "decide", {"granted": False, "reason": "布局不合理", "ground": "《食品安全法》第三十五条"})
    assert told.json()["state"] == "decided"


def test_what_was_put_off_hinders_a_grant(counter: AtTheHall, ledger: Program, hall: Hall) -> None:
    case = counter.opened()
    today = hall.parts.clock.today()
    counter.says(case, MaterialDeferred(material("HEALTH-CERT"), today + timedelta(days=5)))
    with hall.parts.journal.reading() as reading:
        assert reading.case(case).settled[material("HEALTH-CERT")].how is How.DEFERRED
    assert code_of(ledger.does(case, "decide", {"granted": True})) == "case.unknown", "it is the window's still"


def test_the_same_ask_by_the_same_key_is_done_once(hall: Hall, counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted()
    words = {"procedure": "inspection", "days": 5}
    first = ledger.does(case, "pause", words, Idempotency_Key="p-1")
    assert ledger.does(case, "resume").json()["state"] == "accepted"
    second = ledger.does(case, "pause", words, Idempotency_Key="p-1")
    assert (first.status_code, second.status_code, second.json()["state"]) == (200, 200, "accepted")
    assert [kind for kind, _ in said_of(hall, case)].count("case.paused") == 1
    other = ledger.does(case, "pause", words | {"days": 6}, Idempotency_Key="p-1")
    assert (other.status_code, code_of(other)) == (422, "request.key_reused")
    assert ledger.does(case, "pause", words, Idempotency_Key="p-2").json()["state"] == "paused"


def test_a_refused_ask_may_be_asked_again_by_its_key(counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted()
    assert code_of(ledger.does(case, "resume", Idempotency_Key="r-1")) == "case.wrong_state"
    ledger.does(case, "pause", {"procedure": "inspection", "days": 5})
    assert ledger.does(case, "resume", Idempotency_Key="r-1").json()["state"] == "accepted"


def test_two_who_look_at_one_case_do_not_decide_over_each_other(counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted()
    seen = ledger.get(f"/cases/{case}").headers["etag"]
    assert ledger.get(f"/cases/{case}").headers["etag"] == seen, "looking changes nothing"
    assert ledger.does(case, "extend", {"reason": "复杂", "approved_by": "局长"}, If_Match=seen).status_code == 200
    late = ledger.does(case, "decide", {"granted": True}, If_Match=seen)
    assert (late.status_code, code_of(late)) == (412, "case.changed_since")
    now = ledger.get(f"/cases/{case}").headers["etag"]
    assert ledger.does(case, "decide", {"granted": True}, If_Match=f'"other", {now}').status_code == 200


def test_a_case_that_was_withdrawn_is_seen_and_not_decided(counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted()
    counter.says(case, Withdrawn("不办了"))
    assert ledger.get(f"/cases/{case}").json()["line"]["state"] == "withdrawn"
    assert code_of(ledger.does(case, "decide", {"granted": True})) == "case.wrong_state"


def test_a_company_has_its_name(counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted(applicant=COMPANY)
    assert ledger.get(f"/cases/{case}").json()["applicant"]["id_number"] == COMPANY.id_number


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "paper.not_pdf"),
        (PICTURE, "paper.not_pdf"),
        (b"%PDF-1.4\nnothing", "paper.cut_short"),
        (pdf(catalog=b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>"), "paper.acts"),
        (pdf(catalog=b"/AA <</O 5 0 R>>"), "paper.acts"),
        (pdf(extra=b"5 0 obj <</S /La#75nch /F (cmd.exe)>> endobj"), "paper.acts"),
        (pdf(extra=b"5 0 obj <</Type /EmbeddedFile>> endobj"), "paper.acts"),
        (pdf(extra=b"5 0 obj <</Encrypt 6 0 R>> endobj"), "paper.locked"),
    ],
)
def test_a_paper_that_is_none_or_would_act_is_not_kept(ledger: Program, data: bytes, code: str) -> None:
    told = ledger.line.post("/api/v1/department/papers", content=data)
    assert (told.status_code >= 400, code_of(told)) == (True, code)


def test_a_decision_names_only_papers_that_its_own_department_brought(
    hall: Hall, counter: AtTheHall, ledger: Program
) -> None:
    case = counter.accepted()
    stranger = program(hall, "XF").brings(pdf(extra=b"% of fire"))
    for paper in (stranger, counter.keeps(b"somebody's page"), "0" * 64):
        told = ledger.does(case, "decide", {"granted": True, "papers": [paper]})
        assert code_of(told) == "paper.not_brought"
    assert state_of(hall, case) is State.ACCEPTED


def test_papers_of_a_decision_are_replaced(hall: Hall, counter: AtTheHall, ledger: Program) -> None:
    case = counter.accepted()
    first, second = ledger.brings(pdf()), ledger.brings(pdf(extra=b"% once more"))
    ledger.does(case, "decide", {"granted": True, "papers": [first]})
    assert ledger.does(case, "papers", {"papers": [second]}).status_code == 200
    with hall.parts.journal.reading() as reading:
        assert reading.case(case).result_papers == (PageDigest(second),)
    assert code_of(ledger.get(f"/cases/{case}/pages/{first}")) == "page.unknown"


def test_a_key_that_is_revoked_or_over_opens_nothing(hall: Hall, ledger: Program) -> None:
    other = program(hall, "SCJG", "other")
    hall.parts.writer.write_now(lambda facts: department_keys.revoke(facts, ledger.user))
    hall.parts.passes.forget_all()
    assert code_of(ledger.get("/cases")) == "access.not_signed_in"
    assert other.get("/cases").status_code == 200
    hall.clock.move(timedelta(days=401))
    hall.parts.passes.forget_all()
    assert code_of(other.get("/cases")) == "access.not_signed_in"


def test_nobody_signs_in_with_a_keys_name(hall: Hall, ledger: Program) -> None:
    for password in ("", "demo", "x"):
        told = hall.stranger().post("/api/v1/sign-in", json={"user": ledger.user, "password": password})
        assert told.status_code in (401, 422)


def test_a_persons_account_is_no_key(hall: Hall) -> None:
    with pytest.raises(Refusal) as refusal:
        hall.parts.writer.write_now(lambda facts: department_keys.revoke(facts, "dept-ga"))
    assert refusal.value.code == "key.unknown"


def test_an_account_without_a_department_sees_nothing(hall: Hall, counter: AtTheHall) -> None:
    case = counter.accepted()
    admin = hall.sign_in("admin")
    body = {"user": "lost", "name": "无部门", "roles": ["department"], "password": "a long password"}
    assert code_of(admin.post("/users", body)) == "department.wanted"
    assert admin.post("/users", body | {"department": "GA"}).status_code == 204
    told = hall.stranger().post("/api/v1/sign-in", json={"user": "lost", "password": "a long password"})
    line = hall.stranger()
    line.headers["Authorization"] = f"Bearer {told.json()['token']}"
    assert line.get("/api/v1/department/cases").json()["cases"] == []
    assert code_of(line.get(f"/api/v1/department/cases/{case}")) == "case.unknown"


def test_the_steps_are_described_with_what_they_take(hall: Hall) -> None:
    document: dict[str, Any] = hall.stranger().get("/openapi.json").json()
    decide = document["paths"]["/api/v1/department/cases/{case}/decide"]["post"]
    assert "papers" in str(decide["requestBody"])
    assert decide["description"] == "Wants the permission work_for_department."


def declares(hall: Hall, name: str) -> None:
    """A department's form is in use."""
    text = resources.path(f"departments/{name}.yaml").read_text(encoding="utf-8")
    hall.parts.writer.write_now(lambda facts: noted_asks.keep_form(facts, name.upper(), text))


def test_a_case_goes_out_and_its_decision_comes_back_in_the_departments_own_words(
    hall: Hall, counter: AtTheHall, ledger: Program
) -> None:
    case = counter.accepted()
    assert code_of(ledger.get(f"/cases/{case}/form")) == "form.none"
    declares(hall, "scjg")
    filled = ledger.get(f"/cases/{case}/form")
    assert filled.headers["etag"]
    told = filled.json()
    assert (told["SQRMC"], told["SLRQ"], told["CNBJRQ"]) == ("𬭎子轩", "20261123", "20261130")
    assert said_of(hall, case)[-1] == ("case.looked_at", "scjg.ledger"), "people's data were seen"
    hall.clock.move(timedelta(days=2))
    decided = {"SPJG": "0", "SPYJ": "布局不合理", "FLYJ": "《食品安全法》第三十五条", "SPRQ": "20261124"}
    first = ledger.does(case, "form", decided, Idempotency_Key="f-1", If_Match=filled.headers["etag"])
    again = ledger.does(case, "form", decided, Idempotency_Key="f-1")
    assert [first.status_code, again.status_code] == [200, 200]
    with hall.parts.journal.reading() as reading:
        now = reading.case(case)
    assert (now.state, now.granted, str(now.decided_on)) == (State.DECIDED, False, "2026-11-24")
    assert [kind for kind, _ in said_of(hall, case)].count("case.decided") == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"SPJG": "7"}, "form.no_value"),
        ({}, "form.missing"),
        ({"SPJG": "1", "SPRQ": "20991231"}, "form.impossible_day"),
        ({"SPJG": "1", "SPRQ": "20200101"}, "form.impossible_day"),
        ({"SPJG": "0"}, "case.no_reason"),
        ({"SPJG": 1}, "json.not_this_shape"),
    ],
)
def test_a_decision_in_their_words_is_judged_like_any_other(
    hall: Hall, counter: AtTheHall, ledger: Program, said: dict[str, Any], code: str
) -> None:
    declares(hall, "scjg")
    case = counter.accepted()
    assert code_of(ledger.does(case, "form", said)) == code
    assert state_of(hall, case) is State.ACCEPTED


def test_a_form_is_for_its_items_alone(hall: Hall, ledger: Program) -> None:
    declares(hall, "scjg")
    case = AtTheHall(hall).accepted(ItemCode("SCJG-0102"))
    assert code_of(ledger.get(f"/cases/{case}/form")) == "form.other_item"


def test_what_is_handled_at_once_is_the_windows_to_decide(hall: Hall, ledger: Program) -> None:
    case = AtTheHall(hall).accepted(ItemCode("SCJG-0102"))
    assert code_of(ledger.does(case, "decide", {"granted": True})) == "access.denied"
    assert state_of(hall, case) is State.ACCEPTED
