"""Taking an application in: who applies for what, what they brought, promised or will bring later."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from deskapp.clerk import stepping
from deskapp.clock import Clock
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode, TicketId, new_id
from deskapp.journal import drafts
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.queries.working_days import working_days
from deskapp.rules import access, applying, deadline
from deskapp.rules import case as cases
from deskapp.rules.access import Permission
from deskapp.rules.case_steps import answer_by
from deskapp.rules.catalog import Demand
from deskapp.rules.condition import NO, YES
from deskapp.rules.material_state import Form
from deskapp.rules.questions import BY_AGENT, read_answers

APPLICANT_DRAFT = "applicant"
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
    return _checked(application, desk.clock).faults


def open_case(desk: Desk, application: Application) -> CaseId:
    """Take the application in (收件). Raises the first thing that is wrong with it, with its field."""
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    applicant, agent = _people(application, desk.clock)
    case_id = CaseId(new_id())
    today = desk.clock.today()
    with desk.journal.writing() as facts:
        catalog = catalogs.in_force(facts, today)
        item = catalog.item(application.item)
        fact = cases.open_case(
            facts.case(case_id),
            item=item.code,
            catalog=catalog.version,
            window=desk.clerk.window,
            track=secrets.token_urlsafe(_TRACK_BYTES),
            applicant=applicant,
            agent=agent,
            answers=read_answers(catalog.questions, item.whens, application.answers),
            ticket=application.ticket,
            received_on=today,
            answer_by=answer_by(item, today, working_days(facts)),
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

    Refusal `case.unknown`, `answer.by_form` for who came, which is said where the person is entered, or what
    `questions.read_answers` refuses.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        if case.item is None:
            raise Refusal("case.unknown")
        catalog = catalogs.of_version(facts, case.catalog)
        if question == BY_AGENT:
            raise Refusal("answer.by_form")
        whens = catalog.item(case.item).whens
        given = {} if said is None else read_answers(catalog.questions, whens, {question: said})
        fact = cases.Answered(question, given.get(question))
        if case.answers.get(question) != fact.answer:
            facts.add(desk.clerk.id, fact, of=case_id)


def receive(desk: Desk, case_id: CaseId, material: MaterialCode, form: Form | None = None) -> None:
    """Tick a material off as brought, in the form it was brought in; what was put off may come after acceptance.

    Refusal `material.not_deferred` for anything else then.
    """
    with desk.journal.writing() as facts:
        demand = _demand(facts, case_id, material)
        catalog = catalogs.of_version(facts, facts.case(case_id).catalog)
        forms = catalog.materials[material].forms
        brought = form or forms[0]
        if brought not in forms:
            raise Refusal("material.wrong_form", material=catalog.materials[material].name)
        stepping.say(desk, facts, case_id, cases.MaterialReceived(material, brought, demand.copies))


def give_back(desk: Desk, case_id: CaseId, material: MaterialCode) -> None:
    """Untick: given back, or ticked by mistake."""
    with desk.journal.writing() as facts:
        _demand(facts, case_id, material)
        facts.add(desk.clerk.id, cases.MaterialReturned(material), of=case_id)


def commit(desk: Desk, case_id: CaseId, material: MaterialCode) -> None:
    """Take a signed promise in the material's place (告知承诺). Refusal `material.no_commitment`."""
    with desk.journal.writing() as facts:
        stepping.say(desk, facts, case_id, cases.CommitmentMade(material))


def defer(desk: Desk, case_id: CaseId, material: MaterialCode) -> date:
    """Let the material come later (容缺受理); returns its due day. Refusal `material.no_deferral`."""
    with desk.journal.writing() as facts:
        due = deadline.due(desk.clock.today(), desk.facts.deferral_days, working_days(facts)).day
        stepping.say(desk, facts, case_id, cases.MaterialDeferred(material, due))
    return due


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


def _checked(application: Application, clock: Clock) -> applying.Checked:
    return applying.check(
        applying.Named(
            application.name, application.id_number, application.phone, application.address, application.agent_name,
            application.agent_id, application.answers.get(BY_AGENT) == YES,
        ),
        clock.today(),
    )  # fmt: skip


def _people(application: Application, clock: Clock) -> tuple[cases.Person, cases.Person | None]:
    checked = _checked(application, clock)
    if checked.applicant is None:
        raise checked.faults[0]
    return checked.applicant, checked.agent
