"""The clock of an accepted case: stopped for a special procedure, going on again, and extended once."""

from __future__ import annotations

from datetime import date

from deskapp.clerk import stepping
from deskapp.clerk.accepting import AcceptedCase, print_waiting
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.journal.writing import Writing
from deskapp.queries.working_days import working_days
from deskapp.rules import deadline
from deskapp.rules.case import Extended, Paused, Procedure, Resumed
from deskapp.rules.case_steps import EXTENSION_DAYS, ask_time


def pause(desk: Desk, case_id: CaseId, procedure: Procedure, days: int, reason: str = "") -> AcceptedCase:
    """Stop the clock for one of the procedures of the Administrative Licence Law art. 45, and print for how long.

    `days` are working days. Refusal `case.wrong_state`, `access.denied`, `case.pause_too_long`.
    """
    with desk.journal.writing() as facts:
        ask_time(stepping.item_of(facts, facts.case(case_id)), procedure, days)
        today = desk.clock.today()
        until = deadline.due(today, max(0, days), working_days(facts)).day
        stepping.say(desk, facts, case_id, Paused(reason.strip(), procedure, today, until))
    return _printed(desk, case_id)


def resume(desk: Desk, case_id: CaseId) -> None:
    """Let the clock go on: both days move by the working days it stood still. Refusal `case.wrong_state`."""
    with desk.journal.writing() as facts:
        case, today, calendar = facts.case(case_id), desk.clock.today(), working_days(facts)
        moved = [
            None if day is None or case.paused_since is None
            else deadline.after_pause(day, case.paused_since, today, calendar)
            for day in (case.promised_day, case.statutory_day)
        ]  # fmt: skip
        promised, statutory = moved
        fact = Resumed(
            promised.day if promised else None,
            statutory.day if statutory else None,
            any(day.provisional for day in moved if day is not None),
        )
        stepping.say(desk, facts, case_id, fact)


def extend(desk: Desk, case_id: CaseId, approved_by: str, reason: str) -> AcceptedCase:
    """Ten more working days, once, with the approval of the office's head; the applicant is told why (art. 42).

    Refusal `case.extended_before`, `case.no_extension` where the law of the item knows none, `case.no_reason`.
    """
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        today = desk.clock.today()
        promised = _later(facts, case.promised_day or today)
        statutory = _later(facts, case.statutory_day or today)
        fact = Extended(
            reason.strip(), approved_by.strip(), promised.day, statutory.day,
            promised.provisional or statutory.provisional,
        )  # fmt: skip
        stepping.say(desk, facts, case_id, fact)
    return _printed(desk, case_id)


def _later(facts: Writing, day: date) -> deadline.Due:
    return deadline.due(day, EXTENSION_DAYS, working_days(facts))


def _printed(desk: Desk, case_id: CaseId) -> AcceptedCase:
    papers, trouble = print_waiting(desk, case_id)
    return AcceptedCase("", papers, trouble)
