"""The life of a case: what can happen to it, when, and what is then true.

    opened 收件, or filed 网上申报 → pre-reviewed 预审
           → accepted 受理 | correction_requested 补正 | declined 不予受理 | withdrawn 撤回
    accepted → [dispatched 转办] [paused ⇄ resumed] [extended]
             → decided 办结 → ready 待领 → delivered 送达 → archived 归档

Three kinds of function, all pure:

* a **decision** (`accept`, here and in `case_steps`) takes what is true and returns a fact, or raises a Refusal;
* `permits` asks whether a fact made elsewhere may happen now: the centre asks it of every fact a desk sends, and
  history is folded by it, so that it holds what was written by earlier programs as well;
* `case_fold.fold` says what is true after a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NoReturn

import msgspec

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, PageDigest, TicketId, WindowId
from deskapp.rules.case_facts import (
    AcceptanceUndone,
    Accepted,
    Answered,
    ApplicantCorrected,
    Archived,
    CaseFact,
    CommitmentMade,
    CorrectionRequested,
    Decided,
    Declined,
    Delivered,
    Dispatched,
    Extended,
    Filed,
    FollowedUp,
    Handed,
    InBundle,
    LookedAt,
    MaterialDeferred,
    MaterialReceived,
    MaterialReturned,
    Opened,
    PagesAdded,
    PagesMade,
    PagesMoved,
    PagesPutBack,
    PagesRemoved,
    PaperPrinted,
    Paused,
    Person,
    PreReviewed,
    Procedure,
    ResultPapersGiven,
    ResultReady,
    Resumed,
    Signed,
    StepsGivenUp,
    StepTakenBack,
    TurnCome,
    Urged,
    Usual,
    Withdrawn,
)
from deskapp.rules.case_state import AT_THE_WINDOW, RUNNING, State
from deskapp.rules.catalog import Catalog
from deskapp.rules.checklist import Checklist, Mark, check
from deskapp.rules.condition import YES
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.page_making import Doubt, MadeOf, ask_sound, sealed
from deskapp.rules.page_places import present

__all__ = [
    "AcceptanceUndone", "Accepted", "Answered", "ApplicantCorrected", "Archived", "Before", "Case", "CaseFact",
    "CommitmentMade", "CorrectionRequested", "Decided", "Declined", "Delivered", "Dispatched", "Extended", "Filed",
    "FollowedUp", "Handed", "How", "InBundle", "LookedAt", "MaterialDeferred", "MaterialReceived", "MaterialReturned",
    "Opened", "PagesAdded", "PagesMade", "PagesMoved", "PagesPutBack", "PagesRemoved", "PaperPrinted", "Paused",
    "Person", "PreReviewed", "Procedure", "ResultPapersGiven", "ResultReady", "Resumed", "Settled", "Signed",
    "StepTakenBack", "StepsGivenUp", "TurnCome", "Urged", "Usual", "Withdrawn", "accept", "ask_answered",
    "ask_complete", "ask_for_correction", "checklist_of", "lifted_answers", "no_such_case", "open_case", "permits",
]  # fmt: skip


class How(StrEnum):
    """How one material of a case is settled."""

    RECEIVED = "received"
    COMMITTED = "committed"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Settled:
    how: How
    form: Form | None = None
    copies: int = 0
    due: date | None = None
    by_page: bool = False  # because a page came: it goes where that goes


class Before(msgspec.Struct, frozen=True):
    """How a case stood before its last step, as far as that step changed it."""

    step: str  # the name of the fact
    by: ClerkId
    state: State
    printed: tuple[str, ...] = ()
    settled: Mapping[MaterialCode, Settled] | None = None  # where the step handed everything back
    promised_day: date | None = None
    statutory_day: date | None = None
    provisional: bool = False
    correction_due: date | None = None
    paused_since: date | None = None
    paused_until: date | None = None
    procedure: Procedure | None = None
    extended: bool = False


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is true of one case. `version` counts the facts folded into it; 0 means it does not exist yet."""

    id: CaseId
    version: int = 0
    state: State | None = None
    item: ItemCode | None = None
    catalog: str = ""
    window: WindowId | None = None
    clerk: ClerkId | None = None  # who accepted it
    track: str = ""
    applicant: Person | None = None
    agent: Person | None = None
    answers: Mapping[str, str] = msgspec.field(default_factory=dict)
    ticket: TicketId | None = None
    settled: Mapping[MaterialCode, Settled] = msgspec.field(default_factory=dict)
    pages: Mapping[MaterialCode, tuple[PageDigest, ...]] = msgspec.field(default_factory=dict)
    doubts: Mapping[PageDigest, tuple[Doubt, ...]] = msgspec.field(default_factory=dict)
    makings: tuple[MadeOf, ...] = ()  # which pages were made from which, also of pages that have gone since
    number: str | None = None
    reserved: str | None = None  # given once and undone: this case's own for good, because paper may carry it
    promised_day: date | None = None
    statutory_day: date | None = None
    provisional: bool = False
    corrections: int = 0
    granted: bool | None = None
    printed: tuple[str, ...] = ()  # papers that came out since the last step of state
    portal: str = ""  # through which it was filed, "" when it was brought to a window
    reference: str = ""  # what the portal calls it
    received_on: date | None = None
    taken_on: date | None = None  # the day a window first had it before it
    answer_by: date | None = None
    since: date | None = None  # accepted on, for the clock
    by_silence: bool = False
    promised_at: datetime | None = None
    statutory_at: datetime | None = None
    correction_due: date | None = None
    paused_since: date | None = None
    paused_until: date | None = None
    procedure: Procedure | None = None
    extended: bool = False
    decided_on: date | None = None
    deliver_by: date | None = None
    result: str = ""
    how: str = ""
    handing: str = ""
    urged: int = 0
    followed_up: str = ""  # what was last done about its being late
    dispatched_on: date | None = None  # the day the department took it over
    result_papers: tuple[PageDigest, ...] = ()  # what the department made of its decision
    before: Before | None = None  # what the last step of state can be taken back to
    bundle: InBundle | None = None
    bundle_number: str = ""  # kept when the acceptance is undone: paper may carry it
    turn_came: date | None = None  # the day on which what it waited for was granted


def may_come_back(case: Case) -> None:
    """Ask whether somebody may still bring something for this case, at the place in the line that they had.

    They may before it is accepted, and afterwards while a material is put off. Refusal `case.unknown`,
    `case.finished`, or `case.nothing_to_bring` for one that is accepted and owes nothing.
    """
    if case.state is None:
        raise Refusal("case.unknown")
    put_off = any(settled.how is How.DEFERRED for settled in case.settled.values())
    accepted = case.state in (State.ACCEPTED, State.PAUSED)
    if case.state not in AT_THE_WINDOW and not (accepted and put_off):
        raise Refusal("case.nothing_to_bring" if accepted else "case.finished")


def lifted_answers(answers: object) -> object:
    """Answers as they were kept before questions had kinds, a list of what holds, as they are kept now."""
    return dict.fromkeys(map(str, answers), YES) if isinstance(answers, (list, tuple)) else answers


def no_such_case() -> NoReturn:
    """Refusal `case.unknown`."""
    raise Refusal("case.unknown")


def checklist_of(case: Case, catalog: Catalog) -> Checklist:
    """What this case owes by the catalogue it keeps, and what of it is settled. Of a bundle's case nothing is owed that
    an earlier case of the bundle produces.
    """
    if case.item is None:
        raise Refusal("case.unknown")
    theme = None if case.bundle is None else catalog.themes.get(case.bundle.theme)
    produced = {} if theme is None else theme.produced_for(case.item)
    marks = {code: Mark(Standing(settled.how.value), settled.due) for code, settled in case.settled.items()}
    return check(catalog.item(case.item), catalog, marks=marks, answers=case.answers, produced=produced)


def open_case(
    case: Case,
    *,
    item: ItemCode,
    catalog: str,
    window: WindowId,
    track: str,
    applicant: Person,
    agent: Person | None = None,
    answers: Mapping[str, str] | None = None,
    ticket: TicketId | None = None,
    received_on: date | None = None,
    answer_by: date | None = None,
    bundle: InBundle | None = None,
) -> Opened:
    """Take an application in (收件). Refusal `case.exists` when this case was opened before."""
    fact = Opened(
        item, catalog, window, track, applicant, agent, answers or {}, ticket, received_on, answer_by, bundle
    )  # fmt: skip
    permits(case, fact)
    return fact


def accept(
    case: Case,
    checklist: Checklist,
    *,
    number: str,
    promised_day: date,
    statutory_day: date,
    provisional: bool,
    since: date | None = None,
    promised_at: datetime | None = None,
    statutory_at: datetime | None = None,
    bundle_number: str = "",
) -> Accepted:
    """Accept (受理). Refusal `case.incomplete` names every material still owed, `case.unanswered` every one of which
    nobody knows yet whether it is.
    """
    fact = Accepted(
        number, promised_day, statutory_day, provisional, since, promised_at=promised_at, statutory_at=statutory_at,
        bundle_number=bundle_number,
    )  # fmt: skip
    permits(case, fact)
    ask_complete(checklist)
    return fact


def ask_complete(checklist: Checklist) -> None:
    """Refusal `case.unanswered`, or `case.incomplete` naming everything that is owed."""
    ask_answered(checklist)
    if not checklist.complete:
        raise Refusal("case.incomplete", missing=[line.name for line in checklist.owed])


def ask_answered(checklist: Checklist) -> None:
    """Refusal `case.unanswered` while an answer that decides on a material is missing."""
    if checklist.undecided:
        raise Refusal("case.unanswered", materials=[line.name for line in checklist.undecided])


def ask_for_correction(
    case: Case,
    checklist: Checklist,
    *,
    remark: str,
    due: date,
    ground: str = "",
    handed_back: bool = False,
) -> CorrectionRequested:
    """Name everything that is missing at once, because the law lets the office ask only once.

    Administrative Licence Law art. 32 (4). Refusal `case.corrected_before` the second time, `case.nothing_missing`
    when the list is complete and nothing is remarked, `case.unanswered` when nobody could say yet what is missing.
    When it may still be asked, the regime says: `case_steps`.
    """
    ask_answered(checklist)
    missing = tuple(line.material for line in checklist.owed)
    fact = CorrectionRequested(missing, remark, due, ground, handed_back)
    permits(case, fact)
    if not fact.missing and not remark:
        raise Refusal("case.nothing_missing")
    return fact


# From which states each fact may happen. A fact that is not listed may happen in every state of an existing case.
_FROM: dict[type, frozenset[State]] = {
    PreReviewed: frozenset({State.FILED}),
    ApplicantCorrected: AT_THE_WINDOW,
    Answered: AT_THE_WINDOW,
    MaterialReceived: AT_THE_WINDOW | RUNNING | {State.FILED},
    MaterialReturned: AT_THE_WINDOW,
    CommitmentMade: AT_THE_WINDOW,
    MaterialDeferred: AT_THE_WINDOW,
    PagesAdded: AT_THE_WINDOW | RUNNING | {State.FILED},
    PagesRemoved: AT_THE_WINDOW,
    PagesMoved: AT_THE_WINDOW,
    PagesMade: AT_THE_WINDOW,
    PagesPutBack: AT_THE_WINDOW,
    Accepted: AT_THE_WINDOW | {State.FILED},
    AcceptanceUndone: frozenset({State.ACCEPTED}),
    CorrectionRequested: AT_THE_WINDOW,
    Declined: AT_THE_WINDOW,
    Withdrawn: AT_THE_WINDOW | RUNNING | {State.FILED},
    TurnCome: frozenset({State.ACCEPTED}),
    Dispatched: RUNNING,
    Paused: frozenset({State.ACCEPTED}),
    Resumed: frozenset({State.PAUSED}),
    Extended: frozenset({State.ACCEPTED}),
    Decided: frozenset({State.ACCEPTED}),
    ResultPapersGiven: frozenset({State.ACCEPTED, State.DECIDED, State.READY}),
    ResultReady: frozenset({State.DECIDED}),
    Delivered: frozenset({State.DECIDED, State.READY}),
    Archived: frozenset({State.DELIVERED, State.DECLINED, State.WITHDRAWN}),
    Urged: RUNNING,
    Signed: frozenset(State) - {State.FILED, State.ARCHIVED, State.DECLINED},
}


def permits(case: Case, fact: CaseFact) -> None:
    """Ask whether this may happen to the case as it stands.

    Refusal `case.exists`, `case.unknown`, `case.wrong_state` (with the state it is in), `case.number_differs`,
    `case.corrected_before`, `case.extended_before`, `case.dispatched_before`, `case.nothing_to_take_back`,
    `case.not_silent`, `case.page_unknown`, `page.making_unsound`, `page.sealed` or `page.changed_since`.
    """
    if isinstance(fact, (Opened, Filed)):
        if case.state is not None:
            raise Refusal("case.exists")
        return
    if isinstance(fact, StepsGivenUp):
        return  # even of a case whose opening was rejected, so that it can be settled
    if case.state is None:
        raise Refusal("case.unknown")
    allowed = _FROM.get(type(fact))
    if allowed is not None and case.state not in allowed:
        raise Refusal("case.wrong_state", state=case.state.value, step=type(fact).__name__)
    _suits(case, case.state, fact)


def _suits(case: Case, state: State, fact: CaseFact) -> None:
    """What else than the state speaks against it."""
    if isinstance(fact, AcceptanceUndone) and fact.number != case.number:
        raise Refusal("case.number_differs")
    if isinstance(fact, CorrectionRequested) and case.corrections:
        raise Refusal("case.corrected_before")
    if isinstance(fact, Extended) and case.extended:
        raise Refusal("case.extended_before")
    if isinstance(fact, Dispatched) and case.dispatched_on is not None:
        raise Refusal("case.dispatched_before")
    if isinstance(fact, StepTakenBack) and (case.before is None or case.before.step != fact.step):
        raise Refusal("case.nothing_to_take_back")
    if isinstance(fact, Accepted) and state is State.FILED and not fact.by_silence:
        raise Refusal("case.wrong_state", state=state.value, step=Accepted.__name__)
    if isinstance(fact, Accepted) and fact.by_silence and (case.answer_by is None or case.corrections):
        raise Refusal("case.not_silent")
    _suits_pages(case, fact)


def _suits_pages(case: Case, fact: CaseFact) -> None:
    here = present(case.pages)
    if isinstance(fact, PagesAdded) and not sealed(case.makings, here).isdisjoint(fact.pages):
        raise Refusal("page.sealed")
    if isinstance(fact, PagesMade):
        ask_sound(fact.making, len(set(fact.sources)), len(set(fact.made)))
        if not set(fact.sources).isdisjoint(fact.made):
            raise Refusal("page.making_unsound")
    if isinstance(fact, (PagesRemoved, PagesMoved, PagesMade)):
        named = fact.sources if isinstance(fact, PagesMade) else fact.pages
        if not named or not here.issuperset(named):
            raise Refusal("case.page_unknown")
    if isinstance(fact, PagesPutBack) and not here.issuperset(fact.gone):
        raise Refusal("page.changed_since")
