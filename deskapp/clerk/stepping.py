"""One step of a case: asked of the rules and of who takes it, said, and for a moment to be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.journal.kinds import BY_FACT
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs, sisters
from deskapp.rules import access, bundle_steps
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
    ask_bundle(facts, case, fact)
    facts.add(desk.clerk.id, fact, of=case_id)


def ask_bundle(facts: Writing, case: Case, fact: CaseFact) -> None:
    """Ask what its bundle says to a step (`bundle_steps.ask`)."""
    catalog = catalogs.of_version(facts, case.catalog)
    bundle_steps.ask(case, fact, sisters.with_sisters(facts, case), catalog)


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
        say_taken_back(desk, facts, case_id, step)


def take_back_all(desk: Desk, taken: Sequence[CaseId], step: type) -> None:
    """Take back what was done with several cases at once, the last of them first. Refusal as `take_back`: of any, and
    nothing is taken back.
    """
    with desk.journal.writing() as facts:
        for case_id in reversed(taken):
            say_taken_back(desk, facts, case_id, step)


def say_taken_back(desk: Desk, facts: Writing, case_id: CaseId, step: type) -> None:
    """The same, in a transaction that does more."""
    case, fact = facts.case(case_id), StepTakenBack(step.__name__)
    if case.before is not None and case.before.by != desk.clerk.id:
        raise Refusal("case.taken_by_other")
    ask_bundle(facts, case, fact)
    facts.add(desk.clerk.id, fact, of=case_id)
