"""Archiving (归档): what belongs to the case is listed once and for all, and the list has a digest."""

from __future__ import annotations

from hashlib import sha256

from deskapp.clerk import stepping
from deskapp.clerk.accepting import AcceptedCase, print_waiting
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading
from deskapp.protocol.json import canonical
from deskapp.rules.case import Archived


def archive(desk: Desk, case_id: CaseId) -> AcceptedCase:
    """Close the file of a case delivered, declined or withdrawn, and print its cover. Refusal `case.wrong_state`."""
    with desk.journal.writing() as facts:
        number = facts.case(case_id).number or ""
        stepping.say(desk, facts, case_id, Archived(package_digest(facts, case_id)))
    papers, trouble = print_waiting(desk, case_id)
    return AcceptedCase(number, papers, trouble)


def package_digest(reading: Reading, case_id: CaseId) -> str:
    """SHA-256 over what the package holds: the case, its pages by their digests, and every step by its own."""
    case = reading.case(case_id)
    listed = {
        "hall": reading.hall,
        "case": case_id,
        "number": case.number or case.reserved or "",
        "pages": {material: list(pages) for material, pages in case.pages.items()},
        "steps": [event.digest for event in reading.events_of(case_id)],
    }
    return sha256(canonical(listed)).hexdigest()
