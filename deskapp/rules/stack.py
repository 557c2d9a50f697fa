"""Where each page of a stack goes, from what was read on it.

A stack is what one scan brings: pages of several materials, of several cases perhaps, each kind behind a separator that
names both. Pages before the first separator belong where the scan was asked for. From a separator on they go where it
says, until the next one; and where nobody can be sure they wait for a person, until the next one that is plain. So a
page is never lost and never put wrongly, whatever happens to the separators:

    two of them in a row, or one at the end     nothing lies behind it, and nothing is put there
    the same one twice, or on both sides        is one
    two that name different places on a page    two sheets were drawn in at once: what lay between them was not seen
    different ones on the two sides of a sheet  which of them was meant cannot be known
    one by its frame, whose codes do not read   a separator was missed: what follows is not of the material before it
    a case that is unknown, closed, another's   see `goal_of`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from deskapp.ids import CaseId, ClerkId, MaterialCode, WindowId
from deskapp.rules.barcode import ScannedSeparator
from deskapp.rules.case import Case, How
from deskapp.rules.case_state import AT_THE_WINDOW, RUNNING
from deskapp.rules.checklist import Checklist
from deskapp.rules.material_state import Standing


class Why(StrEnum):
    """Why pages wait for a person."""

    INTERRUPTED = "interrupted"  # the program ended before they were put anywhere
    UNREAD = "unread"  # a separator, by its frame, whose codes do not read
    DOUBLED = "doubled"  # two separators at once that name different places
    UNKNOWN = "unknown"  # this desk has no such case
    CLOSED = "closed"  # nothing is taken in for this case any more
    NOT_YOURS = "not_yours"  # another window took it in
    NO_MATERIAL = "no_material"  # the case asks for no such material


@dataclass(frozen=True, slots=True)
class Spot:
    """Where pages belong: a material of a case."""

    case: CaseId
    material: MaterialCode


@dataclass(frozen=True, slots=True)
class Side:
    """What was read on one side of a sheet. `framed`: it is a separator by its frame."""

    separators: tuple[ScannedSeparator, ...] = ()
    framed: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Stack:
    """How far a stack has been gone through: where its next page goes.

    `behind` is the separator that was the side before this one; with `both_sides`, sheets are read on both.
    `separated`: there was a separator among them, so that what is still in the feeder is not of where the scan was
    asked for: whoever clears a jam goes on from here.
    """

    goal: Spot | Why
    both_sides: bool = False
    behind: ScannedSeparator | None = None
    separated: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """What becomes of one side: where it goes or why it waits; `goal` is None for a separator and for the empty back of
    one, which are no pages.
    """

    goal: Spot | Why | None
    stack: Stack


def lay(stack: Stack, side: Side, goal: Callable[[ScannedSeparator], Spot | Why]) -> Laid:
    """Lay one side down. `goal` tells where the pages behind a separator go."""
    named = tuple(dict.fromkeys(side.separators))
    if len(named) > 1:
        return _waits(stack, Why.DOUBLED)
    if named:
        before = stack.behind
        if stack.both_sides and before is not None and before != named[0]:
            return _waits(stack, Why.DOUBLED)
        return Laid(None, Stack(goal(named[0]), stack.both_sides, named[0], separated=True))
    if side.framed:
        return _waits(stack, Why.UNREAD)
    if side.blank and stack.both_sides and stack.behind is not None:
        return Laid(None, replace(stack, behind=None))
    return Laid(stack.goal, replace(stack, behind=None))


def torn(stack: Stack) -> Stack:
    """The same stack after a side that could not be read at all: it may have been a separator."""
    return replace(stack, goal=Why.UNREAD, behind=None) if stack.separated else stack


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


def _waits(stack: Stack, why: Why) -> Laid:
    return Laid(why, Stack(why, stack.both_sides, separated=True))
