"""The one primary action for every state the window can be in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deskapp.queries.call_sheet import CallSheet
from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.case_state import State
from deskapp.rules.case_ways import Way
from deskapp.rules.window import WindowState
from tests.ui import sheets
from ui.clerk.primary import Entered, Primary, Step, primary

TOLD = sheets.case(state=State.CORRECTION_REQUESTED)
TWO = ("receipt", "acceptance")


@pytest.mark.parametrize(
    ("call", "case", "entered", "expected"),
    [
        (None, None, Entered(), Primary(Step.CALL_NEXT)),
        (sheets.idle_call(), None, Entered(), Primary(Step.CALL_NEXT)),
        (sheets.idle_call(), None, Entered(begun=True), Primary(Step.CHOOSE_ITEM)),
        (sheets.idle_call(window_state=WindowState.PAUSED), None, Entered(), Primary(Step.RESUME)),
        (
            sheets.idle_call(window_state=WindowState.PAUSED),
            None,
            Entered(begun=True, item_chosen=True),
            Primary(Step.OPEN),
        ),
        (sheets.called(), None, Entered(), Primary(Step.CHOOSE_ITEM)),
        (sheets.called(), None, Entered(item_chosen=True, gaps=2), Primary(Step.FILL_IN, 2)),
        (sheets.called(), None, Entered(begun=True, item_chosen=True), Primary(Step.OPEN)),
        (sheets.called(), sheets.case(), Entered(), Primary(Step.SETTLE, 2)),
        (sheets.called(), sheets.asking(), Entered(), Primary(Step.SETTLE, 3)),  # one is owed, two are to be asked
        (sheets.called(), sheets.complete(questions=sheets.questions()), Entered(), Primary(Step.SETTLE, 2)),
        (sheets.called(), sheets.complete(), Entered(), Primary(Step.ACCEPT)),
        (sheets.called(), sheets.accepted(waiting=TWO), Entered(), Primary(Step.PRINT, 2, TWO)),
        (sheets.called(), sheets.accepted(), Entered(), Primary(Step.FINISH)),
        (sheets.called(), TOLD, Entered(), Primary(Step.FINISH)),
        (sheets.called(), sheets.complete(state=State.CORRECTION_REQUESTED), Entered(), Primary(Step.ACCEPT)),
    ],
)
def test_every_state_has_one_next_step(
    call: CallSheet | None, case: CaseSheet | None, entered: Entered, expected: Primary
) -> None:
    assert primary(call, case, entered) == expected


def test_papers_that_wait_are_on_their_way_while_the_step_is() -> None:
    waiting = sheets.accepted(waiting=("receipt", "acceptance"))
    assert primary(sheets.called(), waiting, Entered(), under_way=True) == Primary(Step.PRINTING, 2)
    assert primary(sheets.called(), sheets.accepted(), Entered(), under_way=True) == Primary(Step.FINISH)


def at(state: State, *ways: Way, **changes: Any) -> CaseSheet:
    return sheets.accepted(state=state, ways=frozenset(ways), **changes)


NOBODY, HERE = sheets.idle_call(), sheets.called()
LIFE = {
    "filed": (NOBODY, at(State.FILED, Way.PRE_REVIEW, Way.WITHDRAW), Step.PRE_REVIEW),
    "pre-reviewed": (HERE, sheets.complete(state=State.PRE_REVIEWED), Step.ACCEPT),
    "pre-reviewed, something owed": (HERE, sheets.case(state=State.PRE_REVIEWED), Step.SETTLE),
    "handled at once": (HERE, replace(at(State.ACCEPTED, Way.GRANT, Way.REFUSE), lines=()), Step.GRANT),
    "something put off is missing": (HERE, at(State.ACCEPTED, Way.GRANT), Step.FINISH),
    "with the department": (HERE, at(State.ACCEPTED, Way.WITHDRAW), Step.FINISH),
    "stopped": (HERE, at(State.PAUSED, Way.RESUME), Step.RESUME_CLOCK),
    "stopped by the department": (HERE, at(State.PAUSED, Way.WITHDRAW), Step.FINISH),
    "decided": (HERE, at(State.DECIDED, Way.DELIVER, Way.SAY_READY), Step.DELIVER),
    "ready": (HERE, at(State.READY, Way.DELIVER), Step.DELIVER),
    "a paper first": (HERE, at(State.DECIDED, Way.DELIVER, waiting=("decision",)), Step.PRINT),
    "delivered, the person is here": (HERE, at(State.DELIVERED, Way.ARCHIVE), Step.FINISH),
    "delivered, nobody is here": (NOBODY, at(State.DELIVERED, Way.ARCHIVE), Step.ARCHIVE),
    "declined, nobody is here": (NOBODY, at(State.DECLINED, Way.ARCHIVE), Step.ARCHIVE),
    "archived": (NOBODY, at(State.ARCHIVED), Step.FINISH),
}


@pytest.mark.parametrize("where", LIFE)
def test_the_rest_of_a_life_has_one_next_step_as_well(where: str) -> None:
    call, case, step = LIFE[where]
    assert primary(call, case, Entered()).step is step


def test_every_step_of_the_life_is_somewhere_the_next_one() -> None:
    reached = {step for _, _, step in LIFE.values()}
    assert {Step.PRE_REVIEW, Step.GRANT, Step.RESUME_CLOCK, Step.DELIVER, Step.ARCHIVE} <= reached
