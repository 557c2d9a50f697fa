"""Pages turned, cut, blackened, moved and removed at a real desk: the scan is kept, and every step is taken back."""

from __future__ import annotations

import io
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from deskapp.clerk import intake, page_steps, scanning, sheets, tidying
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, PageDigest
from deskapp.journal import outbox
from deskapp.rules import case as cases
from deskapp.rules.page_making import WHOLE, Box, Craft, Making
from deskapp.scans import making as crafts
from deskapp.scans.taking import TakenPage
from tests.clerk import office
from tests.scans import drawn
from tests.scans.test_doubts import with_code
from tests.scans.test_unfolding import pdf, tiff

ID_CARD, PREMISES = MaterialCode("ID-CARD"), MaterialCode("PREMISES")
PERSON = Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024")
TURN = Making(Craft.TURN, turn=90)
BLACK = Making(Craft.REDACT, boxes=(Box(0, 0, WHOLE, WHOLE // 4),))


@pytest.fixture
def case_id(desk: Desk) -> CaseId:
    return intake.open_case(desk, PERSON)


def bring(desk: Desk, case_id: CaseId, folder: Path, *files: bytes, to: MaterialCode = ID_CARD) -> list[TakenPage]:
    came: list[TakenPage] = []
    paths = []
    for number, data in enumerate(files):
        paths.append(folder / f"{sha256(data).hexdigest()[:8]}-{number}.bin")
        paths[-1].write_bytes(data)
    scanning.add_files(desk, case_id, to, paths, came.append)
    return came


def sheet_of(rows: int) -> bytes:
    return drawn.saved(drawn.text(100, rows=rows), "JPEG", dpi=(100, 100))


@pytest.fixture
def pages(desk: Desk, case_id: CaseId, tmp_path: Path) -> list[PageDigest]:
    return [taken.digest for taken in bring(desk, case_id, tmp_path, *(sheet_of(rows) for rows in (4, 8, 12)))]


def now(desk: Desk, case_id: CaseId, material: MaterialCode = ID_CARD) -> list[PageDigest]:
    with desk.journal.reading() as reading:
        return list(reading.case(case_id).pages.get(material, ()))


MAKINGS = [
    TURN,
    Making(Craft.CROP, boxes=(Box(10_000, 10_000, 90_000, 50_000),)),
    Making(Craft.SPLIT, cut=50_000),
    BLACK,
]


@pytest.mark.parametrize("making", MAKINGS, ids=lambda making: str(making.craft))
def test_what_is_made_stands_in_its_place_and_the_scan_is_kept_as_it_was(
    desk: Desk, case_id: CaseId, pages: list[PageDigest], making: Making
) -> None:
    before = desk.vault.get(pages[1])
    made = page_steps.make(desk, case_id, [pages[1]], making)
    assert now(desk, case_id) == [pages[0], *made, pages[2]]
    assert desk.vault.get(pages[1]) == before
    again = [sha256(page).hexdigest() for page in crafts.made([before], making)]
    assert again == list(made), "anybody can make it again"
    page_steps.undo(desk, case_id)
    assert now(desk, case_id) == pages


def test_two_pages_become_one_sheet_and_two_again(desk: Desk, case_id: CaseId, pages: list[PageDigest]) -> None:
    (sheet,) = page_steps.make(desk, case_id, [pages[0], pages[2]], Making(Craft.MERGE, across=True))
    assert now(desk, case_id) == [sheet, pages[1]]
    assert page_steps.original(desk, case_id, sheet) == (pages[0], pages[2])
    told = page_steps.undo(desk, case_id)
    assert (told.pages, told.craft) == (2, Craft.MERGE)
    assert now(desk, case_id) == pages


def test_step_after_step_is_taken_back_also_by_a_program_that_was_started_anew(
    desk: Desk, case_id: CaseId, pages: list[PageDigest]
) -> None:
    """What there is to undo stands in the journal and not in a window."""
    (turned,) = page_steps.make(desk, case_id, [pages[0]], TURN)
    page_steps.move(desk, case_id, [turned, pages[1]], PREMISES)
    page_steps.remove(desk, case_id, [pages[2]])
    told = [page_steps.undo(replace(desk), case_id) for _ in range(3)]
    assert [(one.pages, one.craft, one.removed) for one in told] == [
        (1, None, True), (2, None, False), (1, Craft.TURN, False),
    ]  # fmt: skip
    assert (now(desk, case_id), now(desk, case_id, PREMISES)) == (pages, [])
    with pytest.raises(Refusal) as refused:
        page_steps.undo(desk, case_id)
    assert refused.value.code == "page.nothing_to_undo"


def test_a_page_that_stands_straight_is_not_made_again(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    plain = drawn.saved(drawn.text(100), "PNG")
    (came,) = bring(desk, case_id, tmp_path, plain)
    over = Making(Craft.TURN, turn=180)
    (turned,) = page_steps.make(desk, case_id, [came.digest], over)
    (back,) = page_steps.make(desk, case_id, [turned], over)
    again = page_steps.make(desk, case_id, [back], Making(Craft.STRAIGHTEN))
    assert again == (back,)


def test_pages_are_put_in_order_within_their_material(desk: Desk, case_id: CaseId, pages: list[PageDigest]) -> None:
    page_steps.move(desk, case_id, [pages[2]], ID_CARD, pages[0])
    assert now(desk, case_id) == [pages[2], pages[0], pages[1]]
    page_steps.undo(desk, case_id)
    assert now(desk, case_id) == pages


def test_a_material_that_nobody_asked_for_takes_no_page(desk: Desk, case_id: CaseId, pages: list[PageDigest]) -> None:
    with pytest.raises(Refusal) as told:
        page_steps.move(desk, case_id, pages, MaterialCode("NO-SUCH"))
    assert told.value.code == "material.not_asked_for"


def test_a_strangers_page_is_not_worked_on(desk: Desk, case_id: CaseId, pages: list[PageDigest]) -> None:
    with pytest.raises(Refusal) as told:
        page_steps.make(desk, case_id, [PageDigest("f" * 64)], TURN)
    assert told.value.code == "case.page_unknown"


def test_after_acceptance_pages_stay_as_they_are(desk: Desk, case_id: CaseId, pages: list[PageDigest]) -> None:
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.Withdrawn("改日"), of=case_id)
    with pytest.raises(Refusal) as told:
        page_steps.make(desk, case_id, [pages[0]], TURN)
    assert told.value.code == "case.wrong_state"
    with pytest.raises(Refusal) as told:
        page_steps.remove(desk, case_id, pages)
    assert told.value.code == "case.wrong_state"


def test_the_original_of_a_blackened_page_is_seen_by_a_clerk_and_the_look_is_kept(
    desk: Desk, case_id: CaseId, pages: list[PageDigest]
) -> None:
    (black,) = page_steps.make(desk, case_id, [pages[0]], BLACK)
    assert page_steps.original(desk, case_id, black) == (pages[0],)
    with desk.journal.reading() as reading:
        looks = [event.payload for event in reading.events_of(case_id) if event.kind == "case.looked_at"]
    assert looks == [{"what": "sealed_page"}]
    line = next(line for line in sheets.case(desk, case_id).lines if line.code == ID_CARD)
    assert [(page.made, page.blackened) for page in line.pages] == [(True, True), (False, False), (False, False)]


def test_the_original_of_a_page_that_was_only_turned_is_nobodys_secret(
    desk: Desk, case_id: CaseId, pages: list[PageDigest]
) -> None:
    (turned,) = page_steps.make(desk, case_id, [pages[0]], TURN)
    manager = replace(desk, clerk=replace(desk.clerk, roles=("manager",)))
    assert page_steps.original(manager, case_id, turned) == (pages[0],)
    (black,) = page_steps.make(desk, case_id, [turned], BLACK)
    with pytest.raises(Refusal) as told:
        page_steps.original(manager, case_id, black)
    assert told.value.code == "access.denied"


def test_what_was_blackened_is_nowhere_in_what_is_sent_for_it(
    desk: Desk, case_id: CaseId, pages: list[PageDigest]
) -> None:
    (black,) = page_steps.make(desk, case_id, [pages[0]], BLACK)
    seen = np.asarray(Image.open(io.BytesIO(desk.vault.get(black))).convert("L"))
    assert int(seen[: seen.shape[0] // 4 - 8].max()) < 40
    with desk.journal.reading() as reading:
        assert black in outbox.pages_to_send(reading)


def test_what_is_made_is_sent_before_the_word_about_it(desk: Desk, case_id: CaseId, pages: list[PageDigest]) -> None:
    (turned,) = page_steps.make(desk, case_id, [pages[0]], TURN)
    with desk.journal.writing() as facts:
        outbox.confirm_pages(facts, pages)
        unsent = outbox.unsent(facts)
    assert not [event for event in unsent.events if event.kind == "case.pages_made"]
    with desk.journal.writing() as facts:
        outbox.confirm_pages(facts, [turned])
        assert [event.kind for event in outbox.unsent(facts).events][-1] == "case.pages_made"


def test_another_clerks_step_is_not_taken_back(desk: Desk, case_id: CaseId, pages: list[PageDigest]) -> None:
    page_steps.remove(desk, case_id, [pages[0]])
    other = replace(desk, clerk=replace(desk.clerk, id=ClerkId("clerk5")))
    with pytest.raises(Refusal):
        page_steps.undo(other, case_id)


def test_empty_pages_go_by_themselves_and_come_back_at_once(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    empty = [drawn.saved(drawn.noisy(drawn.paper(100), grain), "PNG") for grain in (2, 3)]
    came = bring(desk, case_id, tmp_path, sheet_of(4), empty[0], sheet_of(9), empty[1])
    assert tidying.tidy(desk, case_id, came) == 2
    assert now(desk, case_id) == [came[0].digest, came[2].digest]
    told = page_steps.undo(desk, case_id)
    assert (told.pages, told.removed, told.by_itself) == (2, True, True)
    assert now(desk, case_id) == [taken.digest for taken in came]


def test_a_stack_that_lay_the_wrong_way_round_is_not_thrown_away(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    came = bring(desk, case_id, tmp_path, drawn.saved(drawn.paper(100), "PNG"))
    assert tidying.tidy(desk, case_id, came) == 0
    assert len(now(desk, case_id)) == 1


def test_a_page_that_says_which_way_is_up_is_turned_and_can_be_turned_back(
    desk: Desk, case_id: CaseId, tmp_path: Path
) -> None:
    came = bring(desk, case_id, tmp_path, with_code(2), sheet_of(5))
    (turned, _) = now(desk, case_id)
    assert turned != came[0].digest
    told = page_steps.undo(desk, case_id)
    assert (told.craft, told.by_itself) == (Craft.TURN, True)
    assert now(desk, case_id)[0] == came[0].digest


def test_a_pdf_and_a_many_paged_tiff_give_their_pages_to_the_material(
    desk: Desk, case_id: CaseId, tmp_path: Path
) -> None:
    came = bring(desk, case_id, tmp_path, pdf(2), tiff(3), sheet_of(4))
    assert len(came) == 6
    assert now(desk, case_id) == [taken.digest for taken in came]


def test_one_file_that_cannot_be_taken_keeps_nobody_out(desk: Desk, case_id: CaseId, tmp_path: Path) -> None:
    with pytest.raises(ContentTrouble) as told:
        bring(desk, case_id, tmp_path, pdf(1), pdf(1, password="geheim"), b"not a picture", sheet_of(4))
    assert told.value.code == "page.locked"
    assert str(told.value.values["file"]).endswith("-1.bin")
    assert len(now(desk, case_id)) == 2


def test_a_picture_from_the_clipboard_is_a_page(desk: Desk, case_id: CaseId) -> None:
    came: list[TakenPage] = []
    assert scanning.add_pasted(desk, case_id, ID_CARD, drawn.saved(drawn.text(100), "PNG"), came.append) == 1
    assert now(desk, case_id) == [came[0].digest]
    with pytest.raises(ContentTrouble):
        scanning.add_pasted(desk, case_id, ID_CARD, b"rubbish", came.append)


def test_doubts_about_a_page_reach_every_desk_with_the_word_about_it(
    desk: Desk, case_id: CaseId, tmp_path: Path
) -> None:
    bring(desk, case_id, tmp_path, drawn.saved(drawn.dimmed(drawn.text(100), 0.2), "PNG"))
    line = next(line for line in sheets.case(desk, case_id).lines if line.code == ID_CARD)
    assert line.pages[0].dark
    assert line.pages[0].doubtful
    assert desk.hall == office.HALL
