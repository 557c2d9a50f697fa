"""Which papers belong to the state a case is in (domain.md, "Papers")."""

from __future__ import annotations

from collections.abc import Mapping

from deskapp.rules.case import Case, How
from deskapp.rules.case_state import State

RESULT_PAPER = "result_paper_"  # and its place: a paper that the department gave, not one of ours

_OF_STATE: Mapping[State, tuple[str, ...]] = {
    State.ACCEPTED: ("receipt", "acceptance"),
    State.CORRECTION_REQUESTED: ("correction",),
    State.DECLINED: ("declined",),
    State.WITHDRAWN: ("withdrawn",),
    State.PAUSED: ("special_procedure",),
    State.DECIDED: ("decision",),
    State.DELIVERED: ("hand_out", "proof_of_service"),
    State.ARCHIVED: ("archive_cover",),
}
_PROMISED: Mapping[How, str] = {How.COMMITTED: "commitment", How.DEFERRED: "deferral"}


def papers_of(case: Case) -> tuple[str, ...]:
    """The kinds of paper that belong to this state, in the order of printing."""
    if case.state is None:
        return ()
    wanted = [*_OF_STATE.get(case.state, ())]
    if case.state is State.ACCEPTED:
        how = {settled.how for settled in case.settled.values()}
        wanted += [paper for settled, paper in _PROMISED.items() if settled in how]
        wanted += ["extension"] if case.extended else []
    return tuple(wanted)


def papers_waiting(case: Case) -> tuple[str, ...]:
    """Those of them that have not come out."""
    return tuple(paper for paper in papers_of(case) if paper not in case.printed)
