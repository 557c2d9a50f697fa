"""What was read on the pages of a case, offered to whoever works on it; done only when they say so.

What was read is kept nowhere: it lives in memory while the case is in hand, and is read again when an archive wants it
(decision 022).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache

import resources
from deskapp.archives.text_layer import PageText, TextOf, Word
from deskapp.clerk import intake, together
from deskapp.clerk.intake import Application
from deskapp.clerk.scanning import page_bytes
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest
from deskapp.journal.reading import Reading
from deskapp.rules.case import Case, checklist_of
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.condition import NO, YES
from deskapp.rules.material_state import Standing
from deskapp.rules.page_likeness import KnownDocument, Look, look_of
from deskapp.rules.page_making import WHOLE
from deskapp.rules.page_reading import PageReading
from deskapp.rules.questions import BY_AGENT
from deskapp.rules.read_offers import Fields, Fill, Offer, ReadPage, offers

_LEAST_SURE = 0.5  # of a line that is worth finding again in an archive


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


def fill(desk: Desk, case_id: CaseId, offer: Fill) -> str:
    """Correct the applicant by what was read, as if it had been typed; returns what stood there before.

    Refusal as of `intake.correct_applicant`, `case.erased`.
    """
    return _corrected(desk, case_id, offer.field, offer.text)


def take_back(desk: Desk, case_id: CaseId, offer: Fill, before: str) -> None:
    """Write what stood there before. Refusal `reading.changed_since` when somebody has written something else since."""
    _corrected(desk, case_id, offer.field, before, only_from=offer.text)


def text_of(desk: Desk) -> TextOf:
    """The words of a page with their places, for the unseen text of an archive. A page that cannot be read has none."""

    def words(page: PageDigest) -> PageText:
        told = read(desk, page)
        return () if told is None else words_of(told)

    return words


def words_of(reading: PageReading) -> PageText:
    """Lines as the text layer of an archive wants them: in pixels of the upright page."""
    across, down = reading.width / WHOLE, reading.height / WHOLE
    return tuple(
        Word(
            line.text, line.box.left * across, line.box.top * down,
            (line.box.right - line.box.left) * across, (line.box.bottom - line.box.top) * down,
        )
        for line in reading.lines
        if line.confidence >= _LEAST_SURE
    )  # fmt: skip


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


def _corrected(desk: Desk, case_id: CaseId, field: str, text: str, only_from: str | None = None) -> str:
    with desk.journal.reading() as reading:
        applicant, agent = reading.people(case_id)
    if applicant is None:
        raise Refusal("case.erased")
    stands = {
        "name": applicant.name, "id_number": applicant.id_number, "phone": applicant.phone,
        "address": applicant.address,
    }  # fmt: skip
    if only_from is not None and stands[field] != only_from:
        raise Refusal("reading.changed_since")
    said = {**stands, field: text}
    application = Application(
        item=ItemCode(""), name=said["name"], id_number=said["id_number"], phone=said["phone"], address=said["address"],
        agent_name=agent.name if agent is not None else "", agent_id=agent.id_number if agent is not None else "",
        answers={BY_AGENT: NO if agent is None else YES},
    )  # fmt: skip
    intake.correct_applicant(desk, case_id, application)
    return stands[field]
