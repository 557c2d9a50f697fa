"""Taking an application in: who applies for what, what they brought, promised or will bring later."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from deskapp.clerk import stepping, together
from deskapp.clock import Clock
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import BundleId, CaseId, ItemCode, MaterialCode, TicketId, new_id
from deskapp.journal import drafts
from deskapp.queries import catalogs
from deskapp.queries.working_days import working_days
from deskapp.rules import access, applying, deadline
from deskapp.rules import case as cases
from deskapp.rules.access import Permission
from deskapp.rules.bundle_steps import theme_of
from deskapp.rules.case_steps import answer_by
from deskapp.rules.catalog import Catalog, Item
from deskapp.rules.condition import NO, YES
from deskapp.rules.material_state import Form
from deskapp.rules.questions import BY_AGENT, asked_by, read_answers

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
    theme: str = ""  # applied for as a whole, in place of the item


def check_application(desk: Desk, application: Application) -> tuple[Refusal, ...]:
    """Everything that is wrong with what was typed, each with the field it is about."""
    return _checked(application, desk.clock).faults


def open_case(desk: Desk, application: Application) -> CaseId:
    """Take the application in (收件). Raises the first thing that is wrong with it, with its field.

    For a theme a case is opened for each of its items, under one bundle; the first of them is returned.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    applicant, agent = _people(application, desk.clock)
    today = desk.clock.today()
    with desk.journal.writing() as facts:
        catalog = catalogs.in_force(facts, today)
        theme = theme_of(application.theme, catalog) if application.theme else None
        items = [catalog.item(code) for code in (theme.in_order if theme else (application.item,))]
        bundle = None if theme is None else cases.InBundle(BundleId(new_id()), theme.code, _track())
        answers = _answers(catalog, items, application.answers)
        opened: list[CaseId] = []
        for item in items:
            case_id = CaseId(new_id())
            fact = cases.open_case(
                facts.case(case_id),
                item=item.code,
                catalog=catalog.version,
                window=desk.clerk.window,
                track=_track(),
                applicant=applicant,
                agent=agent,
                answers=answers[item.code],
                ticket=application.ticket,
                received_on=today,
                answer_by=answer_by(item, today, working_days(facts)),
                bundle=bundle,
            )
            facts.add(desk.clerk.id, fact, of=case_id)
            opened.append(case_id)
        drafts.drop(facts, desk.clerk.id, APPLICANT_DRAFT)
    return opened[0]


def correct_applicant(desk: Desk, case_id: CaseId, application: Application) -> None:
    """Write down anew who applies. What was answered beside stays as it is."""
    applicant, agent = _people(application, desk.clock)
    with desk.journal.writing() as facts:
        for case in together.at_hand(facts, case_id):
            answers = {**case.answers, BY_AGENT: NO, **application.answers}
            facts.add(desk.clerk.id, cases.ApplicantCorrected(applicant, agent, answers), of=case.id)
        drafts.drop(facts, desk.clerk.id, APPLICANT_DRAFT)


def answer(desk: Desk, case_id: CaseId, question: str, said: str | None) -> None:
    """Note what the applicant answers to a question of the item; None takes the answer back. Every case of a bundle
    whose item asks it has the answer.

    Refusal `case.unknown`, `answer.by_form` for who came, which is said where the person is entered, or what
    `questions.read_answers` refuses.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        if question == BY_AGENT:
            raise Refusal("answer.by_form")
        at_hand = together.at_hand(facts, case_id)
        asked = [case for case in at_hand if question in asked_by(together.item_of(facts, case).whens)]
        for case in asked or at_hand[:1]:
            catalog = together.catalog_of(facts, case)
            whens = together.item_of(facts, case).whens
            given = {} if said is None else read_answers(catalog.questions, whens, {question: said})
            fact = cases.Answered(question, given.get(question))
            if case.answers.get(question) != fact.answer:
                facts.add(desk.clerk.id, fact, of=case.id)


def receive(desk: Desk, case_id: CaseId, material: MaterialCode, form: Form | None = None) -> None:
    """Tick a material off as brought, in the form it was brought in; what was put off may come after acceptance.

    It counts in every case of a bundle that asks for it. Refusal `material.not_deferred` for anything else after
    acceptance, `material.wrong_form`.
    """
    with desk.journal.writing() as facts:
        wanting = together.wanting(facts, case_id, material)
        known = together.catalog_of(facts, wanting[0][0]).materials[material]
        brought = form or known.forms[0]
        if brought not in known.forms:
            raise Refusal("material.wrong_form", material=known.name)
        deferred = [one for one in wanting if _is_deferred(one[0], material)]
        for case, demand in deferred or wanting:
            stepping.say(desk, facts, case.id, cases.MaterialReceived(material, brought, demand.copies))


def give_back(desk: Desk, case_id: CaseId, material: MaterialCode) -> None:
    """Untick: given back, or ticked by mistake."""
    with desk.journal.writing() as facts:
        wanting = together.wanting(facts, case_id, material)
        settled = [case for case, _ in wanting if material in case.settled]
        for case in settled or [wanting[0][0]]:
            facts.add(desk.clerk.id, cases.MaterialReturned(material), of=case.id)


def commit(desk: Desk, case_id: CaseId, material: MaterialCode) -> None:
    """Take a signed promise in the material's place (告知承诺). Refusal `material.no_commitment`, also when one of
    several cases that insist on it does not allow that.
    """
    with desk.journal.writing() as facts:
        for case, _ in together.needing(facts, case_id, material):
            stepping.say(desk, facts, case.id, cases.CommitmentMade(material))


def defer(desk: Desk, case_id: CaseId, material: MaterialCode) -> date:
    """Let the material come later (容缺受理); returns its due day. Refusal `material.no_deferral` as with promises."""
    with desk.journal.writing() as facts:
        due = deadline.due(desk.clock.today(), desk.facts.deferral_days, working_days(facts)).day
        for case, _ in together.needing(facts, case_id, material):
            stepping.say(desk, facts, case.id, cases.MaterialDeferred(material, due))
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


def _track() -> str:
    return secrets.token_urlsafe(_TRACK_BYTES)


def _answers(catalog: Catalog, items: Sequence[Item], said: Mapping[str, str]) -> dict[ItemCode, Mapping[str, str]]:
    """What each item keeps of what was said: of a theme, what it asks itself. Refusal of `read_answers`."""
    read = read_answers(catalog.questions, [when for item in items for when in item.whens], said)
    of_each = {item.code: asked_by(item.whens) for item in items}
    return {item.code: {code: one for code, one in read.items() if code in of_each[item.code]} for item in items}


def _is_deferred(case: cases.Case, material: MaterialCode) -> bool:
    settled = case.settled.get(material)
    return settled is not None and settled.how is cases.How.DEFERRED


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
