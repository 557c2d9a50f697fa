"""What the clerk's screen shows of the case in hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from deskapp.protocol.messages import HallFacts
from deskapp.queries import catalogs
from deskapp.queries.working_days import working_days
from deskapp.rules.case import Case, Procedure, checklist_of
from deskapp.rules.case_clock import YELLOW_SHARE, Late, days_left, lamp_of, lates
from deskapp.rules.case_papers import papers_waiting
from deskapp.rules.case_state import AT_THE_WINDOW, State
from deskapp.rules.case_ways import Way, ways
from deskapp.rules.catalog import Catalog, Handling, Item, Regime
from deskapp.rules.condition import YES
from deskapp.rules.deadline import Lamp, Limit, due
from deskapp.rules.masking import Masked, mask_name, mask_person
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.page_making import Craft, Doubt, crafts_of
from deskapp.rules.questions import BY_AGENT, Asked, Because


class NextStep(StrEnum):
    """The one primary action (F9) for the state the case is in."""

    PRE_REVIEW = "pre_review"  # filed over the net: look through it, and go on with it here
    SETTLE_OWED = "settle_owed"  # something is owed or unanswered: F9 shows what, and jumps there
    ACCEPT = "accept"  # 受理并打印回执
    PRINT_AGAIN = "print_again"  # a paper of this state is still to be printed
    RESUME = "resume"  # the special procedure is over: let the clock go on
    GRANT = "grant"  # 准予办结
    DELIVER = "deliver"  # 出件
    ARCHIVE = "archive"  # 归档
    DONE = "done"  # nothing more to do here: call the next (F2)


@dataclass(frozen=True, slots=True)
class PageLine:
    digest: PageDigest
    blank: bool
    blurred: bool
    dark: bool = False
    cut_off: bool = False
    made: bool = False  # not as it was scanned: made of other pages
    blackened: bool = False  # and what it was made of is sealed

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at it while the person is there."""
        return self.blank or self.blurred or self.dark or self.cut_off


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
    regime: Regime = Regime.SERVICE
    ways: frozenset[Way] = frozenset()  # the steps that are open to whoever looks
    lates: tuple[Late, ...] = ()
    lamp: Lamp = Lamp.GREEN
    days_left: int | None = None  # working days to the promised day
    portal: str = ""  # through which it was filed
    corrected_once: bool = False
    correction_due: date | None = None
    paused_until: date | None = None
    procedure: Procedure | None = None
    extended: bool = False
    granted: bool | None = None
    deliver_by: date | None = None
    correct_by: date | None = None  # until when what is missing would be due, if it were asked for now
    hall: str = ""  # as papers name it

    @property
    def editable(self) -> bool:
        """Whether its pages may still be changed: until it is accepted."""
        return self.state in AT_THE_WINDOW

    @property
    def owed(self) -> tuple[MaterialLine, ...]:
        return tuple(line for line in self.lines if line.standing is Standing.OWED)

    @property
    def deferred(self) -> tuple[MaterialLine, ...]:
        return tuple(line for line in self.lines if line.standing is Standing.DEFERRED)

    @property
    def unanswered(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in self.questions if asked.answer is None)

    @property
    def next_step(self) -> NextStep:
        if self.state in AT_THE_WINDOW:
            return NextStep.SETTLE_OWED if self.owed or self.unanswered else NextStep.ACCEPT
        if self.papers_waiting:
            return NextStep.PRINT_AGAIN
        return next((step for way, step in _BY_WAY.items() if way in self.ways), NextStep.DONE)


# What comes next in a life that goes well, in its order.
_BY_WAY: Mapping[Way, NextStep] = {
    Way.PRE_REVIEW: NextStep.PRE_REVIEW,
    Way.RESUME: NextStep.RESUME,
    Way.GRANT: NextStep.GRANT,
    Way.DELIVER: NextStep.DELIVER,
    Way.ARCHIVE: NextStep.ARCHIVE,
}


def case_sheet(
    reading: Reading, case_id: CaseId, roles: Iterable[str] = (), terms: HallFacts | None = None
) -> CaseSheet:
    """Read everything the screen shows of a case to somebody with these roles. Refusal `case.unknown`."""
    case = reading.case(case_id)
    if case.state is None or case.item is None:
        raise Refusal("case.unknown")
    catalog = catalogs.of_version(reading, case.catalog)
    item = catalog.item(case.item)
    applicant, agent = reading.people(case_id)
    now, today = reading.terms.clock.now(), reading.terms.clock.today()
    calendar = working_days(reading)
    late = lates(case, now, calendar, terms.yellow_share if terms else YELLOW_SHARE)
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
        regime=item.regime,
        ways=ways(case, item, roles, today),
        lates=late,
        lamp=lamp_of(late),
        days_left=days_left(case, today, calendar),
        portal=case.portal,
        corrected_once=bool(case.corrections),
        correction_due=case.correction_due,
        paused_until=case.paused_until,
        procedure=case.procedure,
        extended=case.extended,
        granted=case.granted,
        deliver_by=case.deliver_by,
        correct_by=due(today, terms.correction_days, calendar).day if terms else None,
        hall=terms.name if terms else "",
    )


def _questions(case: Case, catalog: Catalog, item: Item) -> tuple[Asked, ...]:
    """Who came is asked where the person is entered; everything else here."""
    matter = catalog.inquiry(case.answers).matter(item.whens)
    return tuple(asked for asked in matter if asked.question.code != BY_AGENT)


def _lines(reading: Reading, case: Case, catalog: Catalog) -> tuple[MaterialLine, ...]:
    seen = pages_kept.read(reading, [page for pages in case.pages.values() for page in pages])
    lines = []
    for line in checklist_of(case, catalog).lines:
        holder = catalog.departments.get(line.shared_from or "")
        pages = tuple(_page(case, page, seen.get(page)) for page in case.pages.get(line.material, ()))
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


def _page(case: Case, digest: PageDigest, seen: pages_kept.KeptPage | None) -> PageLine:
    """What was seen of a page stands in the journal; of one scanned by an earlier program, beside it at its desk."""
    doubts = case.doubts.get(digest, ())
    crafts = crafts_of(digest, case.makings)
    return PageLine(
        digest,
        blank=Doubt.BLANK in doubts or (seen is not None and seen.blank),
        blurred=Doubt.BLURRED in doubts or (seen is not None and seen.blurred),
        dark=Doubt.DARK in doubts,
        cut_off=Doubt.CUT_OFF in doubts,
        made=bool(crafts),
        blackened=Craft.REDACT in crafts,
    )


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
