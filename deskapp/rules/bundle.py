"""A bundle (联办件): the cases of one theme (一件事), applied for at once. What all of them ask for, and how it stands.

A bundle has no life of its own: it is what its cases are. Each of them says that it belongs to it (`InBundle`), and
with which number it was accepted; so half a bundle that was lost or rejected is still a bundle of the other half.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from deskapp.ids import ItemCode, MaterialCode, PageDigest
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case import Case, How, Settled
from deskapp.rules.case_state import AT_THE_WINDOW, ENDED, RUNNING, State
from deskapp.rules.catalog import Demand, Need, Theme
from deskapp.rules.checklist import Checklist, Line
from deskapp.rules.material_state import Standing

# What the applicant has still to do, or has done: of several cases that ask for one material the neediest says it.
_NEEDIEST = (
    Standing.OWED,
    Standing.UNDECIDED,
    Standing.DEFERRED,
    Standing.COMMITTED,
    Standing.RECEIVED,
    Standing.OPTIONAL,
    Standing.SHARED,
    Standing.PRODUCED,
    Standing.NOT_NEEDED,
)
_NEED = (Need.REQUIRED, Need.CONDITIONAL, Need.OPTIONAL)  # the stronger first
_NOT_ASKED = frozenset({Standing.SHARED, Standing.PRODUCED, Standing.NOT_NEEDED})


def union(lists: Sequence[Checklist]) -> Checklist:
    """What is owed for all of them, each material once.

    It stands as it does where it is needed most; the stronger need and the most copies hold. A promise may stand in, or
    it may come later, only where every case that asks for it and insists on it allows that: one department's leave does
    not bind another. Which material comes first is as the lists, one after the other, have it; what nobody brings
    because another case results in it comes last, so that the first digits are those of what is asked for.
    """
    lines: dict[MaterialCode, list[Line]] = {}
    for one in lists:
        for line in one.lines:
            lines.setdefault(line.material, []).append(line)
    joined = [_joined(of_one) for of_one in lines.values()]
    return Checklist(tuple(sorted(joined, key=lambda line: line.standing is Standing.PRODUCED)))


def stands(states: Iterable[State]) -> BundleState:
    """How far a bundle of cases in these states is. ValueError for none."""
    found = set(states)
    if not found:
        raise ValueError("a bundle has at least one case")
    if State.CORRECTION_REQUESTED in found:
        return BundleState.CORRECTION_REQUESTED
    if found & AT_THE_WINDOW:
        return BundleState.AT_THE_WINDOW
    handed = bool(found & {State.DELIVERED, State.ARCHIVED})
    if found <= ENDED:
        return BundleState.DELIVERED if handed else BundleState.ENDED
    if handed:
        return BundleState.PARTLY_DELIVERED
    return BundleState.RUNNING if found & RUNNING else BundleState.DECIDED


def acting(case: Case, bundle: Sequence[Case]) -> tuple[Case, ...]:
    """The cases that one thing done at the window is about: of a bundle all that are still at the window; once none is,
    all that are with the departments; once none is, the case itself.
    """
    for part in (AT_THE_WINDOW, RUNNING):
        found = tuple(one for one in bundle if one.state in part)
        if found:
            return found
    return (case,)


def as_one(cases: Sequence[Case]) -> Case:
    """The first of them, with what was brought, said and scanned for any: as a paper for all of them tells it.

    ValueError for none.
    """
    if not cases:
        raise ValueError("nothing is told of no case")
    settled: dict[MaterialCode, Settled] = {}
    pages: dict[MaterialCode, tuple[PageDigest, ...]] = {}
    for case in cases:
        for material, how in case.settled.items():
            settled[material] = min(settled.get(material, how), how, key=_telling)
        for material, some in case.pages.items():
            pages[material] = tuple(dict.fromkeys((*pages.get(material, ()), *some)))
    answers = {code: answer for case in reversed(cases) for code, answer in case.answers.items()}
    return msgspec.structs.replace(cases[0], settled=settled, pages=pages, answers=answers)


def state_of(cases: Iterable[Case]) -> State:
    """The state that a whole bundle is shown in: that of the case that has come least far. ValueError for none."""
    return min((case.state for case in cases if case.state is not None), key=_LEAST_FAR.index)


def number_of(cases: Iterable[Case]) -> str:
    """The number that a bundle of these cases has, "" before any of them was accepted."""
    return next((case.bundle_number for case in cases if case.bundle_number), "")


def hindrance(case: Case, bundle: Iterable[Case], theme: Theme) -> ItemCode | None:
    """The item that has to be granted before this case can be decided, and is not; None when nothing stands before it.

    One that is not in the bundle (any more) stands before it for good.
    """
    earlier = None if case.item is None else theme.after.get(case.item)
    if earlier is None:
        return None
    granted = any(other.item == earlier and other.granted and other.state is not State.WITHDRAWN for other in bundle)
    return None if granted else earlier


def waits(case: Case, theme: Theme | None) -> bool:
    """Whether the turn of a case has still to come, by what the case itself says."""
    return theme is not None and case.item in theme.after and case.turn_came is None


def lost(case: Case) -> bool:
    """Whether a case has ended without what others wait for."""
    return case.state in (State.DECLINED, State.WITHDRAWN) or case.granted is False


def waiting_for(case: Case, bundle: Iterable[Case], theme: Theme) -> tuple[Case, ...]:
    """The cases of a bundle that wait for this one, at once or through others, each behind what it waits for."""
    later = () if case.item is None else theme.later(case.item)
    return tuple(sorted((other for other in bundle if other.item in later), key=lambda other: _place(other, later)))


def in_order(cases: Iterable[Case], theme: Theme) -> tuple[Case, ...]:
    """The cases as the theme has them, each behind what it waits for."""
    order = theme.in_order
    return tuple(sorted(cases, key=lambda case: _place(case, order)))


_LEAST_FAR = (
    State.FILED, State.CORRECTION_REQUESTED, State.OPENED, State.PRE_REVIEWED, State.ACCEPTED, State.PAUSED,
    State.DECIDED, State.READY, State.DELIVERED, State.ARCHIVED, State.DECLINED, State.WITHDRAWN,
)  # fmt: skip
_HOW = (How.DEFERRED, How.COMMITTED, How.RECEIVED)


def _telling(settled: Settled) -> tuple[int, int]:
    """What is still to come is told before what was promised, that before what was brought; of that the most copies."""
    return _HOW.index(settled.how), -settled.copies


def _place(case: Case, order: Sequence[ItemCode]) -> int:
    return order.index(case.item) if case.item in order else len(order)


def _joined(lines: Sequence[Line]) -> Line:
    neediest = min(lines, key=lambda line: _NEEDIEST.index(line.standing))
    asking = [line for line in lines if line.standing not in _NOT_ASKED] or lines
    insisting = [line.demand for line in asking if line.demand.need is not Need.OPTIONAL] or [
        line.demand for line in asking
    ]
    strongest = min((line.demand for line in asking), key=lambda demand: _NEED.index(demand.need))
    demand = Demand(
        neediest.material,
        strongest.need,
        when=strongest.when,
        copies=max(line.demand.copies for line in asking),
        commitment=all(one.commitment for one in insisting),
        deferral=all(one.deferral for one in insisting),
    )
    same = [line for line in lines if line.standing is neediest.standing]
    return replace(
        neediest,
        demand=demand,
        due=min((line.due for line in same if line.due is not None), default=None),
        because=tuple(dict.fromkeys(one for line in same for one in line.because)),
    )
