"""What a scan leaves behind: noted as it arrives, taken up once, put away, let go of; and a device's ten sheets."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clerk import accepting, intake, left_over, scanning, sheets
from deskapp.clerk.intake import Application
from deskapp.clerk.stacking import Run, Told
from deskapp.desk import Desk
from deskapp.devices.scanner import roster
from deskapp.devices.scanner.contract import Mode, ScanRequest
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode
from deskapp.rules.page_making import Craft
from deskapp.rules.spot import Spot, Why
from deskapp.scans import taking
from tests.clerk import office
from tests.devices.practice import write_sane
from tests.papers import stack_of

PERSON = Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024")
NOBODY = Told(lambda _: None)


@pytest.fixture
def case_id(desk: Desk) -> CaseId:
    return intake.open_case(desk, PERSON)


def spot(desk: Desk, case: CaseId, place: int = 1) -> Spot:
    return Spot(case, MaterialCode(sheets.case(desk, case).lines[place - 1].code))


def counts(desk: Desk, case: CaseId) -> list[int]:
    return [len(line.pages) for line in sheets.case(desk, case).lines]


def arrived(desk: Desk, asked: Spot, *paper: bytes) -> Run:
    """A scan that had taken this when its program ended."""
    run = Run(desk, asked, NOBODY)
    for data in paper:
        run._land(taking.came(data, stack_of.DPI))
    return run


def test_what_had_arrived_goes_behind_its_separators_and_only_once(desk: Desk, case_id: CaseId) -> None:
    arrived(desk, spot(desk, case_id), stack_of.page(1), stack_of.separator(case_id, 2), stack_of.page(2))
    assert counts(desk, case_id)[:2] == [0, 0]
    taken = left_over.go_on(desk, NOBODY)
    assert (taken.pages, taken.separators) == (2, 1)
    assert counts(desk, case_id)[:2] == [1, 1]
    assert left_over.go_on(desk, NOBODY).pages == 0
    assert (counts(desk, case_id)[:2], left_over.waiting(desk)) == ([1, 1], ())


def test_a_separator_is_kept_nowhere_once_its_scan_is_over(desk: Desk, case_id: CaseId) -> None:
    run = arrived(desk, spot(desk, case_id), stack_of.separator(case_id, 2), stack_of.page(2))
    sheet, page = (one.digest for one in left_over.waiting(desk))
    left_over.go_on(desk, NOBODY)
    assert run.taken.pages == 0
    assert desk.vault.get(page)
    with pytest.raises(Exception, match=r"page\.not_here"):
        desk.vault.get(sheet)


def test_a_case_that_was_accepted_meanwhile_gets_nothing_and_its_pages_wait(desk: Desk, case_id: CaseId) -> None:
    arrived(desk, spot(desk, case_id), stack_of.page(1))
    accepting.withdraw(desk, case_id, "不办了。")
    assert left_over.go_on(desk, NOBODY).waiting == (Why.CLOSED,)
    assert [page.why for page in left_over.waiting(desk)] == [Why.CLOSED]
    other = intake.open_case(desk, replace(PERSON, phone="19900007221"))
    pages = [page.arrival for page in left_over.waiting(desk)]
    with pytest.raises(Refusal):
        left_over.place(desk, pages, spot(desk, case_id))
    assert left_over.place(desk, pages, spot(desk, other)) == 1
    assert (counts(desk, other)[0], left_over.waiting(desk)) == (1, ())


def test_a_colleague_is_offered_nothing_of_it(desk: Desk, case_id: CaseId) -> None:
    arrived(desk, spot(desk, case_id), stack_of.page(1))
    colleague = replace(desk, clerk=replace(desk.clerk, id=ClerkId("clerk7")))
    assert left_over.waiting(colleague) == ()
    assert left_over.go_on(colleague, NOBODY).pages == 0
    assert len(left_over.waiting(desk)) == 1


def test_what_was_put_away_is_kept_for_a_month_and_then_let_go(
    desk: Desk, case_id: CaseId, clock: office.FrozenClock
) -> None:
    arrived(desk, spot(desk, case_id), stack_of.page(1), stack_of.page(2))
    first, second = left_over.waiting(desk)
    left_over.put_away(desk, [first.arrival])
    assert left_over.go_on(desk, NOBODY).pages == 2, "one goes on, and the other is counted among those that wait"
    assert counts(desk, case_id)[0] == 1
    clock.move(left_over.KEPT_AWAY - timedelta(minutes=1))
    assert left_over.let_go_of_old(desk) == 0
    assert left_over.picture(desk, first.arrival, 100)[:2] == b"\xff\xd8"
    clock.move(timedelta(minutes=2))
    assert left_over.let_go_of_old(desk) == 1
    assert left_over.waiting(desk) == ()
    assert desk.vault.get(second.digest), "a page of a case is nobody's left-over"


def test_a_page_whose_bytes_are_damaged_waits_for_a_person(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    arrived(desk, spot(desk, case_id), stack_of.page(1))
    (page,) = left_over.waiting(desk)
    (file,) = (file for file in tmp_path.rglob(page.digest) if file.is_file())
    file.write_bytes(file.read_bytes()[:-40])
    assert left_over.go_on(desk, NOBODY).pages == 0
    assert [one.why for one in left_over.waiting(desk)] == [Why.UNREAD]


def test_what_is_no_picture_stops_a_separated_stack_from_being_put_wrongly(desk: Desk, case_id: CaseId) -> None:
    run = Run(desk, spot(desk, case_id), NOBODY)
    paper = [(data, stack_of.DPI) for data in (stack_of.separator(case_id, 2), stack_of.page(1), b"rubbish")]
    with pytest.raises(ContentTrouble):
        run.take(paper, threading.Event())
    run.end()
    assert run.taken.goal is Why.UNREAD, "it may have been a separator"
    assert counts(desk, case_id)[:2] == [0, 1]


def test_a_page_that_came_askew_is_set_straight_and_the_scan_is_kept(desk: Desk, case_id: CaseId) -> None:
    run = Run(desk, spot(desk, case_id), NOBODY)
    run.take([(stack_of.page(9, tilt=2.0), stack_of.DPI), (stack_of.page(8), stack_of.DPI)], threading.Event())
    run.end()
    assert (run.taken.straightened, run.taken.pages) == (1, 2)
    with desk.journal.reading() as reading:
        (making,) = reading.case(case_id).makings
    assert (making.craft, making.sources) == (Craft.STRAIGHTEN, (run.taken.placed[spot(desk, case_id)][0].digest,))
    assert desk.vault.get(making.sources[0]) == stack_of.page(9, tilt=2.0)


def test_ten_sheets_come_from_a_device_of_sane(
    desk: Desk, case_id: CaseId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path / "sane.d"))
    write_sane(tmp_path / "sane.d")
    here = replace(desk, scanner=roster.find)
    coming: list[str] = []
    told = Told(lambda _: None, lambda page: coming.append(page.digest))
    request = ScanRequest(dpi=75, mode=Mode.GRAY, feeder=True)
    taken = scanning.scan_stack(
        here, spot(desk, case_id), told, threading.Event(), source="sane:test:0", request=request
    )  # fmt: skip
    assert taken.pages == len(coming) == 10
    assert sum(len(pages) for pages in taken.placed.values()) == 10
    assert left_over.waiting(desk) == ()
