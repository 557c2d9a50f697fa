"""A theme at the window: one form, every material once, one number; and its cases, each with its department."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from deskapp.clerk import accepting, archiving, deciding, handing_out, intake, settling, sheets, stepping
from deskapp.clerk.handing_out import Handing
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import DeviceTrouble, Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode
from deskapp.queries.bundle_sheet import BundleSheet
from deskapp.queries.case_sheet import CaseSheet, NextStep
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case import Case, CorrectionRequested, Decided, Declined, How, Usual, Withdrawn
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.numbering import read_case_number
from tests.clerk import office

START = ("SCJG-0101", "GA-0301", "SW-0101", "RS-0101", "ZJ-0101")
BIRTH = ("WJ-0101", "GA-0101", "WJ-0201", "YB-0301", "YB-0101", "RS-0301")


def begin(desk: Desk, theme: str, **answers: str) -> CaseId:
    name, number, phone = next(iter(office.people()))
    return intake.open_case(desk, Application(ItemCode(""), name, number, phone, answers=answers, theme=theme))


def bundle(desk: Desk, case_id: CaseId) -> BundleSheet:
    found = sheets.case(desk, case_id).bundle
    assert found is not None
    return found


def cases(desk: Desk, case_id: CaseId) -> dict[str, Case]:
    with desk.journal.reading() as reading:
        found = [reading.case(line.case) for line in bundle(desk, case_id).lines]
    return {str(case.item): case for case in found}


def take_all(desk: Desk, case_id: CaseId) -> None:
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code)


def accepted(desk: Desk, theme: str, **answers: str) -> CaseId:
    case_id = begin(desk, theme, **answers)
    take_all(desk, case_id)
    accepting.accept(desk, case_id)
    return case_id


def as_department(desk: Desk, name: str) -> Desk:
    return replace(desk, clerk=replace(desk.clerk, id=ClerkId(f"dept-{name}"), roles=("department",)))


def line(sheet: CaseSheet, material: str) -> Standing:
    return next(one.standing for one in sheet.lines if one.code == material)


def test_a_theme_opens_a_case_for_each_of_its_items_under_one_bundle(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    found = cases(desk, case_id)
    assert tuple(found) == START
    assert len({case.bundle for case in found.values()}) == 1
    assert len({case.track for case in found.values()}) == len(START)
    assert found["SCJG-0101"].id == case_id
    assert all(case.state is State.OPENED for case in found.values())


def test_each_shared_material_is_asked_for_once(desk: Desk) -> None:
    sheet = sheets.case(desk, begin(desk, "T-START"))
    codes = [one.code for one in sheet.lines]
    assert len(codes) == len(set(codes))
    assert sheet.item_name == "企业开办一件事"
    assert sheet.department.split("、")[0] == "市场监督管理局"
    assert sheet.fee == 0


def test_what_an_earlier_item_results_in_is_not_asked_of_the_applicant(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    assert line(sheets.case(desk, case_id), "LICENSE-BIZ") is Standing.PRODUCED
    with pytest.raises(Refusal) as refusal:
        intake.receive(desk, case_id, MaterialCode("LICENSE-BIZ"))
    assert refusal.value.code == "material.produced"
    assert refusal.value.values["item"] == "公司设立登记"


def test_what_an_item_writes_into_is_asked_for_though_it_comes_out_of_it(desk: Desk) -> None:
    """The parents' household register is brought to register the child; the register that comes out is not."""
    case_id = begin(desk, "T-BIRTH")
    assert line(sheets.case(desk, case_id), "HUKOU") is Standing.OWED
    intake.receive(desk, case_id, MaterialCode("HUKOU"))
    found = cases(desk, case_id)
    assert "HUKOU" in found["GA-0101"].settled
    assert "HUKOU" not in found["YB-0101"].settled


def test_a_material_ticked_once_counts_in_every_case_that_asks_for_it(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    intake.receive(desk, case_id, MaterialCode("ID-CARD"))
    wants = {"SCJG-0101", "GA-0301", "SW-0101", "ZJ-0101"}
    assert {item for item, case in cases(desk, case_id).items() if "ID-CARD" in case.settled} == wants
    intake.give_back(desk, case_id, MaterialCode("ID-CARD"))
    assert not any(case.settled for case in cases(desk, case_id).values())


def test_a_promise_stands_in_where_every_case_that_insists_allows_it(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    intake.commit(desk, case_id, MaterialCode("PREMISES"))
    assert cases(desk, case_id)["SCJG-0101"].settled[MaterialCode("PREMISES")].how is How.COMMITTED
    with pytest.raises(Refusal, match=r"no_commitment"):
        intake.commit(desk, case_id, MaterialCode("ID-CARD"))
    assert not any("ID-CARD" in case.settled for case in cases(desk, case_id).values())


def test_a_question_is_asked_once_and_answered_in_every_case_it_is_of(desk: Desk) -> None:
    case_id = begin(desk, "T-BIRTH")
    sheet = sheets.case(desk, case_id)
    assert [one.question.code for one in sheet.questions] == ["married", "father_enters"]
    intake.answer(desk, case_id, "married", "yes")
    found = cases(desk, case_id)
    assert found["GA-0101"].answers["married"] == "yes"
    assert "married" not in found["WJ-0101"].answers
    assert line(sheets.case(desk, case_id), "MARRIAGE") is Standing.OWED


def test_a_bundle_is_accepted_at_once_under_one_number_with_one_receipt(desk: Desk, tray: office.Tray) -> None:
    case_id = begin(desk, "T-START")
    take_all(desk, case_id)
    assert sheets.case(desk, case_id).next_step is NextStep.ACCEPT
    done = accepting.accept(desk, case_id)
    found = cases(desk, case_id)
    assert {case.bundle_number for case in found.values()} == {done.number}
    serials = [read_case_number(number).serial for number in (done.number, *(c.number or "" for c in found.values()))]
    assert serials == [1, 2, 3, 4, 5, 6]
    assert [paper.name.split("-")[0] for paper in tray.papers] == ["receipt", "acceptance"]
    assert [paper.barcode for paper in done.papers] == [done.number, done.number]
    assert sheets.case(desk, case_id).number == done.number
    assert sheets.case(desk, case_id).papers_waiting == 0


def test_nothing_of_a_bundle_is_accepted_while_anything_of_it_is_owed(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    with pytest.raises(Refusal) as refusal:
        accepting.accept(desk, case_id)
    assert refusal.value.code == "case.incomplete"
    owed = [one.name for one in sheets.case(desk, case_id).owed]
    assert refusal.value.values["missing"] == owed
    assert all(case.number is None for case in cases(desk, case_id).values())


def test_an_acceptance_is_taken_back_as_a_whole_and_keeps_every_number(desk: Desk) -> None:
    case_id = accepted(desk, "T-START")
    before = {item: case.number for item, case in cases(desk, case_id).items()}
    number = sheets.case(desk, case_id).number
    accepting.undo_acceptance(desk, case_id)
    assert all(case.state is State.OPENED and case.number is None for case in cases(desk, case_id).values())
    assert sheets.case(desk, case_id).number is None
    assert accepting.accept(desk, case_id).number == number
    assert {item: case.number for item, case in cases(desk, case_id).items()} == before


def test_a_case_and_a_bundle_never_have_the_same_number(desk: Desk) -> None:
    numbers = [accepted(desk, "T-CARD", why_elsewhere="referred")]
    given: list[str] = []
    for case_id in (*numbers, accepted(desk, "T-CARD", why_elsewhere="referred"), accepted(desk, "T-START")):
        given += [bundle(desk, case_id).number, *(one.number for one in bundle(desk, case_id).lines)]
    assert len(given) == len(set(given))


def test_a_later_case_counts_its_days_behind_the_earlier_within_what_the_theme_promises(desk: Desk) -> None:
    found = cases(desk, accepted(desk, "T-FOOD"))
    days = {item: case.promised_day for item, case in found.items()}
    assert days == {
        "SCJG-0102": date(2026, 11, 23),  # the same day
        "SCJG-0201": date(2026, 11, 30),  # five working days behind it
        "XF-0101": date(2026, 11, 26),
        "ZJJ-0201": date(2026, 11, 26),
    }
    birth = cases(desk, accepted(desk, "T-BIRTH", married="yes"))
    assert birth["YB-0301"].promised_day == date(2026, 11, 30)  # seven days of its own, five of the theme
    assert birth["YB-0301"].statutory_day == date(2026, 12, 21)


def test_nothing_is_decided_before_what_it_waits_for(desk: Desk) -> None:
    case_id = accepted(desk, "T-START")
    found = cases(desk, case_id)
    assert sheets.case(desk, case_id).bundle is not None
    assert bundle(desk, case_id).grantable == ()
    with pytest.raises(Refusal) as refusal:
        deciding.grant(desk, found["GA-0301"].id)
    assert refusal.value.code == "bundle.waits"
    assert refusal.value.values["item"] == "公司设立登记"
    deciding.grant(as_department(desk, "scjg"), case_id)
    assert bundle(desk, case_id).state is BundleState.RUNNING
    assert set(bundle(desk, case_id).grantable) == {found[item].id for item in START[1:]}
    accepting.print_again(desk, case_id)  # the department's decision comes out at the window
    assert sheets.case(desk, case_id).next_step is NextStep.GRANT
    deciding.grant(desk, case_id)
    assert bundle(desk, case_id).state is BundleState.DECIDED


def test_what_the_window_decides_is_decided_at_one_stroke_each_behind_what_it_waits_for(desk: Desk) -> None:
    case_id = accepted(desk, "T-BIRTH", married="yes")
    done = deciding.grant(desk, case_id)
    decided = {item: case.granted for item, case in cases(desk, case_id).items()}
    assert decided == {**dict.fromkeys(BIRTH, True), "YB-0301": None}  # the department's own
    assert len(done.cases) == 5
    stepping.take_back_all(desk, done.cases, Decided)
    assert all(case.granted is None for case in cases(desk, case_id).values())


def test_a_grant_that_others_rest_on_is_not_taken_back(desk: Desk) -> None:
    case_id = accepted(desk, "T-BIRTH", married="yes")
    deciding.grant(desk, case_id)
    with pytest.raises(Refusal, match=r"bundle\.later_decided"):
        stepping.take_back(desk, case_id, Decided)


def test_one_notice_names_what_is_missing_for_all(desk: Desk, tray: office.Tray) -> None:
    case_id = begin(desk, "T-START")
    intake.receive(desk, case_id, MaterialCode("ID-CARD"))
    done = accepting.ask_for_correction(desk, case_id, "")
    assert [paper.kind for paper in done.papers] == ["correction"]
    assert len(tray.papers) == 1
    found = cases(desk, case_id)
    stand = {item for item, case in found.items() if case.state is State.CORRECTION_REQUESTED}
    assert stand == {"SCJG-0101", "GA-0301", "RS-0101"}, "what lacks nothing is not asked for anything"
    assert found["RS-0101"].settled == {}
    stepping.take_back_all(desk, done.cases, CorrectionRequested)
    assert all(case.state is State.OPENED for case in cases(desk, case_id).values())
    assert cases(desk, case_id)["SCJG-0101"].settled  # what registration hands back is here again


def test_a_bundle_is_withdrawn_as_a_whole_and_comes_back_as_a_whole(desk: Desk) -> None:
    case_id = accepted(desk, "T-START")
    done = accepting.withdraw(desk, case_id, "不办了")
    assert bundle(desk, case_id).state is BundleState.ENDED
    stepping.take_back_all(desk, done.cases, Withdrawn)
    assert bundle(desk, case_id).state is BundleState.RUNNING


def test_one_case_is_withdrawn_alone_and_takes_along_what_waits_for_it(desk: Desk) -> None:
    case_id = accepted(desk, "T-BIRTH", married="yes")
    register = cases(desk, case_id)["GA-0101"].id
    accepting.withdraw(desk, register, "先不落户", alone=True)
    ended = {item for item, case in cases(desk, case_id).items() if case.state is State.WITHDRAWN}
    assert ended == {"GA-0101", "YB-0101", "RS-0301"}
    assert bundle(desk, case_id).state is BundleState.RUNNING


def test_one_case_is_declined_at_the_window_and_the_rest_goes_on(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    take_all(desk, case_id)
    fund = cases(desk, case_id)["ZJ-0101"].id
    accepting.decline(desk, fund, "不在本中心", "条例", Usual.NOT_COMPETENT, alone=True)
    accepting.accept(desk, case_id)
    states = {item: case.state for item, case in cases(desk, case_id).items()}
    assert states == {**dict.fromkeys(START, State.ACCEPTED), "ZJ-0101": State.DECLINED}


def test_declining_what_others_wait_for_declines_them_first(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    done = accepting.decline(desk, case_id, "名称不符", "条例", alone=True)
    assert done.cases[-1] == case_id
    assert bundle(desk, case_id).state is BundleState.ENDED
    stepping.take_back_all(desk, done.cases, Declined)
    assert bundle(desk, case_id).state is BundleState.AT_THE_WINDOW


def test_results_are_handed_out_in_parts_with_one_proof_for_each_time(desk: Desk, tray: office.Tray) -> None:
    case_id = accepted(desk, "T-BIRTH", married="yes")
    deciding.grant(desk, case_id)
    number = bundle(desk, case_id).number
    ready = handing_out.find(desk, number)
    assert len(ready) == 5
    assert all(one.named and one.bundle == number and one.theme == "新生儿出生一件事" for one in ready)
    tray.papers.clear()
    first = handing_out.deliver(desk, [one.case for one in ready[:2]], Handing())
    assert [paper.kind for paper in first.papers] == ["hand_out", "proof_of_service"]
    assert bundle(desk, case_id).state is BundleState.PARTLY_DELIVERED
    assert len(handing_out.of_case(desk, case_id)) == 3
    rest = handing_out.deliver(desk, [one.case for one in ready[2:]], Handing())
    assert [paper.kind for paper in rest.papers] == ["hand_out", "proof_of_service"]
    assert len(tray.papers) == 4
    handing_out.take_back(desk, rest.cases)
    assert len(handing_out.of_case(desk, case_id)) == 3


def test_a_single_case_of_a_bundle_has_a_proof_of_its_own(desk: Desk, tray: office.Tray) -> None:
    case_id = accepted(desk, "T-BIRTH", married="yes")
    deciding.grant(desk, case_id)
    done = handing_out.deliver(desk, [case_id], Handing())
    with desk.journal.reading() as reading:
        assert {paper.barcode for paper in done.papers} == {reading.case(case_id).number}


def test_a_bundle_that_is_over_is_filed_at_once(desk: Desk) -> None:
    case_id = accepted(desk, "T-CARD", why_elsewhere="referred")
    deciding.grant(desk, case_id)
    handing_out.deliver(desk, [one.case for one in handing_out.of_case(desk, case_id)], Handing())
    assert sheets.case(desk, case_id).next_step is NextStep.ARCHIVE
    archiving.archive(desk, case_id)
    assert {case.state for case in cases(desk, case_id).values()} == {State.ARCHIVED}


def test_a_jam_leaves_one_receipt_to_print_and_not_five(desk: Desk, tray: office.Tray) -> None:
    case_id = begin(desk, "T-START")
    take_all(desk, case_id)
    tray.broken = DeviceTrouble("printer.out_of_paper")
    done = accepting.accept(desk, case_id)
    assert done.trouble is not None
    assert sheets.case(desk, case_id).papers_waiting == 2
    tray.broken = None
    again = accepting.print_again(desk, case_id)
    assert [paper.kind for paper in again.papers] == ["receipt", "acceptance"]
    assert sheets.case(desk, case_id).papers_waiting == 0


def test_a_bundle_is_found_by_its_number_and_by_those_of_its_cases(desk: Desk) -> None:
    case_id = accepted(desk, "T-START")
    found = sheets.find_cases(desk, bundle(desk, case_id).number)
    assert [one.case for one in found] == [one.case for one in bundle(desk, case_id).lines]
    one = bundle(desk, case_id).lines[3]
    assert [other.case for other in sheets.find_cases(desk, one.number)] == [one.case]
    assert sheets.case(desk, one.case).number == bundle(desk, case_id).number
    assert sheets.case(desk, one.case, alone=True).number == one.number


def test_a_bundle_left_open_is_one_piece_of_work(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    assert settling.open_work(desk) == 1
    assert sheets.current_case(desk) == case_id


def test_what_was_put_off_is_received_once_for_all(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    intake.defer(desk, case_id, MaterialCode("OFFICERS"))
    take_all(desk, case_id)
    accepting.accept(desk, case_id)
    assert [one.code for one in sheets.case(desk, case_id).deferred] == ["OFFICERS"]
    intake.receive(desk, case_id, MaterialCode("OFFICERS"), Form.ORIGINAL)
    assert sheets.case(desk, case_id).deferred == ()


def test_the_applicant_is_corrected_in_every_case(desk: Desk) -> None:
    case_id = begin(desk, "T-START")
    people = iter(office.people())
    next(people)
    name, number, phone = next(people)
    intake.correct_applicant(desk, case_id, Application(ItemCode(""), name, number, phone))
    with desk.journal.reading() as reading:
        named = {reading.people(one.case)[0].name for one in bundle(desk, case_id).lines}  # type: ignore[union-attr]
    assert named == {name}
