"""What was filed over the net is looked through at a window (预审), and goes on there like any other case."""

from __future__ import annotations

from deskapp.clerk import stepping
from deskapp.desk import Desk
from deskapp.ids import CaseId, TicketId
from deskapp.queries.call_sheet import IN_HAND
from deskapp.rules.case import PreReviewed


def pre_review(desk: Desk, case_id: CaseId, remark: str = "") -> None:
    """Take a filed application up at this window, for the person in hand if any. Refusal `case.wrong_state`."""
    with desk.journal.writing() as facts:
        ticket = facts.local(IN_HAND)
        fact = PreReviewed(desk.clerk.window, desk.clock.today(), TicketId(ticket) if ticket else None, remark.strip())
        stepping.say(desk, facts, case_id, fact)
