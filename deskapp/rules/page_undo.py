"""The last step with pages, and the way back from it. What was undone is known by the facts that undid it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, EventId, MaterialCode, PageDigest
from deskapp.rules.case import Case, CaseFact, PagesAdded, PagesMade, PagesMoved, PagesPutBack, PagesRemoved, permits
from deskapp.rules.case_fold import fold
from deskapp.rules.page_places import way_back

Step = PagesMade | PagesMoved | PagesRemoved


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact of a case's history, which event said it, and whose it was. `serial`: its place among all that its desk
    said; what was said in one act of several cases stands there side by side.
    """

    id: EventId
    fact: CaseFact
    actor: ClerkId
    serial: int = 0


def last_step(history: Sequence[Happened], clerk: ClerkId) -> tuple[EventId, Step] | None:
    """The clerk's last step with pages that has not been undone; None when there is none."""
    for one in reversed(history):
        if isinstance(one.fact, Step) and one.actor == clerk and one.id not in _undone(history):
            return one.id, one.fact
    return None


def act_of(histories: Mapping[CaseId, Sequence[Happened]], of: CaseId, step: EventId) -> dict[CaseId, Happened]:
    """What else was said in the act to which a step belongs: of the other cases of its bundle, that the same pages were
    moved, made, taken out, or given to one that did not have them. `histories` in the order of the bundle, in which
    an act goes through its cases, saying one thing of each without a gap.
    """
    here = next(one for one in histories[of] if one.id == step)
    order = list(histories)
    place = order.index(of)
    found: dict[CaseId, Happened] = {}
    for way, others in ((1, order[place + 1 :]), (-1, order[:place][::-1])):
        serial = here.serial
        for other in others:
            told = next((one for one in histories[other] if one.serial == serial + way and _same(one, here)), None)
            if told is not None:
                found[other] = told
                serial = told.serial
    return found


def _same(one: Happened, other: Happened) -> bool:
    """Whether both are about the same pages, by the same hand."""
    return one.actor == other.actor and bool(_pages(one.fact)) and _pages(one.fact) == _pages(other.fact)


def _pages(fact: CaseFact) -> tuple[PageDigest, ...]:
    if isinstance(fact, PagesMade):
        return fact.sources
    return fact.pages if isinstance(fact, PagesAdded | PagesMoved | PagesRemoved) else ()


def put_back(case_id: CaseId, history: Sequence[Happened], clerk: ClerkId) -> tuple[Step, PagesPutBack]:
    """The way back from the clerk's last step, and the step itself.

    Refusal `page.nothing_to_undo`, or `page.changed_since` when somebody else has worked on what came of it.
    """
    found = last_step(history, clerk)
    if found is None:
        raise Refusal("page.nothing_to_undo")
    step, fact = found
    return fact, way_from(case_id, history, step)


def ticked_before(case_id: CaseId, history: Sequence[Happened], step: EventId) -> frozenset[MaterialCode]:
    """The materials that were settled when a step was taken."""
    case = Case(case_id)
    for one in history:
        if one.id == step:
            break
        case = fold(case, one.fact, actor=one.actor)
    return frozenset(case.settled)


def way_from(case_id: CaseId, history: Sequence[Happened], step: EventId) -> PagesPutBack:
    """The way back from one fact about pages. Refusal `page.changed_since` as `put_back`."""
    case = before = after = Case(case_id)
    for one in history:
        if one.id == step:
            before = case
        case = fold(case, one.fact, actor=one.actor)
        if one.id == step:
            after = case
    gone, places = way_back(after.pages, before.pages)
    back = PagesPutBack((step,), gone, places)
    permits(case, back)
    return back


def _undone(history: Sequence[Happened]) -> set[EventId]:
    return {step for one in history if isinstance(one.fact, PagesPutBack) for step in one.fact.steps}
