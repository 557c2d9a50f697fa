"""From a sheet before the camera to a page: the picture as it was taken is kept, and the page is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskapp.clerk import page_steps, scanning
from deskapp.clerk.scanning import page_bytes
from deskapp.desk import Desk
from deskapp.failures import ContentTrouble
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.rules.lying_still import Sheets
from deskapp.rules.page_making import Craft, Doubt, LaidSheet, Making
from deskapp.rules.paper_sizes import AUTO, size_of
from deskapp.scans import page as looking
from deskapp.scans import sort
from deskapp.scans.flatten import proportion, turned
from deskapp.scans.taking import TakenPage


@dataclass(frozen=True, slots=True)
class Photograph:
    """What a camera took: the file, its pixels, the sheets that lie in it; how it is seen, and on which paper."""

    data: bytes
    width: int
    height: int
    sheets: Sheets
    turn: int = 0
    paper: str = AUTO


@dataclass(frozen=True, slots=True)
class Photographed:
    """What came of it: the pages that stand in the material now, how large they are, and what is doubtful of them.

    `flat`: sheets were found and each is a page; else the picture stands as it was taken.
    """

    pages: tuple[PageDigest, ...]
    flat: bool
    dpi: int
    doubts: tuple[Doubt, ...]


def laid_sheets(shot: Photograph) -> tuple[LaidSheet, ...]:
    """The sheets in the order in which people read them, each as its page is read, with its size where it is known."""
    made = []
    for corners in shot.sheets:
        page = turned(corners, shot.turn)
        made.append(LaidSheet(page, *size_of(proportion(page, shot.width, shot.height), shot.paper)))
    return tuple(sorted(made, key=lambda sheet: _place(sheet, shot.turn)))


def photograph(desk: Desk, case_id: CaseId, material: MaterialCode, shot: Photograph) -> Photographed:
    """Put a picture to a material, and the sheets that lie in it in its place.

    The picture is whole in the vault and in the journal before anything is made of it. Each step can be taken back: at
    first what was made of it, so that the picture as it was taken stands there. A picture that is the same as one that
    is there already adds nothing. Raises ContentTrouble and Refusal as of `scanning.add_shot` and `page_steps.make`.
    """
    came: list[TakenPage] = []
    scanning.add_shot(desk, case_id, material, shot.data, came.append)
    if not came:
        raise ContentTrouble("page.truncated")
    taken = came[0].digest
    sheets = laid_sheets(shot)
    if sheets:
        pages = page_steps.flatten(desk, case_id, taken, sheets)
    elif shot.turn:
        pages = page_steps.turn_upright(desk, case_id, taken, shot.turn)
    else:
        pages = (taken,)
    pages = tuple(upright for page in pages for upright in _upright(desk, case_id, page))
    seen = [looking.check(page_bytes(desk, page)) for page in pages]
    doubts = tuple(dict.fromkeys(doubt for one in seen for doubt in one.doubts))
    return Photographed(pages, bool(sheets), min(one.dpi for one in seen), doubts)


def join_sides(desk: Desk, case_id: CaseId, sides: Sequence[PageDigest]) -> tuple[PageDigest, ...]:
    """Both sides of a card on one page, the first above the other. Raises as of `page_steps.make`."""
    return page_steps.make(desk, case_id, sides, Making(Craft.MERGE, across=True))


def _upright(desk: Desk, case_id: CaseId, page: PageDigest) -> tuple[PageDigest, ...]:
    """Turned as a code on it says, like every page that comes."""
    turn = sort.turn_of(page_bytes(desk, page))
    return page_steps.turn_upright(desk, case_id, page, turn) if turn else (page,)


def _place(sheet: LaidSheet, turn: int) -> tuple[int, int]:
    """Left before right, as it is seen: sheets that lie before a camera lie side by side."""
    across = sum(corner.x for corner in sheet.corners)
    down = sum(corner.y for corner in sheet.corners)
    return {0: (across, down), 90: (-down, across), 180: (-across, -down), 270: (down, -across)}[turn]
