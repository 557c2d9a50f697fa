"""The clock of an accepted case: stopped for a special procedure, going on again, and extended once."""

from __future__ import annotations

from deskapp.clerk import stepping
from deskapp.clerk.accepting import AcceptedCase, print_waiting
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.queries.working_days import working_days
from deskapp.rules import timed_steps
from deskapp.rules.case import Procedure


def pause(desk: Desk, case_id: CaseId, procedure: Procedure, days: int, reason: str = "") -> AcceptedCase:
    """Stop the clock for one of the procedures of the Administrative Licence Law art. 45, and print for how long.

    `days` are working days. Refusal `case.wrong_state`, `access.denied`, `case.pause_too_long`.
    """
    with desk.journal.writing() as facts:
        item, today = stepping.item_of(facts, facts.case(case_id)), desk.clock.today()
        fact = timed_steps.paused(item, procedure, days, reason=reason, today=today, calendar=working_days(facts))
        stepping.say(desk, facts, case_id, fact)
    return _printed(desk, case_id)


def resume(desk: Desk, case_id: CaseId) -> None:
    """Let the clock go on: both days move by the working days it stood still. Refusal `case.wrong_state`."""
    with desk.journal.writing() as facts:
        fact = timed_steps.resumed(facts.case(case_id), desk.clock.today(), working_days(facts))
        stepping.say(desk, facts, case_id, fact)


def extend(desk: Desk, case_id: CaseId, approved_by: str, reason: str) -> AcceptedCase:
    """Ten more working days, once, with the approval of the office's head; the applicant is told why (art. 42).

    Refusal `case.extended_before`, `case.no_extension` where the law of the item knows none, `case.no_reason`.
    """
    with desk.journal.writing() as facts:
        fact = timed_steps.extended(
            facts.case(case_id), approved_by=approved_by, reason=reason, today=desk.clock.today(),
            calendar=working_days(facts),
        )  # fmt: skip
        stepping.say(desk, facts, case_id, fact)
    return _printed(desk, case_id)


def _printed(desk: Desk, case_id: CaseId) -> AcceptedCase:
    papers, trouble = print_waiting(desk, case_id)
    return AcceptedCase("", papers, trouble)
