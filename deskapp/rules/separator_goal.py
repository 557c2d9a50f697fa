"""Where a separator sends the pages behind it, from how its case stands."""

from __future__ import annotations

from deskapp.ids import CaseId, ClerkId, WindowId
from deskapp.rules.barcode import ScannedSeparator
from deskapp.rules.case import Case, How
from deskapp.rules.case_state import AT_THE_WINDOW, RUNNING
from deskapp.rules.checklist import Checklist
from deskapp.rules.material_state import Standing
from deskapp.rules.spot import Spot, Why


def goal_of(
    separator: ScannedSeparator,
    case: Case,
    checklist: Checklist | None,
    *,
    clerk: ClerkId,
    window: WindowId,
    in_hand: CaseId,
) -> Spot | Why:
    """Where a separator sends pages. `checklist` is that of its case, None where there is no such case.

    To a case that is at the window, and to one on its way for what was put off; that this window or this clerk took in,
    or that the clerk has in hand.
    """
    if case.state is None or checklist is None:
        return Why.UNKNOWN
    if case.id != in_hand and case.clerk != clerk and case.window != window:
        return Why.NOT_YOURS
    if case.state not in AT_THE_WINDOW | RUNNING:
        return Why.CLOSED
    if not 1 <= separator.place <= len(checklist.lines):
        return Why.NO_MATERIAL
    line = checklist.lines[separator.place - 1]
    if line.standing is Standing.PRODUCED:
        return Why.NO_MATERIAL
    settled = case.settled.get(line.material)
    if case.state in RUNNING and (settled is None or settled.how is not How.DEFERRED):
        return Why.CLOSED
    return Spot(case.id, line.material)
