"""Accepting, asking for correction, declining: the step first, on the disk, and only then its papers."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.clerk import printing
from deskapp.clerk.intake import DEFERRAL_DAYS
from deskapp.clerk.printing import Paper
from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.ids import CaseId
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.queries.case_sheet import papers_waiting
from deskapp.queries.numbers import last_step_here, next_case_number
from deskapp.queries.working_days import working_days
from deskapp.rules import access, deadline
from deskapp.rules import case as cases
from deskapp.rules.access import Permission
from deskapp.rules.timekeeping import day_for_paper


@dataclass(frozen=True, slots=True)
class AcceptedCase:
    """What came of accepting. `trouble` says why a paper did not come out: the case is accepted all the same."""

    number: str
    papers: tuple[Paper, ...]
    trouble: Failure | None


def accept(desk: Desk, case_id: CaseId) -> AcceptedCase:
    """Accept (受理) and print receipt and acceptance.

    Refusal `case.incomplete` names everything still owed. A case whose acceptance was undone keeps its number.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        fact = _decide(desk, facts, case_id)
        facts.add(desk.clerk.id, fact, of=case_id)
    papers, trouble = print_waiting(desk, case_id)
    return AcceptedCase(fact.number, papers, trouble)


def undo_acceptance(desk: Desk, case_id: CaseId) -> None:
    """Take the acceptance back (Ctrl+Z). The number stays this case's own, because paper may carry it."""
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        facts.add(desk.clerk.id, cases.AcceptanceUndone(case.number or ""), of=case_id)


def ask_for_correction(desk: Desk, case_id: CaseId, remark: str) -> AcceptedCase:
    """Name everything that is missing at once and print the notice (一次性告知)."""
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        checklist = cases.checklist_of(case, catalogs.of_version(facts, case.catalog))
        due = deadline.due(desk.clock.today(), DEFERRAL_DAYS, working_days(facts)).day
        facts.add(desk.clerk.id, cases.ask_for_correction(case, checklist, remark=remark.strip(), due=due), of=case_id)
    papers, trouble = print_waiting(desk, case_id, remark=remark.strip())
    return AcceptedCase("", papers, trouble)


def decline(desk: Desk, case_id: CaseId, reason: str, ground: str) -> None:
    """Decline (不予受理), with the reason and its ground in law."""
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.Declined(reason.strip(), ground.strip()), of=case_id)


def withdraw(desk: Desk, case_id: CaseId, reason: str) -> None:
    """Withdraw (撤回): the applicant wants it no more."""
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.Withdrawn(reason.strip()), of=case_id)


def print_waiting(desk: Desk, case_id: CaseId, *, remark: str = "") -> tuple[tuple[Paper, ...], Failure | None]:
    """Print the papers of a case that have not come out. A jam stops none of the others and undoes nothing.

    Nothing is printed unseen where settings ask that papers be shown first.
    """
    if desk.settings.preview == "always":
        return (), None
    with desk.journal.reading() as reading:
        due = papers_waiting(reading.case(case_id))
    printed: list[Paper] = []
    trouble: Failure | None = None
    for kind in due:
        paper, failure = printing.print_paper(desk, case_id, kind, remark=remark)
        printed.append(paper)
        trouble = trouble or failure
    return tuple(printed), trouble


def print_again(desk: Desk, case_id: CaseId) -> AcceptedCase:
    """Print what has not come out; when all has, print everything of this state again, marked as such (补打)."""
    with desk.journal.reading() as reading:
        case = reading.case(case_id)
    if papers_waiting(case):
        papers, trouble = print_waiting(desk, case_id)
        return AcceptedCase(case.number or "", papers, trouble)
    results = [printing.print_paper(desk, case_id, kind, again=True) for kind in case.printed]
    troubles = [failure for _, failure in results if failure]
    return AcceptedCase(case.number or "", tuple(paper for paper, _ in results), troubles[0] if troubles else None)


def _decide(desk: Desk, facts: Writing, case_id: CaseId) -> cases.Accepted:
    case = facts.case(case_id)
    catalog = catalogs.of_version(facts, case.catalog)
    checklist = cases.checklist_of(case, catalog)
    item = catalog.item(case.item) if case.item else cases.no_such_case()
    today = day_for_paper(desk.clock.now(), last_step=last_step_here(facts), ahead=desk.line.ahead)
    calendar = working_days(facts)
    promised = deadline.due(today, item.promised_days, calendar)
    statutory = deadline.due(today, item.statutory_days, calendar)
    return cases.accept(
        case,
        checklist,
        number=case.reserved or next_case_number(facts, catalog.region, today, desk.clerk.window),
        promised_day=promised.day,
        statutory_day=statutory.day,
        provisional=promised.provisional or statutory.provisional,
    )
