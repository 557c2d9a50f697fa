"""Pre-review, pause and extension, decision, hand-out, archive: each one function, one transaction, and its undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import cv2
import numpy as np
import pytest

from deskapp.clerk import (
    accepting,
    archiving,
    deciding,
    handing_out,
    intake,
    pausing,
    pre_reviewing,
    sheets,
    stepping,
)
from deskapp.clerk.handing_out import Handing
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, new_id
from deskapp.journal.page_names import pages_named
from deskapp.queries.case_sheet import NextStep
from deskapp.rules import case as cases
from deskapp.rules.case import Case, Handed, Person, Procedure
from deskapp.rules.case_state import State
from tests.clerk import office

AT_ONCE, LICENCE, SIGN = ItemCode("SCJG-0102"), ItemCode("JY-0101"), ItemCode("ZJJ-0201")
PERSON = ("𬭎子轩", "990108200101011158", "19900006024")
AGENT = Handing(agent_name="王秀英", agent_id="990102194902030248", checked=True)


def accepted(desk: Desk, item: ItemCode = AT_ONCE) -> CaseId:
    case_id = intake.open_case(desk, Application(item, *PERSON))
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code)
    accepting.accept(desk, case_id)
    return case_id


def decided(desk: Desk) -> CaseId:
    case_id = accepted(desk)
    deciding.grant(desk, case_id)
    return case_id


def case_of(desk: Desk, case_id: CaseId) -> Case:
    with desk.journal.reading() as reading:
        return reading.case(case_id)


def code_of(step: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        step()
    return refused.value.code


@pytest.fixture
def department(desk: Desk) -> Desk:
    """The same desk with somebody of the department at it."""
    return replace(desk, clerk=replace(desk.clerk, id=ClerkId("dept-jy"), roles=("department",)))


def test_a_case_handled_at_once_goes_through_in_one_sitting(desk: Desk) -> None:
    case_id = accepted(desk)
    assert sheets.case(desk, case_id).next_step is NextStep.GRANT
    deciding.grant(desk, case_id)
    case = case_of(desk, case_id)
    assert (case.state, case.granted) == (State.DECIDED, True)
    assert case.deliver_by == date(2026, 12, 7), "ten working days"
    assert sheets.case(desk, case_id).next_step is NextStep.DELIVER
    handing_out.deliver(desk, [case_id], Handing())
    assert sheets.case(desk, case_id).next_step is NextStep.ARCHIVE
    archiving.archive(desk, case_id)
    assert case_of(desk, case_id).state is State.ARCHIVED


def test_what_is_promised_is_decided_by_the_department_and_by_nobody_at_the_window(
    desk: Desk, department: Desk
) -> None:
    case_id = accepted(desk, LICENCE)
    for step in (
        lambda: deciding.grant(desk, case_id),
        lambda: deciding.refuse(desk, case_id, "a", "b"),
        lambda: pausing.pause(desk, case_id, Procedure.HEARING, 5),
        lambda: pausing.extend(desk, case_id, "局长", "复杂"),
    ):
        assert code_of(step) == "access.denied"
    deciding.refuse(department, case_id, "条件不符", "《教师法》第十条")
    assert case_of(desk, case_id).granted is False


def test_a_pause_says_until_when_and_moves_the_days_by_as_many(
    desk: Desk, department: Desk, clock: office.FrozenClock
) -> None:
    case_id = accepted(desk, LICENCE)
    before = case_of(desk, case_id)
    pausing.pause(department, case_id, Procedure.EXPERT_REVIEW, 10, "请三位专家")
    paused = case_of(desk, case_id)
    assert (paused.state, paused.paused_until) == (State.PAUSED, date(2026, 12, 7))
    clock.move(timedelta(days=4))  # to the Friday: four working days
    pausing.resume(department, case_id)
    after = case_of(desk, case_id)
    assert before.promised_day is not None
    assert after.promised_day == before.promised_day + timedelta(days=4)
    assert after.paused_until is None


def test_a_pause_lasts_no_longer_than_the_items_catalogue_says(desk: Desk, department: Desk) -> None:
    case_id = accepted(desk, LICENCE)
    assert code_of(lambda: pausing.pause(department, case_id, Procedure.TESTING, 21)) == "case.pause_too_long"
    pausing.pause(department, case_id, Procedure.TESTING, 20)
    assert case_of(desk, case_id).state is State.PAUSED


def test_an_extension_names_who_approved_it_and_comes_once(desk: Desk, department: Desk) -> None:
    case_id = accepted(desk, LICENCE)
    before = case_of(desk, case_id).statutory_day
    assert code_of(lambda: pausing.extend(department, case_id, " ", "复杂")) == "case.no_reason"
    pausing.extend(department, case_id, "李局长", "需要异地核查")
    after = case_of(desk, case_id).statutory_day
    assert before is not None
    assert after is not None
    assert after > before + timedelta(days=13), "ten working days"
    assert code_of(lambda: pausing.extend(department, case_id, "李局长", "还要")) == "case.extended_before"


def test_nothing_is_granted_before_what_was_put_off_has_come(desk: Desk, department: Desk) -> None:
    case_id = intake.open_case(desk, Application(SIGN, *PERSON))
    owed = [line.code for line in sheets.case(desk, case_id).owed]
    for code in owed[:-1]:
        intake.receive(desk, case_id, code)
    intake.defer(desk, case_id, owed[-1])
    accepting.accept(desk, case_id)
    assert code_of(lambda: deciding.grant(department, case_id)) == "case.deferral_owed"
    assert code_of(lambda: intake.receive(desk, case_id, owed[0])) == "material.not_deferred"
    intake.receive(desk, case_id, owed[-1])
    deciding.grant(department, case_id)
    assert case_of(desk, case_id).state is State.DECIDED


def test_several_results_of_one_person_are_found_together_and_handed_out_at_once(desk: Desk) -> None:
    first, second = decided(desk), decided(desk)
    number = case_of(desk, second).number
    assert number is not None
    found = handing_out.find(desk, number)
    assert [line.case for line in found] == [second, first], "what was asked for comes first"
    assert found[0].named
    assert not found[1].named
    assert {line.case for line in handing_out.find(desk, PERSON[1])} == {first, second}
    assert found[0].applicant == "𬭎**"
    done = handing_out.deliver(desk, [first, second], Handing(how=Handed.POST, remark="EMS 1"))
    assert done.cases == (first, second)
    assert handing_out.find(desk, PERSON[1]) == ()


def test_a_hand_out_that_one_case_forbids_hands_out_none(desk: Desk) -> None:
    first, second = decided(desk), accepted(desk)
    assert code_of(lambda: handing_out.deliver(desk, [first, second], Handing())) == "case.wrong_state"
    assert case_of(desk, first).state is State.DECIDED


def test_a_ticket_of_today_finds_what_its_person_came_for(desk: Desk) -> None:
    case_id = decided(desk)
    ticket = office.issue(desk, "A012")
    with desk.journal.writing() as facts:
        from deskapp.rules.ticket import Issued

        issued = facts.ticket(ticket)
        assert issued.issued_at is not None
        assert issued.due_at is not None
        other = Issued("A013", "A", "normal", issued.issued_at, issued.due_at, case=case_id)  # type: ignore[arg-type]
        facts.add(ClerkId("greeter"), other, of=new_id())
    assert handing_out.find(desk, "A012") == ()
    assert [line.case for line in handing_out.find(desk, "a013")] == [case_id]


@pytest.mark.parametrize(
    ("handing", "code"),
    [
        (replace(AGENT, checked=False), "hand_out.not_checked"),
        (replace(AGENT, agent_id="990102194902030249"), None),
        (replace(AGENT, agent_name=""), None),
    ],
)
def test_an_agent_is_checked_and_named_or_gets_nothing(desk: Desk, handing: Handing, code: str | None) -> None:
    case_id = decided(desk)
    with pytest.raises(Refusal) as refused:
        handing_out.deliver(desk, [case_id], handing)
    assert refused.value.code == code or refused.value.values["field"] in ("agent_id", "agent_name")
    assert case_of(desk, case_id).state is State.DECIDED


def test_the_agent_who_took_it_stands_sealed_in_the_journal(desk: Desk) -> None:
    case_id = decided(desk)
    handing_out.deliver(desk, [case_id], AGENT)
    with desk.journal.reading() as reading:
        (event,) = (event for event in reading.events_of(case_id) if event.kind == "case.delivered")
        applicant, agent = reading.people(case_id)
    assert "王秀英" not in str(event.payload)
    assert event.payload["by_agent"] is True
    assert applicant is not None
    assert agent is None, "who took it is not who applied"


def test_a_signature_is_kept_as_a_page_and_goes_before_the_word_about_it(desk: Desk) -> None:
    case_id = decided(desk)
    picture = bytes(cv2.imencode(".png", np.full((120, 400, 3), 255, np.uint8))[1])
    handing_out.deliver(desk, [case_id], Handing(signature=picture))
    with desk.journal.reading() as reading:
        event = next(one for one in reading.events_of(case_id) if one.kind == "case.delivered")
    (digest,) = pages_named(event)
    assert desk.vault.get(digest) == picture


SLIPS: dict[str, tuple[Callable[[Desk, CaseId], object], type, State]] = {
    "granted": (deciding.grant, cases.Decided, State.ACCEPTED),
    "refused": (lambda desk, case: deciding.refuse(desk, case, "a", "b"), cases.Decided, State.ACCEPTED),
    "paused": (lambda desk, case: pausing.pause(desk, case, Procedure.HEARING, 5), cases.Paused, State.ACCEPTED),
    "withdrawn": (lambda desk, case: accepting.withdraw(desk, case, "a"), cases.Withdrawn, State.ACCEPTED),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_the_last_step_is_taken_back_by_whoever_took_it(desk: Desk, slip: str) -> None:
    step, fact, before = SLIPS[slip]
    case_id = accepted(desk)
    step(desk, case_id)
    other = replace(desk, clerk=replace(desk.clerk, id=ClerkId("clerk5")))
    assert code_of(lambda: stepping.take_back(other, case_id, fact)) == "case.taken_by_other"
    stepping.take_back(desk, case_id, fact)
    assert case_of(desk, case_id).state is before
    assert code_of(lambda: stepping.take_back(desk, case_id, fact)) == "case.nothing_to_take_back"


def test_a_hand_out_is_taken_back_whole(desk: Desk) -> None:
    both = [decided(desk), decided(desk)]
    handing_out.deliver(desk, both, Handing())
    handing_out.take_back(desk, both)
    assert {case_of(desk, case).state for case in both} == {State.DECIDED}
    assert all(case_of(desk, case).how == "" for case in both)


def test_what_was_filed_is_taken_up_with_its_number_and_its_person(desk: Desk) -> None:
    case_id, number = CaseId(new_id()), "3" * 24
    filed = cases.Filed(
        LICENCE, "2026.11", number, "t" * 32, "portal", "W-1", Person(*PERSON), desk.clock.today(),
        answer_by=date(2026, 11, 30),
    )  # fmt: skip
    with desk.journal.writing() as facts:
        facts.add(ClerkId("portal"), filed, of=case_id)
    assert [one.case for one in sheets.cases_to_continue(desk, PERSON[1])] == [case_id]
    assert sheets.case(desk, case_id).next_step is NextStep.PRE_REVIEW
    pre_reviewing.pre_review(desk, case_id)
    assert code_of(lambda: pre_reviewing.pre_review(desk, case_id)) == "case.wrong_state"
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, MaterialCode(line.code))
    assert accepting.accept(desk, case_id).number == number
    accepting.undo_acceptance(desk, case_id)
    assert case_of(desk, case_id).state is State.PRE_REVIEWED


def test_the_package_of_an_archived_case_changes_with_anything_in_it(desk: Desk) -> None:
    first, second = decided(desk), decided(desk)
    with desk.journal.reading() as reading:
        one, again, other = (archiving.package_digest(reading, case) for case in (first, first, second))
    assert one == again
    assert one != other
    assert code_of(lambda: archiving.archive(desk, first)) == "case.wrong_state"
