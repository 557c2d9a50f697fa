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
    a case that is unknown, closed, another's   see `separator_goal`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from deskapp.rules.barcode import ScannedSeparator
from deskapp.rules.spot import Spot, Why


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


def _waits(stack: Stack, why: Why) -> Laid:
    return Laid(why, Stack(why, stack.both_sides, separated=True))
