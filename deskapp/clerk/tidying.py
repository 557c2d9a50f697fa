"""What is done to pages by itself once all of them have come. It can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.clerk import page_steps
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.page_places import present
from deskapp.scans.taking import TakenPage


def tidy(desk: Desk, case_id: CaseId, came: Sequence[TakenPage]) -> int:
    """Take out the empty pages of what has just come; returns how many.

    Where nothing but empty pages came they stay: the sheets lay the wrong way round, and somebody has to see it.
    Whatever has happened to a page meanwhile, it is left alone.
    """
    with desk.journal.reading() as reading:
        case = reading.case(case_id)
    here = present(case.pages)
    if case.state not in AT_THE_WINDOW or all(taken.blank for taken in came):
        return 0
    blank = tuple(dict.fromkeys(taken.digest for taken in came if taken.blank and taken.digest in here))
    if blank:
        page_steps.remove(desk, case_id, blank, by_itself=True)
    return len(blank)
