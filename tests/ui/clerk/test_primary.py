"""The one primary action for every state the window can be in."""

from __future__ import annotations

import pytest

from deskapp.queries.call_sheet import CallSheet
from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.case_state import State
from deskapp.rules.window import WindowState
from tests.ui import sheets
from ui.clerk.primary import Entered, Primary, Step, primary

TOLD = sheets.case(state=State.CORRECTION_REQUESTED)


@pytest.mark.parametrize(
    ("call", "case", "entered", "expected"),
    [
        (None, None, Entered(), Primary(Step.CALL_NEXT)),
        (sheets.idle_call(), None, Entered(), Primary(Step.CALL_NEXT)),
        (sheets.idle_call(), None, Entered(begun=True), Primary(Step.CHOOSE_ITEM)),
        (sheets.idle_call(window_state=WindowState.PAUSED), None, Entered(), Primary(Step.RESUME)),
        (sheets.called(), None, Entered(), Primary(Step.CHOOSE_ITEM)),
        (sheets.called(), None, Entered(item_chosen=True, gaps=2), Primary(Step.FILL_IN, 2)),
        (sheets.called(), None, Entered(begun=True, item_chosen=True), Primary(Step.OPEN)),
        (sheets.called(), sheets.case(), Entered(), Primary(Step.SETTLE, 2)),
        (sheets.called(), sheets.asking(), Entered(), Primary(Step.SETTLE, 3)),  # one is owed, two are to be asked
        (sheets.called(), sheets.complete(questions=sheets.questions()), Entered(), Primary(Step.SETTLE, 2)),
        (sheets.called(), sheets.complete(), Entered(), Primary(Step.ACCEPT)),
        (sheets.called(), sheets.accepted(papers_waiting=2), Entered(), Primary(Step.PRINT_AGAIN, 2)),
        (sheets.called(), sheets.accepted(), Entered(), Primary(Step.FINISH)),
        (sheets.called(), TOLD, Entered(), Primary(Step.FINISH)),
        (sheets.called(), sheets.complete(state=State.CORRECTION_REQUESTED), Entered(), Primary(Step.ACCEPT)),
    ],
)
def test_every_state_has_one_next_step(
    call: CallSheet | None, case: CaseSheet | None, entered: Entered, expected: Primary
) -> None:
    assert primary(call, case, entered) == expected
