"""A tick that a page gave goes where the page goes, and comes back with it; one that a hand set stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deskapp.clerk import intake, page_steps, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, PageDigest
from deskapp.rules.case import How
from tests.clerk import office
from tests.clerk.test_bundle_pages import FUND, INSURE, SOCIAL, STAFF, bring, case_of

ID_CARD, PREMISES = MaterialCode("ID-CARD"), MaterialCode("PREMISES")
PERSON = Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024")


@pytest.fixture
def case_id(desk: Desk) -> CaseId:
    return intake.open_case(desk, PERSON)


def scanned(desk: Desk, case_id: CaseId, folder: Path, *rows: int, to: MaterialCode = ID_CARD) -> list[PageDigest]:
    return bring(desk, case_id, folder, to, *rows)


def ticked(desk: Desk, case_id: CaseId) -> dict[str, bool]:
    """The materials that were received, and whether a page ticked them."""
    with desk.journal.reading() as reading:
        settled = reading.case(case_id).settled
    return {str(code): how.by_page for code, how in settled.items() if how.how is How.RECEIVED}


def test_the_first_page_ticks_its_material_and_moved_it_ticks_the_other_instead(
    desk: Desk, case_id: CaseId, tmp_path: Path
) -> None:
    (page,) = scanned(desk, case_id, tmp_path, 4)
    assert ticked(desk, case_id) == {"ID-CARD": True}
    page_steps.move(desk, case_id, [page], PREMISES)
    assert ticked(desk, case_id) == {"PREMISES": True}
    owed = [line.code for line in sheets.case(desk, case_id).owed]
    assert (ID_CARD in owed, PREMISES in owed) == (True, False)


def test_undo_brings_the_tick_back_with_the_page(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    (page,) = scanned(desk, case_id, tmp_path, 4)
    page_steps.move(desk, case_id, [page], PREMISES)
    page_steps.undo(desk, case_id)
    assert ticked(desk, case_id) == {"ID-CARD": True}


def test_a_material_that_still_has_a_page_keeps_its_tick(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    first, second = scanned(desk, case_id, tmp_path, 4, 8)
    page_steps.move(desk, case_id, [first], PREMISES)
    assert ticked(desk, case_id) == {"ID-CARD": True, "PREMISES": True}
    page_steps.move(desk, case_id, [second], PREMISES)
    assert ticked(desk, case_id) == {"PREMISES": True}
    for _ in range(2):
        page_steps.undo(desk, case_id)
    assert ticked(desk, case_id) == {"ID-CARD": True}


def test_what_a_hand_has_ticked_stays_ticked_whatever_its_pages_do(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    intake.receive(desk, case_id, ID_CARD)
    (page,) = scanned(desk, case_id, tmp_path, 4)
    page_steps.move(desk, case_id, [page], PREMISES)
    assert ticked(desk, case_id) == {"ID-CARD": False, "PREMISES": True}
    page_steps.undo(desk, case_id)
    assert ticked(desk, case_id) == {"ID-CARD": False}


def test_a_hand_that_ticks_what_a_page_has_ticked_makes_it_its_own(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    (page,) = scanned(desk, case_id, tmp_path, 4)
    intake.receive(desk, case_id, ID_CARD)
    page_steps.move(desk, case_id, [page], PREMISES)
    assert ticked(desk, case_id) == {"ID-CARD": False, "PREMISES": True}


def test_a_material_that_was_given_back_is_not_ticked_by_an_undo(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    (page,) = scanned(desk, case_id, tmp_path, 4)
    intake.give_back(desk, case_id, ID_CARD)
    page_steps.move(desk, case_id, [page], PREMISES)
    assert ticked(desk, case_id) == {"PREMISES": True}
    page_steps.undo(desk, case_id)
    assert ticked(desk, case_id) == {}


def test_pages_put_in_another_order_change_no_tick(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    first, second = scanned(desk, case_id, tmp_path, 4, 8)
    intake.give_back(desk, case_id, ID_CARD)
    page_steps.move(desk, case_id, [second], ID_CARD, first)
    assert ticked(desk, case_id) == {}


def test_what_somebody_else_ticked_meanwhile_stays_when_the_page_goes_back(
    desk: Desk, case_id: CaseId, tmp_path: Path
) -> None:
    (page,) = scanned(desk, case_id, tmp_path, 4)
    page_steps.move(desk, case_id, [page], PREMISES)
    other = replace(desk, clerk=replace(desk.clerk, id=ClerkId("clerk5")))
    intake.receive(other, case_id, PREMISES)
    page_steps.undo(desk, case_id)
    assert ticked(desk, case_id) == {"ID-CARD": True, "PREMISES": False}


def test_in_a_theme_the_ticks_follow_in_every_case_and_come_back_in_every_case(desk: Desk, tmp_path: Path) -> None:
    name, number, phone = next(iter(office.people()))
    theme = intake.open_case(desk, Application(ItemCode(""), name, number, phone, theme="T-START"))
    (page,) = scanned(desk, theme, tmp_path, 4, to=STAFF)
    social, fund = (case_of(desk, theme, item) for item in (SOCIAL, FUND))
    assert [ticked(desk, one) for one in (social, fund)] == [{"STAFF-LIST": True}] * 2
    page_steps.move(desk, theme, [page], INSURE)
    assert [ticked(desk, one) for one in (social, fund)] == [{"APP-INSURE": True}, {}]
    page_steps.undo(desk, theme)
    assert [ticked(desk, one) for one in (social, fund)] == [{"STAFF-LIST": True}] * 2


def test_the_last_page_of_a_material_takes_its_tick_along_and_brings_it_back(
    desk: Desk, case_id: CaseId, tmp_path: Path
) -> None:
    first, second = scanned(desk, case_id, tmp_path, 4, 8)
    page_steps.remove(desk, case_id, [first])
    assert ticked(desk, case_id) == {"ID-CARD": True}
    page_steps.remove(desk, case_id, [second], by_itself=True)
    assert ticked(desk, case_id) == {}
    assert ID_CARD in [line.code for line in sheets.case(desk, case_id).owed]
    page_steps.undo(desk, case_id)
    assert ticked(desk, case_id) == {"ID-CARD": True}


def test_what_a_hand_has_ticked_stays_when_its_page_is_taken_out(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    intake.receive(desk, case_id, ID_CARD)
    (page,) = scanned(desk, case_id, tmp_path, 4)
    page_steps.remove(desk, case_id, [page])
    assert ticked(desk, case_id) == {"ID-CARD": False}
    page_steps.undo(desk, case_id)
    assert ticked(desk, case_id) == {"ID-CARD": False}


def test_a_material_given_back_before_its_page_was_taken_out_is_not_ticked_by_the_undo(
    desk: Desk, case_id: CaseId, tmp_path: Path
) -> None:
    (page,) = scanned(desk, case_id, tmp_path, 4)
    intake.give_back(desk, case_id, ID_CARD)
    page_steps.remove(desk, case_id, [page])
    page_steps.undo(desk, case_id)
    assert ticked(desk, case_id) == {}
