"""When a camera takes its picture by itself: a sheet has lain still for a moment, and no hand is in the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deskapp.rules.page_making import WHOLE, Corner

STILL = 0.8  # s a sheet has to lie still: a hand that straightens it rests for half of that
GAP = 0.6  # s between two looks after which nobody can say that nothing moved in between
CALM = WHOLE * 4 // 1000  # of the picture that may differ from the look before: grain, and a lamp that flickers
STIRRED = WHOLE * 3 // 100  # of the picture that differs when somebody has laid something else there
DRIFT = WHOLE * 8 // 1000  # of a side that a corner may be off while its sheet lies still

Sheets = tuple[tuple[Corner, ...], ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look saw. `moved`: how much of the picture differs from the look before, in hundred-thousandths.

    `reaches_in`: something lies across the edge of the picture, a hand or a sheet that is not wholly in it.
    """

    sheets: Sheets = ()
    reaches_in: bool = False
    moved: int = 0
    glare: bool = False  # a lamp shines back from a sheet


@dataclass(frozen=True, slots=True)
class Watch:
    """What has to be known from look to look. `armed`: something has changed since the last picture."""

    armed: bool = True
    since: float | None = None  # when the sheets came to rest
    last: float | None = None
    sheets: Sheets = ()


def looked(watch: Watch, sight: Sight, at: float) -> tuple[Watch, bool]:
    """After one look, at so many seconds: what is known now, and whether the picture is to be taken."""
    watch = replace(watch, last=at, since=None if watch.last is None or at - watch.last > GAP else watch.since)
    if sight.reaches_in or not sight.sheets or sight.moved > STIRRED:
        return Watch(last=at), False
    if not watch.armed or sight.moved > CALM:
        return replace(watch, since=None), False
    if watch.since is None or not same_place(watch.sheets, sight.sheets):
        return replace(watch, since=at, sheets=sight.sheets), False
    if at - watch.since < STILL:
        return watch, False
    return taken(watch), True


def taken(watch: Watch) -> Watch:
    """A picture was taken, by whomever: nothing is taken by itself until something has changed."""
    return replace(watch, armed=False, since=None)


def same_place(before: Sequence[tuple[Corner, ...]], now: Sequence[tuple[Corner, ...]]) -> bool:
    """Whether as many sheets lie where they lay."""
    return len(before) == len(now) and all(
        abs(a.x - b.x) <= DRIFT and abs(a.y - b.y) <= DRIFT
        for one, other in zip(before, now, strict=True)
        for a, b in zip(one, other, strict=False)
    )
