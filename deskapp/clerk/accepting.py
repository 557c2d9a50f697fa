"""Accepting, asking for correction, declining: the step first, on the disk, and only then its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deskapp.clerk import ending, printing, stepping, together
from deskapp.clerk.numbering import accept_all
from deskapp.clerk.printing import Paper
from deskapp.desk import Desk
from deskapp.failures import Failure, Refusal
from deskapp.ids import CaseId, MaterialCode
from deskapp.queries import sisters
from deskapp.queries.working_days import working_days
from deskapp.rules import access, bundle, deadline, one_notice
from deskapp.rules import case as cases
from deskapp.rules.access import Permission
from deskapp.rules.case_papers import papers_of, papers_waiting
from deskapp.rules.grounds import BY_REGIME


@dataclass(frozen=True, slots=True)
class AcceptedCase:
    """What came of a step. `trouble` says why a paper did not come out: the step is taken all the same. `cases` are
    those it was taken with, in that order, where there may be several.
    """

    number: str
    papers: tuple[Paper, ...]
    trouble: Failure | None
    cases: tuple[CaseId, ...] = ()


def accept(desk: Desk, case_id: CaseId) -> AcceptedCase:
    """Accept (受理) and print receipt and acceptance; of a bundle every case at the window, under one number.

    Refusal `case.incomplete` names everything still owed. What was accepted before and undone keeps its number.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        number = accept_all(desk, facts, together.at_hand(facts, case_id))
    papers, trouble = print_waiting(desk, case_id)
    return AcceptedCase(number, papers, trouble)


def undo_acceptance(desk: Desk, case_id: CaseId) -> None:
    """Take the acceptance back (Ctrl+Z), of a bundle as a whole. The numbers stay its own: paper may carry them.

    Refusal `case.wrong_state` when a department has taken a step with any of it already: then nothing is undone.
    """
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        same = (one for one in sisters.with_sisters(facts, case) if one.bundle_number == case.bundle_number)
        for one in same if case.bundle_number else (case,):
            if one.number is not None:
                facts.add(desk.clerk.id, cases.AcceptanceUndone(one.number), of=one.id)
        if case.number is None:
            facts.add(desk.clerk.id, cases.AcceptanceUndone(""), of=case_id)


def ask_for_correction(desk: Desk, case_id: CaseId, remark: str) -> AcceptedCase:
    """Name everything that is missing at once and print the notice (一次性告知); one notice for all cases of a bundle.

    Of a bundle only what lacks something is corrected (`one_notice`): the rest waits at the window, with all that was
    brought for it. Where the item's regime hands everything back (registration), it is filed again complete. Refusal of
    the regime: `case.correct_by_declining`, `case.correct_on_the_spot`, `case.too_late_to_correct`;
    `case.corrected_before`.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        one_notice.ask_first_notice(sisters.with_sisters(facts, facts.case(case_id)))
        at_hand = [
            one_notice.Standing(
                case, stepping.item_of(facts, case), cases.checklist_of(case, together.catalog_of(facts, case))
            )
            for case in together.at_hand(facts, case_id)
        ]
        cases.ask_answered(bundle.union([one.checklist for one in at_hand]))
        asked = one_notice.asked(at_hand)
        if not asked:
            raise Refusal("case.nothing_missing")
        due = deadline.due(desk.clock.today(), desk.facts.correction_days, working_days(facts)).day
        for one in asked:
            ground = BY_REGIME[one.item.regime].correct.cited
            fact = cases.ask_for_correction(
                one.case, one.checklist, remark=remark.strip(), due=due, ground=ground, handed_back=one.handed_back
            )
            stepping.say(desk, facts, one.case.id, fact)
    first = asked[0].case.id
    return replace(_printed(desk, first, remark=remark.strip()), cases=tuple(one.case.id for one in asked))


def decline(
    desk: Desk,
    case_id: CaseId,
    reason: str,
    ground: str,
    usual: cases.Usual = cases.Usual.OTHERWISE,
    *,
    alone: bool = False,
) -> AcceptedCase:
    """Decline (不予受理) with the reason and its ground in law, and print the notice.

    Of a bundle all that is at the window; `alone`: this case, with those that wait for it. Refusal `case.no_reason`
    without either, `case.correct_first` or `case.correction_open` where what is missing has to be asked for first,
    `case.unanswered` while nobody can say yet what is missing.
    """
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        ended = ending.with_waiting(facts, case_id, alone=alone)
        for case in ended:
            checklist = cases.checklist_of(case, together.catalog_of(facts, case))
            missing: tuple[MaterialCode, ...] = ()
            if usual is cases.Usual.NOT_COMPLETE:
                cases.ask_answered(checklist)
                missing = tuple(line.material for line in checklist.owed)
            stepping.say(desk, facts, case.id, cases.Declined(reason.strip(), ground.strip(), usual, missing))
    return all_printed(desk, [case.id for case in ended])


def withdraw(desk: Desk, case_id: CaseId, reason: str, *, alone: bool = False) -> AcceptedCase:
    """Withdraw (撤回): the applicant wants it no more. Of a bundle everything that is not decided; `alone` as above."""
    access.require(desk.clerk.roles, Permission.TAKE_IN)
    with desk.journal.writing() as facts:
        ended = ending.with_waiting(facts, case_id, alone=alone)
        for case in ended:
            stepping.say(desk, facts, case.id, cases.Withdrawn(reason.strip()))
    return all_printed(desk, [case.id for case in ended])


def _printed(desk: Desk, case_id: CaseId, *, remark: str = "") -> AcceptedCase:
    papers, trouble = print_waiting(desk, case_id, remark=remark)
    return AcceptedCase("", papers, trouble)


def all_printed(desk: Desk, cases_now: Sequence[CaseId]) -> AcceptedCase:
    """Print what each of these has still to come out: every department answers for its own, by name."""
    results = [print_waiting(desk, one) for one in cases_now]
    troubles = [trouble for _, trouble in results if trouble]
    papers = tuple(paper for printed, _ in results for paper in printed)
    return AcceptedCase("", papers, troubles[0] if troubles else None, tuple(cases_now))


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
    """Print what has not come out; when all has, print everything of this state again, marked as such (补打).

    Of a bundle, what has not come out of any of its cases.
    """
    with desk.journal.reading() as reading:
        case = reading.case(case_id)
        owing = [one.id for one in sisters.with_sisters(reading, case) if papers_waiting(one)]
    if owing:
        done = all_printed(desk, owing)
        return replace(done, number=case.number or "")
    results = [printing.print_paper(desk, case_id, kind, again=True) for kind in papers_of(case)]
    troubles = [failure for _, failure in results if failure]
    return AcceptedCase(case.number or "", tuple(paper for paper, _ in results), troubles[0] if troubles else None)
