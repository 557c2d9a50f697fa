"""Pages put into the material they belong to: whole on the disk already, and now in the journal."""

from __future__ import annotations

from deskapp.clerk import together
from deskapp.desk import Desk
from deskapp.ids import PageDigest
from deskapp.journal import pages_kept
from deskapp.journal.writing import Writing
from deskapp.rules import case as cases
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.page_making import Doubt
from deskapp.rules.page_places import present
from deskapp.rules.spot import Spot
from deskapp.scans.page import Seen
from deskapp.scans.taking import TakenPage


def refuse_stranger(desk: Desk, spot: Spot) -> None:
    """Refuse before the feeder starts, not after the first sheet. Refusals as of `place`."""
    with desk.journal.reading() as reading:
        cases.permits(reading.case(spot.case), cases.PagesAdded(spot.material, ()))
        together.wanting(reading, spot.case, spot.material)


def place(desk: Desk, facts: Writing, spot: Spot, page: pages_kept.KeptPage, seen: Seen) -> None:
    """Put a page to a material, in every case of the bundle that asks for it. The first page ticks the material.

    Refusal `case.unknown`, `case.wrong_state`, `material.not_asked_for`, `material.produced`.
    """
    pages_kept.keep(facts, page)
    for case, demand in together.wanting(facts, spot.case, spot.material):
        if spot.material not in case.settled and case.state in AT_THE_WINDOW:
            form = together.catalog_of(facts, case).materials[spot.material].forms[0]
            received = cases.MaterialReceived(spot.material, form, demand.copies, by_page=True)
            facts.add(desk.clerk.id, received, of=case.id)
        added = cases.PagesAdded(spot.material, (page.digest,), told_of(page.digest, seen))
        facts.add(desk.clerk.id, added, of=case.id)


def put_in_its_stead(desk: Desk, facts: Writing, spot: Spot, stead: cases.PagesMade, made: pages_kept.KeptPage) -> None:
    """Say that a page was made of one that was placed, where that stands as it was. It can be taken back: what was
    scanned is kept as it is.
    """
    standing = [
        case
        for case in together.at_hand(facts, spot.case)
        if case.state in AT_THE_WINDOW and present(case.pages).issuperset(stead.sources)
    ]
    if standing:  # else nobody will ever name it
        pages_kept.keep(facts, made)
    for case in standing:
        facts.add(desk.clerk.id, stead, of=case.id)


def told_of(page: PageDigest, seen: Seen) -> tuple[tuple[PageDigest, Doubt], ...]:
    """What is to be looked at on a page, as the journal says it."""
    return tuple((page, doubt) for doubt in seen.doubts)


def taken_page(taken: TakenPage) -> pages_kept.KeptPage:
    """What a desk notes of a page it has taken."""
    return pages_kept.KeptPage(
        taken.digest, taken.size, taken.width, taken.height, taken.dpi, blank=taken.blank, blurred=taken.blurred
    )


def kept_page(digest: PageDigest, size: int, seen: Seen) -> pages_kept.KeptPage:
    """What a desk notes of a page it has made."""
    return pages_kept.KeptPage(digest, size, seen.width, seen.height, seen.dpi, blank=seen.blank, blurred=seen.blurred)
