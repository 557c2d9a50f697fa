"""Reading the identity card of whoever stands at the window, and knowing them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.queries.known_person import newest_case_of
from deskapp.rules import access, id_card
from deskapp.rules import case as cases
from deskapp.rules.access import Permission
from deskapp.rules.case import Person
from deskapp.rules.id_card import Card


class Holder(StrEnum):
    """Whose card it is, of the people of a case in hand."""

    APPLICANT = "applicant"
    AGENT = "agent"
    SOMEBODY_ELSE = "somebody_else"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who was here before, as they were written down on that day."""

    person: Person
    on: date


def read_card(desk: Desk) -> Card | None:
    """The card that was laid on the reader since the last question; None when none was, or there is no reader.

    DeviceTrouble when the reader fails; a Refusal of `rules.id_card.read_card` when it is no card for this.
    """
    text = None if desk.card_reader is None else desk.card_reader.read()
    return None if text is None else id_card.read_card(text, desk.clock.today())


def holder(desk: Desk, case_id: CaseId, number: str) -> Holder:
    """Whose card of this number is, of the people of a case. Nothing of them is shown by it, so that it is no look."""
    with desk.journal.reading() as reading:
        applicant, agent = reading.people(case_id)
    if applicant is not None and applicant.id_number == number:
        return Holder.APPLICANT
    return Holder.AGENT if agent is not None and agent.id_number == number else Holder.SOMEBODY_ELSE


def known(desk: Desk, number: str) -> Known | None:
    """The person of this ID number or credit code as they were written down when they were here last, so that nobody
    types them twice; None for who was never here, or is not remembered any more.

    It shows personal data to whoever types a number, so that it is a look, and stands in the journal of that case.
    """
    access.require(desk.clerk.roles, Permission.LOOK_UNMASKED)
    with desk.journal.writing() as facts:
        found = newest_case_of(facts, number)
        person = None if found is None else facts.people(found.case)[0]
        if found is None or person is None:
            return None
        facts.add(desk.clerk.id, cases.LookedAt("recalled"), of=found.case)
    return Known(person, found.day)
