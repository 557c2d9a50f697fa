"""Questions answered at a window: kept in the case, deciding on its materials, told on its papers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.clerk import accepting, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode
from deskapp.queries.case_sheet import NextStep
from deskapp.rules.case import Person
from deskapp.rules.catalog_text import read
from deskapp.rules.material_state import Standing
from deskapp.rules.publishing import publication
from tests.clerk import office
from tests.rules.sample import sample_text

GOOD = Person("李䶮", "990105198802293371", "19900007221")


def open_for(desk: Desk, item: str, **answers: str) -> CaseId:
    return intake.open_case(desk, Application(ItemCode(item), GOOD.name, GOOD.id_number, answers=answers))


def standings(desk: Desk, case: CaseId) -> dict[str, Standing]:
    return {str(line.code): line.standing for line in sheets.case(desk, case).lines}


def asked(desk: Desk, case: CaseId) -> dict[str, str | None]:
    return {one.question.code: one.answer for one in sheets.case(desk, case).questions}


def settle_all(desk: Desk, case: CaseId) -> None:
    for line in sheets.case(desk, case).owed:
        intake.receive(desk, case, line.code)


def test_the_checklist_changes_with_each_answer_and_asks_only_what_matters(desk: Desk) -> None:
    case = open_for(desk, "GA-0101")
    assert asked(desk, case) == {"married": None, "father_enters": None}
    assert standings(desk, case)["MARRIAGE"] is Standing.UNDECIDED
    intake.answer(desk, case, "married", "yes")
    assert asked(desk, case) == {"married": "yes"}  # who is married needs no other proof of the father
    assert (standings(desk, case)["MARRIAGE"], standings(desk, case)["PATERNITY"]) == (
        Standing.OWED,
        Standing.NOT_NEEDED,
    )
    intake.answer(desk, case, "married", "no")
    assert asked(desk, case) == {"married": "no", "father_enters": None}
    intake.answer(desk, case, "father_enters", "yes")
    assert (standings(desk, case)["MARRIAGE"], standings(desk, case)["PATERNITY"]) == (
        Standing.NOT_NEEDED,
        Standing.OWED,
    )
    intake.answer(desk, case, "married", None)
    assert asked(desk, case) == {"married": None, "father_enters": "yes"}


def test_a_number_and_a_choice_decide_too(desk: Desk) -> None:
    building = open_for(desk, "ZJJ-0101")
    intake.answer(desk, building, "contract_amount", " 300.0 ")
    assert asked(desk, building) == {"contract_amount": "300"}
    assert standings(desk, building)["SUPERVISION"] is Standing.OWED
    intake.answer(desk, building, "contract_amount", "299.99")
    assert asked(desk, building) == {"contract_amount": "299.99", "public_building": None}
    elsewhere = open_for(desk, "YB-0201")
    intake.answer(desk, elsewhere, "why_elsewhere", "referred")
    assert (standings(desk, elsewhere)["ADDRESS-OUT"], standings(desk, elsewhere)["REFERRAL"]) == (
        Standing.NOT_NEEDED,
        Standing.OWED,
    )


def test_a_question_with_a_usual_answer_need_not_be_asked_and_can_be_changed(desk: Desk) -> None:
    case = open_for(desk, "CL-0101")
    assert asked(desk, case) == {"minor": "no"}
    assert sheets.case(desk, case).unanswered == ()
    assert standings(desk, case)["GUARDIAN"] is Standing.NOT_NEEDED
    intake.answer(desk, case, "minor", "yes")
    assert standings(desk, case)["GUARDIAN"] is Standing.OWED


@pytest.mark.parametrize(
    ("question", "said", "code"),
    [
        ("by_agent", "yes", "answer.by_form"),
        ("minor", "yes", "answer.not_asked"),
        ("nothing", "yes", "answer.not_asked"),
        ("married", "perhaps", "answer.not_yes_or_no"),
        ("married", "", "answer.not_yes_or_no"),
    ],
)
def test_what_cannot_be_answered_is_refused_and_changes_nothing(
    desk: Desk, question: str, said: str, code: str
) -> None:
    case = open_for(desk, "GA-0101")
    before = sheets.case(desk, case)
    with pytest.raises(Refusal) as refused:
        intake.answer(desk, case, question, said)
    assert refused.value.code == code
    assert sheets.case(desk, case) == before


def test_nothing_is_accepted_and_nobody_is_told_what_is_missing_while_it_is_not_known(desk: Desk) -> None:
    case = open_for(desk, "GA-0101")
    settle_all(desk, case)
    assert sheets.case(desk, case).next_step is NextStep.SETTLE_OWED
    for step in (accepting.accept, lambda d, c: accepting.ask_for_correction(d, c, "缺")):
        with pytest.raises(Refusal, match=r"case\.unanswered"):
            step(desk, case)
    intake.answer(desk, case, "married", "no")
    intake.answer(desk, case, "father_enters", "no")
    assert sheets.case(desk, case).next_step is NextStep.ACCEPT
    accepting.accept(desk, case)
    with pytest.raises(Refusal, match=r"case\.wrong_state"):
        intake.answer(desk, case, "married", "yes")  # what was accepted stands


def test_the_same_answer_twice_is_said_once(desk: Desk) -> None:
    case = open_for(desk, "GA-0101")
    for _ in range(3):
        intake.answer(desk, case, "married", "yes")
    with desk.journal.reading() as reading:
        assert [event.kind for event in reading.events_of(case)].count("case.answered") == 1


def test_correcting_the_applicant_keeps_what_was_answered(desk: Desk) -> None:
    case = open_for(desk, "GA-0101")
    intake.answer(desk, case, "married", "yes")
    agent = Application(
        ItemCode("GA-0101"), GOOD.name, GOOD.id_number, agent_name="王秀英", agent_id="990102194902030248",
        answers={"by_agent": "yes"},
    )  # fmt: skip
    intake.correct_applicant(desk, case, agent)
    assert asked(desk, case) == {"married": "yes"}
    assert sheets.case(desk, case).by_agent
    intake.correct_applicant(desk, case, Application(ItemCode("GA-0101"), GOOD.name, GOOD.id_number))
    assert asked(desk, case) == {"married": "yes"}
    assert not sheets.case(desk, case).by_agent


def test_a_line_says_why_it_is_not_needed(desk: Desk) -> None:
    case = open_for(desk, "GA-0101")
    intake.answer(desk, case, "married", "yes")
    line = next(one for one in sheets.case(desk, case).lines if one.code == "PATERNITY")
    assert [(one.question.name, one.answer) for one in line.because] == [("父母是否已婚", "yes")]


def published(desk: Desk, version: str, day: str, *changes: tuple[str, str]) -> None:
    text = sample_text().replace('version: "2026.11"', f'version: "{version}"').replace("2026-11-01", day)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    catalog = read(text)
    with desk.journal.writing() as facts:
        facts.add(ClerkId("admin"), publication(catalog), of=version)


def test_a_version_takes_force_by_itself_at_midnight_with_the_line_cut(desk: Desk, clock: office.FrozenClock) -> None:
    published(
        desk, "2026.12", "2026-11-24", ("公章刻制备案", "印章刻制备案"), ("{code: ARTICLES, need: required}, ", "")
    )
    before = open_for(desk, "SCJG-0101")
    assert [one.name for one in sheets.find_items(desk, "GA-0301")] == ["公章刻制备案"]
    clock.move(timedelta(hours=14, minutes=29))  # 23:59 at the office
    assert [one.name for one in sheets.find_items(desk, "GA-0301")] == ["公章刻制备案"]
    clock.move(timedelta(minutes=1))
    assert [one.name for one in sheets.find_items(desk, "GA-0301")] == ["印章刻制备案"]
    after = open_for(desk, "SCJG-0101")
    assert "ARTICLES" in standings(desk, before)  # a case keeps the version it was opened under
    assert "ARTICLES" not in standings(desk, after)
    with pytest.raises(Refusal, match=r"material\.not_asked_for"):
        intake.receive(desk, after, MaterialCode("ARTICLES"))
    intake.receive(desk, before, MaterialCode("ARTICLES"))
    with desk.journal.reading() as reading:
        assert [reading.case(case).catalog for case in (before, after)] == ["2026.11", "2026.12"]


def test_a_case_is_accepted_by_the_version_it_keeps_whatever_came_since(desk: Desk) -> None:
    case = open_for(desk, "SCJG-0102")
    published(desk, "2026.12", "2026-11-23", ("{code: APP-SOLE, need: required}, ", ""))
    assert [line.code for line in sheets.case(desk, case).owed] == ["ID-CARD", "APP-SOLE", "PREMISES"]
    settle_all(desk, case)
    assert accepting.accept(desk, case).number
