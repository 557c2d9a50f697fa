"""What the clerk's screen shows of the case in hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from deskapp.queries import catalogs, sisters
from deskapp.queries.bundle_sheet import BundleSheet, bundle_sheet, papers_left
from deskapp.queries.notice_sheet import NoticeSheet, notice_sheet
from deskapp.queries.working_days import working_days
from deskapp.rules import bundle as bundles
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case import Case, Procedure, checklist_of
from deskapp.rules.case_clock import YELLOW_SHARE, Late, days_left, lamp_of, lates
from deskapp.rules.case_papers import papers_waiting
from deskapp.rules.case_state import AT_THE_WINDOW, RUNNING, State
from deskapp.rules.case_ways import Way, ways
from deskapp.rules.catalog import Catalog, Handling, Regime
from deskapp.rules.checklist import Checklist
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
    produced_by: str = ""  # the item of the same bundle that results in it


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
    waiting: tuple[str, ...]  # the kind of each paper that has not come out yet, in the order of printing
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
    bundle: BundleSheet | None = None
    alone: bool = False  # one case of a bundle is shown by itself; else the bundle is shown as one
    notice: NoticeSheet | None = None  # what a one-time notice would say now

    @property
    def papers_waiting(self) -> int:
        """How many papers have not come out yet."""
        return len(self.waiting)

    @property
    def editable(self) -> bool:
        """Whether its pages may still be changed: until it is accepted."""
        return self.state in AT_THE_WINDOW

    @property
    def may_tell(self) -> bool:
        """Whether what is missing can be told now: by a one-time notice, of real estate by declining on the spot."""
        declines = self.notice is not None and self.notice.regime is Regime.REAL_ESTATE
        return (Way.DECLINE if declines else Way.CORRECT) in self.ways

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
    reading: Reading,
    case_id: CaseId,
    roles: Iterable[str] = (),
    terms: HallFacts | None = None,
    *,
    alone: bool = False,
) -> CaseSheet:
    """Read everything the screen shows of a case to somebody with these roles. A case of a bundle is shown with all of
    the bundle as one, unless it is to be shown `alone`. Refusal `case.unknown`.
    """
    case, held = reading.case(case_id), tuple(roles)
    sheet = replace(_by_itself(reading, case, held, terms), notice=notice_sheet(reading, case))
    bundle = bundle_sheet(reading, case, held)
    if bundle is not None:
        sheet = replace(sheet, bundle=bundle, alone=alone)
        in_turn = replace(sheet, ways=_in_turn(sheet, bundle))
        sheet = in_turn if alone else _whole(reading, sheet, bundle, case, held)
    return sheet if sheet.notice is not None else replace(sheet, ways=sheet.ways - {Way.CORRECT})


def _by_itself(reading: Reading, case: Case, roles: tuple[str, ...], terms: HallFacts | None) -> CaseSheet:
    if case.state is None or case.item is None:
        raise Refusal("case.unknown")
    catalog = catalogs.of_version(reading, case.catalog)
    item = catalog.item(case.item)
    applicant, agent = reading.people(case.id)
    now, today = reading.terms.clock.now(), reading.terms.clock.today()
    calendar = working_days(reading)
    share = terms.yellow_share if terms else YELLOW_SHARE
    waits = bundles.waits(case, sisters.theme_of(reading, case))
    late = lates(case, now, calendar, share, waits=waits)
    masked = mask_person(applicant, today) if applicant else Masked("", "", "")
    rejected, sent = _judgement(reading, case.id)
    return CaseSheet(
        case=case.id,
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
        questions=_questions(case, catalog, item.whens),
        lines=_lines(reading, case, checklist_of(case, catalog), catalog),
        number=case.number,
        promised_day=case.promised_day,
        statutory_day=case.statutory_day,
        provisional=case.provisional,
        waiting=papers_waiting(case),
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


# What nothing but one case can go through, and only when its turn has come.
_OF_ONE = frozenset({Way.REFUSE, Way.PAUSE, Way.RESUME, Way.EXTEND})


def _in_turn(sheet: CaseSheet, bundle: BundleSheet) -> frozenset[Way]:
    waits = any(line.case == sheet.case and line.waits_for for line in bundle.lines)
    return sheet.ways - {Way.GRANT, Way.PAUSE, Way.EXTEND, Way.REFUSE} if waits else sheet.ways


def _whole(reading: Reading, sheet: CaseSheet, bundle: BundleSheet, case: Case, roles: tuple[str, ...]) -> CaseSheet:
    """The same sheet of all cases of a bundle as one: what is owed, once; and what can be done with all of it."""
    catalog = catalogs.of_version(reading, case.catalog)
    cases = sisters.with_sisters(reading, case)
    theme = catalog.themes[case.bundle.theme] if case.bundle is not None else None
    acting = bundles.acting(case, cases)
    items = [catalog.item(other.item) for other in cases if other.item is not None]
    under_way = acting[0].state in AT_THE_WINDOW | RUNNING  # else all of it is told, and not the case in hand alone
    one = bundles.as_one(acting if under_way else cases)
    checklist = bundles.union([checklist_of(other, catalog) for other in (acting if under_way else cases)])
    now, today = reading.terms.clock.now(), reading.terms.clock.today()
    late = {
        found
        for other in cases
        for found in lates(other, now, working_days(reading), waits=bundles.waits(other, theme))
    }
    judged = [_judgement(reading, other.id) for other in cases]
    open_ways = frozenset().union(
        *(ways(other, catalog.item(other.item), roles, today) for other in cases if other.item)
    )
    return replace(
        sheet,
        state=bundles.state_of(cases),
        item_name=bundle.theme,
        department="、".join(bundle.departments),
        handling=Handling.AT_ONCE if all(item.handling is Handling.AT_ONCE for item in items) else Handling.PROMISE,
        promised=theme.promised if theme else sheet.promised,
        fee=sum(item.fee for item in items),
        questions=_questions(one, catalog, tuple(when for item in items for when in item.whens)),
        lines=_lines(reading, one, checklist, catalog),
        number=None if bundle.state in _BEFORE_ACCEPTANCE else bundle.number or None,
        promised_day=max((other.promised_day for other in cases if other.promised_day is not None), default=None),
        provisional=any(other.provisional for other in cases),
        waiting=papers_left(reading, case),
        rejected=next((code for code, _ in judged if code), None),
        sent=all(sent for _, sent in judged),
        ways=_ways_of_all(open_ways, bundle),
        lates=tuple(found for found in Late if found in late),
        lamp=lamp_of(tuple(late)),
        days_left=min(
            (left for other in cases if (left := days_left(other, today, working_days(reading))) is not None),
            default=None,
        ),
        corrected_once=any(other.corrections for other in cases),
        correction_due=min(
            (other.correction_due for other in acting if other.correction_due is not None), default=None
        ),
        deliver_by=min(
            (other.deliver_by for other in cases if other.state in _TO_FETCH and other.deliver_by), default=None
        ),
    )


def _ways_of_all(open_ways: frozenset[Way], bundle: BundleSheet) -> frozenset[Way]:
    """What can be done with all of a bundle at once. A file is closed when nothing of it is under way any more."""
    ended = bundle.state in (BundleState.DELIVERED, BundleState.ENDED)
    found = open_ways - _OF_ONE - {Way.GRANT} - (frozenset() if ended else {Way.ARCHIVE})
    return found | {Way.GRANT} if bundle.grantable else found


_BEFORE_ACCEPTANCE = (BundleState.AT_THE_WINDOW, BundleState.CORRECTION_REQUESTED)
_TO_FETCH = (State.DECIDED, State.READY)


def _questions(case: Case, catalog: Catalog, whens: Sequence[str]) -> tuple[Asked, ...]:
    """Who came is asked where the person is entered; everything else here."""
    matter = catalog.inquiry(case.answers).matter(whens)
    return tuple(asked for asked in matter if asked.question.code != BY_AGENT)


def _lines(reading: Reading, case: Case, checklist: Checklist, catalog: Catalog) -> tuple[MaterialLine, ...]:
    seen = pages_kept.read(reading, [page for pages in case.pages.values() for page in pages])
    lines = []
    for line in checklist.lines:
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
                produced_by=catalog.items[line.produced_by].name if line.produced_by else "",
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
