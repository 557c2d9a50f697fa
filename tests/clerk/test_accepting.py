"""Accepting and its opposites: the step is on the disk before paper comes out, and paper never undoes a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clerk import accepting, intake, printing, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.devices.errors import PrinterCode
from deskapp.failures import DeviceTrouble, Refusal
from deskapp.ids import CaseId, ItemCode
from deskapp.queries.case_sheet import NextStep
from deskapp.rules import barcode
from deskapp.rules.barcode import notice_digits
from deskapp.rules.case_state import State
from deskapp.rules.numbering import read_case_number
from tests.clerk import office
from tests.papers import looking
from tests.papers.looking import codes, pictures, written

PENSION = ItemCode("ZJ-0201")  # promised in one working day
COMPANY = ItemCode("SCJG-0101")


def opened(desk: Desk, item: ItemCode = PENSION) -> CaseId:
    return intake.open_case(desk, Application(item, "𬭎子轩", "990108200101011158", "19900006024"))


def whole(desk: Desk, item: ItemCode = PENSION) -> CaseId:
    """A case of which nothing is owed any more."""
    case_id = opened(desk, item)
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code)
    return case_id


def kinds(desk: Desk, case_id: CaseId) -> list[str]:
    with desk.journal.reading() as reading:
        return [event.kind for event in reading.events_of(case_id)]


def code_of(step: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        step()
    return refused.value.code


def test_an_accepted_case_has_its_number_its_days_and_its_papers(desk: Desk, tray: office.Tray) -> None:
    case_id = whole(desk)
    done = accepting.accept(desk, case_id)
    sheet = sheets.case(desk, case_id)
    assert (sheet.state, sheet.number, sheet.papers_waiting) == (State.ACCEPTED, done.number, 0)
    assert sheet.promised_day is not None
    assert sheet.promised_day.isoformat() == "2026-11-24", "one working day after a Monday"
    assert [paper.kind for paper in done.papers] == ["receipt", "acceptance"]
    assert [paper.pdf[:5] for paper in tray.papers] == [b"%PDF-", b"%PDF-"]
    assert done.trouble is None
    assert sheet.next_step is NextStep.DONE


def test_the_number_holds_hall_day_window_and_serial(desk: Desk) -> None:
    numbers = [read_case_number(accepting.accept(desk, whole(desk)).number) for _ in range(3)]
    assert [number.serial for number in numbers] == [1, 2, 3]
    assert {(number.hall, number.window, number.day.isoformat()) for number in numbers} == {("H1", "3", "2026-11-23")}


def test_the_serial_begins_anew_with_the_day(desk: Desk, clock: office.FrozenClock) -> None:
    accepting.accept(desk, whole(desk))
    clock.move(timedelta(days=1))
    assert read_case_number(accepting.accept(desk, whole(desk)).number).serial == 1


def test_what_is_owed_is_named_whole_and_nothing_happens(desk: Desk, tray: office.Tray) -> None:
    case_id = opened(desk, COMPANY)
    owed = [line.name for line in sheets.case(desk, case_id).owed]
    assert len(owed) > 2
    with pytest.raises(Refusal) as refused:
        accepting.accept(desk, case_id)
    assert refused.value.code == "case.incomplete"
    assert refused.value.values["missing"] == owed
    assert sheets.case(desk, case_id).state is State.OPENED
    assert tray.papers == []


def test_a_jam_leaves_the_case_accepted_and_its_papers_waiting(desk: Desk, tray: office.Tray) -> None:
    tray.broken = DeviceTrouble(PrinterCode.FAILED)
    case_id = whole(desk)
    done = accepting.accept(desk, case_id)
    assert done.trouble is not None
    assert done.trouble.code == PrinterCode.FAILED
    sheet = sheets.case(desk, case_id)
    assert (sheet.state, sheet.papers_waiting, sheet.next_step) == (State.ACCEPTED, 2, NextStep.PRINT_AGAIN)
    tray.broken = None
    again = accepting.print_again(desk, case_id)
    assert again.trouble is None
    assert sheets.case(desk, case_id).papers_waiting == 0
    assert len(tray.papers) == 2


def test_what_has_come_out_is_printed_again_as_what_it_was_and_marked(desk: Desk, tray: office.Tray) -> None:
    case_id = whole(desk)
    first = accepting.accept(desk, case_id)
    again = accepting.print_again(desk, case_id)
    assert [paper.kind for paper in again.papers] == [paper.kind for paper in first.papers]
    assert [paper.barcode for paper in again.papers] == [paper.barcode for paper in first.papers]
    assert all(one.pdf != other.pdf for one, other in zip(first.papers, again.papers, strict=True)), "补打 stands on it"
    assert len(tray.papers) == 4


def test_the_same_paper_is_the_same_bytes(desk: Desk) -> None:
    case_id = whole(desk)
    accepting.accept(desk, case_id)
    one, other = (printing.draw_paper(desk, case_id, "receipt", again=True) for _ in range(2))
    assert one == other


def test_each_reprint_says_how_many_there_were(desk: Desk, tmp_path: Path) -> None:
    case_id = whole(desk)
    accepting.accept(desk, case_id)
    for times in (1, 2, 3):
        receipt, acceptance = accepting.print_again(desk, case_id).papers
        for paper in (receipt, acceptance):
            assert f"补打第{times}次" in looking.written(tmp_path, paper.pdf)


def test_no_person_stands_in_the_name_of_a_paper(desk: Desk, tray: office.Tray) -> None:
    accepting.accept(desk, whole(desk))
    for paper in tray.papers:
        assert "𬭎" not in paper.name
        assert "990108200101011158" not in paper.name


def test_an_acceptance_is_taken_back_and_the_case_keeps_its_number(desk: Desk) -> None:
    case_id = whole(desk)
    number = accepting.accept(desk, case_id).number
    accepting.undo_acceptance(desk, case_id)
    assert sheets.case(desk, case_id).state is State.OPENED
    other = accepting.accept(desk, whole(desk)).number
    assert other != number, "paper may carry it: nobody else gets it"
    assert accepting.accept(desk, case_id).number == number


def test_an_acceptance_is_taken_back_once(desk: Desk) -> None:
    case_id = whole(desk)
    accepting.accept(desk, case_id)
    accepting.undo_acceptance(desk, case_id)
    assert code_of(lambda: accepting.undo_acceptance(desk, case_id)) == "case.wrong_state"


def test_nothing_is_accepted_twice(desk: Desk, tray: office.Tray) -> None:
    case_id = whole(desk)
    accepting.accept(desk, case_id)
    assert code_of(lambda: accepting.accept(desk, case_id)) == "case.wrong_state"
    assert len(tray.papers) == 2
    assert kinds(desk, case_id).count("case.accepted") == 1


def test_what_is_missing_is_told_once_and_whole(desk: Desk, tray: office.Tray) -> None:
    case_id = opened(desk, COMPANY)
    done = accepting.ask_for_correction(desk, case_id, "  请带原件。 ")
    sheet = sheets.case(desk, case_id)
    assert (sheet.state, sheet.papers_waiting, done.number) == (State.CORRECTION_REQUESTED, 0, "")
    assert [paper.kind for paper in done.papers] == ["correction"]
    assert len(tray.papers) == 1
    assert code_of(lambda: accepting.ask_for_correction(desk, case_id, "")) == "case.corrected_before"


def test_the_notice_carries_the_code_that_keeps_the_place(desk: Desk, tray: office.Tray, tmp_path: Path) -> None:
    case_id = opened(desk, COMPANY)
    done = accepting.ask_for_correction(desk, case_id, "")
    for paper in (done.papers[0], printing.draw_paper(desk, case_id, "checklist_notice")):
        assert paper.barcode == notice_digits(case_id)
        assert notice_digits(case_id) in codes(pictures(tmp_path, paper.pdf, 300)[0])
        assert barcode.read(paper.barcode) == barcode.ScannedNotice(case_id)
        assert "再来时扫此码取号" in written(tmp_path, paper.pdf)
        for page in tmp_path.glob("*.png"):
            page.unlink()
    assert [paper.pdf for paper in tray.papers] == [done.papers[0].pdf]


def test_after_the_notice_the_case_goes_on_where_it_stood(desk: Desk) -> None:
    case_id = opened(desk)
    accepting.ask_for_correction(desk, case_id, "")
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code)
    assert accepting.accept(desk, case_id).number
    assert sheets.case(desk, case_id).state is State.ACCEPTED


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (lambda desk, case: accepting.decline(desk, case, " 不属于本机关 ", " 《行政许可法》 "), State.DECLINED),
        (lambda desk, case: accepting.withdraw(desk, case, " 不办了 "), State.WITHDRAWN),
    ],
)  # fmt: skip
def test_a_case_that_ended_otherwise_takes_no_further_step(
    desk: Desk, step: Callable[[Desk, CaseId], None], state: State
) -> None:
    case_id = whole(desk)
    step(desk, case_id)
    assert sheets.case(desk, case_id).state is state
    for other in (
        lambda: accepting.accept(desk, case_id),
        lambda: accepting.undo_acceptance(desk, case_id),
        lambda: accepting.ask_for_correction(desk, case_id, ""),
        lambda: accepting.withdraw(desk, case_id, ""),
    ):
        assert code_of(other) == "case.wrong_state"


def test_a_reason_is_kept_without_the_blanks_around_it(desk: Desk) -> None:
    case_id = whole(desk)
    accepting.withdraw(desk, case_id, "  不办了\n")
    with desk.journal.reading() as reading:
        (event,) = (event for event in reading.events_of(case_id) if event.kind == "case.withdrawn")
    assert event.payload["reason"] == "不办了"


def test_what_was_accepted_can_still_be_withdrawn_and_keeps_its_number(desk: Desk) -> None:
    case_id = whole(desk)
    number = accepting.accept(desk, case_id).number
    accepting.withdraw(desk, case_id, "不办了")
    sheet = sheets.case(desk, case_id)
    assert (sheet.state, sheet.number) == (State.WITHDRAWN, number)


@pytest.mark.parametrize("roles", [("greeter",), ("manager",), ("department",), ()])
def test_only_a_clerk_decides_at_the_window(desk: Desk, roles: tuple[str, ...]) -> None:
    case_id = whole(desk)
    other = replace(desk, clerk=replace(desk.clerk, roles=roles))
    for step in (
        lambda: accepting.accept(other, case_id),
        lambda: accepting.ask_for_correction(other, case_id, ""),
        lambda: accepting.decline(other, case_id, "a", "b"),
        lambda: accepting.withdraw(other, case_id, "a"),
    ):
        assert code_of(step) == "access.denied"
    assert kinds(desk, case_id)[-1] == "case.material_received"


def test_the_step_is_in_the_journal_before_the_paper_is_in_the_tray(desk: Desk, tray: office.Tray) -> None:
    """A printer that dies with the program takes nothing along."""
    case_id = whole(desk)
    tray.broken = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        accepting.accept(desk, case_id)
    sheet = sheets.case(desk, case_id)
    assert (sheet.state, sheet.papers_waiting) == (State.ACCEPTED, 2)
