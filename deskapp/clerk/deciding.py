"""Deciding (办结), and saying that the result has come: the department, or the clerk of an item handled at once."""

from __future__ import annotations

from dataclasses import replace

from deskapp.clerk import stepping
from deskapp.clerk.accepting import AcceptedCase, all_printed, print_waiting
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.journal.writing import Writing
from deskapp.queries.bundle_sheet import grantable
from deskapp.queries.working_days import working_days
from deskapp.rules import timed_steps
from deskapp.rules.case import Decided, ResultReady


def grant(desk: Desk, case_id: CaseId) -> AcceptedCase:
    """Decide in the applicant's favour (准予) and print the decision. Of a bundle, everything that the window itself
    decides and that nothing stands before any more (`grantable`), each case behind what it waits for.

    Refusal `case.deferral_owed` while a material that was put off has not come, `access.denied`, `case.wrong_state`.
    """
    with desk.journal.writing() as facts:
        number, decided = facts.case(case_id).number or "", []
        while (now := next(iter(grantable(facts, desk.clerk.roles, case_id)), None)) is not None:
            stepping.say(desk, facts, now, _decided(desk, facts, granted=True))
            decided.append(now)
        if not decided:  # whatever stands in its way is told
            stepping.say(desk, facts, case_id, _decided(desk, facts, granted=True))
            decided.append(case_id)
    return replace(all_printed(desk, decided), number=number)


def refuse(desk: Desk, case_id: CaseId, reason: str, ground: str) -> AcceptedCase:
    """Decide against it (不予), with reason and ground. Refusal `case.no_reason` without either."""
    with desk.journal.writing() as facts:
        fact = _decided(desk, facts, granted=False, reason=reason, ground=ground)
        stepping.say(desk, facts, case_id, fact)
        number = facts.case(case_id).number or ""
    papers, trouble = print_waiting(desk, case_id)
    return AcceptedCase(number, papers, trouble)


def say_ready(desk: Desk, case_id: CaseId, result: str = "") -> None:
    """Say that the result lies ready at the hall (待领); by the item's own name for it when nothing else is said."""
    with desk.journal.writing() as facts:
        item = stepping.item_of(facts, facts.case(case_id))
        stepping.say(desk, facts, case_id, ResultReady(result.strip() or item.result))


def _decided(desk: Desk, facts: Writing, *, granted: bool, reason: str = "", ground: str = "") -> Decided:
    today, calendar = desk.clock.today(), working_days(facts)
    return timed_steps.decided(granted=granted, reason=reason, ground=ground, today=today, calendar=calendar)
