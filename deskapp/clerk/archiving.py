"""Archiving (归档): what belongs to the case is listed once and for all, and the list has a digest."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from deskapp.clerk import stepping
from deskapp.clerk.accepting import AcceptedCase, all_printed
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading
from deskapp.protocol.json import canonical
from deskapp.queries import sisters
from deskapp.rules.case import Archived
from deskapp.rules.case_state import ENDED, State


def archive(desk: Desk, case_id: CaseId) -> AcceptedCase:
    """Close the file of a case delivered, declined or withdrawn, and print its cover; of a bundle that is over, the
    file of each of its cases. Refusal `case.wrong_state`.
    """
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        cases = sisters.with_sisters(facts, case)
        over = all(one.state in ENDED for one in cases)
        closed = [one.id for one in cases if over and one.state is not State.ARCHIVED] or [case_id]
        for one in closed:
            stepping.say(desk, facts, one, Archived(package_digest(facts, one)))
    return replace(all_printed(desk, closed), number=case.number or "")


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
