"""One step of a case: asked of the rules and of who takes it, said, and for a moment to be taken back."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.journal.kinds import BY_FACT
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.rules import access
from deskapp.rules.case import Case, CaseFact, StepTakenBack
from deskapp.rules.case_steps import may
from deskapp.rules.catalog import Handling, Item


def say(desk: Desk, facts: Writing, case_id: CaseId, fact: CaseFact) -> None:
    """Say that this happened. Refusal `access.denied`, or what the rules refuse (`case_steps.may`)."""
    case = facts.case(case_id)
    item = item_of(facts, case)
    kind = BY_FACT[type(fact)].name
    access.require(desk.clerk.roles, access.fact_permission(kind, at_once=item.handling is Handling.AT_ONCE))
    may(case, fact, item, desk.clock.today())
    facts.add(desk.clerk.id, fact, of=case_id)


def item_of(reading: Reading, case: Case) -> Item:
    """What a case applies for, by the catalogue it keeps. Refusal `case.unknown`."""
    if case.item is None:
        raise Refusal("case.unknown")
    return catalogs.of_version(reading, case.catalog).item(case.item)


def take_back(desk: Desk, case_id: CaseId, step: type) -> None:
    """Take the last step back: it was a slip. Refusal `case.nothing_to_take_back` when another has followed,
    `case.taken_by_other` when it was somebody else's.
    """
    with desk.journal.writing() as facts:
        before = facts.case(case_id).before
        if before is not None and before.by != desk.clerk.id:
            raise Refusal("case.taken_by_other")
        facts.add(desk.clerk.id, StepTakenBack(step.__name__), of=case_id)
