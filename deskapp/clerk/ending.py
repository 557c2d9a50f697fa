"""What ends with a case: of a bundle all of it, or one case with those that wait for it."""

from __future__ import annotations

from deskapp.clerk import together
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading
from deskapp.queries import sisters
from deskapp.rules import bundle
from deskapp.rules.case import Case
from deskapp.rules.case_state import AT_THE_WINDOW, RUNNING


def with_waiting(reading: Reading, case_id: CaseId, *, alone: bool) -> tuple[Case, ...]:
    """The cases that end with this one, those that wait before what they wait for: so nothing ever waits in vain.

    Refusal `case.unknown`.
    """
    at_hand = together.at_hand(reading, case_id)
    case = reading.case(case_id)
    theme = together.theme(reading, case)
    if theme is None:
        return at_hand
    if not alone:
        return tuple(reversed(at_hand))
    waiting = bundle.waiting_for(case, sisters.with_sisters(reading, case), theme)
    still = tuple(one for one in waiting if one.state in AT_THE_WINDOW | RUNNING)
    return (*reversed(still), case)
