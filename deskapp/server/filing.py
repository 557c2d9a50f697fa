"""What an online portal files (网上申报): checked like what is brought, numbered, and to be pre-reviewed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest
from deskapp.journal.people import Principal
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import HallFacts
from deskapp.queries import catalogs
from deskapp.queries.numbers import next_case_number
from deskapp.queries.working_days import by_facts
from deskapp.rules import applying
from deskapp.rules.case import Case, Filed, MaterialReceived, PagesAdded, Withdrawn
from deskapp.rules.case_state import State
from deskapp.rules.case_steps import answer_by, may
from deskapp.rules.catalog import Item
from deskapp.rules.material_state import Form
from deskapp.rules.numbering import CENTRE_WINDOW
from deskapp.rules.questions import read_answers

NUMBERS = "number:online"  # what is locked while a number is given: two processes would give the same
_TRACK_BYTES = 20
_OPEN = frozenset({State.FILED, State.PRE_REVIEWED, State.CORRECTION_REQUESTED, State.ACCEPTED, State.PAUSED})


@dataclass(frozen=True, slots=True)
class Brought:
    """A material and the pages of it, which the centre keeps already."""

    material: MaterialCode
    pages: tuple[PageDigest, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """What the portal files. `reference` is its own name for it: filing it again answers the same."""

    reference: str
    item: ItemCode
    named: applying.Named
    answers: Mapping[str, str]  # by question
    materials: tuple[Brought, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The case that became of it; `again` when it came before."""

    case: Case
    again: bool


def case_of(who: Principal, hall: str, reference: str) -> CaseId:
    """The case of a portal's own reference: the same each time it is asked for, and nobody else's."""
    return CaseId(str(uuid5(NAMESPACE_URL, f"onewindow|{hall}|{who.user}|{reference}")))


def file(facts: Writing, who: Principal, filing: Filing, hall: HallFacts) -> Taken:
    """Take it in. Refusal with the field that is wrong, `item.unknown`, `material.not_asked_for`, what
    `questions.read_answers` refuses, `application.other` when the same reference came before for another item.
    """
    case_id = case_of(who, facts.hall, filing.reference)
    before = facts.case(case_id)
    if before.state is not None:
        if before.item != filing.item:
            raise Refusal("application.other")
        return Taken(before, again=True)
    today = facts.terms.clock.today()
    checked = applying.check(filing.named, today)
    if checked.applicant is None:
        raise checked.faults[0]
    catalog = catalogs.in_force(facts, today)
    item = catalog.item(filing.item)
    fact = Filed(
        item=item.code,
        catalog=catalog.version,
        number=next_case_number(facts, catalog.region, today, CENTRE_WINDOW),
        track=secrets.token_urlsafe(_TRACK_BYTES),
        portal=who.user,
        reference=filing.reference,
        applicant=checked.applicant,
        received_on=today,
        agent=checked.agent,
        answers=read_answers(catalog.questions, item.whens, filing.answers),
        answer_by=answer_by(item, today, by_facts(hall)),
    )
    facts.add(who.user, fact, of=case_id)
    _bring(facts, who, case_id, item, filing.materials)
    return Taken(facts.case(case_id), again=False)


def bring(facts: Writing, who: Principal, reference: str, materials: tuple[Brought, ...]) -> Case:
    """Bring more to what was filed: what a correction asked for, what was put off. Refusal `application.unknown`,
    `case.wrong_state`, or what the rules refuse.
    """
    case_id = case_of(who, facts.hall, reference)
    case = find(facts, who, reference)
    if case.item is None or case.state not in _OPEN:
        raise Refusal("case.wrong_state", state=case.state.value if case.state else "", step=MaterialReceived.__name__)
    item = catalogs.of_version(facts, case.catalog).item(case.item)
    _bring(facts, who, case_id, item, materials)
    return facts.case(case_id)


def withdraw(facts: Writing, who: Principal, reference: str, reason: str) -> Case:
    """The applicant takes it back where they filed it. Refusal `application.unknown`, `case.wrong_state`."""
    case_id = case_of(who, facts.hall, reference)
    find(facts, who, reference)
    facts.add(who.user, Withdrawn(reason.strip()), of=case_id)
    return facts.case(case_id)


def find(reading: Reading, who: Principal, reference: str) -> Case:
    """What became of what was filed under this reference. Refusal `application.unknown`."""
    case = reading.case(case_of(who, reading.hall, reference))
    if case.state is None:
        raise Refusal("application.unknown")
    return case


def _bring(facts: Writing, who: Principal, case_id: CaseId, item: Item, materials: tuple[Brought, ...]) -> None:
    today = facts.terms.clock.today()
    asked = {demand.material: demand for demand in item.demands}
    for brought in materials:
        if brought.material not in asked:
            raise Refusal("material.not_asked_for", material=brought.material[:40])
        received = MaterialReceived(brought.material, Form.ELECTRONIC, asked[brought.material].copies)
        case = facts.case(case_id)
        may(case, received, item, today)
        facts.add(who.user, received, of=case_id)
        if brought.pages:
            facts.add(who.user, PagesAdded(brought.material, brought.pages), of=case_id)
