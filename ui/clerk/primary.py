"""What the one primary action is in the state the window is in. Pure: the button and its key only do what this says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskapp.queries.call_sheet import CallSheet
from deskapp.queries.case_sheet import CaseSheet, NextStep
from deskapp.rules.case_state import State
from deskapp.rules.window import WindowState


class Step(StrEnum):
    CALL_NEXT = "call_next"  # nobody is here
    RESUME = "resume"  # the window is paused
    CHOOSE_ITEM = "choose_item"  # somebody is here, and nobody has said what for
    FILL_IN = "fill_in"  # who applies is not complete
    OPEN = "open"  # take the application in
    SETTLE = "settle"  # show what is owed
    ACCEPT = "accept"
    PRINT = "print"  # what has not come out yet
    PRINTING = "printing"  # the papers are on their way
    PRE_REVIEW = "pre_review"  # filed over the net
    RESUME_CLOCK = "resume_clock"
    GRANT = "grant"
    DELIVER = "deliver"
    ARCHIVE = "archive"
    PUT_AWAY = "put_away"  # a case that was over before it came into hand: whoever was called is still to be served
    FINISH = "finish"  # done here: the next, please


@dataclass(frozen=True, slots=True)
class Primary:
    """The action, the number its text names (how many are owed), and the papers it prints, by their kinds."""

    step: Step
    count: int = 0
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """How far the application on the screen is, before there is a case."""

    begun: bool = False  # something was typed
    item_chosen: bool = False
    gaps: int = 0  # fields that are missing or wrong


def primary(
    call: CallSheet | None,
    case: CaseSheet | None,
    entered: Entered,
    *,
    under_way: bool = False,
    only_seen: bool = False,
) -> Primary:
    """The one thing to do next; while a step is `under_way`, the papers that wait are on their way. `only_seen`: the
    case was looked up while somebody else is to be served, and was over then: it ends nobody's visit.
    """
    if case is not None and only_seen:
        return Primary(Step.PUT_AWAY)
    if case is not None:
        next_one = _of_case(case, somebody_here=call is not None and call.ticket is not None)
        printing = under_way and next_one.step is Step.PRINT
        return Primary(Step.PRINTING, next_one.count) if printing else next_one
    if call is not None and call.window_state is WindowState.PAUSED and not entered.begun:  # who is here comes first
        return Primary(Step.RESUME)
    if (call is None or call.ticket is None) and not entered.begun:
        return Primary(Step.CALL_NEXT)
    if not entered.item_chosen:
        return Primary(Step.CHOOSE_ITEM)
    if entered.gaps:
        return Primary(Step.FILL_IN, entered.gaps)
    return Primary(Step.OPEN)


_NEXT = {
    NextStep.PRE_REVIEW: Step.PRE_REVIEW,
    NextStep.ACCEPT: Step.ACCEPT,
    NextStep.RESUME: Step.RESUME_CLOCK,
    NextStep.GRANT: Step.GRANT,
    NextStep.DELIVER: Step.DELIVER,
}


def _of_case(case: CaseSheet, *, somebody_here: bool) -> Primary:
    if (
        case.state is State.CORRECTION_REQUESTED and case.owed
    ):  # told what is missing; nothing more to do until it comes
        return Primary(Step.PRINT, case.papers_waiting, case.waiting) if case.waiting else Primary(Step.FINISH)
    if case.next_step is NextStep.SETTLE_OWED:
        return Primary(Step.SETTLE, len(case.owed) + len(case.unanswered))
    if case.next_step is NextStep.PRINT_AGAIN:
        return Primary(Step.PRINT, case.papers_waiting, case.waiting)
    if (
        case.next_step is NextStep.GRANT and case.deferred and case.bundle is None
    ):  # nothing is granted before it has come
        return Primary(Step.FINISH)
    if case.next_step is NextStep.ARCHIVE and not somebody_here:  # a file can wait, a person should not
        return Primary(Step.ARCHIVE)
    return Primary(_NEXT.get(case.next_step, Step.FINISH))
