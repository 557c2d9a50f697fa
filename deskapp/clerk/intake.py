"""Taking an application in: who applies for what, what they brought, promised or will bring later."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from deskapp.clock import Clock
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest, TicketId, new_id
from deskapp.journal import drafts
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.queries.working_days import working_days
from deskapp.rules import access, deadline
from deskapp.rules import case as cases
from deskapp.rules.access import Permission
from deskapp.rules.catalog import Catalog, Demand
from deskapp.rules.condition import NO, YES, questions_in, read_condition
from deskapp.rules.identity import CreditCode, read_number
from deskapp.rules.material_state import Form
from deskapp.rules.names import normal_name, personal_name
from deskapp.rules.questions import ALWAYS, BY_AGENT, question_of, read_answer

APPLICANT_DRAFT = "applicant"
DEFERRAL_DAYS = 5  # working days; halls differ and set their own
_TRACK_BYTES = 20  # 160 random bits: the code in a receipt's QR cannot be guessed


@dataclass(frozen=True, slots=True)
class Application:
    """What was typed, as it was typed."""

    item: ItemCode
    name: str
    id_number: str
    phone: str = ""
    address: str = ""
    agent_name: str = ""
    agent_id: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)  # by question
    ticket: TicketId | None = None


def check_application(desk: Desk, application: Application) -> tuple[Refusal, ...]:
    """Everything that is wrong with what was typed, each with the field it is about."""
    return _faults(application, desk.clock)[1]


def open_case(desk: Desk, application: Application) -> CaseId:
    """Take the application in (收件). Raises the first thing that is wrong with it, with its field."""
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    applicant, agent = _people(application, desk.clock)
    case_id = CaseId(new_id())
    with desk.journal.writing() as facts:
        catalog = catalogs.in_force(facts, desk.clock.today())
        item = catalog.item(application.item)
        fact = cases.open_case(
            facts.case(case_id),
            item=item.code,
            catalog=catalog.version,
            window=desk.clerk.window,
            track=secrets.token_urlsafe(_TRACK_BYTES),
            applicant=applicant,
            agent=agent,
            answers=_read_answers(catalog, item.whens, application.answers),
            ticket=application.ticket,
        )
        facts.add(desk.clerk.id, fact, of=case_id)
        drafts.drop(facts, desk.clerk.id, APPLICANT_DRAFT)
    return case_id


def correct_applicant(desk: Desk, case_id: CaseId, application: Application) -> None:
    """Write down anew who applies. What was answered beside stays as it is."""
    applicant, agent = _people(application, desk.clock)
    with desk.journal.writing() as facts:
        answers = {**facts.case(case_id).answers, BY_AGENT: NO, **application.answers}
        facts.add(desk.clerk.id, cases.ApplicantCorrected(applicant, agent, answers), of=case_id)
        drafts.drop(facts, desk.clerk.id, APPLICANT_DRAFT)


def answer(desk: Desk, case_id: CaseId, question: str, said: str | None) -> None:
    """Note what the applicant answers to a question of the item; None takes the answer back.

    Refusal `case.unknown`, `answer.not_asked`, `answer.by_form` for who came, which is said where the person is
    entered, or what `questions.read_answer` refuses.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        if case.item is None:
            raise Refusal("case.unknown")
        catalog = catalogs.of_version(facts, case.catalog)
        if question == BY_AGENT:
            raise Refusal("answer.by_form")
        given = None if said is None else _read_answers(catalog, catalog.item(case.item).whens, {question: said})
        fact = cases.Answered(question, None if given is None else given[question])
        if case.answers.get(question) != fact.answer:
            facts.add(desk.clerk.id, fact, of=case_id)


def receive(desk: Desk, case_id: CaseId, material: MaterialCode, form: Form | None = None) -> None:
    """Tick a material off as brought, in the form it was brought in."""
    with desk.journal.writing() as facts:
        demand = _demand(facts, case_id, material)
        catalog = catalogs.of_version(facts, facts.case(case_id).catalog)
        forms = catalog.materials[material].forms
        brought = form or forms[0]
        if brought not in forms:
            raise Refusal("material.wrong_form", material=catalog.materials[material].name)
        facts.add(desk.clerk.id, cases.MaterialReceived(material, brought, demand.copies), of=case_id)


def give_back(desk: Desk, case_id: CaseId, material: MaterialCode) -> None:
    """Untick: given back, or ticked by mistake."""
    with desk.journal.writing() as facts:
        _demand(facts, case_id, material)
        facts.add(desk.clerk.id, cases.MaterialReturned(material), of=case_id)


def commit(desk: Desk, case_id: CaseId, material: MaterialCode) -> None:
    """Take a signed promise in the material's place (告知承诺). Refusal `material.no_commitment`."""
    with desk.journal.writing() as facts:
        if not _demand(facts, case_id, material).commitment:
            raise Refusal("material.no_commitment")
        facts.add(desk.clerk.id, cases.CommitmentMade(material), of=case_id)


def defer(desk: Desk, case_id: CaseId, material: MaterialCode) -> date:
    """Let the material come later (容缺受理); returns its due day. Refusal `material.no_deferral`."""
    with desk.journal.writing() as facts:
        if not _demand(facts, case_id, material).deferral:
            raise Refusal("material.no_deferral")
        due = deadline.due(desk.clock.today(), DEFERRAL_DAYS, working_days(facts)).day
        facts.add(desk.clerk.id, cases.MaterialDeferred(material, due), of=case_id)
    return due


def remove_page(desk: Desk, case_id: CaseId, page: PageDigest) -> None:
    """Take a page out of the case. The vault keeps it until its time is over."""
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.PageRemoved(page), of=case_id)


def move_page(desk: Desk, case_id: CaseId, page: PageDigest, material: MaterialCode) -> None:
    """Put a page to another material."""
    with desk.journal.writing() as facts:
        _demand(facts, case_id, material)
        facts.add(desk.clerk.id, cases.PageMoved(page, material), of=case_id)


def look(desk: Desk, case_id: CaseId) -> cases.Person:
    """Show the applicant's data in full. The look itself stands in the journal. Refusal `case.erased`."""
    return look_at_both(desk, case_id)[0]


def look_at_both(desk: Desk, case_id: CaseId) -> tuple[cases.Person, cases.Person | None]:
    """The same of the applicant and of who came for them, to correct either."""
    access.require(desk.clerk.roles, Permission.LOOK_UNMASKED)
    with desk.journal.writing() as facts:
        applicant, agent = facts.people(case_id)
        if applicant is None:
            raise Refusal("case.erased")
        facts.add(desk.clerk.id, cases.LookedAt("applicant"), of=case_id)
    return applicant, agent


def _read_answers(catalog: Catalog, whens: tuple[str, ...], answers: Mapping[str, str]) -> dict[str, str]:
    """Answers as they are kept. Refusal `answer.not_asked` for what neither the item nor every item asks."""
    asked = {*ALWAYS, *(one for when in whens for one in questions_in(read_condition(when)))}
    for code in answers:
        if code not in asked:
            raise Refusal("answer.not_asked", question=code[:40])
    return {code: read_answer(question_of(catalog.questions, code), said) for code, said in answers.items()}


def _demand(facts: Writing, case_id: CaseId, material: MaterialCode) -> Demand:
    """What the case's item asks of a material. Refusal `case.unknown` or `material.not_asked_for`."""
    case = facts.case(case_id)
    if case.item is None:
        raise Refusal("case.unknown")
    item = catalogs.of_version(facts, case.catalog).item(case.item)
    for demand in item.demands:
        if demand.material == material:
            return demand
    raise Refusal("material.not_asked_for", material=material)


def _people(application: Application, clock: Clock) -> tuple[cases.Person, cases.Person | None]:
    people, faults = _faults(application, clock)
    if faults or people is None:
        raise faults[0]
    return people


def _faults(
    application: Application, clock: Clock
) -> tuple[tuple[cases.Person, cases.Person | None] | None, tuple[Refusal, ...]]:
    faults: list[Refusal] = []
    today = clock.today()

    def asked(field: str, rule: object, *given: object) -> str:
        try:
            return str(rule(*given))  # type: ignore[operator]
        except Refusal as refusal:
            faults.append(Refusal(refusal.code, **{**refusal.values, "field": field}))
            return ""

    def number(text: str) -> str:
        return read_number(text, today).number

    id_number = asked("id_number", number, application.id_number)
    organisation = bool(id_number) and isinstance(read_number(id_number, today), CreditCode)
    name = asked("name", normal_name if organisation else personal_name, application.name)
    phone = asked("phone", _phone, application.phone)
    agent = None
    if application.agent_name or application.agent_id or application.answers.get(BY_AGENT) == YES:
        agent_name = asked("agent_name", personal_name, application.agent_name)
        agent = cases.Person(agent_name, asked("agent_id", number, application.agent_id))
    applicant = cases.Person(name, id_number, phone, application.address.strip())
    return (None if faults else (applicant, agent)), tuple(faults)


def _phone(text: str) -> str:
    """A telephone number as it is dialled: digits, perhaps a + before them. Refusal `phone.malformed`."""
    bare = text.strip().replace(" ", "").replace("-", "")
    digits = bare.removeprefix("+")
    if bare and not (digits.isascii() and digits.isdecimal() and 5 <= len(digits) <= 15):
        raise Refusal("phone.malformed")
    return bare
