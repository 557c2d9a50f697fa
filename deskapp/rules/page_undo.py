"""The last step with pages, and the way back from it. What was undone is known by the facts that undid it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, EventId
from deskapp.rules.case import Case, CaseFact, PagesMade, PagesMoved, PagesPutBack, PagesRemoved, permits
from deskapp.rules.case_fold import fold
from deskapp.rules.page_places import way_back

Step = PagesMade | PagesMoved | PagesRemoved


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact of a case's history, which event said it, and whose it was."""

    id: EventId
    fact: CaseFact
    actor: ClerkId


def last_step(history: Sequence[Happened], clerk: ClerkId) -> tuple[EventId, Step] | None:
    """The clerk's last step with pages that has not been undone; None when there is none."""
    undone = {step for one in history if isinstance(one.fact, PagesPutBack) for step in one.fact.steps}
    for one in reversed(history):
        if isinstance(one.fact, Step) and one.actor == clerk and one.id not in undone:
            return one.id, one.fact
    return None


def put_back(case_id: CaseId, history: Sequence[Happened], clerk: ClerkId) -> tuple[Step, PagesPutBack]:
    """The way back from the clerk's last step, and the step itself.

    Refusal `page.nothing_to_undo`, or `page.changed_since` when somebody else has worked on what came of it.
    """
    found = last_step(history, clerk)
    if found is None:
        raise Refusal("page.nothing_to_undo")
    step, fact = found
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
    return fact, back
