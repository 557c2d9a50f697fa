"""Whether a case on the screen was only looked up, and can be put away with nothing left undone by it. Pure."""

from __future__ import annotations

from deskapp.ids import CaseId
from deskapp.queries.call_sheet import CallSheet
from deskapp.queries.case_sheet import CaseSheet, NextStep
from deskapp.rules.case_state import AT_THE_WINDOW, ENDED


def looked_up(call: CallSheet | None, case: CaseSheet, opened_here: CaseId | None) -> bool:
    """Whether the case is neither that of the ticket in hand nor the one that was taken in here, or that one is over.

    Without a ticket a case that is still at the window is the work of whoever sits there, however it came into hand.
    """
    one = {case.case, *(line.case for line in case.bundle.lines)} if case.bundle is not None else {case.case}
    if call is not None and call.case in one:
        return False
    if case.state in AT_THE_WINDOW:
        return call is not None and call.ticket is not None and opened_here not in one
    return opened_here not in one or at_an_end(case)


def at_an_end(case: CaseSheet) -> bool:
    """Whether nothing is left to be done with it here."""
    return case.state in ENDED or case.next_step in (NextStep.DONE, NextStep.ARCHIVE)
