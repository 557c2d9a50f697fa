"""A picture becomes pages: what was taken is kept, what is made of it says how, and a code says which way is up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import pytest

from deskapp.clerk import intake, page_steps, sheets
from deskapp.clerk.intake import Application
from deskapp.clerk.photographing import Photograph, join_sides, laid_sheets, photograph
from deskapp.desk import Desk
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.journal.kinds import from_payload, to_payload, unread
from deskapp.protocol.messages import SCHEMA
from deskapp.rules import case as cases
from deskapp.rules.page_making import WHOLE, Corner, Craft, Doubt, originals
from deskapp.rules.page_places import present
from deskapp.scans import making as crafts
from deskapp.scans.page import head
from tests.clerk import office
from tests.scans import desks, drawn

SIZE = desks.SIZE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", office.FrozenClock())
    yield office.desk(station)
    station.journal.engine.dispose()


@pytest.fixture
def case(desk: Desk) -> CaseId:
    return intake.open_case(desk, Application(ItemCode("ZJ-0201"), "李䶮", "990105198802293371"))


@pytest.fixture
def material(desk: Desk, case: CaseId) -> MaterialCode:
    return sheets.case(desk, case).lines[0].code


def taken(*corners: desks.Corners, turn: int = 0, paper: str = "auto", page: desks.Picture | None = None) -> Photograph:
    picture = desks.desk()
    for one in corners:
        picture = desks.laid(picture, one, page)
    data = bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])
    laid = tuple(
        tuple(Corner(round(x * WHOLE / SIZE[0]), round(y * WHOLE / SIZE[1])) for x, y in one) for one in corners
    )
    return Photograph(data, *SIZE, laid, turn, paper)


def facts_of(desk: Desk, case: CaseId) -> list[str]:
    with desk.journal.reading() as reading:
        return [event.kind for event in reading.events_of(case)]


def test_the_picture_is_kept_and_the_page_that_is_made_of_it_leads_to_it(
    desk: Desk, case: CaseId, material: MaterialCode
) -> None:
    shot = taken(desks.sheet(6))
    done = photograph(desk, case, material, shot)
    with desk.journal.reading() as reading:
        seen = reading.case(case)
    assert tuple(present(seen.pages)) == done.pages
    (taken_page,) = originals(done.pages[0], seen.makings)
    assert desk.vault.get(taken_page) == shot.data
    assert done.flat
    assert done.dpi == head(desk.vault.get(done.pages[0])).dpi > 0
    assert facts_of(desk, case)[-3:] == ["case.material_received", "case.pages_added", "case.pages_made"]


def test_anybody_can_make_the_page_again_from_what_the_journal_says(
    desk: Desk, case: CaseId, material: MaterialCode
) -> None:
    done = photograph(desk, case, material, taken(desks.sheet(6, keystone=0.1)))
    with desk.journal.reading() as reading:
        event = [event for event in reading.events_of(case) if event.kind == "case.pages_made"][-1]
    fact = from_payload(event.kind, event.schema, event.payload, unread)
    assert isinstance(fact, cases.PagesMade)
    assert fact.by_itself
    (again,) = crafts.made([desk.vault.get(fact.sources[0])], fact.making)
    assert again == desk.vault.get(done.pages[0])
    _, payload = to_payload(fact, lambda *_: "")
    assert from_payload(event.kind, SCHEMA, payload, unread) == fact


def test_a_making_of_before_there_were_sheets_is_still_read() -> None:
    made = {"sources": ["a"], "made": ["b"], "making": {"craft": "turn", "turn": 90}}
    fact = from_payload("case.pages_made", 3, made, unread)
    assert isinstance(fact, cases.PagesMade)
    assert (fact.making.craft, fact.making.sheets) == (Craft.TURN, ())


def test_where_no_sheet_was_seen_the_picture_is_the_page_turned_as_the_camera_stands(
    desk: Desk, case: CaseId, material: MaterialCode
) -> None:
    plain = photograph(desk, case, material, replace(taken(desks.sheet(2)), sheets=()))
    assert (plain.flat, plain.dpi) == (False, 0)
    assert head(desk.vault.get(plain.pages[0])).width == SIZE[0]
    turned = photograph(desk, case, material, replace(taken(desks.sheet(3)), sheets=(), turn=90))
    seen = head(desk.vault.get(turned.pages[0]))
    assert (seen.width, seen.height) == SIZE[::-1]


def test_two_sheets_are_read_from_left_to_right_as_the_camera_stands() -> None:
    left, right = desks.sheet(0, high=300, at=(300, 500)), desks.sheet(0, high=200, at=(900, 400))
    shot = taken(right, left)
    assert [sheet.corners[0].x < WHOLE // 2 for sheet in laid_sheets(shot)] == [True, False]
    assert [sheet.corners[0].x < WHOLE // 2 for sheet in laid_sheets(replace(shot, turn=180))] == [False, True]


def test_two_cards_and_both_sides_of_one(desk: Desk, case: CaseId, material: MaterialCode) -> None:
    ratio = 53.98 / 85.6
    one, other = (
        desks.sheet(0, high=190, ratio=ratio, at=(350, 450)),
        desks.sheet(0, high=190, ratio=ratio, at=(900, 450)),
    )
    both = photograph(desk, case, material, taken(one, other, page=desks.card_page()))
    assert len(both.pages) == 2
    (page,) = join_sides(desk, case, both.pages)
    seen = head(desk.vault.get(page))
    assert seen.width / seen.height == pytest.approx(85.6 / (2 * 53.98), rel=0.02)
    page_steps.undo(desk, case)
    with desk.journal.reading() as reading:
        assert set(present(reading.case(case).pages)) == set(both.pages)


def test_the_size_of_the_paper_is_what_was_said_or_nobody_knows_it() -> None:
    shot = taken(desks.sheet(0))
    assert (laid_sheets(shot)[0].wide, laid_sheets(shot)[0].high) == (21_000, 29_700)
    assert laid_sheets(replace(shot, paper="A5"))[0].high == 21_000
    assert laid_sheets(replace(shot, paper="none"))[0].high == 0
    assert laid_sheets(replace(shot, turn=90))[0].wide == 29_700


def test_what_is_doubtful_is_said_of_the_page_and_not_of_the_desk_around_it(
    desk: Desk, case: CaseId, material: MaterialCode
) -> None:
    assert photograph(desk, case, material, taken(desks.sheet(5), page=drawn.paper(80))).doubts == (Doubt.BLANK,)
    in_the_dark = photograph(desk, case, material, taken(desks.sheet(5), page=drawn.dimmed(drawn.text(100), 0.3)))
    assert Doubt.DARK in in_the_dark.doubts


def test_what_is_no_picture_leaves_nothing_behind(desk: Desk, case: CaseId, material: MaterialCode) -> None:
    for data in (b"", b"\xff\xd8\xff rubbish", taken(desks.sheet(0)).data[:900]):
        with pytest.raises(ContentTrouble):
            photograph(desk, case, material, replace(taken(desks.sheet(0)), data=data))
    with pytest.raises(Refusal):
        photograph(desk, case, MaterialCode("NOBODY-ASKS"), taken(desks.sheet(0)))
    with desk.journal.reading() as reading:
        assert not present(reading.case(case).pages)


def test_what_a_process_says_of_sheets_that_lie_ill_is_refused_and_the_picture_kept(
    desk: Desk, case: CaseId, material: MaterialCode
) -> None:
    shot = taken(desks.sheet(0))
    with pytest.raises(Refusal):
        photograph(desk, case, material, replace(shot, sheets=(shot.sheets[0][::-1],)))
    with desk.journal.reading() as reading:
        (page,) = present(reading.case(case).pages)
    assert desk.vault.get(page) == shot.data
