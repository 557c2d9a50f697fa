"""Accepting, asking for correction, declining: the step first, on the disk, and only then its papers."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.clerk import printing, stepping
from deskapp.clerk.printing import Paper
from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.ids import CaseId, MaterialCode
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.queries.numbers import last_step_here, next_case_number
from deskapp.queries.working_days import working_days
from deskapp.rules import access, deadline
from deskapp.rules import case as cases
from deskapp.rules.access import Permission
from deskapp.rules.case_papers import papers_of, papers_waiting
from deskapp.rules.case_steps import limits_of
from deskapp.rules.catalog import Regime
from deskapp.rules.grounds import BY_REGIME
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
    """Name everything that is missing at once and print the notice (一次性告知).

    Where the item's regime hands everything back (registration), it is filed again complete. Refusal of the regime:
    `case.correct_by_declining`, `case.correct_on_the_spot`, `case.too_late_to_correct`; `case.corrected_before`.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        item = stepping.item_of(facts, case)
        checklist = cases.checklist_of(case, catalogs.of_version(facts, case.catalog))
        due = deadline.due(desk.clock.today(), desk.facts.correction_days, working_days(facts)).day
        fact = cases.ask_for_correction(
            case, checklist, remark=remark.strip(), due=due, ground=BY_REGIME[item.regime].correct.cited,
            handed_back=item.regime is Regime.REGISTRATION,
        )  # fmt: skip
        stepping.say(desk, facts, case_id, fact)
    return _printed(desk, case_id, remark=remark.strip())


def decline(
    desk: Desk, case_id: CaseId, reason: str, ground: str, usual: cases.Usual = cases.Usual.OTHERWISE
) -> AcceptedCase:
    """Decline (不予受理) with the reason and its ground in law, and print the notice.

    Refusal `case.no_reason` without either, `case.correct_first` or `case.correction_open` where what is missing has to
    be asked for first, `case.unanswered` while nobody can say yet what is missing.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        checklist = cases.checklist_of(case, catalogs.of_version(facts, case.catalog))
        missing: tuple[MaterialCode, ...] = ()
        if usual is cases.Usual.NOT_COMPLETE:
            cases.ask_answered(checklist)
            missing = tuple(line.material for line in checklist.owed)
        stepping.say(desk, facts, case_id, cases.Declined(reason.strip(), ground.strip(), usual, missing))
    return _printed(desk, case_id)


def withdraw(desk: Desk, case_id: CaseId, reason: str) -> AcceptedCase:
    """Withdraw (撤回): the applicant wants it no more."""
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        stepping.say(desk, facts, case_id, cases.Withdrawn(reason.strip()))
    return _printed(desk, case_id)


def _printed(desk: Desk, case_id: CaseId, *, remark: str = "") -> AcceptedCase:
    papers, trouble = print_waiting(desk, case_id, remark=remark)
    return AcceptedCase("", papers, trouble)


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
    results = [printing.print_paper(desk, case_id, kind, again=True) for kind in papers_of(case)]
    troubles = [failure for _, failure in results if failure]
    return AcceptedCase(case.number or "", tuple(paper for paper, _ in results), troubles[0] if troubles else None)


def _decide(desk: Desk, facts: Writing, case_id: CaseId) -> cases.Accepted:
    case = facts.case(case_id)
    catalog = catalogs.of_version(facts, case.catalog)
    checklist = cases.checklist_of(case, catalog)
    item = catalog.item(case.item) if case.item else cases.no_such_case()
    now = desk.clock.now()
    today = day_for_paper(now, last_step=last_step_here(facts), ahead=desk.line.ahead)
    calendar = working_days(facts)
    promised, statutory = (deadline.due_of(now, limit, calendar) for limit in limits_of(item))
    return cases.accept(
        case,
        checklist,
        number=case.reserved or next_case_number(facts, catalog.region, today, desk.clerk.window),
        promised_day=promised.day,
        statutory_day=statutory.day,
        provisional=promised.provisional or statutory.provisional,
        since=today,
        promised_at=promised.at,
        statutory_at=statutory.at,
    )
