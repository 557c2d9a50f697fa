"""What was read on the pages of a case, offered to whoever works on it; done only when they say so.

What was read is kept nowhere: it lives in memory while the case is in hand, and is read again when an archive wants it
(decision 022).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache

import resources
from deskapp.clerk import together
from deskapp.clerk.scanning import page_bytes
from deskapp.desk import Desk
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.journal.reading import Reading
from deskapp.rules.case import Case, checklist_of
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.known_documents import KnownDocument, Look, look_of
from deskapp.rules.material_state import Standing
from deskapp.rules.page_reading import PageReading
from deskapp.rules.read_offer import Fields, Offer, ReadPage
from deskapp.rules.read_offers import offers


def read(desk: Desk, page: PageDigest) -> PageReading | None:
    """What is written on a page; None when there is no reader here, or it can make nothing of it.

    Takes seconds. StoreTrouble and ContentTrouble as of `scanning.page_bytes`.
    """
    return None if desk.reader is None else desk.reader.read(page_bytes(desk, page))


def offered(
    desk: Desk, case_id: CaseId, readings: Mapping[PageDigest, PageReading], typed: Fields | None = None
) -> tuple[Offer, ...]:
    """What is to be said of the pages that were read, as the case stands now; nothing once it is accepted.

    `typed`: what stands in the open fields, in place of what was taken in. Refusal `case.unknown`.
    """
    with desk.journal.reading() as reading:
        cases = together.at_hand(reading, case_id)
        if not all(case.state in AT_THE_WINDOW for case in cases):
            return ()
        applicant, _ = reading.people(case_id)
        looks = _looks(reading, cases)
    if typed is None:
        typed = Fields() if applicant is None else Fields(applicant.name, applicant.id_number, applicant.phone)
    placed = {
        page: ReadPage(page, material, readings[page])
        for case in cases
        for material, pages in case.pages.items()
        for page in pages
        if page in readings
    }
    return offers(placed.values(), looks, typed, desk.clock.today())


def offered_to_form(desk: Desk, readings: Mapping[PageDigest, PageReading], typed: Fields) -> tuple[Offer, ...]:
    """What is to be said of pages that came before their case was opened, to a form that is still being filled in."""
    pages = (ReadPage(page, MaterialCode(""), reading) for page, reading in readings.items())
    return offers(pages, (), typed, desk.clock.today())


@cache
def known_documents() -> tuple[KnownDocument, ...]:
    """The documents that everybody knows, as shipped."""
    told = json.loads(resources.path("reading/documents.json").read_text(encoding="utf-8"))
    return tuple(KnownDocument(tuple(one["names"]), tuple(one["titles"]), tuple(one.get("marks", ()))) for one in told)


def _looks(reading: Reading, cases: Iterable[Case]) -> tuple[Look, ...]:
    """What the materials of these cases look like, each once."""
    found: dict[MaterialCode, Look] = {}
    for case in cases:
        catalog = together.catalog_of(reading, case)
        for line in checklist_of(case, catalog).lines:
            if line.standing is Standing.PRODUCED:
                continue  # by an earlier step: nobody brings it
            material = catalog.materials[line.material]
            names = (material.name, material.licence or "")
            found.setdefault(line.material, look_of(line.material, names, material.titles, known_documents()))
    return tuple(found.values())
