"""One case as the department that decides it sees it: what it needs to decide, and nothing of the window's own work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deskapp.clock import office_day
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.journal import people
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import from_payload, unread
from deskapp.journal.reading import Reading
from deskapp.protocol.json import plain
from deskapp.queries.department_work import DepartmentLine, Terms, line_of, own_case
from deskapp.rules.access import Role
from deskapp.rules.case import Case, Person, Procedure, checklist_of
from deskapp.rules.case_ways import Way, ways
from deskapp.rules.catalog import Catalog
from deskapp.rules.condition import YES
from deskapp.rules.masking import mask_person
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.questions import BY_AGENT, QuestionKind

# What a department is told of a case's past; the window's own handling of it is not among it.
_TOLD = (
    "case.opened", "case.filed", "case.accepted", "case.correction_requested", "case.dispatched", "case.paused",
    "case.resumed", "case.extended", "case.decided", "case.result_papers_given", "case.result_ready", "case.delivered",
    "case.archived", "case.withdrawn", "case.urged", "case.step_taken_back", "case.acceptance_undone",
)  # fmt: skip
# Of each, the words that belong to it. People, numbers of windows and the like do not.
_WORDS = (
    "reason", "ground", "procedure", "until", "granted", "approved_by", "promised_day", "statutory_day", "deliver_by",
    "result", "remark", "how", "by_silence", "step",
)  # fmt: skip
_REMARKED = frozenset({"case.urged", "case.correction_requested"})  # elsewhere a remark is the clerk's own


@dataclass(frozen=True, slots=True)
class Who:
    """A person, whole or masked."""

    name: str
    id_number: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question, and what was answered: as a code, and in the office's words."""

    question: str
    name: str
    answer: str
    words: str


@dataclass(frozen=True, slots=True)
class MaterialOfCase:
    code: MaterialCode
    name: str
    standing: Standing
    form: Form | None
    copies: int
    due: date | None  # until when one that was put off is to come
    pages: tuple[PageDigest, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of the past. `by`: an account of the department, or "" for whoever did it at the hall."""

    kind: str
    on: date
    by: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentCase:
    """Everything a department needs of a case. `applicant` is None once their data was destroyed."""

    line: DepartmentLine
    applicant: Who | None
    agent: Who | None
    whole: bool  # people as they are; else masked
    answers: tuple[AnswerLine, ...]
    materials: tuple[MaterialOfCase, ...]
    result_papers: tuple[PageDigest, ...]
    result: str  # what the applicant gets when it is granted
    procedure: Procedure | None
    procedures: Mapping[Procedure, int]  # for which the item's clock may stop, and for how many days at the most
    ways: frozenset[Way]
    may_take: bool
    history: tuple[Happened, ...]


def department_case(
    reading: Reading, department: str | None, case_id: CaseId, terms: Terms, *, whole: bool
) -> DepartmentCase:
    """Read it; with `whole`, people as they are. Refusal `case.unknown` for a case that is not this department's."""
    case, item, catalog = own_case(reading, department, case_id)
    applicant, agent = reading.people(case_id)
    today = office_day(terms.now)
    open_ways = ways(case, item, (Role.DEPARTMENT,), today)
    return DepartmentCase(
        line=line_of(reading, case, item, terms),
        applicant=_who(applicant, today, whole=whole),
        agent=_who(agent, today, whole=whole),
        whole=whole,
        answers=_answers(case, catalog),
        materials=_materials(case, catalog),
        result_papers=case.result_papers,
        result=case.result or item.result,
        procedure=case.procedure,
        procedures=item.clock_stops,
        ways=open_ways,
        may_take=case.dispatched_on is None and bool(open_ways & {Way.GRANT, Way.REFUSE, Way.RESUME}),
        history=_history(reading, case_id, people.users_of_department(reading, department or "")),
    )


def pages_of(case: Case) -> frozenset[PageDigest]:
    """Every page that a department may look at in a case."""
    return frozenset(page for pages in case.pages.values() for page in pages) | frozenset(case.result_papers)


def _who(person: Person | None, today: date, *, whole: bool) -> Who | None:
    if person is None:
        return None
    if whole:
        return Who(person.name, person.id_number, person.phone, person.address)
    masked = mask_person(person, today)
    return Who(masked.name, masked.id_number, masked.phone)


def masked_name(reading: Reading, case_id: CaseId, today: date) -> str:
    """Who a case is about, as it may stand in a list; "" once erased."""
    person, _ = reading.people(case_id)
    return "" if person is None else mask_person(person, today).name


def _answers(case: Case, catalog: Catalog) -> tuple[AnswerLine, ...]:
    told = []
    for code, answer in case.answers.items():
        question = catalog.questions.get(code)
        if code == BY_AGENT:
            told.append(AnswerLine(code, "是否由他人代办", answer, "是" if answer == YES else "否"))
        elif question is not None:
            words = answer
            if question.kind is QuestionKind.YES_NO:
                words = "是" if answer == YES else "否"
            elif question.kind is QuestionKind.CHOICE:
                words = next((one.name for one in question.options if one.code == answer), answer)
            elif question.unit:
                words = f"{answer} {question.unit}"
            told.append(AnswerLine(code, question.name, answer, words))
    return tuple(told)


def _materials(case: Case, catalog: Catalog) -> tuple[MaterialOfCase, ...]:
    lines = []
    for line in checklist_of(case, catalog).lines:
        settled = case.settled.get(line.material)
        if line.standing is Standing.NOT_NEEDED:
            continue
        lines.append(
            MaterialOfCase(
                line.material, line.name, line.standing, settled.form if settled else None,
                settled.copies if settled else 0, line.due, case.pages.get(line.material, ()),
            )
        )  # fmt: skip
    return tuple(lines)


def _history(reading: Reading, case_id: CaseId, own: frozenset[str]) -> tuple[Happened, ...]:
    told = []
    for event in reading.events_of(case_id):
        if event.kind not in _TOLD:
            continue
        said = plain(from_payload(event.kind, event.schema, event.payload, unread))
        words = {
            name: str(said[name]).lower() if isinstance(said[name], bool) else str(said[name])
            for name in _WORDS
            if said.get(name) not in (None, "") and (name != "remark" or event.kind in _REMARKED)
        }
        by = str(event.actor) if event.actor in own else ""
        told.append(Happened(event.kind, office_day(moment_of(event.occurred_at)), by, words))
    return tuple(told)
