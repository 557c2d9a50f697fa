"""What is true of a case after each fact, on every replica alike.

The fold is total: a fact that does not fit changes nothing but the version.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, MaterialCode, PageDigest
from deskapp.rules.case import (
    AcceptanceUndone,
    Accepted,
    Answered,
    ApplicantCorrected,
    Archived,
    Case,
    CaseFact,
    CommitmentMade,
    CorrectionRequested,
    Decided,
    Declined,
    Delivered,
    How,
    MaterialDeferred,
    MaterialReceived,
    MaterialReturned,
    Opened,
    PageMoved,
    PageRemoved,
    PagesAdded,
    PaperPrinted,
    Paused,
    ResultReady,
    Resumed,
    Settled,
    Withdrawn,
    permits,
)
from deskapp.rules.case_state import State


def fold(case: Case, fact: CaseFact, *, actor: ClerkId) -> Case:
    """What is true after this fact. Total: what `permits` would refuse changes nothing but the version."""
    after = replace(case, version=case.version + 1)
    try:
        permits(case, fact)
    except Refusal:
        return after
    step = _FOLDS.get(type(fact))
    return after if step is None else step(after, fact, actor)


def fold_all(case: Case, facts: Sequence[tuple[CaseFact, ClerkId]]) -> Case:
    """Fold a whole history in its order."""
    for fact, actor in facts:
        case = fold(case, fact, actor=actor)
    return case


def _opened(case: Case, fact: Opened, actor: ClerkId) -> Case:
    return replace(
        case, state=State.OPENED, item=fact.item, catalog=fact.catalog, window=fact.window, track=fact.track,
        applicant=fact.applicant, agent=fact.agent, answers=fact.answers, ticket=fact.ticket, clerk=actor,
    )  # fmt: skip


def _applicant_corrected(case: Case, fact: ApplicantCorrected, actor: ClerkId) -> Case:
    return replace(case, applicant=fact.applicant, agent=fact.agent, answers=fact.answers)


def _answered(case: Case, fact: Answered, actor: ClerkId) -> Case:
    others = {code: answer for code, answer in case.answers.items() if code != fact.question}
    return replace(case, answers=others if fact.answer is None else {**others, fact.question: fact.answer})


def _settle(case: Case, material: MaterialCode, settled: Settled) -> Case:
    return replace(case, settled={**case.settled, material: settled})


def _received(case: Case, fact: MaterialReceived, actor: ClerkId) -> Case:
    return _settle(case, fact.material, Settled(How.RECEIVED, fact.form, fact.copies))


def _returned(case: Case, fact: MaterialReturned, actor: ClerkId) -> Case:
    return replace(case, settled={code: how for code, how in case.settled.items() if code != fact.material})


def _committed(case: Case, fact: CommitmentMade, actor: ClerkId) -> Case:
    return _settle(case, fact.material, Settled(How.COMMITTED))


def _deferred(case: Case, fact: MaterialDeferred, actor: ClerkId) -> Case:
    return _settle(case, fact.material, Settled(How.DEFERRED, due=fact.due))


def _pages_added(case: Case, fact: PagesAdded, actor: ClerkId) -> Case:
    before = case.pages.get(fact.material, ())
    new = tuple(page for page in dict.fromkeys(fact.pages) if page not in before)
    return replace(case, pages={**case.pages, fact.material: before + new})


def _without(case: Case, page: PageDigest) -> dict[MaterialCode, tuple[PageDigest, ...]]:
    kept = {code: tuple(p for p in pages if p != page) for code, pages in case.pages.items()}
    return {code: pages for code, pages in kept.items() if pages}


def _page_removed(case: Case, fact: PageRemoved, actor: ClerkId) -> Case:
    return replace(case, pages=_without(case, fact.page))


def _page_moved(case: Case, fact: PageMoved, actor: ClerkId) -> Case:
    kept = _without(case, fact.page)
    return replace(case, pages={**kept, fact.material: (*kept.get(fact.material, ()), fact.page)})


def _accepted(case: Case, fact: Accepted, actor: ClerkId) -> Case:
    return replace(
        case, state=State.ACCEPTED, number=fact.number, promised_day=fact.promised_day,
        statutory_day=fact.statutory_day, provisional=fact.provisional, clerk=actor,
    )  # fmt: skip


def _acceptance_undone(case: Case, fact: AcceptanceUndone, actor: ClerkId) -> Case:
    state = State.CORRECTION_REQUESTED if case.corrections else State.OPENED
    return replace(
        case, state=state, number=None, reserved=fact.number, promised_day=None, statutory_day=None, provisional=False,
        printed=(),
    )  # fmt: skip


def _correction_requested(case: Case, fact: CorrectionRequested, actor: ClerkId) -> Case:
    return replace(case, state=State.CORRECTION_REQUESTED, corrections=case.corrections + 1)


def _paper_printed(case: Case, fact: PaperPrinted, actor: ClerkId) -> Case:
    return case if fact.paper in case.printed else replace(case, printed=(*case.printed, fact.paper))


def _decided(case: Case, fact: Decided, actor: ClerkId) -> Case:
    return replace(case, state=State.DECIDED, granted=fact.granted)


def _to(state: State) -> Callable[[Case, CaseFact, ClerkId], Case]:
    return lambda case, fact, actor: replace(case, state=state)


_FOLDS: dict[type, Callable[..., Case]] = {
    Opened: _opened,
    ApplicantCorrected: _applicant_corrected,
    Answered: _answered,
    MaterialReceived: _received,
    MaterialReturned: _returned,
    CommitmentMade: _committed,
    MaterialDeferred: _deferred,
    PagesAdded: _pages_added,
    PageRemoved: _page_removed,
    PageMoved: _page_moved,
    Accepted: _accepted,
    AcceptanceUndone: _acceptance_undone,
    CorrectionRequested: _correction_requested,
    PaperPrinted: _paper_printed,
    Declined: _to(State.DECLINED),
    Withdrawn: _to(State.WITHDRAWN),
    Paused: _to(State.PAUSED),
    Resumed: _to(State.ACCEPTED),
    Decided: _decided,
    ResultReady: _to(State.READY),
    Delivered: _to(State.DELIVERED),
    Archived: _to(State.ARCHIVED),
}
