"""A field of the applicant's filled with what was read on a page, and given back what stood there."""

from __future__ import annotations

from deskapp.clerk import intake
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode
from deskapp.rules.condition import NO, YES
from deskapp.rules.questions import BY_AGENT
from deskapp.rules.read_offer import Fill


def fill(desk: Desk, case_id: CaseId, offer: Fill) -> str:
    """Correct the applicant by what was read, as if it had been typed; returns what stood there before.

    Refusal as of `intake.correct_applicant`, `case.erased`.
    """
    return _corrected(desk, case_id, offer.field, offer.text)


def take_back(desk: Desk, case_id: CaseId, offer: Fill, before: str) -> None:
    """Write what stood there before. Refusal `reading.changed_since` when somebody has written something else since."""
    _corrected(desk, case_id, offer.field, before, only_from=offer.text)


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
