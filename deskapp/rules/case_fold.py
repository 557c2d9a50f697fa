"""What is true of a case after each fact, on every replica alike.

The fold is total: a fact that does not fit changes nothing but the version.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import CENTRE, ClerkId, MaterialCode, PageDigest
from deskapp.rules.case import (
    AcceptanceUndone,
    Accepted,
    Answered,
    ApplicantCorrected,
    Archived,
    Before,
    Case,
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
    How,
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
    PreReviewed,
    ResultPapersGiven,
    ResultReady,
    Resumed,
    Settled,
    Signed,
    StepTakenBack,
    TurnCome,
    Urged,
    Withdrawn,
    permits,
)
from deskapp.rules.case_state import State
from deskapp.rules.page_making import Doubt, MadeOf
from deskapp.rules.page_places import moved, put_back, replaced, without


def fold(case: Case, fact: CaseFact, *, actor: ClerkId) -> Case:
    """What is true after this fact. Total: what `permits` would refuse changes nothing but the version."""
    after = replace(case, version=case.version + 1)
    try:
        permits(case, fact)
    except Refusal:
        return after
    step = _FOLDS.get(type(fact))
    done = after if step is None else step(after, fact, actor)
    if type(fact) in _REVERSIBLE and case.state is not None:
        return replace(done, before=_before(case, case.state, fact, actor))
    return done if type(fact) in _QUIET or case.before is None else replace(done, before=None)


def _before(case: Case, state: State, fact: CaseFact, actor: ClerkId) -> Before:
    last = case.before
    resumed = last is not None and (last.step, last.by) == (Resumed.__name__, CENTRE)
    if last is not None and resumed and isinstance(fact, Decided) and actor == CENTRE:
        return replace(last, step=Decided.__name__)  # it stood still, and ended with what it waited for
    handed_back = isinstance(fact, CorrectionRequested) and fact.handed_back
    return Before(
        step=type(fact).__name__, by=actor, state=state, printed=case.printed,
        settled=case.settled if handed_back else None, promised_day=case.promised_day,
        statutory_day=case.statutory_day, provisional=case.provisional, correction_due=case.correction_due,
        paused_since=case.paused_since, paused_until=case.paused_until, procedure=case.procedure,
        extended=case.extended,
    )  # fmt: skip


def fold_all(case: Case, facts: Sequence[tuple[CaseFact, ClerkId]]) -> Case:
    """Fold a whole history in its order."""
    for fact, actor in facts:
        case = fold(case, fact, actor=actor)
    return case


def _opened(case: Case, fact: Opened, actor: ClerkId) -> Case:
    return replace(
        case, state=State.OPENED, item=fact.item, catalog=fact.catalog, window=fact.window, track=fact.track,
        applicant=fact.applicant, agent=fact.agent, answers=fact.answers, ticket=fact.ticket, clerk=actor,
        received_on=fact.received_on, taken_on=fact.received_on, answer_by=fact.answer_by, bundle=fact.bundle,
    )  # fmt: skip


def _filed(case: Case, fact: Filed, actor: ClerkId) -> Case:
    return replace(
        case, state=State.FILED, item=fact.item, catalog=fact.catalog, track=fact.track, reserved=fact.number,
        applicant=fact.applicant, agent=fact.agent, answers=fact.answers, clerk=actor, portal=fact.portal,
        reference=fact.reference, received_on=fact.received_on, answer_by=fact.answer_by,
    )  # fmt: skip


def _pre_reviewed(case: Case, fact: PreReviewed, actor: ClerkId) -> Case:
    return replace(
        case, state=State.PRE_REVIEWED, window=fact.window, ticket=fact.ticket, clerk=actor, taken_on=fact.taken_on
    )


def _applicant_corrected(case: Case, fact: ApplicantCorrected, actor: ClerkId) -> Case:
    return replace(case, applicant=fact.applicant, agent=fact.agent, answers=fact.answers)


def _answered(case: Case, fact: Answered, actor: ClerkId) -> Case:
    others = {code: answer for code, answer in case.answers.items() if code != fact.question}
    return replace(case, answers=others if fact.answer is None else {**others, fact.question: fact.answer})


def _settle(case: Case, material: MaterialCode, settled: Settled) -> Case:
    return replace(case, settled={**case.settled, material: settled})


def _received(case: Case, fact: MaterialReceived, actor: ClerkId) -> Case:
    return _settle(case, fact.material, Settled(How.RECEIVED, fact.form, fact.copies, by_page=fact.by_page))


def _returned(case: Case, fact: MaterialReturned, actor: ClerkId) -> Case:
    return replace(case, settled={code: how for code, how in case.settled.items() if code != fact.material})


def _committed(case: Case, fact: CommitmentMade, actor: ClerkId) -> Case:
    return _settle(case, fact.material, Settled(How.COMMITTED))


def _deferred(case: Case, fact: MaterialDeferred, actor: ClerkId) -> Case:
    return _settle(case, fact.material, Settled(How.DEFERRED, due=fact.due))


def _pages_added(case: Case, fact: PagesAdded, actor: ClerkId) -> Case:
    before = case.pages.get(fact.material, ())
    new = tuple(page for page in dict.fromkeys(fact.pages) if page not in before)
    return replace(case, pages={**case.pages, fact.material: before + new}, doubts=_doubted(case, fact.doubts))


def _doubted(case: Case, doubts: Sequence[tuple[PageDigest, Doubt]]) -> dict[PageDigest, tuple[Doubt, ...]]:
    said = dict(case.doubts)
    for page, doubt in doubts:
        said[page] = tuple(dict.fromkeys((*said.get(page, ()), doubt)))
    return said


def _pages_removed(case: Case, fact: PagesRemoved, actor: ClerkId) -> Case:
    return replace(case, pages=without(case.pages, fact.pages))


def _pages_moved(case: Case, fact: PagesMoved, actor: ClerkId) -> Case:
    return replace(case, pages=moved(case.pages, fact.pages, fact.material, fact.before))


def _pages_made(case: Case, fact: PagesMade, actor: ClerkId) -> Case:
    made = MadeOf(fact.sources, fact.made, fact.making.craft)
    others = tuple(other for other in case.makings if (other.sources, other.made) != (made.sources, made.made))
    return replace(
        case, pages=replaced(case.pages, fact.sources, fact.made), makings=(*others, made),
        doubts=_doubted(case, fact.doubts),
    )  # fmt: skip


def _pages_put_back(case: Case, fact: PagesPutBack, actor: ClerkId) -> Case:
    """Where pages that were made go and one they were made from comes back, it is as if it had not been made."""
    back = {place.page for place in fact.places}
    makings = tuple(
        MadeOf(made.sources, made.made, made.craft, standing=False)
        if not back.isdisjoint(made.sources) and not set(fact.gone).isdisjoint(made.made)
        else made
        for made in case.makings
    )
    return replace(case, pages=put_back(case.pages, fact.gone, fact.places), makings=makings)


def _accepted(case: Case, fact: Accepted, actor: ClerkId) -> Case:
    return replace(
        case, state=State.ACCEPTED, number=fact.number, promised_day=fact.promised_day,
        statutory_day=fact.statutory_day, provisional=fact.provisional, since=fact.since, by_silence=fact.by_silence,
        promised_at=fact.promised_at, statutory_at=fact.statutory_at, printed=(),
        clerk=case.clerk if fact.by_silence else actor, bundle_number=fact.bundle_number or case.bundle_number,
    )  # fmt: skip


def _acceptance_undone(case: Case, fact: AcceptanceUndone, actor: ClerkId) -> Case:
    state = State.OPENED if not case.portal else State.PRE_REVIEWED
    return replace(
        case, state=State.CORRECTION_REQUESTED if case.corrections else state, number=None, reserved=fact.number,
        promised_day=None, statutory_day=None, provisional=False, since=None, by_silence=False, promised_at=None,
        statutory_at=None, printed=(), dispatched_on=None, result_papers=(),
    )  # fmt: skip


def _correction_requested(case: Case, fact: CorrectionRequested, actor: ClerkId) -> Case:
    return replace(
        case, state=State.CORRECTION_REQUESTED, corrections=case.corrections + 1, correction_due=fact.due, printed=(),
        settled={} if fact.handed_back else case.settled,
    )  # fmt: skip


def _paper_printed(case: Case, fact: PaperPrinted, actor: ClerkId) -> Case:
    return case if fact.paper in case.printed else replace(case, printed=(*case.printed, fact.paper))


def _turn_come(case: Case, fact: TurnCome, actor: ClerkId) -> Case:
    return replace(
        case, turn_came=fact.since, promised_day=fact.promised_day, statutory_day=fact.statutory_day,
        provisional=fact.provisional, promised_at=fact.promised_at, statutory_at=fact.statutory_at,
    )  # fmt: skip


def _dispatched(case: Case, fact: Dispatched, actor: ClerkId) -> Case:
    return replace(case, dispatched_on=fact.taken_on)


def _result_papers_given(case: Case, fact: ResultPapersGiven, actor: ClerkId) -> Case:
    return replace(case, result_papers=fact.papers)


def _paused(case: Case, fact: Paused, actor: ClerkId) -> Case:
    return replace(
        case, state=State.PAUSED, procedure=fact.procedure, paused_since=fact.since, paused_until=fact.until,
        printed=tuple(paper for paper in case.printed if paper != "special_procedure"),
    )  # fmt: skip


def _resumed(case: Case, fact: Resumed, actor: ClerkId) -> Case:
    return replace(
        case, state=State.ACCEPTED, procedure=None, paused_since=None, paused_until=None,
        promised_day=fact.promised_day or case.promised_day, statutory_day=fact.statutory_day or case.statutory_day,
        provisional=case.provisional or fact.provisional,
        promised_at=_at_moved(case.promised_at, case.promised_day, fact.promised_day),
        statutory_at=_at_moved(case.statutory_at, case.statutory_day, fact.statutory_day),
    )  # fmt: skip


def _at_moved(at: datetime | None, day: date | None, to: date | None) -> datetime | None:
    """The very moment of a limit in hours, moved by as many days as its day."""
    return at if at is None or day is None or to is None else at + (to - day)


def _extended(case: Case, fact: Extended, actor: ClerkId) -> Case:
    return replace(
        case, extended=True, promised_day=fact.promised_day, statutory_day=fact.statutory_day,
        provisional=case.provisional or fact.provisional,
        promised_at=_at_moved(case.promised_at, case.promised_day, fact.promised_day),
        statutory_at=_at_moved(case.statutory_at, case.statutory_day, fact.statutory_day),
    )  # fmt: skip


def _decided(case: Case, fact: Decided, actor: ClerkId) -> Case:
    return replace(
        case, state=State.DECIDED, granted=fact.granted, decided_on=fact.decided_on, deliver_by=fact.deliver_by,
        printed=(),
    )  # fmt: skip


def _ready(case: Case, fact: ResultReady, actor: ClerkId) -> Case:
    return replace(case, state=State.READY, result=fact.result)


def _delivered(case: Case, fact: Delivered, actor: ClerkId) -> Case:
    return replace(case, state=State.DELIVERED, how=fact.how, handing=fact.handing, printed=())


def _taken_back(case: Case, fact: StepTakenBack, actor: ClerkId) -> Case:
    """As it stood before; the notice that was printed is void and comes out anew the next time."""
    before = case.before
    if before is None:
        return case
    corrections = case.corrections - (before.step == CorrectionRequested.__name__)
    decided = before.step == Decided.__name__
    return replace(
        case, state=before.state, printed=before.printed, corrections=corrections,
        settled=case.settled if before.settled is None else before.settled, promised_day=before.promised_day,
        statutory_day=before.statutory_day, provisional=before.provisional, correction_due=before.correction_due,
        paused_since=before.paused_since, paused_until=before.paused_until, procedure=before.procedure,
        extended=before.extended, granted=None if decided else case.granted,
        decided_on=None if decided else case.decided_on, deliver_by=None if decided else case.deliver_by,
        how="" if before.step == Delivered.__name__ else case.how,
        handing="" if before.step == Delivered.__name__ else case.handing,
        result="" if before.step == ResultReady.__name__ else case.result,
        promised_at=_at_moved(case.promised_at, case.promised_day, before.promised_day),
        statutory_at=_at_moved(case.statutory_at, case.statutory_day, before.statutory_day),
    )  # fmt: skip


def _urged(case: Case, fact: Urged, actor: ClerkId) -> Case:
    return replace(case, urged=case.urged + 1)


def _followed_up(case: Case, fact: FollowedUp, actor: ClerkId) -> Case:
    return replace(case, followed_up=fact.remark)


def _to(state: State) -> Callable[[Case, CaseFact, ClerkId], Case]:
    return lambda case, fact, actor: replace(case, state=state, printed=())


# The steps that a slip of the finger may take. Acceptance is undone by a fact of its own, because it gives a number.
_REVERSIBLE: frozenset[type] = frozenset(
    {CorrectionRequested, Declined, Withdrawn, Paused, Resumed, Extended, Decided, ResultReady, Delivered}
)
_QUIET: frozenset[type] = frozenset({PaperPrinted, LookedAt, Urged, FollowedUp, Signed})  # say not how it stands
_FOLDS: dict[type, Callable[..., Case]] = {
    Opened: _opened,
    Filed: _filed,
    PreReviewed: _pre_reviewed,
    ApplicantCorrected: _applicant_corrected,
    Answered: _answered,
    MaterialReceived: _received,
    MaterialReturned: _returned,
    CommitmentMade: _committed,
    MaterialDeferred: _deferred,
    PagesAdded: _pages_added,
    PagesRemoved: _pages_removed,
    PagesMoved: _pages_moved,
    PagesMade: _pages_made,
    PagesPutBack: _pages_put_back,
    Accepted: _accepted,
    AcceptanceUndone: _acceptance_undone,
    CorrectionRequested: _correction_requested,
    PaperPrinted: _paper_printed,
    Declined: _to(State.DECLINED),
    Withdrawn: _to(State.WITHDRAWN),
    TurnCome: _turn_come,
    Dispatched: _dispatched,
    Paused: _paused,
    Resumed: _resumed,
    Extended: _extended,
    Decided: _decided,
    ResultPapersGiven: _result_papers_given,
    ResultReady: _ready,
    Delivered: _delivered,
    Archived: _to(State.ARCHIVED),
    StepTakenBack: _taken_back,
    Urged: _urged,
    FollowedUp: _followed_up,
}
