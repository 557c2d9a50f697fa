"""What a paper is about, read in one view of the journal, and the words for it that several papers share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from deskapp.clock import office_day
from deskapp.desk import Desk
from deskapp.ids import CaseId, ClerkId, MaterialCode
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import from_payload
from deskapp.journal.personal import opener
from deskapp.journal.reading import Reading
from deskapp.papers.about import About
from deskapp.papers.pixels import Pixels
from deskapp.queries import catalogs
from deskapp.rules import case as cases
from deskapp.rules.case import Case, CaseFact, Person, checklist_of
from deskapp.rules.case_fold import fold
from deskapp.rules.catalog import Catalog, Item
from deskapp.rules.checklist import Checklist, Line
from deskapp.rules.masking import Masked, mask_name, mask_person
from deskapp.rules.material_state import Form, Standing

F = TypeVar("F")
FORMS = {Form.ORIGINAL: "原件", Form.COPY: "复印件", Form.ELECTRONIC: "电子件"}
STANDINGS = {
    Standing.OWED: "未交",
    Standing.RECEIVED: "已收",
    Standing.COMMITTED: "告知承诺",
    Standing.DEFERRED: "容缺后补",
    Standing.SHARED: "免提交",
    Standing.PRODUCED: "由前序事项产生",
    Standing.NOT_NEEDED: "不需要",
    Standing.OPTIONAL: "可不交",
    Standing.UNDECIDED: "视回答而定",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the case, and when it was said."""

    fact: CaseFact
    at: datetime


@dataclass(frozen=True, slots=True)
class AskedOnce:
    """What a one-time notice said. `back`: what was handed back with it."""

    missing: tuple[MaterialCode, ...] = ()
    back: tuple[MaterialCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One case of a bundle, where a paper is about several."""

    case: Case
    item: Item
    department: str


@dataclass(frozen=True, slots=True)
class Together:
    """What a paper for several cases of a bundle says of each. `needed`: by material, the items that ask for it."""

    number: str  # "" until it is accepted
    track: str
    members: tuple[Member, ...]
    needed: Mapping[MaterialCode, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Subject:
    """One case as its papers see it. `history` is read only for papers that ask for it; `remark` was typed just now.

    `signature` is the one that the paper carries, None where there is none to be shown. `bundle`: the paper is about
    several cases at once; then `case`, `item` and `checklist` tell of all of them.
    """

    case: Case
    item: Item
    catalog: Catalog
    checklist: Checklist
    applicant: Person | None
    agent: Person | None
    masked: Masked
    today: date
    history: tuple[Told, ...] = ()
    remark: str = ""
    asked: AskedOnce = AskedOnce()  # what the last one-time notice said, of several cases what it said of any
    signature: Pixels | None = None
    bundle: Together | None = None


def read(desk: Desk, reading: Reading, case_id: CaseId, *, history: bool, remark: str = "") -> Subject:
    """What is true of a case now, and with `history` all that happened to it. Refusal `case.unknown`."""
    case = reading.case(case_id)
    catalog = catalogs.of_version(reading, case.catalog)
    applicant, agent = reading.people(case_id)
    today = desk.clock.today()
    told = _history(reading, case_id) if history else ()
    return Subject(
        case=case,
        item=catalog.item(case.item) if case.item else cases.no_such_case(),
        catalog=catalog,
        checklist=checklist_of(case, catalog),
        applicant=applicant,
        agent=agent,
        masked=mask_person(applicant, today) if applicant else Masked("", "", ""),
        today=today,
        history=told,
        asked=asked_in(case, [one.fact for one in told]),
        remark=remark,
    )


def last(subject: Subject, kind: type[F]) -> tuple[F | None, date]:
    """The newest fact of a kind and its day at the office; None and today when it never happened."""
    for told in reversed(subject.history):
        if isinstance(told.fact, kind):
            return told.fact, office_day(told.at)
    return None, subject.today


def last_at(subject: Subject, kind: type[F]) -> tuple[F, datetime] | None:
    """The newest fact of a kind and its moment; None when it never happened."""
    for told in reversed(subject.history):
        if isinstance(told.fact, kind):
            return told.fact, told.at
    return None


def ground_of(fact: cases.Declined | cases.Decided | None, usual: str) -> str:
    """The law a step names, without its full stop; the usual one where it names none."""
    return (fact.ground if fact else "").strip("。. ") or usual


def first_day(subject: Subject) -> date:
    """The day on which the application was taken in."""
    return office_day(subject.history[0].at) if subject.history else subject.today


def printed_before(subject: Subject, kind: str) -> int:
    """How many times a paper has come out."""
    return sum(isinstance(told.fact, cases.PaperPrinted) and told.fact.paper == kind for told in subject.history)


def about(subject: Subject) -> About:
    """Whose application it is. The applicant's whole name: the paper is theirs."""
    return About(
        item=subject.item.name,
        department=department(subject),
        applicant=name(subject),
        id_number=subject.masked.id_number,
        agent=agent(subject),
    )


def name(subject: Subject) -> str:
    """The applicant's whole name, "" once erased."""
    return subject.applicant.name if subject.applicant else ""


def agent(subject: Subject) -> str:
    """The masked name of whoever came for them."""
    return mask_name(subject.agent.name) if subject.agent else ""


def department(subject: Subject) -> str:
    """The name of the department that decides; of all that do, where there are several."""
    if subject.bundle is not None:
        return "、".join(dict.fromkeys(member.department for member in subject.bundle.members))
    return subject.catalog.departments[subject.item.department].name


def forms(line: Line) -> str:
    """The forms in which a material may come."""
    return "或".join(FORMS[form] for form in line.forms)


def asked_of(reading: Reading, case: Case) -> AskedOnce:
    """What the last one-time notice of a case said; nothing where there was none, or it was taken back."""
    return asked_in(case, [told.fact for told in _history(reading, case.id)]) if case.corrections else AskedOnce()


def asked_in(case: Case, facts: Iterable[CaseFact | None]) -> AskedOnce:
    """The same, of a case whose facts are known. What went back stands in no fact: it is what had been settled."""
    stood, said = Case(case.id), AskedOnce()
    for fact in facts:
        if isinstance(fact, cases.CorrectionRequested):
            said = AskedOnce(fact.missing, tuple(stood.settled) if fact.handed_back else ())
        if fact is not None:
            stood = fold(stood, fact, actor=case.clerk or ClerkId(""))
    return said if case.corrections else AskedOnce()


def _history(reading: Reading, case_id: CaseId) -> tuple[Told, ...]:
    key = reading.key_of(case_id)
    told = (
        Told(fact, moment_of(event.occurred_at))
        for event in reading.events_of(case_id)
        if isinstance(fact := from_payload(event.kind, event.schema, event.payload, opener(event, key)), CaseFact)
    )
    return tuple(told)
