"""What the centre would not accept: nothing of it is dropped, and somebody decides what becomes of it."""

from __future__ import annotations

from datetime import date

import pytest

from deskapp.clerk import accepting, intake, settling, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, EventId, ItemCode, MaterialCode, PageDigest
from deskapp.journal import rejected
from deskapp.protocol.messages import Event
from deskapp.rules import case as cases
from deskapp.rules import ticket as tickets
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Form
from tests.clerk import office
from tests.queries.telling import accept_all, reject

SOLE_TRADER = ItemCode("SCJG-0102")
PERSON = Application(SOLE_TRADER, "𬭎子轩", "990108200101011158", "19900006024")
MATERIALS = [MaterialCode(code) for code in ("ID-CARD", "APP-SOLE", "PREMISES")]


def opened(desk: Desk) -> CaseId:
    """A case that the centre has."""
    case_id = intake.open_case(desk, PERSON)
    accept_all(desk.journal)
    return case_id


def receive(desk: Desk, case_id: CaseId, *materials: MaterialCode) -> list[Event]:
    with desk.journal.writing() as facts:
        return [
            facts.add(desk.clerk.id, cases.MaterialReceived(material, Form.ORIGINAL), of=case_id)
            for material in materials
        ]


def left(desk: Desk, case_id: CaseId) -> list[str]:
    """The kinds of the steps that nobody has settled."""
    with desk.journal.reading() as reading:
        return [step.kind for step in rejected.unsettled(reading, case_id)]


def state(desk: Desk, case_id: CaseId) -> cases.Case:
    with desk.journal.reading() as reading:
        return reading.case(case_id)


def test_steps_that_are_given_up_are_given_up_together(desk: Desk) -> None:
    """The later ones rested on the first: one decision for all of them, in whichever of them it is made."""
    case_id = opened(desk)
    steps = receive(desk, case_id, *MATERIALS)
    for step in steps:
        reject(desk.journal, step, "material.not_asked_for")
    settling.give_up(desk, steps[1].id, "申请人改日再来")
    assert left(desk, case_id) == []
    assert state(desk, case_id).settled == {}
    with desk.journal.reading() as reading:
        (word,) = [event for event in reading.events_of(case_id) if event.kind == "case.steps_given_up"]
    assert word.payload["remark"] == "申请人改日再来"
    assert set(word.payload["steps"]) == {step.id for step in steps}


def test_what_is_given_up_does_not_touch_another_case(desk: Desk) -> None:
    case_id, other = opened(desk), opened(desk)
    (mine,), (theirs,) = receive(desk, case_id, MATERIALS[0]), receive(desk, other, MATERIALS[0])
    reject(desk.journal, mine, "case.wrong_state")
    reject(desk.journal, theirs, "case.wrong_state")
    settling.give_up(desk, mine.id, "")
    assert left(desk, case_id) == []
    assert left(desk, other) == ["case.material_received"]


def test_what_is_sent_again_happens_anew_on_what_is_true_now(desk: Desk) -> None:
    case_id = opened(desk)
    steps = receive(desk, case_id, *MATERIALS[:2])
    for step in steps:
        reject(desk.journal, step, "case.wrong_state")
    assert state(desk, case_id).settled == {}
    settling.send_again(desk, steps[0].id)
    assert set(state(desk, case_id).settled) == set(MATERIALS[:2])
    assert left(desk, case_id) == []
    with desk.journal.reading() as reading:
        ids = [event.id for event in reading.events_of(case_id)]
    assert not {step.id for step in steps} & set(ids), "new steps with new names"


def test_a_step_keeps_who_made_it_when_it_is_sent_again(desk: Desk) -> None:
    case_id = opened(desk)
    (step,) = receive(desk, case_id, MATERIALS[0])
    reject(desk.journal, step, "case.wrong_state")
    settling.send_again(desk, step.id)
    with desk.journal.reading() as reading:
        again = [event for event in reading.events_of(case_id) if event.kind == step.kind]
    assert [event.actor for event in again] == [step.actor]


def test_an_acceptance_whose_number_was_taken_gets_another(desk: Desk) -> None:
    """The receipt with the first number may be printed: it is given to nobody else, and this case says so."""
    case_id = opened(desk)
    receive(desk, case_id, *MATERIALS)
    accepting.accept(desk, case_id)
    first = state(desk, case_id).number
    with desk.journal.reading() as reading:
        (step,) = [event for event in reading.events_of(case_id) if event.kind == "case.accepted"]
    reject(desk.journal, step, "case.number_taken")
    assert state(desk, case_id).state is State.OPENED
    settling.send_again(desk, step.id)
    again = state(desk, case_id)
    assert again.state is State.ACCEPTED
    assert again.number is not None
    assert again.number != first


def test_a_correction_of_the_applicant_is_opened_and_sealed_anew(desk: Desk) -> None:
    case_id = opened(desk)
    corrected = cases.ApplicantCorrected(cases.Person("王秀英", "990102194902030248"))
    with desk.journal.writing() as facts:
        step = facts.add(desk.clerk.id, corrected, of=case_id)
    reject(desk.journal, step, "case.wrong_state")
    assert intake.look(desk, case_id).name == "𬭎子轩"
    settling.send_again(desk, step.id)
    assert intake.look(desk, case_id).name == "王秀英"
    with desk.journal.reading() as reading:
        said = "".join(str(event.payload) for event in reading.events_of(case_id))
    assert "王秀英" not in said


def test_what_may_not_happen_any_more_is_refused_and_nothing_has_changed(desk: Desk) -> None:
    case_id = opened(desk)
    (step,) = receive(desk, case_id, MATERIALS[0])
    reject(desk.journal, step, "case.wrong_state")
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.Withdrawn("另择日办理"), of=case_id)
    with pytest.raises(Refusal) as told:
        settling.send_again(desk, step.id)
    assert told.value.code == "case.wrong_state"
    assert left(desk, case_id) == ["case.material_received"], "it waits for somebody to give it up"
    settling.give_up(desk, step.id, "已撤回")
    assert left(desk, case_id) == []


@pytest.mark.parametrize("settle", ["give up", "send again"])
def test_what_is_settled_cannot_be_settled_again(desk: Desk, settle: str) -> None:
    case_id = opened(desk)
    (step,) = receive(desk, case_id, MATERIALS[0])
    reject(desk.journal, step, "case.wrong_state")
    settling.give_up(desk, step.id, "")
    with pytest.raises(Refusal) as told:
        settling.give_up(desk, step.id, "") if settle == "give up" else settling.send_again(desk, step.id)
    assert told.value.code == "settle.nothing"


@pytest.mark.parametrize("event", ["", "nobody", "01a20a0d-fed0-7754-a06e-5c6dbeaddd83"])
def test_there_is_nothing_to_settle_of_what_never_was(desk: Desk, event: str) -> None:
    with pytest.raises(Refusal) as told:
        settling.give_up(desk, EventId(event), "")
    assert told.value.code == "settle.nothing"
    with pytest.raises(Refusal) as told:
        settling.send_again(desk, EventId(event))
    assert told.value.code == "settle.nothing"


def test_a_step_that_was_accepted_is_not_given_up(desk: Desk) -> None:
    case_id = opened(desk)
    (step,) = receive(desk, case_id, MATERIALS[0])
    accept_all(desk.journal)
    with pytest.raises(Refusal):
        settling.give_up(desk, step.id, "")
    assert set(state(desk, case_id).settled) == {MATERIALS[0]}


def test_pages_that_were_rejected_are_added_again(desk: Desk) -> None:
    case_id = opened(desk)
    receive(desk, case_id, MATERIALS[0])
    accept_all(desk.journal)
    page = PageDigest("a" * 64)
    with desk.journal.writing() as facts:
        step = facts.add(desk.clerk.id, cases.PagesAdded(MATERIALS[0], (page,)), of=case_id)
    reject(desk.journal, step, "case.wrong_state")
    assert state(desk, case_id).pages == {}
    settling.send_again(desk, step.id)
    assert state(desk, case_id).pages == {MATERIALS[0]: (page,)}


def test_only_cases_are_sent_again(desk: Desk) -> None:
    """A ticket's moment is over: somebody else may have been called since."""
    ticket = office.issue(desk, "A001")
    with desk.journal.writing() as facts:
        step = facts.add(desk.clerk.id, tickets.Called(desk.clerk.window), of=ticket)
    accept_all_but(desk, step)
    with pytest.raises(Refusal) as told:
        settling.send_again(desk, step.id)
    assert told.value.code == "settle.only_cases"


def accept_all_but(desk: Desk, step: Event) -> None:
    reject(desk.journal, step, "ticket.taken")
    accept_all(desk.journal)


def test_open_work_counts_this_clerks_cases_only(desk: Desk) -> None:
    assert settling.open_work(desk) == 0
    case_id, _ = intake.open_case(desk, PERSON), intake.open_case(desk, PERSON)
    assert settling.open_work(desk) == 2
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.Withdrawn("改日"), of=case_id)
    assert settling.open_work(desk) == 1


def test_a_step_on_the_sheet_says_what_it_was_and_why_it_was_refused(desk: Desk) -> None:
    case_id = opened(desk)
    (step,) = receive(desk, case_id, MATERIALS[0])
    reject(desk.journal, step, "case.wrong_state")
    (told,) = sheets.line(desk).steps
    assert (told.event, told.rejected) == (step.id, "case.wrong_state")
    settling.give_up(desk, step.id, "")
    assert [left.kind for left in sheets.line(desk).steps] == ["case.steps_given_up"]


def test_a_deferral_that_was_rejected_keeps_its_day_when_sent_again(desk: Desk) -> None:
    case_id = opened(desk)
    with desk.journal.writing() as facts:
        step = facts.add(desk.clerk.id, cases.MaterialDeferred(MATERIALS[2], date(2026, 12, 1)), of=case_id)
    reject(desk.journal, step, "case.wrong_state")
    settling.send_again(desk, step.id)
    assert state(desk, case_id).settled[MATERIALS[2]].due == date(2026, 12, 1)
