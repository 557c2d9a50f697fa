"""Deciding (办结), and saying that the result has come: the department, or the clerk of an item handled at once."""

from __future__ import annotations

from deskapp.clerk import stepping
from deskapp.clerk.accepting import AcceptedCase, print_waiting
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.queries.working_days import working_days
from deskapp.rules import timed_steps
from deskapp.rules.case import ResultReady


def grant(desk: Desk, case_id: CaseId) -> AcceptedCase:
    """Decide in the applicant's favour (准予) and print the decision.

    Refusal `case.deferral_owed` while a material that was put off has not come, `access.denied`, `case.wrong_state`.
    """
    return _decide(desk, case_id, granted=True)


def refuse(desk: Desk, case_id: CaseId, reason: str, ground: str) -> AcceptedCase:
    """Decide against it (不予), with reason and ground. Refusal `case.no_reason` without either."""
    return _decide(desk, case_id, granted=False, reason=reason, ground=ground)


def say_ready(desk: Desk, case_id: CaseId, result: str = "") -> None:
    """Say that the result lies ready at the hall (待领); by the item's own name for it when nothing else is said."""
    with desk.journal.writing() as facts:
        item = stepping.item_of(facts, facts.case(case_id))
        stepping.say(desk, facts, case_id, ResultReady(result.strip() or item.result))


def _decide(desk: Desk, case_id: CaseId, *, granted: bool, reason: str = "", ground: str = "") -> AcceptedCase:
    with desk.journal.writing() as facts:
        today, calendar = desk.clock.today(), working_days(facts)
        fact = timed_steps.decided(granted=granted, reason=reason, ground=ground, today=today, calendar=calendar)
        stepping.say(desk, facts, case_id, fact)
        number = facts.case(case_id).number or ""
    papers, trouble = print_waiting(desk, case_id)
    return AcceptedCase(number, papers, trouble)
