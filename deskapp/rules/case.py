"""The life of a case: what can happen to it, when, and what is then true.

    opened 收件 → accepted 受理 | correction_requested 补正 | declined 不予受理 | withdrawn 撤回
    accepted → [paused ⇄ resumed] → decided 办结 → ready 待领 → delivered 送达 → archived 归档

Three kinds of function, all pure:

* a **decision** (`accept`, `decline`, …) takes what is true and returns a fact, or raises a Refusal;
* `permits` asks whether a fact made elsewhere may happen now: the centre asks it of every fact a desk sends;
* `case_fold.fold` says what is true after a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NoReturn

import msgspec

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, EventId, ItemCode, MaterialCode, PageDigest, TicketId, WindowId
from deskapp.rules.case_state import AT_THE_WINDOW, State
from deskapp.rules.catalog import Catalog
from deskapp.rules.checklist import Checklist, Mark, check
from deskapp.rules.condition import YES
from deskapp.rules.material_state import Form, Standing


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who applies, or who came for them. Personal data: stands in events only sealed."""

    name: str
    id_number: str  # resident ID number, or unified social credit code of an organisation
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    item: ItemCode
    catalog: str  # the version of the catalogue this case keeps
    window: WindowId
    track: str  # ≥ 128 random bits: the code in the receipt's QR
    applicant: Person | None  # None once erased
    agent: Person | None = None
    answers: Mapping[str, str] = field(default_factory=dict)  # by question (`rules.questions`)
    ticket: TicketId | None = None


@dataclass(frozen=True, slots=True)
class ApplicantCorrected:
    """Who applies is written down anew, and with it everything that was answered."""

    applicant: Person | None
    agent: Person | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of the item was answered, or answered anew; None takes the answer back."""

    question: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class MaterialReceived:
    material: MaterialCode
    form: Form
    copies: int = 1


@dataclass(frozen=True, slots=True)
class MaterialReturned:
    """What was received, promised or put off is so no longer."""

    material: MaterialCode


@dataclass(frozen=True, slots=True)
class CommitmentMade:
    material: MaterialCode


@dataclass(frozen=True, slots=True)
class MaterialDeferred:
    material: MaterialCode
    due: date


@dataclass(frozen=True, slots=True)
class PagesAdded:
    """Scanned pages, kept on the disk before this is said."""

    material: MaterialCode
    pages: tuple[PageDigest, ...]


@dataclass(frozen=True, slots=True)
class PageRemoved:
    page: PageDigest


@dataclass(frozen=True, slots=True)
class PageMoved:
    page: PageDigest
    material: MaterialCode


@dataclass(frozen=True, slots=True)
class Accepted:
    number: str
    promised_day: date
    statutory_day: date
    provisional: bool = False  # the calendar of that year is not published yet (暂定)


@dataclass(frozen=True, slots=True)
class AcceptanceUndone:
    number: str


@dataclass(frozen=True, slots=True)
class CorrectionRequested:
    missing: tuple[MaterialCode, ...]
    remark: str
    due: date


@dataclass(frozen=True, slots=True)
class Declined:
    reason: str
    ground: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    reason: str


@dataclass(frozen=True, slots=True)
class Paused:
    reason: str


@dataclass(frozen=True, slots=True)
class Resumed:
    pass


@dataclass(frozen=True, slots=True)
class Decided:
    granted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResultReady:
    result: str


@dataclass(frozen=True, slots=True)
class Delivered:
    how: str


@dataclass(frozen=True, slots=True)
class Archived:
    package: str  # digest of the archive package


@dataclass(frozen=True, slots=True)
class PaperPrinted:
    """A paper came out, or came out again. Says nothing about the case's state."""

    paper: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Somebody held the key that shows personal data in full."""

    what: str


@dataclass(frozen=True, slots=True)
class StepsGivenUp:
    """Steps the centre would not accept are given up; the case goes on from where the centre has it."""

    steps: tuple[EventId, ...]
    remark: str


CaseFact = (
    Opened | ApplicantCorrected | Answered | MaterialReceived | MaterialReturned | CommitmentMade | MaterialDeferred
    | PagesAdded | PageRemoved | PageMoved | Accepted | AcceptanceUndone | CorrectionRequested | Declined | Withdrawn
    | Paused | Resumed | Decided | ResultReady | Delivered | Archived | PaperPrinted | LookedAt | StepsGivenUp
)  # fmt: skip


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


class Case(msgspec.Struct, frozen=True):
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
    number: str | None = None
    reserved: str | None = None  # given once and undone: this case's own for good, because paper may carry it
    promised_day: date | None = None
    statutory_day: date | None = None
    provisional: bool = False
    corrections: int = 0
    granted: bool | None = None
    printed: tuple[str, ...] = ()  # papers that came out since the last step of state


def lifted_answers(answers: object) -> object:
    """Answers as they were kept before questions had kinds, a list of what holds, as they are kept now."""
    return dict.fromkeys(map(str, answers), YES) if isinstance(answers, (list, tuple)) else answers


def no_such_case() -> NoReturn:
    """Refusal `case.unknown`."""
    raise Refusal("case.unknown")


def checklist_of(case: Case, catalog: Catalog) -> Checklist:
    """What this case owes by the catalogue it keeps, and what of it is settled."""
    if case.item is None:
        raise Refusal("case.unknown")
    marks = {code: Mark(Standing(settled.how.value), settled.due) for code, settled in case.settled.items()}
    return check(catalog.item(case.item), catalog, marks=marks, answers=case.answers)


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
) -> Opened:
    """Take an application in (收件). Refusal `case.exists` when this case was opened before."""
    fact = Opened(item, catalog, window, track, applicant, agent, answers or {}, ticket)
    permits(case, fact)
    return fact


def accept(
    case: Case, checklist: Checklist, *, number: str, promised_day: date, statutory_day: date, provisional: bool
) -> Accepted:
    """Accept (受理). Refusal `case.incomplete` names every material still owed, `case.unanswered` every one of which
    nobody knows yet whether it is.
    """
    fact = Accepted(number, promised_day, statutory_day, provisional)
    permits(case, fact)
    ask_answered(checklist)
    if not checklist.complete:
        raise Refusal("case.incomplete", missing=[line.name for line in checklist.owed])
    return fact


def ask_answered(checklist: Checklist) -> None:
    """Refusal `case.unanswered` while an answer that decides on a material is missing."""
    if checklist.undecided:
        raise Refusal("case.unanswered", materials=[line.name for line in checklist.undecided])


def ask_for_correction(case: Case, checklist: Checklist, *, remark: str, due: date) -> CorrectionRequested:
    """Name everything that is missing at once, because the law lets the office ask only once.

    Administrative Licence Law art. 32 (4). Refusal `case.corrected_before` the second time, `case.nothing_missing`
    when the list is complete and nothing is remarked, `case.unanswered` when nobody could say yet what is missing.
    """
    ask_answered(checklist)
    fact = CorrectionRequested(tuple(line.material for line in checklist.owed), remark, due)
    permits(case, fact)
    if not fact.missing and not remark:
        raise Refusal("case.nothing_missing")
    return fact


# From which states each fact may happen. A fact that is not listed may happen in every state of an existing case.
_FROM: dict[type, frozenset[State]] = {
    ApplicantCorrected: AT_THE_WINDOW,
    Answered: AT_THE_WINDOW,
    MaterialReceived: AT_THE_WINDOW | {State.ACCEPTED, State.PAUSED},
    MaterialReturned: AT_THE_WINDOW,
    CommitmentMade: AT_THE_WINDOW,
    MaterialDeferred: AT_THE_WINDOW,
    PagesAdded: AT_THE_WINDOW | {State.ACCEPTED, State.PAUSED},
    PageRemoved: AT_THE_WINDOW,
    PageMoved: AT_THE_WINDOW,
    Accepted: AT_THE_WINDOW,
    AcceptanceUndone: frozenset({State.ACCEPTED}),
    CorrectionRequested: AT_THE_WINDOW,
    Declined: AT_THE_WINDOW,
    Withdrawn: AT_THE_WINDOW | {State.ACCEPTED, State.PAUSED},
    Paused: frozenset({State.ACCEPTED}),
    Resumed: frozenset({State.PAUSED}),
    Decided: frozenset({State.ACCEPTED}),
    ResultReady: frozenset({State.DECIDED}),
    Delivered: frozenset({State.DECIDED, State.READY}),
    Archived: frozenset({State.DELIVERED, State.DECLINED, State.WITHDRAWN}),
}


def permits(case: Case, fact: CaseFact) -> None:
    """Ask whether this may happen to the case as it stands.

    Refusal `case.exists`, `case.unknown`, `case.wrong_state` (with the state it is in), `case.number_differs`,
    `case.corrected_before` or `case.page_unknown`.
    """
    if isinstance(fact, Opened):
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
    if isinstance(fact, AcceptanceUndone) and fact.number != case.number:
        raise Refusal("case.number_differs")
    if isinstance(fact, CorrectionRequested) and case.corrections:
        raise Refusal("case.corrected_before")
    if isinstance(fact, (PageRemoved, PageMoved)) and not any(fact.page in pages for pages in case.pages.values()):
        raise Refusal("case.page_unknown")
