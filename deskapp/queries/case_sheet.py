"""What the clerk's screen shows of the case in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from db.tables import events
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest
from deskapp.journal import pages_kept
from deskapp.journal.reading import Reading
from deskapp.journal.reasons import code_of
from deskapp.queries import catalogs
from deskapp.rules.case import Case, checklist_of
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Catalog, Handling, Item, Limit
from deskapp.rules.condition import YES
from deskapp.rules.masking import Masked, mask_name, mask_person
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.questions import BY_AGENT, Asked, Because


class NextStep(StrEnum):
    """The one primary action (F9) for the state the case is in."""

    SETTLE_OWED = "settle_owed"  # something is owed or unanswered: F9 shows what, and jumps there
    ACCEPT = "accept"  # 受理并打印回执
    PRINT_AGAIN = "print_again"  # accepted, a paper is still to be printed
    DONE = "done"  # nothing more to do here: call the next (F2)


@dataclass(frozen=True, slots=True)
class PageLine:
    digest: PageDigest
    blank: bool
    blurred: bool


@dataclass(frozen=True, slots=True)
class MaterialLine:
    code: MaterialCode
    name: str
    standing: Standing
    forms: tuple[Form, ...]
    copies: int
    may_commit: bool
    may_defer: bool
    shared_from: str | None  # name of the department that holds it already
    due: date | None
    pages: tuple[PageLine, ...]
    because: tuple[Because, ...] = ()  # the answers that decide whether it is owed


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """Everything about one case that the screen shows. Personal data is masked already."""

    case: CaseId
    state: State
    item: ItemCode
    item_name: str
    department: str
    handling: Handling
    promised: Limit
    statutory: Limit
    fee: int  # fen
    applicant: str  # masked name
    id_number: str  # masked
    phone: str  # masked
    agent: str  # masked name, "" when the applicant came
    by_agent: bool  # somebody came for the applicant
    questions: tuple[Asked, ...]  # those of the item whose answer still matters, with their answers
    lines: tuple[MaterialLine, ...]
    number: str | None
    promised_day: date | None
    statutory_day: date | None
    provisional: bool
    papers_waiting: int  # papers not printed yet
    rejected: str | None  # the code with which the centre refused something of this case
    sent: bool  # the centre has everything that was said of this case
    erased: bool  # the personal data has been destroyed

    @property
    def owed(self) -> tuple[MaterialLine, ...]:
        return tuple(line for line in self.lines if line.standing is Standing.OWED)

    @property
    def unanswered(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in self.questions if asked.answer is None)

    @property
    def next_step(self) -> NextStep:
        if self.state in (State.OPENED, State.CORRECTION_REQUESTED):
            return NextStep.SETTLE_OWED if self.owed or self.unanswered else NextStep.ACCEPT
        return NextStep.PRINT_AGAIN if self.papers_waiting else NextStep.DONE


EXPECTED_PAPERS: Mapping[State, tuple[str, ...]] = {
    State.ACCEPTED: ("receipt", "acceptance"),
    State.CORRECTION_REQUESTED: ("checklist_notice",),
}


def case_sheet(reading: Reading, case_id: CaseId) -> CaseSheet:
    """Read everything the screen shows of a case. Refusal `case.unknown` when there is none."""
    case = reading.case(case_id)
    if case.state is None or case.item is None:
        raise Refusal("case.unknown")
    catalog = catalogs.of_version(reading, case.catalog)
    item = catalog.item(case.item)
    applicant, agent = reading.people(case_id)
    today = reading.terms.clock.today()
    masked = mask_person(applicant, today) if applicant else Masked("", "", "")
    rejected, sent = _judgement(reading, case_id)
    return CaseSheet(
        case=case_id,
        state=case.state,
        item=item.code,
        item_name=item.name,
        department=catalog.departments[item.department].name,
        handling=item.handling,
        promised=item.promised,
        statutory=item.statutory,
        fee=item.fee,
        applicant=masked.name,
        id_number=masked.id_number,
        phone=masked.phone,
        agent=mask_name(agent.name) if agent else "",
        by_agent=catalog.inquiry(case.answers).answer(BY_AGENT) == YES,
        questions=_questions(case, catalog, item),
        lines=_lines(reading, case, catalog),
        number=case.number,
        promised_day=case.promised_day,
        statutory_day=case.statutory_day,
        provisional=case.provisional,
        papers_waiting=len(papers_waiting(case)),
        rejected=rejected,
        sent=sent,
        erased=applicant is None,
    )


def _questions(case: Case, catalog: Catalog, item: Item) -> tuple[Asked, ...]:
    """Who came is asked where the person is entered; everything else here."""
    matter = catalog.inquiry(case.answers).matter(item.whens)
    return tuple(asked for asked in matter if asked.question.code != BY_AGENT)


def papers_waiting(case: Case) -> tuple[str, ...]:
    """The papers that belong to the state a case is in and have not come out."""
    expected = EXPECTED_PAPERS.get(case.state, ()) if case.state else ()
    return tuple(paper for paper in expected if paper not in case.printed)


def _lines(reading: Reading, case: Case, catalog: Catalog) -> tuple[MaterialLine, ...]:
    seen = pages_kept.read(reading, [page for pages in case.pages.values() for page in pages])
    lines = []
    for line in checklist_of(case, catalog).lines:
        holder = catalog.departments.get(line.shared_from or "")
        pages = tuple(_page(page, seen.get(page)) for page in case.pages.get(line.material, ()))
        lines.append(
            MaterialLine(
                code=line.material,
                name=line.name,
                standing=line.standing,
                forms=line.forms,
                copies=line.demand.copies,
                may_commit=line.demand.commitment,
                may_defer=line.demand.deferral,
                shared_from=holder.name if holder else None,
                due=line.due,
                pages=pages,
                because=line.because,
            )
        )
    return tuple(lines)


def _page(digest: PageDigest, seen: pages_kept.KeptPage | None) -> PageLine:
    return PageLine(digest, seen.blank, seen.blurred) if seen else PageLine(digest, blank=False, blurred=False)


def _judgement(reading: Reading, case_id: CaseId) -> tuple[str | None, bool]:
    """The code of the centre's last unsettled no to a step of this case, and whether it has judged everything."""
    rows = reading.connection.execute(
        sa.select(events.c.verdict, events.c.reason).where(
            events.c.hall == reading.hall,
            events.c.stream_id == case_id,
            events.c.verdict != "accepted",
            ~events.c.settled,
        )
    ).all()
    reasons = [code_of(row.reason) for row in rows if row.verdict == "rejected"]
    return (reasons[-1] if reasons else None), not rows
