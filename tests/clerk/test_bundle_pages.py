"""Pages of a theme: one sheet that several cases ask for is worked on in all of them, and taken back in all of them."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from deskapp.clerk import intake, page_steps, scanning, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, PageDigest
from deskapp.rules import case as cases
from deskapp.rules.page_making import WHOLE, Box, Craft, Making
from tests.clerk import office
from tests.scans import drawn

STAFF, ID_CARD, PREMISES, INSURE = map(MaterialCode, ("STAFF-LIST", "ID-CARD", "PREMISES", "APP-INSURE"))
COMPANY, SOCIAL, FUND = "SCJG-0101", "RS-0101", "ZJ-0101"
BOTH = {SOCIAL, FUND}  # those that ask for the list of the staff
TURN = Making(Craft.TURN, turn=90)
MAKINGS = [
    TURN,
    Making(Craft.CROP, boxes=(Box(0, 0, WHOLE, WHOLE // 2),)),
    Making(Craft.SPLIT, cut=WHOLE // 2, across=True),
    Making(Craft.REDACT, boxes=(Box(0, 0, WHOLE, WHOLE // 4),)),
]
Stands = dict[str, dict[MaterialCode, tuple[PageDigest, ...]]]


@pytest.fixture
def theme(desk: Desk) -> CaseId:
    name, number, phone = next(iter(office.people()))
    return intake.open_case(desk, Application(ItemCode(""), name, number, phone, theme="T-START"))


def bring(desk: Desk, theme: CaseId, folder: Path, material: MaterialCode, *rows: int) -> list[PageDigest]:
    came: list[PageDigest] = []
    paths = [folder / f"{material}-{number}.jpg" for number in rows]
    for path, number in zip(paths, rows, strict=True):
        path.write_bytes(drawn.saved(drawn.text(100, rows=number), "JPEG", dpi=(100, 100)))
    scanning.add_files(desk, theme, material, paths, lambda taken: came.append(taken.digest))
    return came


@pytest.fixture
def staff(desk: Desk, theme: CaseId, tmp_path: Path) -> list[PageDigest]:
    return bring(desk, theme, tmp_path, STAFF, 4, 8)


def stands(desk: Desk, theme: CaseId) -> Stands:
    """The pages of every case of the theme that has some."""
    lines = sheets.case(desk, theme).bundle
    assert lines is not None
    with desk.journal.reading() as reading:
        found = [reading.case(line.case) for line in lines.lines]
    return {str(case.item): dict(case.pages) for case in found if case.pages}


def case_of(desk: Desk, theme: CaseId, item: str) -> CaseId:
    bundle = sheets.case(desk, theme).bundle
    assert bundle is not None
    with desk.journal.reading() as reading:
        return next(line.case for line in bundle.lines if reading.case(line.case).item == item)


def kinds(desk: Desk, theme: CaseId, item: str) -> list[str]:
    with desk.journal.reading() as reading:
        return [event.kind for event in reading.events_of(case_of(desk, theme, item)) if ".pages_" in event.kind]


def test_a_sheet_is_scanned_once_and_stands_in_the_cases_that_ask_for_it(
    desk: Desk, theme: CaseId, staff: list[PageDigest]
) -> None:
    assert stands(desk, theme) == {item: {STAFF: tuple(staff)} for item in BOTH}


@pytest.mark.parametrize("making", MAKINGS, ids=lambda making: str(making.craft))
def test_what_is_made_of_a_shared_page_stands_in_both_cases_and_is_taken_back_in_both(
    desk: Desk, theme: CaseId, staff: list[PageDigest], making: Making
) -> None:
    made = page_steps.make(desk, theme, [staff[0]], making)
    assert stands(desk, theme) == {item: {STAFF: (*made, staff[1])} for item in BOTH}
    told = page_steps.undo(desk, theme)
    assert (told.pages, told.craft) == (1, making.craft)
    assert stands(desk, theme) == {item: {STAFF: tuple(staff)} for item in BOTH}


def test_a_shared_page_is_put_in_order_in_both_cases(desk: Desk, theme: CaseId, staff: list[PageDigest]) -> None:
    page_steps.move(desk, theme, [staff[1]], STAFF, staff[0])
    assert stands(desk, theme) == {item: {STAFF: (staff[1], staff[0])} for item in BOTH}
    page_steps.undo(desk, theme)
    assert stands(desk, theme) == {item: {STAFF: tuple(staff)} for item in BOTH}


def test_a_page_moved_to_what_one_case_asks_for_leaves_the_other_and_comes_back_to_both(
    desk: Desk, theme: CaseId, staff: list[PageDigest]
) -> None:
    page_steps.move(desk, theme, [staff[0]], INSURE)
    assert stands(desk, theme) == {
        SOCIAL: {STAFF: (staff[1],), INSURE: (staff[0],)}, FUND: {STAFF: (staff[1],)},
    }  # fmt: skip
    told = page_steps.undo(desk, theme)
    assert (told.pages, told.craft) == (1, None)
    assert stands(desk, theme) == {item: {STAFF: tuple(staff)} for item in BOTH}


def test_a_page_moved_to_what_another_case_asks_for_too_is_taken_back_from_that_case_as_well(
    desk: Desk, theme: CaseId, staff: list[PageDigest], tmp_path: Path
) -> None:
    (form,) = bring(desk, theme, tmp_path, INSURE, 12)
    before = stands(desk, theme)
    page_steps.move(desk, theme, [form], STAFF, staff[0])
    assert stands(desk, theme) == {SOCIAL: {STAFF: (form, *staff)}, FUND: {STAFF: (*staff, form)}}
    told = page_steps.undo(desk, theme)
    assert (told.pages, told.craft, told.removed) == (1, None, False)
    assert stands(desk, theme) == before
    with pytest.raises(Refusal, match=r"nothing_to_undo"):
        page_steps.undo(desk, theme)


def test_a_page_moved_from_one_department_to_two_others_is_taken_back_from_both(
    desk: Desk, theme: CaseId, staff: list[PageDigest], tmp_path: Path
) -> None:
    (lease,) = bring(desk, theme, tmp_path, PREMISES, 12)
    before = stands(desk, theme)
    page_steps.move(desk, theme, [lease], STAFF)
    assert stands(desk, theme) == {item: {STAFF: (*staff, lease)} for item in BOTH}
    (turned,) = page_steps.make(desk, theme, [lease], TURN)
    assert stands(desk, theme) == {item: {STAFF: (*staff, turned)} for item in BOTH}
    assert page_steps.undo(desk, theme).craft is Craft.TURN
    told = page_steps.undo(desk, theme)
    assert (told.pages, told.craft, told.removed) == (1, None, False), "it was moved, and not taken out"
    assert stands(desk, theme) == before


def test_what_was_scanned_before_it_was_moved_elsewhere_stays_where_it_was_scanned(
    desk: Desk, theme: CaseId, staff: list[PageDigest]
) -> None:
    """One case was out of reach when the page was moved: its own scan of it is no part of that step."""
    fund, today = case_of(desk, theme, FUND), desk.clock.today()
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.Accepted("1" * 24, today, today), of=fund)
    page_steps.move(desk, case_of(desk, theme, SOCIAL), [staff[1]], STAFF, staff[0])
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.AcceptanceUndone("1" * 24), of=fund)
    page_steps.undo(desk, theme)
    assert stands(desk, theme) == {item: {STAFF: tuple(staff)} for item in BOTH}


def test_a_removed_page_is_gone_from_both_cases_and_stays_in_the_vault(
    desk: Desk, theme: CaseId, staff: list[PageDigest]
) -> None:
    page_steps.remove(desk, theme, staff)
    assert stands(desk, theme) == {}
    assert sha256(desk.vault.get(staff[0])).hexdigest() == staff[0]
    told = page_steps.undo(desk, theme)
    assert (told.pages, told.removed) == (2, True)
    assert stands(desk, theme) == {item: {STAFF: tuple(staff)} for item in BOTH}


def test_turned_moved_and_removed_are_taken_back_one_by_one_in_both_cases(
    desk: Desk, theme: CaseId, staff: list[PageDigest]
) -> None:
    stood = [stands(desk, theme)]
    (turned,) = page_steps.make(desk, theme, [staff[0]], TURN)
    stood.append(stands(desk, theme))
    page_steps.move(desk, theme, [turned], STAFF)
    stood.append(stands(desk, theme))
    page_steps.remove(desk, theme, [turned])
    assert stands(desk, theme) == {item: {STAFF: (staff[1],)} for item in BOTH}
    for earlier in reversed(stood):
        page_steps.undo(desk, theme)
        assert stands(desk, theme) == earlier
    with pytest.raises(Refusal, match=r"nothing_to_undo"):
        page_steps.undo(desk, theme)
    assert kinds(desk, theme, SOCIAL)[-3:] == kinds(desk, theme, FUND)[-3:] == ["case.pages_put_back"] * 3


@pytest.mark.parametrize("through", [COMPANY, SOCIAL, FUND])
def test_it_makes_no_difference_through_which_case_of_the_theme_a_page_is_worked_on(
    desk: Desk, theme: CaseId, staff: list[PageDigest], through: str
) -> None:
    (turned,) = page_steps.make(desk, case_of(desk, theme, through), [staff[0]], TURN)
    assert stands(desk, theme) == {item: {STAFF: (turned, staff[1])} for item in BOTH}
    page_steps.undo(desk, case_of(desk, theme, through))
    assert stands(desk, theme) == {item: {STAFF: tuple(staff)} for item in BOTH}


def test_a_step_in_one_case_is_taken_back_before_an_older_one_in_two(
    desk: Desk, theme: CaseId, staff: list[PageDigest], tmp_path: Path
) -> None:
    (lease,) = bring(desk, theme, tmp_path, PREMISES, 12)
    (turned,) = page_steps.make(desk, theme, [staff[0]], TURN)
    page_steps.remove(desk, theme, [lease])
    assert stands(desk, theme) == {item: {STAFF: (turned, staff[1])} for item in BOTH}
    page_steps.undo(desk, theme)
    assert stands(desk, theme) == {COMPANY: {PREMISES: (lease,)}} | {
        item: {STAFF: (turned, staff[1])} for item in BOTH
    }  # fmt: skip
    assert page_steps.undo(desk, theme).craft is Craft.TURN
    assert stands(desk, theme) == {COMPANY: {PREMISES: (lease,)}} | {item: {STAFF: tuple(staff)} for item in BOTH}


def test_pages_of_two_cases_that_no_case_has_together_are_refused_and_nothing_is_said(
    desk: Desk, theme: CaseId, staff: list[PageDigest], tmp_path: Path
) -> None:
    (lease,) = bring(desk, theme, tmp_path, PREMISES, 12)
    before = stands(desk, theme)
    with pytest.raises(Refusal, match=r"page_unknown"):
        page_steps.make(desk, theme, [staff[0], lease], Making(Craft.MERGE))
    with pytest.raises(Refusal, match=r"page_unknown"):
        page_steps.remove(desk, theme, [staff[0], lease])
    assert stands(desk, theme) == before


def test_a_shared_page_that_was_blackened_is_looked_at_once_and_the_look_stands_in_one_case(
    desk: Desk, theme: CaseId, staff: list[PageDigest]
) -> None:
    (black,) = page_steps.make(desk, theme, [staff[0]], MAKINGS[-1])
    assert page_steps.original(desk, theme, black) == (staff[0],)
    with desk.journal.reading() as reading:
        looks = [
            event.stream_id
            for item in (COMPANY, *sorted(BOTH))
            for event in reading.events_of(case_of(desk, theme, item))
            if event.kind == "case.looked_at"
        ]
    assert len(looks) == 1
    assert looks[0] in {case_of(desk, theme, item) for item in BOTH}


def test_a_colleague_takes_back_nothing_in_either_case(desk: Desk, theme: CaseId, staff: list[PageDigest]) -> None:
    page_steps.remove(desk, theme, [staff[0]])
    other = replace(desk, clerk=replace(desk.clerk, id=ClerkId("clerk5")))
    with pytest.raises(Refusal, match=r"nothing_to_undo"):
        page_steps.undo(other, theme)
    assert stands(desk, theme) == {item: {STAFF: (staff[1],)} for item in BOTH}


def test_a_case_of_the_theme_that_was_withdrawn_keeps_its_page_as_it_was(
    desk: Desk, theme: CaseId, staff: list[PageDigest]
) -> None:
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.Withdrawn("改日"), of=case_of(desk, theme, FUND))
    (turned,) = page_steps.make(desk, theme, [staff[0]], TURN)
    assert stands(desk, theme) == {SOCIAL: {STAFF: (turned, staff[1])}, FUND: {STAFF: tuple(staff)}}
    page_steps.undo(desk, theme)
    assert stands(desk, theme) == {item: {STAFF: tuple(staff)} for item in BOTH}


def test_a_card_that_four_cases_ask_for_is_turned_in_all_four_and_back(
    desk: Desk, theme: CaseId, tmp_path: Path
) -> None:
    (card,) = bring(desk, theme, tmp_path, ID_CARD, 6)
    before = stands(desk, theme)
    assert len(before) == 4
    (turned,) = page_steps.make(desk, theme, [card], TURN)
    assert stands(desk, theme) == {item: {ID_CARD: (turned,)} for item in before}
    page_steps.undo(desk, theme)
    assert stands(desk, theme) == before


def test_a_page_that_was_turned_stands_for_itself_alone_whoever_had_it(
    desk: Desk, theme: CaseId, staff: list[PageDigest]
) -> None:
    """A case of the theme that never had the page says nothing of it."""
    (turned,) = page_steps.make(desk, theme, [staff[0]], TURN)
    assert page_steps.standing(desk, theme, [staff[0]]) == (turned,)
    page_steps.undo(desk, theme)
    assert page_steps.standing(desk, theme, [turned]) == (staff[0],)
