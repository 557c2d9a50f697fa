"""Everything that a package says, read in one view of the journal; the pages themselves are asked for one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.archives import contents
from deskapp.archives.contents import Closed
from deskapp.archives.parts import media_of
from deskapp.archives.record import Affair, Archive, Done, Filed, Matter, Record, Who
from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import CaseId, PageDigest
from deskapp.journal.chain import moment_of
from deskapp.journal.personal import PERSONAL, people_in
from deskapp.journal.reading import Reading
from deskapp.protocol.messages import Event, HallFacts
from deskapp.queries import catalogs, sisters
from deskapp.rules import case as cases
from deskapp.rules.case import CaseFact, Person
from deskapp.rules.case_papers import RESULT_PAPER
from deskapp.rules.catalog import Catalog, Handling, Item

RESULT_TITLE = "部门结果材料"

ReadPage = Callable[[PageDigest], bytes]  # StoreTrouble, Refusal or LineTrouble when it cannot be had


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the case, or the picture of a signature (then without a material)."""

    digest: PageDigest
    material: str
    title: str


@dataclass(frozen=True, slots=True)
class Story:
    """The steps of a case in their order, what each says (None where it cannot be read), and what opens its people."""

    steps: tuple[Event, ...]
    facts: tuple[CaseFact | None, ...]
    key: bytes | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One archived case with all that its package is made of."""

    hall: HallFacts
    closed: Closed
    contents: bytes
    catalog: Catalog
    item: Item
    key: bytes | None
    applicant: Person | None
    agent: Person | None
    pages: tuple[Page, ...]
    signatures: tuple[Page, ...]
    results: tuple[Page, ...] = ()  # papers that the department made of its decision
    sisters: tuple[Story, ...] = ()  # the other cases of its bundle: their papers may tell of this one, and its of them

    @property
    def own(self) -> Story:
        """The case itself."""
        return Story(self.closed.steps, self.closed.facts, self.key)

    @property
    def number(self) -> str:
        """The case's number; its id for one that never had a number."""
        case = self.closed.case
        return case.number or case.reserved or case.id


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A paper that came out for the case, drawn anew. `pdf` is None where it can no longer be drawn."""

    kind: str
    title: str
    made_at: str
    pdf: bytes | None


# What draws the papers of a case: those that came out, in their order, and the cover last.
Redraw = Callable[[CaseFile, ReadPage], tuple[Sequence[DrawnPaper], bytes]]


def read(reading: Reading, case_id: CaseId, hall: HallFacts) -> CaseFile:
    """An archived case. Refusal `case.unknown`; `archive.not_archived`; `archive.unlike_its_digest` for one whose
    journal is no longer what was archived.
    """
    case = reading.case(case_id)
    if case.state is None:
        raise Refusal("case.unknown")
    key = reading.key_of(case_id)
    found = contents.closed(reading.events_of(case_id), key)
    if found is None or found.case.item is None:
        raise Refusal("archive.not_archived", case=case.number or "")
    listed = contents.listed_of(found)
    if contents.digest_of(listed) != found.fact.package:
        raise Refusal("archive.unlike_its_digest", case=case.number or "")
    catalog = catalogs.of_version(reading, found.case.catalog)
    applicant, agent = _people(found, key)
    names = {line.material: line.name for line in cases.checklist_of(found.case, catalog).lines}
    return CaseFile(
        hall=hall, closed=found, contents=listed, catalog=catalog, item=catalog.item(found.case.item), key=key,
        applicant=applicant, agent=agent,
        pages=tuple(
            Page(digest, material, names.get(material, material))
            for material, digests in found.case.pages.items() for digest in digests
        ),
        signatures=tuple(Page(digest, "", "签收签名") for digest in contents.signatures_of(found.facts)),
        results=tuple(
            Page(digest, f"{RESULT_PAPER}{place}", f"{RESULT_TITLE} {place}")
            for place, digest in enumerate(found.case.result_papers, 1)
        ),
        sisters=tuple(_sisters(reading, found)),
    )  # fmt: skip


def _sisters(reading: Reading, found: Closed) -> Iterator[Story]:
    for one in sisters.with_sisters(reading, found.case):
        if one.id == found.case.id:
            continue
        steps = contents.sister_steps(reading.events_of(one.id), found.archived, found.fact)
        key = reading.key_of(one.id)
        if steps:
            yield Story(steps, tuple(contents.fact_in(step, key) for step in steps), key)


def record_of(file: CaseFile, files: Sequence[Filed]) -> Record:
    """The record of a case, `files` being those that its package holds."""
    archived = file.closed.archived
    item, case = file.item, file.closed.case
    department = file.catalog.departments[item.department].name
    applicant = file.applicant.name if file.applicant else ""
    return Record(
        archive=Archive(
            level="件", fonds="", archival_code="", title=f"{applicant}{item.name}办件", author=department, security="",
            year=str(office_day(moment_of(archived.occurred_at)).year), retention=file.closed.fact.keep,
            archived_at=archived.occurred_at, archived_by=archived.actor, digest=file.closed.fact.package,
            pages=len(file.pages),
        ),
        item=Matter(
            code=item.code, state_code=item.state_code or "", name=item.name, kind=item.kind,
            handling="即办件" if item.handling is Handling.AT_ONCE else "承诺件", department_code=item.department,
            department=department, catalog=case.catalog,
        ),
        case=_affair(file),
        people=[
            Who(role=role, name=one.name, number=one.id_number, phone=one.phone, address=one.address)
            for role, one in (("申请人", file.applicant), ("代办人", file.agent)) if one is not None
        ],
        files=files,
        process=[
            Done(action=step.kind, at=step.occurred_at, by=step.actor, device=step.device, event=step.digest)
            for step in (*file.closed.steps, archived)
        ],
    )  # fmt: skip


def filed(order: int, part: str, page: Page, data: bytes) -> Filed:
    """A page as a file of the package."""
    kind = "result" if page.material.startswith(RESULT_PAPER) else "page" if page.material else "signature"
    return Filed(
        order=order, part=part, title=page.title, kind=kind,
        material=page.material, size=len(data), format=media_of(part), sha256=page.digest, made_at="",
    )  # fmt: skip


def _affair(file: CaseFile) -> Affair:
    case, hall = file.closed.case, file.hall
    return Affair(
        number=case.number or case.reserved or "", id=case.id, hall_code=hall.id, hall=hall.name,
        region=file.catalog.region, source=case.portal or "窗口", reference=case.reference,
        opened_on=_day(office_day(moment_of(file.closed.steps[0].occurred_at))),
        accepted_on=_day_of(file,
        cases.Accepted), promised_on=_day(case.promised_day), statutory_on=_day(case.statutory_day),
        decided_on=_day_of(file, cases.Decided), delivered_on=_day_of(file, cases.Delivered), outcome=outcome_of(file),
        delivery=case.how, result=case.result or (file.item.result if case.granted else ""),
    )  # fmt: skip


def outcome_of(file: CaseFile) -> str:
    """How the case ended, in the office's word."""
    if file.closed.case.granted is not None:
        return "准予" if file.closed.case.granted else "不予"
    ended = {cases.Declined: "不予受理", cases.Withdrawn: "申请人撤回"}
    return next((ended[type(fact)] for fact in reversed(file.closed.facts) if type(fact) in ended), "")


def _day_of(file: CaseFile, kind: type) -> str:
    """The office's day of the newest fact of a kind; "" where it never was."""
    for step, fact in zip(reversed(file.closed.steps), reversed(file.closed.facts), strict=True):
        if isinstance(fact, kind):
            return _day(office_day(moment_of(step.occurred_at)))
    return ""


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _people(found: Closed, key: bytes | None) -> tuple[Person | None, Person | None]:
    told = next((step for step in reversed(found.steps) if step.kind in PERSONAL), None)
    return (None, None) if told is None else people_in(told, key)
